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
    #[expect(clippy::cast_possible_truncation, reason = "between -12 and 12")]
    #[expect(clippy::cast_sign_loss, reason = "made positive before")]
    let decimals = (-step.log10().floor()).max(0.0) as usize;
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
    fn ticks_show_the_digits_of_their_step() {
        assert_eq!(tick(0.02, 0.005), "0.020");
        assert_eq!(tick(20.0, 10.0), "20");
        assert_eq!(tick(1e-5, 1e-5), "1e-5");
        assert_eq!(tick(0.0, 0.1), "0");
    }
}
