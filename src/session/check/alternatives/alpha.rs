//! Programs with another alpha, also together with a slip in the divisor of the gradient.

use crate::learning::check::program::{Divisor, Program, Simulation};
use crate::learning::check::row::{Row, Unit};
use crate::session::check::Cause;
use crate::session::check::alternatives::{Alternatives, Fit, MOST_TRIED};
use crate::session::check::comparison::Alignment;
use crate::session::check::loss_reading::LossReading;

/// Largest number of significant digits of a number that is guessed.
const MOST_DIGITS: usize = 8;

impl Alternatives<'_> {
    /// The right program with another alpha.
    pub(super) fn of_alpha(
        &self,
        right: &Program,
        rows: &[Row],
        alignment: Alignment,
    ) -> Option<(Fit, Cause)> {
        let (alpha, fit, reading) = self.alpha_of(right, rows, alignment)?;
        let says = format!("alpha is {alpha}, not {}", right.alpha);
        let remedy = format!("use the alpha of the reference, or compare with --alpha {alpha}");
        let cause = Cause {
            is_factor: true,
            ..self.cause(says, remedy, fit, reading)
        };
        Some((fit, cause))
    }

    /// The gradient of each mini-batch, also of the short one, is divided by the same number, and alpha is another one. One
    /// log has several pairs of this number and an alpha; those with alphas of few digits are told.
    pub(super) fn of_fixed_divisor(
        &self,
        right: &Program,
        rows: &[Row],
        alignment: Alignment,
    ) -> Option<(Fit, Cause)> {
        let (samples, size) = (self.reference.dataset.training().len(), right.batch_size);
        // Without a short mini-batch, this is only another alpha.
        if samples.is_multiple_of(size) {
            return None;
        }
        let summed = Program {
            divisor: Divisor::One,
            ..*right
        };
        let (alpha, fit, reading) = self.alpha_of(&summed, rows, alignment)?;
        let pairs = [
            ("summed", 1),
            ("divided by the batch size", size),
            ("divided by the number of all samples", samples),
        ]
        .map(|(what, divisor)| (what, rounded(alpha * divisor as f64)));
        // With the alpha of the reference, it is a slip of its own.
        if pairs.iter().any(|(_, alpha)| *alpha == right.alpha) {
            return None;
        }
        let are_any_short = pairs.iter().any(|(_, alpha)| is_short(*alpha));
        let told: Vec<String> = pairs
            .iter()
            .filter(|(_, alpha)| is_short(*alpha) || !are_any_short)
            .map(|(what, alpha)| format!("{what} with alpha {alpha}"))
            .collect();
        let says = format!(
            "the gradient is not divided by the number of samples of its mini-batch, and alpha is not {}: it is {}",
            right.alpha,
            told.join(", or ")
        );
        let remedy = "divide by len(batch), and use the alpha of the reference".to_owned();
        Some((fit, self.cause(says, remedy, fit, reading)))
    }

    /// Returns the other alpha with which a program explains the rows: it follows from the first update, or is the only
    /// one of those that are often used.
    fn alpha_of(
        &self,
        program: &Program,
        rows: &[Row],
        alignment: Alignment,
    ) -> Option<(f64, Fit, Option<LossReading>)> {
        let samples = self.reference.dataset.training();
        let fit = |alpha| {
            let program = Program { alpha, ..*program };
            let (fit, reading) = self.fit(Simulation::new(program, samples), rows, alignment)?;
            Some((alpha, fit, reading))
        };
        let fitting = match self.alpha_of_first_update(program, rows, alignment) {
            Some(alpha) => fit(alpha).into_iter().collect(),
            None if samples.len() > MOST_TRIED => Vec::new(),
            None => frequent_alphas(program.alpha)
                .filter_map(fit)
                .collect::<Vec<_>>(),
        };
        match fitting[..] {
            [found] => Some(found),
            _ => None,
        }
    }

    /// Returns the alpha with the fewest digits that explains the first update.
    fn alpha_of_first_update(
        &self,
        program: &Program,
        rows: &[Row],
        alignment: Alignment,
    ) -> Option<f64> {
        let mut numbered = rows.iter().enumerate();
        let (_, row) =
            numbered.find(|(place, row)| alignment.of(row, *place) == (Unit::Updates, 1))?;
        let given = row.all_weights(program.columns.len())?;
        let mut simulation = Simulation::new(*program, self.reference.dataset.training());
        simulation.step()?;
        let steps = simulation
            .reported(Unit::Updates)
            .iter()
            .zip(&program.start);
        let mut range = (f64::NEG_INFINITY, f64::INFINITY);
        for (given, (weight, start)) in given.iter().zip(steps) {
            let step = weight - start;
            let [one, other] = [-given.half_unit, given.half_unit]
                .map(|off| program.alpha * (given.value + off - start) / step);
            range = (range.0.max(one.min(other)), range.1.min(one.max(other)));
        }
        shortest_between(range).filter(|alpha| *alpha > 0.0 && *alpha != program.alpha)
    }
}

/// Returns the alphas that are often used, but not the right one.
fn frequent_alphas(right: f64) -> impl Iterator<Item = f64> {
    let mantissas = ["1", "1.5", "2", "2.5", "3", "4", "5", "6", "7", "8", "9"].into_iter();
    let alphas = mantissas.flat_map(|mantissa| {
        (-5..=2).filter_map(move |exponent| format!("{mantissa}e{exponent}").parse().ok())
    });
    alphas.filter(move |alpha| *alpha != right)
}

/// Returns a number without the rounding of its last digits.
fn rounded(number: f64) -> f64 {
    format!("{number:.9e}").parse().unwrap_or(number)
}

/// Returns whether a number has at most two significant digits.
fn is_short(number: f64) -> bool {
    format!("{number:.1e}").parse() == Ok(number)
}

/// Returns the number with the fewest significant digits between two numbers; `None` if they are apart by less than the
/// digits of a `f64` can tell, or in the wrong order.
pub(super) fn shortest_between((least, most): (f64, f64)) -> Option<f64> {
    let middle = f64::midpoint(least, most);
    let mut rounded = (0..MOST_DIGITS).map(|digits| format!("{middle:.digits$e}").parse::<f64>());
    rounded.find_map(|number| number.ok().filter(|number| (least..=most).contains(number)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_number_between_two_is_found() {
        assert_eq!(shortest_between((0.0199, 0.0201)), Some(0.02));
        assert_eq!(shortest_between((0.012_344, 0.012_346)), Some(0.012_345));
        assert_eq!(shortest_between((0.5, 0.4)), None);
        assert_eq!(shortest_between((f64::NAN, 1.0)), None);
        assert_eq!(shortest_between((f64::NEG_INFINITY, f64::INFINITY)), None);
    }

    #[test]
    fn numbers_of_two_digits_are_short() {
        assert!(is_short(0.02) && is_short(0.0015) && is_short(64.0));
        assert!(!is_short(0.015_625) && !is_short(f64::NAN));
    }
}
