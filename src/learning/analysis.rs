//! Why training goes where it goes: the shape of the loss around the weights, its minimum, and what follows
//! from both.
//!
//! Weights are those *of training* everywhere in this module: the weights of the standardised features if the
//! inputs are standardised, with the bias first.

pub mod edge;
pub mod eigen;
pub mod margin;
pub mod numbers;
pub mod optimum;
pub mod problem;
pub mod surface;
pub mod symmetric;
pub mod verdict;
