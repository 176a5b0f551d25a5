//! The features: numbers that the model computes from the two coordinates of a point.
//!
//! A new feature takes a variant, a name and a formula in this file.

use std::fmt;
use std::str::FromStr;

use crate::learning::numeric::checked::OutOfRange;

/// A number computed from the two coordinates of a point.
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
    /// `sin x1`, with `x1` in radians, computed by the system's function.
    SineX1,
    /// `sin x2`, with `x2` in radians, computed by the system's function.
    SineX2,
}

/// Number of features that exist.
pub const MOST_FEATURES: usize = 7;

/// A set of at least one feature. The features always come in the order of [`Feature::ALL`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Features {
    /// One bit for each feature.
    chosen: u8,
}

impl Feature {
    /// All features.
    pub const ALL: [Self; MOST_FEATURES] = [
        Self::X1,
        Self::X2,
        Self::X1Squared,
        Self::X2Squared,
        Self::Product,
        Self::SineX1,
        Self::SineX2,
    ];

    /// Returns the name of the feature on the command line and on the screen.
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

    /// Returns the value of the feature for a point.
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

/// Returns the sine of `x`. It is a separate function and not inlined: otherwise the compiler computes the
/// sine for every feature, not only for the one that needs it, and this takes longer than everything else.
#[inline(never)]
fn sine(x: f64) -> f64 {
    x.sin()
}

impl Features {
    /// The two coordinates: the decision boundary is a line.
    pub const LINEAR: Self = Self { chosen: 0b11 };

    /// Returns the chosen features in order.
    pub fn iter(self) -> impl Iterator<Item = Feature> {
        Feature::ALL
            .into_iter()
            .filter(move |feature| self.contains(*feature))
    }

    /// Returns the number of chosen features.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "one is chosen at least")]
    pub fn len(self) -> usize {
        self.chosen.count_ones() as usize
    }

    /// Returns whether a feature is chosen.
    #[must_use]
    pub fn contains(self, feature: Feature) -> bool {
        self.chosen & feature.bit() != 0
    }

    /// Returns whether the decision boundary is a line for any weights.
    #[must_use]
    pub fn is_linear(self) -> bool {
        self.chosen & !Self::LINEAR.chosen == 0
    }

    /// Returns the set with `feature` added, or removed if it is chosen; `None` if no feature would be
    /// left.
    #[must_use]
    pub fn toggled(self, feature: Feature) -> Option<Self> {
        let chosen = self.chosen ^ feature.bit();
        (chosen != 0).then_some(Self { chosen })
    }
}

impl Default for Features {
    fn default() -> Self {
        Self::LINEAR
    }
}

impl FromStr for Features {
    type Err = OutOfRange;

    fn from_str(text: &str) -> Result<Self, OutOfRange> {
        let mut chosen = 0;
        for name in text.split(',').map(str::trim) {
            let feature = Feature::ALL.into_iter().find(|other| other.name() == name);
            let feature = feature.filter(|feature| chosen & feature.bit() == 0);
            chosen |= feature.ok_or(OutOfRange)?.bit();
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
}
