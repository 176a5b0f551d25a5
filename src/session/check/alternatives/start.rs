//! Another start: the weights before the first row, as it tells them or as they follow from it.

use crate::learning::check::program::{MOST_COLUMNS, Program, Simulation, Weights};
use crate::learning::check::row::{Given, ROUNDING, Row, Unit};
use crate::session::check::Cause;
use crate::session::check::alternatives::alpha::shortest_between;
use crate::session::check::alternatives::{Alternatives, Fit, MOST_TRIED};
use crate::session::check::comparison::Alignment;
use crate::session::check::course::{Course, Reference};

/// Smallest number of rows from which a start is read: any single row has a start that leads to it.
const FEWEST_ROWS: usize = 4;
/// Largest number of updates before the first row.
const MOST_UPDATES: u64 = 1000;
/// Largest number of rounds in which the start before a row is searched for.
const MOST_ROUNDS: usize = 50;

impl Alternatives<'_> {
    /// Another start, if nothing else explains the rows. It is sure if all rows follow from it; if not, it is a guess from
    /// a row of the start.
    pub(super) fn of_start(&self, rows: &[Row], alignment: Alignment) -> Option<Cause> {
        let start = Reference::new(self.reference).weights(Unit::Updates);
        let given = given_start(rows, alignment, &start);
        if let Ok(right) = &self.right {
            let given = given.as_deref().map(values);
            let tried = given.or_else(|| self.start_before(right, rows, alignment));
            let sure = tried.and_then(|tried| self.of_sure_start(right, tried, rows, alignment));
            if sure.is_some() {
                return sure;
            }
        }
        let numbers = joined(given?.iter().map(|given| given.value));
        let says = "the weights start elsewhere".to_owned();
        let remedy = format!("compare with --init={numbers}");
        Some(Cause {
            is_guess: true,
            ..self.cause(says, remedy, Fit::Whole, None)
        })
    }

    /// Another start, for rows of which each follows from the one before.
    pub fn of_other_start(&self, rows: &[Row], alignment: Alignment) -> Option<Cause> {
        let right = self.right.as_ref().ok()?;
        let start = self.start_before(right, rows, alignment);
        let about = start.map_or_else(String::new, |start| format!(", at about {}", joined(start)));
        let says =
            format!("the weights start elsewhere{about}: each step follows from your row before");
        let own = joined(right.start);
        let remedy = format!(
            "start with {own}, or log the start as update 0, and compare with it as --init"
        );
        Some(Cause {
            is_guess: true,
            ..self.cause(says, remedy, Fit::Whole, None)
        })
    }

    /// Returns the cause if all rows follow from a start.
    fn of_sure_start(
        &self,
        right: &Program,
        start: Weights,
        rows: &[Row],
        alignment: Alignment,
    ) -> Option<Cause> {
        if rows.len() < FEWEST_ROWS {
            return None;
        }
        let program = Program { start, ..*right };
        let samples = self.reference.dataset.training();
        let (fit, reading) = self.fit(Simulation::new(program, samples), rows, alignment)?;
        let (own, start) = (joined(right.start), joined(start));
        let says = format!("the weights start at {start}, not at {own}");
        let remedy = format!("start with {own}, or compare with --init={start}");
        Some(self.cause(says, remedy, fit, reading))
    }

    /// Returns the start from which the right program comes to the first row, with as few digits as the row tells. An
    /// update moves the weights little, so each round takes off the distance by which the last one missed the row.
    fn start_before(&self, right: &Program, rows: &[Row], alignment: Alignment) -> Option<Weights> {
        let samples = self.reference.dataset.training();
        let first = rows.first()?;
        let (unit, number) = alignment.of(first, 0);
        let given = first.all_weights(right.columns.len())?;
        let updates = match unit {
            Unit::Updates => number,
            Unit::Epochs => {
                let batches = samples.len().div_ceil(right.batch_size) as u64;
                number.saturating_mul(batches)
            }
        };
        if updates > MOST_UPDATES || samples.len() > MOST_TRIED {
            return None;
        }
        let target = values(&given);
        let mut start = target;
        for _ in 0..MOST_ROUNDS {
            let mut simulation = Simulation::new(Program { start, ..*right }, samples);
            for _ in 0..updates {
                simulation.step()?;
            }
            let reached = simulation.reported(unit).iter();
            let missed: Vec<f64> = target.iter().zip(reached).map(|(to, at)| to - at).collect();
            for (weight, missed) in start.iter_mut().zip(&missed) {
                *weight += missed;
            }
            let mut pairs = missed.iter().zip(&given);
            if pairs.all(|(missed, given)| missed.abs() < given.half_unit / 100.0) {
                return Some(shortened(start, &given));
            }
        }
        None
    }
}

/// Returns the weights of a row of the start, if there is one with other weights than the reference starts with.
fn given_start(rows: &[Row], alignment: Alignment, start: &[f64]) -> Option<Vec<Given>> {
    let first = rows.first().filter(|row| alignment.of(row, 0).1 == 0)?;
    let given = first.all_weights(start.len())?;
    let largest = |most: f64, weight: &f64| most.max(weight.abs());
    let scale = start.iter().fold(0.0, largest);
    let mut pairs = given.iter().zip(start);
    let is_own = pairs.all(|(given, start)| given.agrees(*start, ROUNDING * scale));
    (!is_own).then_some(given)
}

/// Returns a start with the fewest digits that lead to the digits of a row.
fn shortened(start: Weights, row: &[Given]) -> Weights {
    let mut short = start;
    for (weight, given) in short.iter_mut().zip(row) {
        let off = 2.0 * given.half_unit;
        let range = (*weight - off, *weight + off);
        let is_zero = range.0 <= 0.0 && range.1 >= 0.0;
        let shortest = if is_zero {
            Some(0.0)
        } else {
            shortest_between(range)
        };
        *weight = shortest.unwrap_or(*weight);
    }
    short
}

fn values(given: &[Given]) -> Weights {
    let mut weights = [0.0; MOST_COLUMNS];
    for (weight, given) in weights.iter_mut().zip(given) {
        *weight = given.value;
    }
    weights
}

fn joined(weights: impl IntoIterator<Item = f64>) -> String {
    let texts: Vec<String> = weights
        .into_iter()
        .map(|weight| weight.to_string())
        .collect();
    texts.join(",")
}
