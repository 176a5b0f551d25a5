//! Compares the log of somebody's own program with a run of the reference, and looks for what explains the difference.

mod alternatives;
pub mod comparison;
pub mod course;
pub mod loss_reading;
pub mod parting;
pub mod steps;

use std::sync::Arc;

use crate::learning::check::row::{ROUNDING, Row, SINGLE_PRECISION, Unit};
use crate::learning::data::Dataset;
use crate::session::race::LanePlan;

use alternatives::Alternatives;
use comparison::{Alignment, Comparison};
use course::Reference;
use loss_reading::LossReading;
use parting::Parting;
use steps::Steps;

/// Number of updates after the short batch from which on a slip is confirmed. Before, two slips at once can look like
/// a third.
pub const UPDATES_AFTER_SHORT: u64 = 5;

/// What the reference is made of.
#[derive(Debug, Clone)]
pub struct ReferencePlan {
    /// Data set.
    pub dataset: Arc<Dataset>,
    /// Settings, changes and end.
    pub plan: LanePlan,
}

/// Result of a check.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// How the rows were counted.
    pub alignment: Alignment,
    /// Number of rows that were compared.
    pub rows: usize,
    /// Number of the first and of the last row that was compared, in the unit of the alignment.
    pub span: (u64, u64),
    /// Largest number of significant digits that were given.
    pub digits: u32,
    /// Whether the log has any weights, and any losses.
    pub has: Quantities,
    /// Whether the log has weights, and all of them agree.
    pub weights_agree: bool,
    /// Why no further rows were compared.
    pub ended: Option<Ended>,
    /// The first row with a number that is not finite, as its update or epoch and its line; no row from there on is
    /// compared.
    pub not_finite: Option<(u64, u64)>,
    /// Where the log and the reference part, if they do.
    pub parting: Option<Parting>,
    /// Whether they agree only within the precision of 32 bits.
    pub is_single_precision: bool,
    /// What explains the parting; each of them agrees with all rows.
    pub causes: Vec<Cause>,
    /// Slips that cannot be told from the right program by this log.
    pub also: Vec<&'static str>,
    /// Why no slips were tried; `None` if they were.
    pub untried: Option<&'static str>,
    /// Whether the log tells enough for what is said to be certain.
    pub is_confirmed: bool,
    /// The short last mini-batch of an epoch.
    pub short: ShortBatch,
    /// Steps of the log that are those of the reference from the row before; `None` if they were not looked at.
    pub steps: Option<Steps>,
}

/// Quantities that a log has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quantities {
    /// Whether there are weights.
    pub weights: bool,
    /// Whether there are losses.
    pub losses: bool,
}

/// Reason why the reference does not go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Its end was given, and is at this update.
    AsPlanned(u64),
    /// Its numbers are no longer finite after this update.
    Diverged(u64),
}

/// An explanation of a difference.
#[derive(Debug, Clone, PartialEq)]
pub struct Cause {
    /// What the program does, as a sentence without its full stop.
    pub says: String,
    /// How to mend it.
    pub remedy: String,
    /// What the loss of the log is, if it is not the loss of the reference.
    pub loss: Option<LossReading>,
    /// Whether the loss of the log agrees with none that is known.
    pub is_loss_unknown: bool,
    /// Whether the cause multiplies each step by a number.
    pub is_factor: bool,
    /// Whether the cause can only be guessed, because its random numbers are not known.
    pub is_guess: bool,
    /// Number of updates of an epoch, if the cause has other mini-batches than the reference.
    pub updates_of_epoch: Option<u64>,
}

/// The short last mini-batch of an epoch, at which some slips are told from the right program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShortBatch {
    /// There is none: the batch size divides the number of samples.
    None {
        /// The batch size.
        batch_size: usize,
    },
    /// It is the batch of this update, and of each epoch's last one.
    At {
        /// The update.
        update: u64,
        /// Whether the log has a row at or after it.
        is_seen: bool,
    },
}

/// Compares the rows of a log with the reference, up to the first one that is not finite. There must be at least one row.
#[must_use]
pub fn check(rows: &[Row], reference: &ReferencePlan) -> Report {
    let finite = rows.iter().position(|row| !row.is_finite());
    let compared = &rows[..finite.unwrap_or(rows.len())];
    let mut best: Option<Report> = None;
    for alignment in Alignment::possible(rows) {
        let report = check_aligned(compared, alignment, reference);
        if best.as_ref().is_none_or(|best| report.is_better_than(best)) {
            best = Some(report);
        }
    }
    let mut report =
        best.unwrap_or_else(|| check_aligned(compared, Alignment::default(), reference));
    if let Some(place) = finite {
        report.end_before(place, rows, reference);
    }
    report
}

impl Report {
    /// Records that the numbers of a row are not finite. If the rows before it agree, log and reference part there.
    fn end_before(&mut self, place: usize, rows: &[Row], reference: &ReferencePlan) {
        let row = &rows[place];
        self.not_finite = Some((self.alignment.of(row, place).1, row.line));
        if self.parting.is_none() {
            let to_row = compare(&rows[..=place], self.alignment, reference, SINGLE_PRECISION);
            self.parting = to_row.not_finite().cloned();
            (self.is_confirmed, self.also) = (false, Vec::new());
        }
    }

