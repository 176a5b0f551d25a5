//! Follows a log row by row beside a training, and keeps where the two part.

use crate::learning::check::row::{Given, Row, Unit};
use crate::session::check::course::Course;
use crate::session::check::loss_reading::{LossReading, Window};
use crate::session::check::parting::{Parting, Quantity};

/// How the rows of a log count updates or epochs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alignment {
    /// What the rows count.
    pub unit: Unit,
    /// Number that is added to the number of a row: 1 if the first update is called 0.
    pub shift: u64,
    /// Whether the log has no numbers, so that its rows were counted.
    pub is_counted: bool,
}

impl Default for Alignment {
    fn default() -> Self {
        Self {
            unit: Unit::Updates,
            shift: 0,
            is_counted: false,
        }
    }
}

impl Alignment {
    /// Returns the ways in which the rows of a log may count, the most likely one first.
    #[must_use]
    pub fn possible(rows: &[Row]) -> Vec<Self> {
        let first = rows.first().map(|row| row.moment);
        let of = |unit, shift, is_counted| Self {
            unit,
            shift,
            is_counted,
        };
        match first {
            Some(Some((unit, 0))) => vec![of(unit, 0, false), of(unit, 1, false)],
            Some(Some((unit, _))) => vec![of(unit, 0, false)],
            Some(None) => [Unit::Updates, Unit::Epochs]
                .into_iter()
                .flat_map(|unit| [of(unit, 1, true), of(unit, 0, true)])
                .collect(),
            None => Vec::new(),
        }
    }

    /// Returns what a row describes: the state after this number of updates or epochs. `place` is the index of the row.
    #[must_use]
    pub fn of(self, row: &Row, place: usize) -> (Unit, u64) {
        let number = row.moment.map_or(place as u64, |(_, number)| number);
        (self.unit, number.saturating_add(self.shift))
    }
}

/// A log and a training, up to the last row that both have.
pub struct Comparison<C> {
    course: C,
    alignment: Alignment,
    /// Relative difference that never counts.
    least: f64,
    /// The way in which the loss should be measured.
    expected: LossReading,
    updates: u64,
    epochs: u64,
    /// The last update, and the last complete epoch.
    batch: Window,
    epoch: Window,
    /// The epoch under way.
    begun: Window,
    rows: usize,
    weights: Option<Parting>,
    has_weights: bool,
    /// Where the log parts from each way to measure the loss.
    losses: Vec<(LossReading, Option<Parting>)>,
    has_losses: bool,
    /// The first number that is not finite.
    not_finite: Option<Parting>,
}

impl<C: Course> Comparison<C> {
    /// Begins at the start of a training.
    #[must_use]
    pub fn new(course: C, alignment: Alignment, least: f64, expected: LossReading) -> Self {
        Self {
            course,
            alignment,
            least,
            expected,
            updates: 0,
            epochs: 0,
            batch: Window::default(),
            epoch: Window::default(),
            begun: Window::default(),
            rows: 0,
            weights: None,
            has_weights: false,
            losses: LossReading::ALL.map(|reading| (reading, None)).into(),
            has_losses: false,
            not_finite: None,
        }
    }

    /// Compares the next row. Returns whether the training reached its moment; if not, the row is not compared.
    pub fn push(&mut self, row: &Row) -> bool {
        let moment = self.alignment.of(row, self.rows);
        if !self.go_to(moment.1) {
            return false;
        }
        self.rows += 1;
        self.note_not_finite(row, moment);
        self.compare_weights(row, moment);
        if let Some(loss) = row.loss {
            self.compare_loss(loss, row, moment);
        }
        true
    }

    /// Lets the training go on to a number of updates or epochs. Returns whether it reached it.
    pub fn go_to(&mut self, number: u64) -> bool {
        while self.number() < number {
            if !self.step() {
                return false;
            }
        }
        true
    }

    /// Returns how the rows are counted.
    #[must_use]
    pub fn alignment(&self) -> Alignment {
        self.alignment
    }

    /// Returns the training.
    #[must_use]
    pub fn course(&self) -> &C {
        &self.course
    }

    /// Returns the number of rows that were compared.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Returns the first difference in the weights.
    #[must_use]
    pub fn weights_parting(&self) -> Option<&Parting> {
        self.weights.as_ref()
    }

    /// Returns the first number of the log that is not finite.
    #[must_use]
    pub fn not_finite(&self) -> Option<&Parting> {
        self.not_finite.as_ref()
    }

    /// Returns whether any weights were compared.
    #[must_use]
    pub fn has_weights(&self) -> bool {
        self.has_weights
    }

