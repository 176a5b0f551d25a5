//! Formats numbers, and shortens texts, for people to read.

/// Formats `value` with `digits` significant digits. Values with a magnitude below 0.001, or of 1,000,000 and
/// more, have an exponent and `digits - 1` significant digits, but at least one and at most three.
#[must_use]
pub fn significant(value: f64, digits: usize) -> String {
    let size = value.abs();
    if size == 0.0 {
        return "0".to_owned();
    }
    if !(1e-3..1e6).contains(&size) {
        return format!("{value:.*e}", digits.saturating_sub(2).min(2));
    }
    #[expect(clippy::cast_possible_truncation, reason = "between -3 and 5")]
    let exponent = size.log10().floor() as isize;
    let decimals = digits.saturating_add_signed(-exponent - 1);
    format!("{value:.decimals$}")
}

/// Formats `value` with `digits` significant digits, or with fewer if this text is longer than `width`
/// characters. Eight characters hold any number of magnitude 0.001 and more with three digits at least.
#[must_use]
pub fn fitted(value: f64, digits: usize, width: usize) -> String {
    let texts = (2..=digits).rev().map(|digits| significant(value, digits));
    let mut short = texts.filter(|text| text.len() <= width);
    short.next().unwrap_or_else(|| format!("{value:.0e}"))
}

/// Largest length of the text of a weight, in characters.
pub const WEIGHT: usize = 8;

/// Formats a weight in at most [`WEIGHT`] characters. A weight from 0.01 to 100 has four decimals, so that its
/// digits stay in place while it changes. Any other weight has at least three significant digits, or two if
/// its magnitude is below 1e-97. Only a weight of exactly 0 is shown as zero.
#[must_use]
pub fn weight(value: f64) -> String {
    let size = value.abs();
    let fixed = |decimals: std::ops::RangeInclusive<usize>| {
        let texts = decimals.rev().map(|decimals| format!("{value:.decimals$}"));
        texts.collect::<Vec<_>>()
    };
    let mut texts = match size {
        0.0 => return "0.0000".to_owned(),
        0.01..1e8 => fixed(0..=4),
        0.001..0.01 => fixed(5..=5),
        _ => Vec::new(),
    };
    // An exponent of three digits, or with a sign, leaves no room for the point of the mantissa.
    texts.push(format!("{value:.2e}"));
    texts.push(without_point(value, 3));
    let short = texts.into_iter().find(|text| text.len() <= WEIGHT);
    short.unwrap_or_else(|| without_point(value, 2))
}

/// Formats a number with a whole mantissa of `digits` digits: `-123e-12` is -1.23e-10.
fn without_point(value: f64, digits: usize) -> String {
    let decimals = digits - 1;
    let text = format!("{value:.decimals$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent = exponent.parse::<i32>().unwrap_or(0) - i32::try_from(decimals).unwrap_or(0);
    format!("{}e{exponent}", mantissa.replace('.', ""))
}

/// Formats a count: in full if it has at most six digits, otherwise shortened with the letter M, G or T, for
/// example `1.23M`, `1M` or `50G`.
#[must_use]
pub fn count(count: u64) -> String {
    let (unit, name) = match count {
        0..1_000_000 => return count.to_string(),
        1_000_000..1_000_000_000 => (1_000_000, "M"),
        1_000_000_000..1_000_000_000_000 => (1_000_000_000, "G"),
        _ => (1_000_000_000_000, "T"),
    };
    // Digits are cut, not rounded, so that an almost complete count does not look complete.
    let (whole, hundredths) = (count / unit, count % unit * 100 / unit);
    match (whole, count % unit) {
        (_, 0) | (100.., _) => format!("{whole}{name}"),
        _ => format!("{whole}.{hundredths:02}{name}"),
    }
}

/// Shortens a text to at most `width` characters. A shortened text ends in an ellipsis; it is empty if
/// `width` is 0.
#[must_use]
pub fn elided(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept = text
        .chars()
        .take(width.saturating_sub(1))
        .collect::<String>();
    if width == 0 { kept } else { kept + "…" }
}

/// Formats a share from 0 to 1 in percent. Only a share of 1 is shown as `100%`, and only a share of 0 as
/// `0%`; all others have one decimal, from `0.1%` to `99.9%`.
#[must_use]
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if share >= 1.0 || share <= 0.0 {
        format!("{percent:.0}%")
    } else {
        format!("{:.1}%", percent.clamp(0.1, 99.9))
    }
}

/// Formats a range, the lowest and the highest value, with as many decimals as tell a twentieth of its width. If its
/// larger end has a magnitude below 0.001, or of 1,000,000 and more, both ends have three significant digits or two.
#[must_use]
pub fn range([low, high]: [f64; 2]) -> String {
    let size = low.abs().max(high.abs());
    if !(1e-3..1e6).contains(&size) {
        return format!("{} to {}", significant(low, 3), significant(high, 3));
    }
    let decimals = decimals((high - low) / 20.0);
    let fixed = |value: f64| {
        let text = format!("{value:.decimals$}");
        // A negative number that is rounded to 0 keeps no sign.
        let is_zero = text.trim_start_matches(['-', '0', '.']).is_empty();
        if is_zero {
            text.trim_start_matches('-').to_owned()
        } else {
            text
        }
    };
    format!("{} to {}", fixed(low), fixed(high))
}

/// Returns the number of decimals that a step between numbers needs.
fn decimals(step: f64) -> usize {
    #[expect(clippy::cast_possible_truncation, reason = "between -308 and 308")]
    #[expect(clippy::cast_sign_loss, reason = "made positive before")]
    let decimals = (-step.log10().floor()).max(0.0) as usize;
    decimals
}

