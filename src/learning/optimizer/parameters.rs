//! What optimisers can be told beside the learning rate, each value checked once, when it is made.

use std::fmt;
use std::str::FromStr;

use crate::learning::hyperparameters::{Direction, shortest, step_along};
use crate::learning::invalid_value::InvalidValue;

/// A parameter of one optimiser or another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptimizerParameter {
    /// [`OptimizerParameters::momentum`].
    Momentum,
    /// [`OptimizerParameters::smoothing`].
    Smoothing,
    /// [`OptimizerParameters::beta1`].
    Beta1,
    /// [`OptimizerParameters::beta2`].
    Beta2,
    /// [`OptimizerParameters::epsilon`].
    Epsilon,
}

/// The parameters of all optimisers. By default they are PyTorch's; its momentum is 0 by default and 0.9
/// in its examples, which is what it is here.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OptimizerParameters {
    /// How much of the past steps an update keeps: momentum and nesterov.
    pub momentum: Fraction,
    /// How much of the past squared gradients an update keeps: rmsprop, where PyTorch calls it alpha.
    pub smoothing: Fraction,
    /// How much of the past gradients an update keeps: adam.
    pub beta1: Fraction,
    /// How much of the past squared gradients an update keeps: adam.
    pub beta2: Fraction,
    /// What is added to a divisor, lest it be 0: adagrad, rmsprop and adam.
    pub epsilon: Epsilon,
}

impl Default for OptimizerParameters {
    fn default() -> Self {
        Self {
            momentum: Fraction(0.9),
            smoothing: Fraction(0.99),
            beta1: Fraction(0.9),
            beta2: Fraction(0.999),
            epsilon: Epsilon::default(),
        }
    }
}

/// A part of a whole: a number from 0 up to but not including 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fraction(f64);

impl Fraction {
    /// No part of it.
    pub const NONE: Self = Self(0.0);
    /// The values allowed, in words.
    pub const RANGE: &str = "a number of at least 0 and below 1";
    /// Keys step towards 1.
    const GRID: [f64; 8] = [0.0, 0.5, 0.8, 0.9, 0.95, 0.99, 0.995, 0.999];

    /// The number itself.
    #[must_use]
    pub fn get(self) -> f64 {
        self.0
    }

    /// The next value of the keys' grid, or none at its end.
    #[must_use]
    pub fn stepped(self, direction: Direction) -> Option<Self> {
        step_along(&Self::GRID, self.0, direction).map(Self)
    }
}

impl FromStr for Fraction {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        match text.parse::<f64>() {
            // Adding 0 turns -0 into 0.
            Ok(number) if (0.0..1.0).contains(&number) => Ok(Self(number + 0.0)),
            _ => Err(InvalidValue::new(Self::RANGE, "0.9")),
        }
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&shortest(self.0))
    }
}

/// What is added to a divisor, lest it be 0: a number above 0 and up to 1, or what is usual for the
/// optimiser.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Epsilon(Option<f64>);

impl Epsilon {
    /// The values allowed, in words.
    pub const RANGE: &str = "a number above 0 and up to 1, or auto";
    /// Keys step along hundreds; below all numbers comes `auto`.
    const GRID: [Option<f64>; 7] = [
        None,
        Some(1e-12),
        Some(1e-10),
        Some(1e-8),
        Some(1e-6),
        Some(1e-4),
        Some(1e-2),
    ];

    /// The number, which is `usual` unless it was given.
    #[must_use]
    pub fn or(self, usual: f64) -> f64 {
        self.0.unwrap_or(usual)
    }

    /// The next value of the keys' grid, or none at its end.
    #[must_use]
    pub fn stepped(self, direction: Direction) -> Option<Self> {
        step_along(&Self::GRID, self.0, direction).map(Self)
    }
}

impl FromStr for Epsilon {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        if text == "auto" {
            return Ok(Self(None));
        }
        match text.parse::<f64>() {
            Ok(number) if number > 0.0 && number <= 1.0 => Ok(Self(Some(number))),
            _ => Err(InvalidValue::new(Self::RANGE, "1e-8")),
        }
    }
}

impl fmt::Display for Epsilon {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(number) => formatter.write_str(&shortest(number)),
            None => formatter.write_str("auto"),
        }
    }
}
