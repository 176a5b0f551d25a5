//! The programs that are tried in place of the reference: which of them agree with all rows of a log.

mod alpha;
mod batch_size;
mod start;

use crate::learning::check::program::{MOST_COLUMNS, Program, Simulation, Weights};
use crate::learning::check::row::{ROUNDING, Row};
use crate::learning::check::slips::{SLIPS, Slip, right_program};
use crate::learning::model::features::Features;
use crate::learning::model::inputs::Inputs;
use crate::learning::optimize::regularization::Regularization;
use crate::learning::registry::Choice;
use crate::session::check::comparison::{Alignment, Comparison};
use crate::session::check::course::{Course, Reference};
use crate::session::check::loss_reading::LossReading;
use crate::session::check::{Cause, ReferencePlan};

/// Largest number of samples for which values are tried that do not follow from the first update.
const MOST_TRIED: usize = 100_000;

/// The programs for one reference.
pub struct Alternatives<'a> {
    reference: &'a ReferencePlan,
    expected: LossReading,
    /// The reference as a program, or the reason why it is none.
    right: Result<Program, &'static str>,
}

/// How well a program agrees with all rows; the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// Weights and loss.
    Whole,
    /// Weights, and the loss if it is measured in another way.
    OtherLoss,
    /// Only the weights.
    WeightsOnly,
}

impl<'a> Alternatives<'a> {
    /// Creates the programs of a reference.
    #[must_use]
    pub fn new(reference: &'a ReferencePlan) -> Self {
        let kind = reference.plan.settings.setup.hyperparameters.loss;
        Self {
            reference,
            expected: LossReading::of_kind(kind),
            right: right_of(reference),
        }
    }

