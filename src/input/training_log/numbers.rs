//! The numbers of a log, with the digits that they are written with.

use crate::learning::check::row::Given;

/// Largest count of updates or epochs: beyond it, a count is not exact as a number.
const MOST_COUNTED: f64 = 1e15;

/// Reads a number with its digits. A program that has diverged writes `nan` or `inf`: such a number is read as it is, and
/// agrees with no other.
///
/// # Errors
/// If it is no number, or too large for one. The message tells the remedy, but not the value.
pub fn given(text: &str) -> Result<Given, String> {
    let value: f64 = text
        .parse()
        .map_err(|_| "is not a number; write it as 0.512".to_owned())?;
    if text
        .chars()
        .any(|letter| matches!(letter, 'n' | 'N' | 'i' | 'I'))
    {
        return Ok(Given {
            value,
            half_unit: 0.0,
            digits: 0,
        });
    }
    if !value.is_finite() {
        return Err("is too large for a number; end the log before it".to_owned());
    }
    let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let decimals = digits
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    let figures = digits.chars().filter(char::is_ascii_digit);
    let figures = figures.skip_while(|figure| *figure == '0').count();
    // Neither can be out of range by much: the number is finite, and the text is shorter than a line.
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let unit = exponent.saturating_sub(i32::try_from(decimals).unwrap_or(i32::MAX));
    Ok(Given {
        value,
        half_unit: 0.5 * 10_f64.powi(unit),
        digits: u32::try_from(figures).unwrap_or(u32::MAX),
    })
}

/// Puts the words that Python writes into JSON for numbers that are not finite between quotes, as JSON needs it.
#[must_use]
pub fn quoted_words(text: &str) -> String {
    let parts = text.split('"').enumerate();
    let parts = parts.map(|(place, part)| {
        if place % 2 == 1 {
            return part.to_owned();
        }
        let part = part.replace("NaN", "\"NaN\"");
        let part = part.replace("-Infinity", "\"-inf\"");
        part.replace("Infinity", "\"inf\"")
    });
    parts.collect::<Vec<_>>().join("\"")
}

/// Reads a count of updates or epochs, which may be written as a number with zeros after the point.
///
/// # Errors
/// If it is no whole number of at least 0.
pub fn count(text: &str) -> Result<u64, String> {
    let number: Option<f64> = text.parse().ok();
    let whole =
        number.filter(|number| (0.0..=MOST_COUNTED).contains(number) && number.fract() == 0.0);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it is whole, and below 2^53"
    )]
    #[expect(clippy::cast_sign_loss, reason = "it is not negative")]
    whole
        .map(|number| number as u64)
        .ok_or_else(|| "is not a whole number of at least 0; count 0, 1, 2 and so on".to_owned())
}

/// Returns the numbers of a list, as JSON or Python writes it: with brackets, commas or spaces, also nested.
pub fn list(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|letter: char| {
        matches!(letter, '[' | ']' | '(' | ')' | ',' | '"') || letter.is_whitespace()
    });
    words.filter(|word| !word.is_empty() && !matches!(*word, "np.float64" | "np.float32" | "array"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_unit_of_the_last_digit_is_known() {
        for (text, half_unit, digits) in [
            ("0.512", 0.0005, 3),
            ("-12.50", 0.005, 4),
            ("1", 0.5, 1),
            ("-1.", 0.5, 1),
            ("1.5e-3", 0.000_05, 2),
            ("2E+2", 50.0, 1),
            ("0.000120", 0.000_000_5, 3),
        ] {
            let given = given(text).unwrap();
            assert!(
                (given.half_unit / half_unit - 1.0).abs() < 1e-12,
                "{text}: {given:?}"
            );
            assert_eq!(given.digits, digits, "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "x", "0,5", "0x1p3", "1e", "--1", "true"] {
            assert!(
                given(text).unwrap_err().starts_with("is not a number"),
                "{text}"
            );
        }
        assert!(given("1e999").unwrap_err().starts_with("is too large"));
        assert!(given(&format!("0.{}1", "0".repeat(5000))).is_ok());
    }

    #[test]
    fn numbers_that_are_not_finite_agree_with_none() {
        for text in ["NaN", "nan", "-inf", "Infinity"] {
            let given = given(text).unwrap();
            assert!(
                !given.value.is_finite() && !given.agrees(0.5, 1.0),
                "{text}"
            );
        }
        assert_eq!(
            quoted_words(r#"{"NaN": [NaN, -Infinity], "b": Infinity}"#),
            r#"{"NaN": ["NaN", "-inf"], "b": "inf"}"#
        );
    }

    #[test]
    fn counts_are_whole() {
        assert_eq!(count("12"), Ok(12));
        assert_eq!(count("1.200000e+01"), Ok(12));
        for text in ["1.5", "-1", "nan", "inf", "1e300", "x", ""] {
            assert!(count(text).is_err(), "{text}");
        }
    }

    #[test]
    fn lists_are_read_as_python_writes_them() {
        for text in [
            "[0.5, -1.0, 2]",
            "[ 0.5 -1.0  2]",
            "[[0.5], [-1.0], [2]]",
            "[np.float64(0.5), np.float64(-1.0), np.float64(2)]",
            "array([0.5, -1.0, 2])",
        ] {
            let words: Vec<&str> = list(text).collect();
            assert_eq!(words, ["0.5", "-1.0", "2"], "{text}");
        }
    }
}
