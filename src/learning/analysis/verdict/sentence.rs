//! The verdicts in words: one or two lines of at most 72 characters.

use crate::learning::analysis::verdict::{Measure, Verdict};
use crate::learning::numeric::checked::shortest;

/// Returns a number with some significant digits. The length of the text changes only with the magnitude of the
/// number, so that a number that moves a little stands still on the screen.
///
/// ```
/// use sgdscope::learning::analysis::verdict::significant;
///
/// assert_eq!(significant(0.23104, 3), "0.231");
/// assert_eq!(significant(0.0960, 3), "0.0960");
/// assert_eq!(significant(4180.0, 3), "4180");
/// assert_eq!(significant(1.2e-9, 3), "1.20e-9");
/// ```
#[must_use]
pub fn significant(number: f64, digits: usize) -> String {
    let after_first = digits.saturating_sub(1);
    let with_exponent = format!("{number:.after_first$e}");
    let exponent = with_exponent.split_once('e');
    let exponent = exponent.and_then(|(_, text)| text.parse::<i32>().ok());
    match exponent {
        Some(exponent @ -4..=6) => {
            let decimals = i32::try_from(after_first).unwrap_or(0) - exponent;
            let decimals = usize::try_from(decimals).unwrap_or(0);
            format!("{number:.decimals$}")
        }
        _ => with_exponent,
    }
}

impl Verdict {
    /// Returns the verdict as one or two lines of at most 72 characters.
    #[must_use]
    pub fn sentence(&self) -> Vec<String> {
        match *self {
            Self::Diverged { update } => vec![format!(
                "Diverged at update {update}: the numbers are no longer finite."
            )],
            Self::Runaway { product, limit } => runaway(product, limit),
            Self::PeriodTwo {
                losses,
                measure,
                alpha,
                edge,
            } => period_two(losses, measure, alpha, edge),
            Self::PastTheEdge { alpha, edge } => vec![
                format!("{}:", past(alpha, edge)),
                "the loss will not come to rest.".to_owned(),
            ],
            Self::Overfits {
                since,
                test,
                measure,
            } => overfits(since, test, measure),
            Self::Separable { is_line, growth } => separable(is_line, growth),
            Self::Bounces {
                between: [low, high],
                best,
                measure,
                alpha,
                batch,
            } => vec![
                format!(
                    "The {measure} bounces between {} and {};",
                    three(low),
                    three(high)
                ),
                format!(
                    "the best is {}. alpha {} is too large for batches of {batch}.",
                    three(best),
                    shortest(alpha)
                ),
            ],
            Self::Floor {
                above,
                best,
                measure,
                alpha,
                batch,
            } => floor(above, best, measure, (alpha, batch)),
            Self::Converged { loss, measure } => converged(loss, measure),
            Self::NoLine {
                is_line,
                best,
                guess,
                measure,
            } => no_line(is_line, [best, guess], measure),
            Self::Crawls {
                halving,
                left,
                alpha,
                condition,
                standardized,
            } => crawls(
                halving,
                left,
                alpha,
                condition.map(|number| (number, standardized)),
            ),
            Self::Falls {
                losses: [before, now],
                epochs,
                best,
                measure,
            } => vec![
                format!(
                    "It falls: {measure} {} to {} in {epochs} epochs;",
                    three(before),
                    three(now)
                ),
                format!("the best is {}.", three(best)),
            ],
        }
    }
}

fn three(number: f64) -> String {
    significant(number, 3)
}

fn past(alpha: f64, edge: f64) -> String {
    let (alpha, edge) = (shortest(alpha), three(edge));
    format!("alpha {alpha} is past {edge}, the largest that can settle here")
}

fn runaway(product: f64, limit: f64) -> Vec<String> {
    let (product, limit) = (three(product), three(limit));
    vec![
        format!("alpha x rate = {product} is past {limit}: each update lengthens the weights."),
        "They grow until they overflow; a smaller alpha or rate stops it.".to_owned(),
    ]
}

fn period_two(losses: [f64; 2], measure: Measure, alpha: f64, edge: f64) -> Vec<String> {
    let [before, now] = losses.map(three);
    vec![
        format!("{}:", past(alpha, edge)),
        format!("it jumps back and forth, {measure} {before} and {now}."),
    ]
}

fn overfits(since: u64, test: [f64; 2], measure: Measure) -> Vec<String> {
    let [lowest, now] = test.map(three);
    vec![
        format!("It overfits: the training loss falls, but the test {measure}"),
        format!("has risen since epoch {since}, from {lowest} to {now}."),
    ]
}

fn separable(is_line: bool, growth: Option<([f64; 2], u64)>) -> Vec<String> {
    let separates = if is_line {
        "A line separates"
    } else {
        "These features separate"
    };
    let growth = growth.map(|(lengths, epochs)| {
        let [before, now] = lengths.map(three);
        format!(" |W| grew from {before} to {now} in {epochs} epochs.")
    });
    let growth = growth.unwrap_or_default();
    vec![
        format!("{separates} the classes, so there is no best W:"),
        format!("longer is always better.{growth}"),
    ]
}

fn floor(
    above: [f64; 2],
    best: f64,
    measure: Measure,
    (alpha, batch): (f64, usize),
) -> Vec<String> {
    let ([low, high], best, alpha) = (above.map(three), three(best), shortest(alpha));
    // With samples in order, each epoch ends where the one before did.
    let distance = if low == high {
        format!("stays {low}")
    } else {
        format!("hovers {low} to {high}")
    };
    vec![
        format!("The {measure} {distance} above the best,"),
        format!("{best}: batches of {batch} leave that; alpha below {alpha} gets closer."),
    ]
}

fn converged(loss: f64, measure: Measure) -> Vec<String> {
    let loss = significant(loss, 5);
    vec![
        format!("Converged: {measure} {loss}, within 0.01 % of the"),
        "best there is.".to_owned(),
    ]
}

fn no_line(is_line: bool, losses: [f64; 2], measure: Measure) -> Vec<String> {
    let boundary = if is_line {
        "No line does"
    } else {
        "No boundary of these features does"
    };
    let [best, guess] = losses.map(|loss| significant(loss, 4));
    vec![
        format!("{boundary} much better than guessing: the least"),
        format!("{measure} is {best}, guessing has {guess}. Other features may."),
    ]
}

fn crawls(
    halving: f64,
    left: u64,
    alpha: f64,
    condition: Option<(f64, Option<f64>)>,
) -> Vec<String> {
    let condition = condition.map(|(number, standardized)| {
        let standardized = standardized.map(|number| format!(", standardised {}", three(number)));
        format!(
            "; condition {}{}",
            three(number),
            standardized.unwrap_or_default()
        )
    });
    let (halving, condition) = (three(halving), condition.unwrap_or_default());
    let alpha = shortest(alpha);
    let half = "It crawls: half of what is left";
    match left {
        0 => vec![
            format!("{half} would take at least {halving} more epochs."),
            format!("alpha {alpha}{condition}."),
        ],
        1 => vec![
            format!("{half} takes at least {halving} epochs,"),
            format!("but 1 remains. alpha {alpha}{condition}."),
        ],
        _ => vec![
            format!("{half} takes at least {halving} epochs,"),
            format!("but {left} remain. alpha {alpha}{condition}."),
        ],
    }
}