/// Formats the label of a tick at a multiple of `step`, with the number of decimals that `step` needs. Values
/// with a magnitude below 0.001, or of 100,000 and more, have one digit and an exponent.
#[must_use]
pub fn tick(value: f64, step: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if !(1e-3..1e5).contains(&value.abs()) {
        return format!("{value:.0e}");
    }
    let decimals = decimals(step);
    format!("{value:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn significant_digits_stay_the_same_over_the_decades() {
        let shown = |value| significant(value, 4);
        assert_eq!(shown(30.222_525), "30.22");
        assert_eq!(shown(0.011_421), "0.01142");
        assert_eq!(shown(-0.5), "-0.5000");
        assert_eq!(shown(3.2e-8), "3.20e-8");
        assert_eq!(shown(1.7e308), "1.70e308");
        assert_eq!(shown(0.0), "0");
    }

    /// Returns numbers of both signs and of every magnitude, with mantissas that are rounded up and down.
    fn numbers() -> impl Iterator<Item = f64> {
        let mantissas = [1.0, 1.005, 1.776_452, 4.999_96, 9.994_9, 9.995, 9.999_999];
        let of = |mantissa: f64| {
            let text = move |power: i32| format!("{mantissa}e{power}");
            (-307..308).map(move |power| text(power).parse::<f64>().expect("a number"))
        };
        let positive = mantissas.into_iter().flat_map(of);
        positive.flat_map(|size| [size, -size])
    }

    /// Returns the number of significant digits of a text.
    fn digits(text: &str) -> usize {
        let mantissa = text.split('e').next().unwrap_or_default();
        let digits = mantissa.trim_start_matches(['-', '0', '.']);
        digits.chars().filter(char::is_ascii_digit).count()
    }

    #[test]
    fn a_weight_of_any_magnitude_fits_and_has_three_significant_digits() {
        for value in numbers() {
            let text = weight(value);
            assert!(text.len() <= WEIGHT, "{value:e}: {text}");
            let least = if value.abs() < 1e-97 { 2 } else { 3 };
            assert!(digits(&text) >= least, "{value:e}: {text}");
            let read: f64 = text.parse().expect("a number");
            let error = (read / value - 1.0).abs();
            assert!(
                error < if least == 3 { 0.005_1 } else { 0.06 },
                "{value:e}: {text}"
            );
        }
    }

    #[test]
    fn the_digits_of_a_usual_weight_stay_in_place() {
        let shown = [
            0.0, -0.018_1, 0.5, -5.2047, 99.5, -177.645_2, 1e-4, -1.5e-12,
        ];
        let texts = [
            "0.0000", "-0.0181", "0.5000", "-5.2047", "99.5000", "-177.645", "1.00e-4", "-150e-14",
        ];
        assert_eq!(shown.map(weight), texts);
    }

    #[test]
    fn a_fitted_number_of_any_magnitude_fits_and_is_near() {
        for value in numbers().filter(|value| value.abs() > 1e-300) {
            for (digits, width) in [(4, 9), (3, 7)] {
                let text = fitted(value, digits, width);
                assert!(text.len() <= width, "{value:e}: {text}");
                let read: f64 = text.parse().expect("a number");
                assert!((read / value - 1.0).abs() < 0.51, "{value:e}: {text}");
            }
        }
        assert_eq!(fitted(-7.1e-23, 3, 7), "-7e-23");
        assert_eq!(fitted(-0.001_234, 3, 7), "-0.0012");
        assert_eq!(fitted(30.222_5, 4, 8), "30.22");
    }

    #[test]
    fn large_counts_are_short_and_never_too_large() {
        let counts = [
            0,
            999_999,
            1_000_000,
            1_239_999,
            999_999_999,
            50_000_000_000,
        ];
        let shown = ["0", "999999", "1M", "1.23M", "999M", "50G"];
        assert_eq!(counts.map(count), shown);
        assert_eq!(count(1_000_000_000_000), "1T");
    }

    #[test]
    fn what_does_not_fit_says_so() {
        assert_eq!(elided("alpha", 5), "alpha");
        assert_eq!(elided("alpha", 4), "alp…");
        assert_eq!(elided("alpha", 0), "");
    }

    #[test]
    fn almost_all_is_not_all() {
        assert_eq!(percent(1.0), "100%");
        assert_eq!(percent(0.9999), "99.9%");
        assert_eq!(percent(0.9575), "95.8%");
        assert_eq!(percent(1e-9), "0.1%");
        assert_eq!(percent(0.0), "0%");
    }

    #[test]
    fn a_range_has_the_digits_of_its_width() {
        for (range, text) in [
            ([-6.12, 6.55], "-6.1 to 6.5"),
            ([-0.322, 0.3], "-0.32 to 0.30"),
            ([-0.001, 1.0], "0.00 to 1.00"),
            ([1990.0, 2024.0], "1990 to 2024"),
            ([1000.1, 1000.95], "1000.10 to 1000.95"),
            ([-2.5e7, 1e150], "-2.5e7 to 1.0e150"),
            ([0.0, 2.5e-5], "0 to 2.5e-5"),
        ] {
            assert_eq!(self::range(range), text);
        }
    }

    #[test]
    fn ticks_show_the_digits_of_their_step() {
        assert_eq!(tick(0.02, 0.005), "0.020");
        assert_eq!(tick(20.0, 10.0), "20");
        assert_eq!(tick(1e-5, 1e-5), "1e-5");
        assert_eq!(tick(0.0, 0.1), "0");
    }
}
