//! Features: what the model may see of a point.
//!
//! To add one is to add a variant, its name and its formula here.

use std::fmt;
use std::str::FromStr;

use crate::learning::hyperparameters::{Direction, step_round};
use crate::learning::invalid_value::InvalidValue;

/// A number made of the two coordinates of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feature {
    /// The first coordinate.
    X1,
    /// The second coordinate.
    X2,
    /// `x1²`.
    X1Squared,
    /// `x2²`.
    X2Squared,
    /// `x1 · x2`.
    Product,
    /// `sin x1`, of radians, by the system's function.
    SineX1,
    /// `sin x2`, of radians, by the system's function.
    SineX2,
}

/// How many features there are.
pub const MOST_FEATURES: usize = 7;

/// Some of the features, one at least; they always come in the order of [`Feature::ALL`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Features {
    /// A bit for each.
    chosen: u8,
}

impl Feature {
    /// Every feature.
    pub const ALL: [Self; MOST_FEATURES] = [
        Self::X1,
        Self::X2,
        Self::X1Squared,
        Self::X2Squared,
        Self::Product,
        Self::SineX1,
        Self::SineX2,
    ];

    /// What it is called on the command line and on the screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::X1 => "x1",
            Self::X2 => "x2",
            Self::X1Squared => "x1^2",
            Self::X2Squared => "x2^2",
            Self::Product => "x1x2",
            Self::SineX1 => "sinx1",
            Self::SineX2 => "sinx2",
        }
    }

    /// Its value for a point.
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "compiled for the instructions of whoever calls it"
    )]
    #[must_use]
    pub fn of(self, x1: f64, x2: f64) -> f64 {
        match self {
            Self::X1 => x1,
            Self::X2 => x2,
            Self::X1Squared => x1 * x1,
            Self::X2Squared => x2 * x2,
            Self::Product => x1 * x2,
            Self::SineX1 => sine(x1),
            Self::SineX2 => sine(x2),
        }
    }

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// The sine, in a function of its own: seen through, it would be worked out for every feature, beside the
/// one that is asked for, and that takes longer than all the rest.
#[inline(never)]
fn sine(x: f64) -> f64 {
    x.sin()
}

impl Features {
    /// The values allowed, in words.
    pub const RANGE: &str = "some of x1,x2,x1^2,x2^2,x1x2,sinx1,sinx2";
    /// The coordinates themselves: the boundary is a line.
    pub const LINEAR: Self = Self { chosen: 0b11 };
    /// What a key steps through.
    const RING: [u8; 5] = [0b11, 0b1_0011, 0b1100, 0b1_1111, 0b111_1111];

    /// The chosen ones in order.
    pub fn iter(self) -> impl Iterator<Item = Feature> {
        Feature::ALL
            .into_iter()
            .filter(move |feature| self.contains(*feature))
    }

    /// How many are chosen.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "one is chosen at least")]
    pub fn len(self) -> usize {
        self.chosen.count_ones() as usize
    }

    /// Whether one is chosen.
    #[must_use]
    pub fn contains(self, feature: Feature) -> bool {
        self.chosen & feature.bit() != 0
    }

    /// Whether the boundary is a line, whatever the weights.
    #[must_use]
    pub fn is_linear(self) -> bool {
        self.chosen & !Self::LINEAR.chosen == 0
    }

    /// The same with one more or one fewer; nothing where none would be left.
    #[must_use]
    pub fn toggled(self, feature: Feature) -> Option<Self> {
        let chosen = self.chosen ^ feature.bit();
        (chosen != 0).then_some(Self { chosen })
    }

    /// The next of a few useful sets, round and round.
    #[must_use]
    pub fn stepped(self, direction: Direction) -> Self {
        let chosen = step_round(&Self::RING, self.chosen, direction);
        Self { chosen }
    }
}

impl Default for Features {
    fn default() -> Self {
        Self::LINEAR
    }
}

impl FromStr for Features {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        let mut chosen = 0;
        for name in text.split(',').map(str::trim) {
            let feature = Feature::ALL.into_iter().find(|other| other.name() == name);
            let feature = feature.filter(|feature| chosen & feature.bit() == 0);
            let Some(feature) = feature else {
                return Err(InvalidValue::new(Self::RANGE, "x1,x2,x1x2"));
            };
            chosen |= feature.bit();
        }
        Ok(Self { chosen })
    }
}

impl fmt::Display for Features {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.iter().map(Feature::name).collect();
        formatter.pad(&names.join(","))
    }
}

impl fmt::Debug for Features {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Features({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_choice_reads_back_and_none_is_refused() {
        for chosen in 1..1 << MOST_FEATURES {
            let features = Features { chosen };
            assert_eq!(features.to_string().parse(), Ok(features));
            assert_eq!(features.iter().count(), features.len());
        }
        for text in ["", "x3", "x1,x1", "x1,,x2", "x1;x2"] {
            assert!(text.parse::<Features>().is_err(), "{text}");
        }
        let mixed: Features = "x1x2, x1".parse().expect("any order");
        assert_eq!(mixed.to_string(), "x1,x1x2");
    }

    #[test]
    fn the_last_one_stays() {
        let only: Features = "x2".parse().expect("a feature");
        assert_eq!(only.toggled(Feature::X2), None);
        let two = only.toggled(Feature::SineX1).expect("one more");
        assert_eq!(two.to_string(), "x2,sinx1");
        assert_eq!(two.toggled(Feature::SineX1), Some(only));
    }

    #[test]
    fn steps_go_round_and_begin_with_the_line() {
        let mut features = Features::default();
        for _ in 0..Features::RING.len() {
            features = features.stepped(Direction::Up);
        }
        assert_eq!(features, Features::LINEAR);
        assert_eq!(
            features.stepped(Direction::Down).len(),
            Feature::ALL.len(),
            "all of them are the last"
        );
    }
}
