//! Where a run starts: the initial weights.

use std::fmt;
use std::str::FromStr;

use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use rand_distr::{Distribution, StandardNormal};

use crate::learning::hyperparameters::shortest;
use crate::learning::inputs::Inputs;
use crate::learning::invalid_value::InvalidValue;
use crate::learning::model::{MOST_WEIGHTS, Weights};
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
    /// `np.random.seed(seed); np.random.uniform(size=3)`, the tutorial's; as many numbers as weights.
    Uniform,
    /// Standard normal numbers from a stream of this program's own.
    Normal,
    /// All zero: every probability is ½.
    Zeros,
    /// These, in the data's own units: the bias, then one for each feature. What is missing is 0.
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
    /// The initial weights of training on such inputs. Those that are drawn are weights of the inputs as
    /// training sees them.
    #[must_use]
    pub fn weights(&self, inputs: &Inputs) -> Weights {
        let count = inputs.weights();
        match self.kind {
            StartKind::Uniform => {
                let mut random = RandomState::new(self.seed);
                Weights::from_fn(count, |_| random.uniform(0.0, 1.0))
            }
            StartKind::Normal => {
                let mut random = Xoshiro256PlusPlus::seed_from_u64(self.seed.into());
                Weights::from_fn(count, |_| StandardNormal.sample(&mut random))
            }
            StartKind::Zeros => Weights::from_fn(count, |_| 0.0),
            StartKind::Given(weights) => inputs.for_training(&weights.resized(count)),
        }
    }
}

impl StartKind {
    /// The values allowed, in words.
    pub const RANGE: &str = "uniform, normal, zeros or numbers: W0,W1,W2, the bias first";

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

/// Two to [`MOST_WEIGHTS`] finite numbers with commas between them.
#[must_use]
pub fn parse_weights(text: &str) -> Option<Weights> {
    let number = |number: &str| {
        number
            .trim()
            .parse()
            .ok()
            .filter(|value: &f64| value.is_finite())
    };
    let numbers: Option<Vec<f64>> = text.split(',').map(number).collect();
    let numbers = numbers.filter(|numbers| (2..=MOST_WEIGHTS).contains(&numbers.len()))?;
    Some(Weights::from_fn(numbers.len(), |place| numbers[place]))
}

/// Weights as they are typed.
#[must_use]
pub fn show_weights(weights: &Weights) -> String {
    let numbers: Vec<String> = weights.iter().copied().map(shortest).collect();
    numbers.join(",")
}

impl fmt::Display for StartKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Uniform => formatter.pad("uniform"),
            Self::Normal => formatter.pad("normal"),
            Self::Zeros => formatter.pad("zeros"),
            Self::Given(weights) => formatter.write_str(&show_weights(weights)),
        }
    }
}
