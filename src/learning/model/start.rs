//! The start of a run: its initial weights.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use rand_distr::{Distribution, StandardNormal};

use crate::learning::model::features::MOST_FEATURES;
use crate::learning::model::inputs::Inputs;
use crate::learning::model::parameters::Parameters;
use crate::learning::numeric::checked::{OutOfRange, shortest};
use crate::learning::numeric::random_state::RandomState;

/// Choice of the initial weights, and the seed of everything that a run draws at random.
#[derive(Debug, Clone, PartialEq)]
pub struct Start {
    /// Way to choose the weights.
    pub kind: StartKind,
    /// Seed of drawn weights, and of the order of the samples if they are shuffled.
    pub seed: u32,
}

/// Way to choose the initial weights.
#[derive(Debug, Clone, PartialEq)]
pub enum StartKind {
    /// Uniform random numbers from `np.random.seed(seed); np.random.uniform(size=…)`, as in the tutorial.
    Uniform,
    /// Standard normal numbers from this program's own random stream.
    Normal,
    /// All weights 0, so that every probability is ½.
    Zeros,
    /// Numbers given by a person.
    Given(GivenWeights),
}

/// Weights given by a person, in the units of the data: finite numbers, the bias first. Any model can use
/// them. A clone shares the numbers and does not copy them.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenWeights(Arc<[f64]>);

/// The tutorial leaves its start to chance. With this seed, about half of its points are on the wrong side at first, and
/// the line turns by 41 degrees: the training can be seen.
impl Default for Start {
    fn default() -> Self {
        Self {
            kind: StartKind::Uniform,
            seed: 445,
        }
    }
}

impl Start {
    /// Returns the initial weights for training on `inputs`. Drawn weights belong to the inputs as training
    /// sees them. Given weights, which are in the units of the data, are converted.
    #[must_use]
    pub fn weights(&self, inputs: &Inputs) -> Parameters {
        let shape = inputs.shape();
        match &self.kind {
            StartKind::Uniform => {
                let mut random = RandomState::new(self.seed);
                Parameters::new(shape, std::iter::repeat_with(|| random.uniform(0.0, 1.0)))
            }
            StartKind::Normal => {
                let mut random = Xoshiro256PlusPlus::seed_from_u64(self.seed.into());
                let draw = || StandardNormal.sample(&mut random);
                Parameters::new(shape, std::iter::repeat_with(draw))
            }
            StartKind::Zeros => Parameters::new(shape, []),
            StartKind::Given(weights) => {
                inputs.for_training(&Parameters::new(shape, weights.iter()))
            }
        }
    }
}

impl StartKind {
    /// Returns whether the weights are drawn from the seed.
    #[must_use]
    pub fn is_drawn(&self) -> bool {
        matches!(self, Self::Uniform | Self::Normal)
    }
}

impl GivenWeights {
    /// Makes given weights from numbers. `-0` becomes `0`.
    ///
    /// # Errors
    /// If a number is not finite, or if there are no numbers.
    pub fn new(weights: impl IntoIterator<Item = f64>) -> Result<Self, OutOfRange> {
        let weights: Arc<[f64]> = weights.into_iter().map(|weight| weight + 0.0).collect();
        if weights.is_empty() || !weights.iter().all(|weight| weight.is_finite()) {
            return Err(OutOfRange);
        }
        Ok(Self(weights))
    }

    /// Returns the weights in order.
    pub fn iter(&self) -> impl Iterator<Item = f64> {
        self.0.iter().copied()
    }

    /// Returns the number of weights, at least 1.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "there is at least one")]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns weights for a model with `count` weights: missing ones are 0, and surplus ones are left out.
    #[must_use]
    pub fn resized(&self, count: usize) -> Self {
        let zeros = std::iter::repeat(0.0);
        Self(self.iter().chain(zeros).take(count).collect())
    }
}

/// Parses 2 to 8 finite numbers with commas between them.
impl FromStr for GivenWeights {
    type Err = OutOfRange;

    fn from_str(text: &str) -> Result<Self, OutOfRange> {
        let numbers = text.split(',').map(|number| number.trim().parse());
        let numbers: Vec<f64> = numbers.collect::<Result<_, _>>().map_err(|_| OutOfRange)?;
        if !(2..=MOST_FEATURES + 1).contains(&numbers.len()) {
            return Err(OutOfRange);
        }
        Self::new(numbers)
    }
}

impl fmt::Display for GivenWeights {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<String> = self.iter().map(shortest).collect();
        formatter.write_str(&numbers.join(","))
    }
}

impl FromStr for StartKind {
    type Err = OutOfRange;

    fn from_str(text: &str) -> Result<Self, OutOfRange> {
        match text {
            "uniform" => Ok(Self::Uniform),
            "normal" => Ok(Self::Normal),
            "zeros" => Ok(Self::Zeros),
            numbers => numbers.parse().map(Self::Given),
        }
    }
}

impl fmt::Display for StartKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Uniform => formatter.pad("uniform"),
            Self::Normal => formatter.pad("normal"),
            Self::Zeros => formatter.pad("zeros"),
            Self::Given(weights) => weights.fmt(formatter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_weights_read_back_and_the_rest_is_refused() {
        for text in ["0,-1,-1", "1e-9,2.5", "1,2,3,4,5,6,7,8"] {
            let given: GivenWeights = text.parse().unwrap();
            assert_eq!(given.to_string(), text);
        }
        let signed: GivenWeights = "-0,1".parse().unwrap();
        assert_eq!(signed.to_string(), "0,1");
        for text in [
            "",
            "1",
            "1,x",
            "1,inf",
            "1,nan",
            "1,,2",
            "1,2,3,4,5,6,7,8,9",
        ] {
            assert_eq!(text.parse::<GivenWeights>(), Err(OutOfRange), "{text}");
        }
    }
}