    /// Returns the first difference in the weights or in the loss as it should be measured.
    #[must_use]
    pub fn parting(&self) -> Option<&Parting> {
        let expected = self
            .losses
            .iter()
            .find(|(reading, _)| *reading == self.expected);
        let loss = expected.and_then(|(_, parting)| parting.as_ref());
        match (&self.weights, loss) {
            (Some(weights), Some(loss)) if loss.line < weights.line => Some(loss),
            (Some(weights), _) => Some(weights),
            (None, loss) => loss,
        }
    }

    /// Returns the way to measure the loss that agrees with all rows, the expected one if it does; `None` if there is
    /// none.
    #[must_use]
    pub fn reading(&self) -> Option<LossReading> {
        let agrees = |(_, parting): &&(LossReading, Option<Parting>)| parting.is_none();
        let mut agreeing = self
            .losses
            .iter()
            .filter(agrees)
            .map(|(reading, _)| *reading);
        let first = agreeing.clone().next();
        agreeing.find(|reading| *reading == self.expected).or(first)
    }

    /// Returns whether there are no losses, or some way to measure them agrees with all rows.
    #[must_use]
    pub fn has_readable_loss(&self) -> bool {
        !self.has_losses || self.reading().is_some()
    }

    /// Returns the number of updates or epochs that were made.
    fn number(&self) -> u64 {
        match self.alignment.unit {
            Unit::Updates => self.updates,
            Unit::Epochs => self.epochs,
        }
    }

    fn step(&mut self) -> bool {
        let Some(step) = self.course.step() else {
            return false;
        };
        self.updates += 1;
        self.batch = Window::default();
        self.batch.add(&step);
        self.begun.add(&step);
        if step.completes_epoch {
            self.epochs += 1;
            self.epoch = std::mem::take(&mut self.begun);
        }
        true
    }

    /// Keeps the first number that is not finite, beside what the training has in its place.
    fn note_not_finite(&mut self, row: &Row, moment: (Unit, u64)) {
        if self.not_finite.is_some() || row.is_finite() {
            return;
        }
        let of = |quantity, yours, ours| Parting {
            moment,
            line: row.line,
            quantity,
            yours,
            ours,
        };
        let is_other = |given: &Option<Given>| given.is_some_and(|given| !given.value.is_finite());
        let place = row.weights.iter().position(is_other);
        self.not_finite = match (place, row.loss) {
            (Some(place), _) => row.weights[place].map(|given| {
                let ours = self.course.weights(self.alignment.unit);
                let ours = ours.get(place).copied().unwrap_or(f64::NAN);
                of(Quantity::Weight(place), given.value, ours)
            }),
            (None, loss) => loss.map(|loss| {
                let ours = self.expected.running(self.window());
                of(Quantity::Loss, loss.value, ours.unwrap_or(f64::NAN))
            }),
        };
    }

    /// Returns the sums over the last update or epoch.
    fn window(&self) -> &Window {
        match self.alignment.unit {
            Unit::Updates => &self.batch,
            Unit::Epochs => &self.epoch,
        }
    }

    fn compare_weights(&mut self, row: &Row, moment: (Unit, u64)) {
        if self.weights.is_some() || row.weights.is_empty() {
            return;
        }
        self.has_weights = true;
        let ours = self.course.weights(self.alignment.unit);
        let of = |quantity, yours, ours| Parting {
            moment,
            line: row.line,
            quantity,
            yours,
            ours,
        };
        let (given, count) = (row.weights.len(), ours.len());
        if given > count || (row.is_list && given < count) {
            self.weights = Some(of(Quantity::WeightCount, given as f64, count as f64));
            return;
        }
        let scale = ours
            .iter()
            .fold(0.0, |most: f64, weight| most.max(weight.abs()));
        let mut pairs = row.weights.iter().zip(&ours).enumerate();
        let differing = |(place, (given, ours)): (usize, (&Option<Given>, &f64))| {
            let given = given.filter(|given| !given.agrees(*ours, self.least * scale))?;
            Some(of(Quantity::Weight(place), given.value, *ours))
        };
        self.weights = pairs.find_map(differing);
    }

    fn compare_loss(&mut self, loss: Given, row: &Row, moment: (Unit, u64)) {
        self.has_losses = true;
        let window = *self.window();
        let mut now = None;
        for (reading, parting) in &mut self.losses {
            if parting.is_some() {
                continue;
            }
            let ours = if reading.is_of_all() {
                let totals = now.get_or_insert_with(|| self.course.totals_now());
                totals.and_then(|totals| reading.of_all(&totals, self.course.sizes()))
            } else {
                reading.running(&window)
            };
            *parting = ours
                .filter(|ours| !loss.agrees(*ours, self.least * ours.abs() + f64::EPSILON))
                .map(|ours| Parting {
                    moment,
                    line: row.line,
                    quantity: Quantity::Loss,
                    yours: loss.value,
                    ours,
                });
        }
    }
}