    /// Returns why no slips are tried; `None` if they are.
    #[must_use]
    pub fn untried(&self) -> Option<&'static str> {
        self.right.err()
    }

    /// Returns what explains that the reference does not agree with the rows: everything that agrees with all rows, and
    /// equally well.
    #[must_use]
    pub fn causes(
        &self,
        rows: &[Row],
        alignment: Alignment,
        exact: &Comparison<Reference>,
    ) -> Vec<Cause> {
        let rows = &rows[..exact.rows()];
        let mut found = Vec::new();
        if let Some(reading) = exact
            .reading()
            .filter(|_| exact.weights_parting().is_none())
        {
            found.push((Fit::OtherLoss, self.of_loss(reading)));
        }
        found.extend(self.of_order(rows, alignment));
        if let Ok(right) = &self.right {
            let slips = SLIPS.iter();
            found.extend(slips.filter_map(|slip| self.of_slip(slip, right, rows, alignment)));
            found.extend(self.of_alpha(right, rows, alignment));
            found.extend(self.of_fixed_divisor(right, rows, alignment));
            found.extend(self.of_batch_sizes(right, rows, alignment));
        }
        // If the weights agree, only the loss needs an explanation, unless a slip explains all numbers.
        if exact.has_weights() && exact.weights_parting().is_none() {
            let of_loss = exact.reading().map(|reading| self.of_loss(reading));
            found.retain(|(fit, cause)| *fit == Fit::Whole || Some(cause) == of_loss.as_ref());
        }
        let best = found.iter().map(|(fit, _)| *fit).min();
        let best = found.into_iter().filter(|(fit, _)| Some(*fit) == best);
        let mut causes: Vec<Cause> = best.map(|(_, cause)| cause).collect();
        if causes.is_empty() && exact.weights_parting().is_some() {
            causes.extend(self.of_start(rows, alignment));
        }
        causes
    }

    /// Returns the slips that agree with all rows as well as the right program does.
    #[must_use]
    pub fn slips_that_agree(&self, rows: &[Row], alignment: Alignment) -> Vec<&'static str> {
        let Ok(right) = &self.right else {
            return Vec::new();
        };
        let agrees = |slip: &&Slip| {
            let found = self.of_slip(slip, right, rows, alignment);
            found.is_some_and(|(fit, _)| fit == Fit::Whole)
        };
        SLIPS.iter().filter(agrees).map(|slip| slip.says).collect()
    }

    /// Returns how well a training agrees with all rows; `None` if it does not.
    fn fit<C: Course>(
        &self,
        course: C,
        rows: &[Row],
        alignment: Alignment,
    ) -> Option<(Fit, Option<LossReading>)> {
        let mut comparison = Comparison::new(course, alignment, ROUNDING, self.expected);
        for row in rows {
            let is_out = !comparison.has_weights() && !comparison.has_readable_loss();
            if !comparison.push(row) || comparison.weights_parting().is_some() || is_out {
                return None;
            }
        }
        let has_loss = rows.iter().any(|row| row.loss.is_some());
        let reading = comparison.reading().filter(|_| has_loss);
        match (comparison.parting(), reading) {
            (None, reading) => Some((Fit::Whole, reading)),
            (Some(_), Some(reading)) => Some((Fit::OtherLoss, Some(reading))),
            (Some(_), None) => comparison.has_weights().then_some((Fit::WeightsOnly, None)),
        }
    }

    fn of_slip(
        &self,
        slip: &Slip,
        right: &Program,
        rows: &[Row],
        alignment: Alignment,
    ) -> Option<(Fit, Cause)> {
        let samples = self.reference.dataset.training();
        let programs = (slip.programs)(right).into_iter();
        let fits = programs.filter_map(|program| {
            let (fit, reading) = self.fit(Simulation::new(program, samples), rows, alignment)?;
            Some((fit, reading, program))
        });
        let (fit, reading, program) = fits.min_by_key(|(fit, ..)| *fit)?;
        let is_factor = (Program {
            alpha: right.alpha,
            ..program
        }) == *right;
        let mut remedy = slip.remedy.to_owned();
        if program.batch_size != right.batch_size {
            let size = match program.batch_size {
                usize::MAX => "all".to_owned(),
                size => size.to_string(),
            };
            remedy = format!("{remedy}; or compare with --batch-size {size}");
        }
        let cause = Cause {
            is_factor: is_factor && program.alpha > 0.0,
            updates_of_epoch: self.updates_of_epoch(&program, right),
            ..self.cause(slip.says.to_owned(), remedy, fit, reading)
        };
        Some((fit, cause))
    }

    fn cause(&self, says: String, remedy: String, fit: Fit, reading: Option<LossReading>) -> Cause {
        Cause {
            says,
            remedy,
            loss: reading.filter(|reading| *reading != self.expected),
            is_loss_unknown: fit == Fit::WeightsOnly,
            is_factor: false,
            is_guess: false,
            updates_of_epoch: None,
        }
    }

    /// Returns the number of updates of an epoch of a program that has other mini-batches than the right one.
    fn updates_of_epoch(&self, program: &Program, right: &Program) -> Option<u64> {
        let samples = self.reference.dataset.training().len();
        let is_other = program.batch_size != right.batch_size;
        is_other.then(|| samples.div_ceil(program.batch_size) as u64)
    }

    /// The program is right, but its loss is measured in another way.
    fn of_loss(&self, reading: LossReading) -> Cause {
        let (says, option) = reading.says();
        let (expected, _) = self.expected.says();
        let remedy = option.map_or_else(
            || format!("log {expected}, or only the weights"),
            |option| format!("compare with {option}"),
        );
        let says = format!("the loss is {says}, not {expected}");
        self.cause(says, remedy, Fit::OtherLoss, None)
    }

    /// The samples are shuffled as the reference could shuffle them, or are not shuffled.
    fn of_order(&self, rows: &[Row], alignment: Alignment) -> Option<(Fit, Cause)> {
        let mut plan = self.reference.plan.clone();
        let shuffle = &mut plan.settings.setup.hyperparameters.shuffle;
        *shuffle = !*shuffle;
        let (says, remedy) = if *shuffle {
            (
                "the samples are shuffled in each epoch, as with --shuffle",
                "compare with --shuffle",
            )
        } else {
            (
                "the samples are taken in the order of the data, not shuffled",
                "leave --shuffle out",
            )
        };
        let other = ReferencePlan {
            dataset: self.reference.dataset.clone(),
            plan,
        };
        let (fit, reading) = self.fit(Reference::new(&other), rows, alignment)?;
        Some((
            fit,
            self.cause(says.to_owned(), remedy.to_owned(), fit, reading),
        ))
    }
}

/// Returns the reference as a program, or why it is none.
pub fn right_of(reference: &ReferencePlan) -> Result<Program, &'static str> {
    let settings = &reference.plan.settings.setup;
    let own = &settings.hyperparameters;
    if settings.inputs.features != Features::LINEAR {
        return Err("slips are tried for the features x1,x2 only");
    }
    if settings.inputs.standardize {
        return Err("slips are tried without --standardize only");
    }
    if own.optimizer != Choice::default() || own.regularization != Regularization::None {
        return Err("slips are tried for plain sgd without a penalty only");
    }
    if own.schedule != Choice::default() || !reference.plan.changes.is_empty() {
        return Err("slips are tried for a constant alpha without --at only");
    }
    if own.shuffle {
        return Err("slips are tried without --shuffle only");
    }
    let start = settings.start.weights(&Inputs::plain(Features::LINEAR));
    let mut weights: Weights = [0.0; MOST_COLUMNS];
    for (weight, start) in weights.iter_mut().zip(&*start) {
        *weight = *start;
    }
    let batch_size = own.batch_size.of(reference.dataset.training().len());
    Ok(right_program(own.alpha.get(), batch_size, weights))
}
