//! Tests of why training goes where it goes: derivatives, minima, edges and verdicts.

mod edges;
mod golden;
mod half_life;
mod judged;
mod margin;
mod optima;
mod sentences;
mod support;
mod surface;
mod verdict_numbers;
mod verdicts;
