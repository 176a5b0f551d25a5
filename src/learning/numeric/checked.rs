//! Numbers that are checked once, when they are made, so that no other code has to check them again.

use std::fmt;

/// Error for a number or a text that is not a value of a type.
///
/// It does not describe the range of the type; the code that asked for the value does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutOfRange;

impl fmt::Display for OutOfRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the value is out of range")
    }
}

impl std::error::Error for OutOfRange {}

/// Returns a number as text in the fewest digits that parse back to it. A nonzero number with a magnitude
/// below 1e-5 or from 1e7 on has an exponent.
///
/// ```
/// use sgdscope::learning::numeric::checked::shortest;
///
/// assert_eq!(shortest(0.01), "0.01");
/// assert_eq!(shortest(1e-9), "1e-9");
/// ```
#[must_use]
pub fn shortest(number: f64) -> String {
    if number == 0.0 || (1e-5..1e7).contains(&number.abs()) {
        number.to_string()
    } else {
        format!("{number:e}")
    }
}

/// Defines a number type with a range and a default. A value is made with `TryFrom` or from text, and read
/// with `get`. `-0` becomes `0`.
macro_rules! checked_number {
    ($(#[$doc:meta])* $name:ident: $number:ty = $default:expr, $is_valid:expr, $shown:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub struct $name($number);

        impl $name {
            /// Returns the number.
            #[must_use]
            pub fn get(self) -> $number {
                self.0
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self($default)
            }
        }

        impl TryFrom<$number> for $name {
            type Error = $crate::learning::numeric::checked::OutOfRange;

            fn try_from(number: $number) -> Result<Self, Self::Error> {
                let is_valid: fn($number) -> bool = $is_valid;
                if is_valid(number) {
                    // Adding 0 turns -0 into 0.
                    Ok(Self(number + <$number>::default()))
                } else {
                    Err($crate::learning::numeric::checked::OutOfRange)
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::learning::numeric::checked::OutOfRange;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let number: Result<$number, _> = text.parse();
                number
                    .map_err(|_| $crate::learning::numeric::checked::OutOfRange)
                    .and_then(Self::try_from)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let shown: fn($number) -> String = $shown;
                formatter.pad(&shown(self.0))
            }
        }
    };
}

/// Defines a number type with a range whose value may also be absent. Absence is the default and is written
/// as a word of its own.
macro_rules! optional_number {
    ($(#[$doc:meta])* $name:ident: $number:ty, $word:literal, $is_valid:expr, $shown:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Default)]
        pub struct $name(Option<$number>);

        impl $name {
            /// Returns the number; `None` if it is absent.
            #[must_use]
            pub fn get(self) -> Option<$number> {
                self.0
            }
        }

        impl TryFrom<$number> for $name {
            type Error = $crate::learning::numeric::checked::OutOfRange;

            fn try_from(number: $number) -> Result<Self, Self::Error> {
                let is_valid: fn($number) -> bool = $is_valid;
                if is_valid(number) {
                    // Adding 0 turns -0 into 0.
                    Ok(Self(Some(number + <$number>::default())))
                } else {
                    Err($crate::learning::numeric::checked::OutOfRange)
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::learning::numeric::checked::OutOfRange;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                if text == $word {
                    return Ok(Self(None));
                }
                let number: Result<$number, _> = text.parse();
                number
                    .map_err(|_| $crate::learning::numeric::checked::OutOfRange)
                    .and_then(Self::try_from)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let shown: fn($number) -> String = $shown;
                formatter.pad(&self.0.map_or_else(|| $word.to_owned(), shown))
            }
        }
    };
}

pub(crate) use {checked_number, optional_number};

#[cfg(test)]
mod tests {
    use super::*;

    checked_number! {
        /// A number from 0 to 1.
        Share: f64 = 0.5, |number| (0.0..=1.0).contains(&number), shortest
    }

    optional_number! {
        /// A whole number of at least 1, or none.
        Limit: u64, "off", |number| number > 0, |number| number.to_string()
    }

    #[test]
    fn a_number_is_made_from_a_number_or_a_text_and_shown_as_text() {
        assert_eq!(Share::default().get(), 0.5);
        assert_eq!(Share::try_from(0.25), "0.25".parse());
        assert_eq!(
            Share::try_from(-0.0).map(|share| share.to_string()),
            Ok("0".to_owned())
        );
        assert_eq!(Share::try_from(1.5), Err(OutOfRange));
        assert_eq!(Share::try_from(f64::NAN), Err(OutOfRange));
        assert_eq!("half".parse::<Share>(), Err(OutOfRange));
    }

    #[test]
    fn an_absent_number_has_a_word() {
        assert_eq!(Limit::default().get(), None);
        assert_eq!("off".parse(), Ok(Limit::default()));
        assert_eq!(Limit::default().to_string(), "off");
        assert_eq!(
            Limit::try_from(3).map(|limit| limit.to_string()),
            Ok("3".to_owned())
        );
        assert_eq!(Limit::try_from(0), Err(OutOfRange));
        assert_eq!("0".parse::<Limit>(), Err(OutOfRange));
    }
}
