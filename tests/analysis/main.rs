//! Tests of why training goes where it goes: derivatives, minima, edges and verdicts.

mod edges;
mod golden;
mod margin;
mod optima;
mod support;
mod surface;
mod verdicts;
