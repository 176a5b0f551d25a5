//! Tests of why training goes where it goes: derivatives, minima, edges and verdicts.

mod golden;
mod margin;
mod support;
mod surface;