    /// Returns whether this way to count the rows explains more than another.
    fn is_better_than(&self, other: &Self) -> bool {
        let rank = |report: &Self| {
            let guesses = report.causes.iter().all(|cause| cause.is_guess);
            let explained = match (&report.parting, guesses) {
                (None, _) => 3,
                (Some(_), false) => 2,
                (Some(_), true) => u8::from(!report.causes.is_empty()),
            };
            let line = report
                .parting
                .as_ref()
                .map_or(u64::MAX, |parting| parting.line);
            (explained, line)
        };
        rank(self) > rank(other)
    }
}

fn check_aligned(rows: &[Row], alignment: Alignment, reference: &ReferencePlan) -> Report {
    let alternatives = Alternatives::new(reference);
    let exact = compare(rows, alignment, reference, ROUNDING);
    let mut report = begun_report(rows, alignment, reference, &exact);
    report.untried = alternatives.untried();
    if exact.parting().is_none() {
        report.also = alternatives.slips_that_agree(rows, alignment);
        let is_seen = matches!(report.short, ShortBatch::At { is_seen: true, .. });
        report.is_confirmed = is_seen && report.also.is_empty() && report.untried.is_none();
        return report;
    }
    report.parting = exact.parting().cloned();
    report.causes = alternatives.causes(rows, alignment, &exact);
    let single = compare(rows, alignment, reference, SINGLE_PRECISION);
    if report.causes.is_empty() && single.parting().is_none() {
        (report.parting, report.is_single_precision) = (None, true);
        report.is_confirmed = matches!(report.short, ShortBatch::At { is_seen: true, .. });
        return report;
    }
    if report.causes.is_empty() && report.untried.is_none() {
        let steps = Steps::of(rows, alignment, reference);
        let start = steps
            .as_ref()
            .filter(|steps| steps.are_all_right() && !report.weights_agree);
        let start = start.and_then(|_| alternatives.of_other_start(rows, alignment));
        let cause = start.or_else(|| steps.as_ref().and_then(Steps::cause));
        report.causes.extend(cause);
        report.steps = steps;
    }
    report.is_confirmed = report.tells_enough_of_slip();
    report
}

fn compare(
    rows: &[Row],
    alignment: Alignment,
    reference: &ReferencePlan,
    least: f64,
) -> Comparison<Reference> {
    let mut comparison = Comparison::new(
        Reference::new(reference),
        alignment,
        least,
        LossReading::of_kind(reference.plan.settings.setup.hyperparameters.loss),
    );
    for row in rows {
        comparison.push(row);
    }
    comparison
}

/// Returns a report with what is known before anything is explained.
fn begun_report(
    rows: &[Row],
    alignment: Alignment,
    reference: &ReferencePlan,
    exact: &Comparison<Reference>,
) -> Report {
    let numbers = rows
        .iter()
        .flat_map(|row| row.weights.iter().flatten().chain(&row.loss));
    let number_of =
        |row: Option<&Row>, place: usize| row.map_or(0, |row| alignment.of(row, place).1);
    let compared = exact.rows();
    let last = compared.saturating_sub(1);
    let span = (number_of(rows.first(), 0), number_of(rows.get(last), last));
    let samples = reference.dataset.training().len();
    let batch_size = reference.plan.settings.setup.hyperparameters.batch_size;
    let batch_size = batch_size.of(samples);
    let batches = samples.div_ceil(batch_size) as u64;
    let short = if samples.is_multiple_of(batch_size) {
        ShortBatch::None { batch_size }
    } else {
        let is_seen = span.1
            >= match alignment.unit {
                Unit::Updates => batches,
                Unit::Epochs => 1,
            };
        ShortBatch::At {
            update: batches,
            is_seen,
        }
    };
    Report {
        alignment,
        rows: compared,
        span,
        digits: numbers.map(|number| number.digits).max().unwrap_or(0),
        has: Quantities {
            weights: rows
                .iter()
                .any(|row| row.weights.iter().any(Option::is_some)),
            losses: rows.iter().any(|row| row.loss.is_some()),
        },
        weights_agree: exact.has_weights() && exact.weights_parting().is_none(),
        ended: exact.course().ended().filter(|_| compared < rows.len()),
        not_finite: None,
        parting: None,
        is_single_precision: false,
        causes: Vec::new(),
        also: Vec::new(),
        untried: None,
        is_confirmed: false,
        short,
        steps: None,
    }
}

impl Report {
    /// Returns whether the rows count updates.
    #[must_use]
    pub fn is_of_updates(&self) -> bool {
        self.alignment.unit == Unit::Updates
    }

    /// Returns whether there is one cause, and the log goes on long enough after the short batch.
    fn tells_enough_of_slip(&self) -> bool {
        let [cause] = &self.causes[..] else {
            return false;
        };
        let Some(update) = self.end_of_epoch(cause) else {
            return false;
        };
        let is_long = match self.alignment.unit {
            Unit::Updates => self.span.1 >= update + UPDATES_AFTER_SHORT,
            Unit::Epochs => self.span.1 >= 2,
        };
        is_long && !cause.is_guess
    }

    /// Returns the update that ends the first epoch of a cause, or else has the short mini-batch of the reference.
    #[must_use]
    pub fn end_of_epoch(&self, cause: &Cause) -> Option<u64> {
        cause.updates_of_epoch.or(match self.short {
            ShortBatch::At { update, .. } => Some(update),
            ShortBatch::None { .. } => None,
        })
    }
}
