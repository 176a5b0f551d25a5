//! Where a run starts: the initial weights.

use std::fmt;
use std::str::FromStr;

use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use rand_distr::{Distribution, StandardNormal};

use crate::learning::hyperparameters::shortest;
use crate::learning::invalid_value::InvalidValue;
use crate::learning::model::Weights;
use crate::learning::random_state::RandomState;

/// The initial weights of a run, and the seed of all that a run draws at random.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Start {
    /// How the weights are found.
    pub kind: StartKind,
    /// The seed of drawn weights, and of the order of the samples where they are shuffled.
    pub seed: u32,
}

/// The ways to find initial weights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum StartKind {
    /// `np.random.seed(seed); np.random.uniform(size=3)`, the tutorial's.
    Uniform,
    /// Three standard normal numbers from a stream of this program's own.
    Normal,
    /// All zero: every probability is ½.
    Zeros,
    /// These three: the bias, then one for each feature.
    Given(Weights),
}

impl Default for Start {
    fn default() -> Self {
        Self {
            kind: StartKind::Uniform,
            seed: 0,
        }
    }
}

impl Start {
    /// The initial weights.
    #[must_use]
    pub fn weights(&self) -> Weights {
        match self.kind {
            StartKind::Uniform => {
                let mut random = RandomState::new(self.seed);
                std::array::from_fn(|_| random.uniform(0.0, 1.0))
            }
            StartKind::Normal => {
                let mut random = Xoshiro256PlusPlus::seed_from_u64(self.seed.into());
                std::array::from_fn(|_| StandardNormal.sample(&mut random))
            }
            StartKind::Zeros => [0.0; 3],
            StartKind::Given(weights) => weights,
        }
    }
}

impl StartKind {
    /// The values allowed, in words.
    pub const RANGE: &str = "uniform, normal, zeros or three numbers W0,W1,W2";

    /// Whether the seed decides the weights.
    #[must_use]
    pub fn is_drawn(self) -> bool {
        matches!(self, Self::Uniform | Self::Normal)
    }
}

impl FromStr for StartKind {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        match text {
            "uniform" => Ok(Self::Uniform),
            "normal" => Ok(Self::Normal),
            "zeros" => Ok(Self::Zeros),
            numbers => parse_weights(numbers)
                .map(Self::Given)
                .ok_or_else(|| InvalidValue::new(Self::RANGE, "--init=0,-1,-1")),
        }
    }
}

fn parse_weights(text: &str) -> Option<Weights> {
    let numbers: Option<Vec<f64>> = text
        .split(',')
        .map(|number| {
            number
                .trim()
                .parse()
                .ok()
                .filter(|value: &f64| value.is_finite())
        })
        .collect();
    numbers?.try_into().ok()
}

impl fmt::Display for StartKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Uniform => formatter.pad("uniform"),
            Self::Normal => formatter.pad("normal"),
            Self::Zeros => formatter.pad("zeros"),
            Self::Given(weights) => formatter.write_str(&weights.map(shortest).join(",")),
        }
    }
}
