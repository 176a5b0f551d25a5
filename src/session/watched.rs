//! A log that is watched while it grows: what a snapshot shows of it, as a lane beside the reference, and where the two
//! part.

use std::sync::Arc;

use crate::learning::check::row::{Row, SINGLE_PRECISION, Unit};
use crate::learning::model::start::GivenWeights;
use crate::learning::train::loss::Losses;
use crate::learning::train::trainer::Trainer;
use crate::session::check::ReferencePlan;
use crate::session::check::comparison::{Alignment, Comparison};
use crate::session::check::course::Reference;
use crate::session::check::loss_reading::LossReading;
use crate::session::check::parting::Parting;
use crate::session::curves::{Accuracies, Curves, LastLosses};
use crate::session::lane::LaneId;
use crate::session::run::Run;
use crate::session::snapshot::{LaneView, Phase, Progress};

/// What is known of a watched log.
#[derive(Debug, Clone, PartialEq)]
pub struct WatchedView {
    /// Name of the log.
    pub name: String,
    /// The log as a lane that no key changes. Its weights are those of its last row that has all of them.
    pub lane: LaneView,
    /// Whether any row had all weights. If not, those of the lane are the initial ones of the reference.
    pub has_weights: bool,
    /// Number of updates or epochs of the last row.
    pub reached: (Unit, u64),
    /// The first difference from the reference as its options began it; `None` if there is none.
    pub parting: Option<Parting>,
    /// Whether the log has ended.
    pub is_over: bool,
    /// Whether the reference runs, and waits for the next row.
    pub is_awaited: bool,
    /// The first line that could not be read, in words; `None` if all could.
    pub trouble: Option<String>,
}

/// Follows a log row by row.
pub struct Watcher {
    name: String,
    plan: ReferencePlan,
    run: Run,
    /// The model at the weights of the log.
    trainer: Trainer,
    /// Comparisons with the reference, one for each way to count the rows; none before the first row.
    comparisons: Vec<Comparison<Reference>>,
    curves: Curves,
    /// The epoch under way: its number, and the number and the sum of the losses of its rows.
    begun: (u64, u64, f64),
    rows: usize,
    reached: (Unit, u64),
    last: LastLosses,
    has_weights: bool,
    trouble: Option<String>,
}

impl Watcher {
    /// Creates a log without rows. `name` is shown.
    #[must_use]
    pub fn new(name: String, plan: ReferencePlan) -> Self {
        let run = Run::new(Arc::clone(&plan.dataset), plan.plan.settings.clone());
        Self {
            name,
            plan,
            trainer: run.trainer().clone(),
            run,
            comparisons: Vec::new(),
            curves: Curves::default(),
            begun: (0, 0, 0.0),
            rows: 0,
            reached: (Unit::Updates, 0),
            last: LastLosses::default(),
            has_weights: false,
            trouble: None,
        }
    }

    /// Returns the log without rows, as it is when its file begins again, or the reference goes back.
    #[must_use]
    pub fn again(&self) -> Self {
        Self {
            trouble: self.trouble.clone(),
            ..Self::new(self.name.clone(), self.plan.clone())
        }
    }

    /// Returns the number of updates or epochs of the last row.
    #[must_use]
    pub fn reached(&self) -> (Unit, u64) {
        self.reached
    }

    /// Returns the number of updates or epochs of a row that comes next, after `before` others.
    #[must_use]
    pub fn moment_of(&self, row: &Row, before: usize) -> (Unit, u64) {
        let alignment = self.best().map(Comparison::alignment);
        let alignment = alignment.or_else(|| ways(row).next()).unwrap_or_default();
        alignment.of(row, self.rows + before)
    }

    /// Lets the comparisons go on to a number of updates or epochs before the next row, so that a row far ahead takes no
    /// time at once.
    pub fn go_along(&mut self, number: u64) {
        for comparison in &mut self.comparisons {
            comparison.go_to(number);
        }
    }

    /// Adds the next row.
    pub fn push(&mut self, row: &Row) {
        if self.comparisons.is_empty() {
            let kind = self.plan.plan.settings.setup.hyperparameters.loss;
            let expected = LossReading::of_kind(kind);
            let begin =
                |way| Comparison::new(Reference::new(&self.plan), way, SINGLE_PRECISION, expected);
            self.comparisons = ways(row).map(begin).collect();
        }
        for comparison in &mut self.comparisons {
            // If the reference has ended, the rows after its end are not compared.
            comparison.push(row);
        }
        let alignment = self
            .best()
            .map_or_else(Alignment::default, Comparison::alignment);
        self.reached = alignment.of(row, self.rows);
        self.rows += 1;
        if let Some(loss) = row.loss.filter(|loss| loss.value.is_finite()) {
            self.add_loss(loss.value);
        }
        let count = self.trainer.parameters().len();
        if let Some(weights) = row.all_weights(count)
            && let Ok(weights) = GivenWeights::new(weights.iter().map(|weight| weight.value))
        {
            self.trainer.put_weights(&weights);
            self.has_weights = true;
        }
    }

    /// Records a line that could not be read. The first one is kept.
    pub fn cannot_read(&mut self, why: String) {
        self.trouble.get_or_insert(why);
    }

    /// Returns what is known now; `is_over` says whether no more rows come.
    #[must_use]
    pub fn view(&self, is_over: bool) -> WatchedView {
        WatchedView {
            name: self.name.clone(),
            lane: self.lane(is_over),
            has_weights: self.has_weights,
            reached: self.reached,
            parting: self.best().and_then(parting).cloned(),
            is_over,
            is_awaited: false,
            trouble: self.trouble.clone(),
        }
    }

    /// Returns the comparison that agrees longest.
    fn best(&self) -> Option<&Comparison<Reference>> {
        let line = |comparison: &&Comparison<Reference>| {
            parting(comparison).map_or(u64::MAX, |parting| parting.line)
        };
        // Of several that agree as long, the first one.
        self.comparisons.iter().rev().max_by_key(line)
    }

    fn add_loss(&mut self, loss: f64) {
        let (position, batches) = (self.position(), self.batches());
        self.last.batch = Some(of_all_kinds(loss));
        if self.reached.0 == Unit::Epochs {
            self.curves.epochs.push(position, loss);
            self.last.epoch = self.last.batch;
            return;
        }
        self.curves.batches.push(position, loss);
        let epoch = self.reached.1.saturating_sub(1) / batches;
        if self.begun.0 != epoch {
            self.begun = (epoch, 0, 0.0);
        }
        self.begun = (epoch, self.begun.1 + 1, self.begun.2 + loss);
        // As in the reference, the loss of an epoch is the mean over its mini-batches.
        if self.reached.1.is_multiple_of(batches) && self.begun.1 == batches {
            let mean = self.begun.2 / batches as f64;
            self.curves.epochs.push(position, mean);
            self.last.epoch = Some(of_all_kinds(mean));
        }
    }

    /// Returns the number of mini-batches of an epoch.
    fn batches(&self) -> u64 {
        let samples = self.plan.dataset.training().len();
        let batch_size = self.plan.plan.settings.setup.hyperparameters.batch_size;
        samples.div_ceil(batch_size.of(samples)) as u64
    }

    /// Returns the position of the last row, in epochs.
    fn position(&self) -> f64 {
        match self.reached {
            (Unit::Updates, updates) => updates as f64 / self.batches() as f64,
            (Unit::Epochs, epochs) => epochs as f64,
        }
    }

    fn lane(&self, is_over: bool) -> LaneView {
        let (trainer, batches) = (&self.trainer, self.batches());
        let (epochs, updates) = match self.reached {
            (Unit::Updates, updates) => (updates / batches, updates),
            (Unit::Epochs, epochs) => (epochs, epochs.saturating_mul(batches)),
        };
        let has_epoch = self.last.epoch.is_some();
        let now = (self.has_weights && !has_epoch).then(|| trainer.losses_now(true));
        LaneView {
            traced: None,
            trail: Vec::new(),
            id: LaneId::WATCHED,
            is_pinned: true,
            phase: if is_over {
                Phase::Finished
            } else {
                Phase::Running
            },
            settings: self.run.settings().clone(),
            recipe: self.run.recipe(),
            stop: None,
            parameters: trainer.parameters(),
            predictor: trainer.predictor(),
            alpha: trainer.alpha(),
            training_samples: trainer.dataset().training().len(),
            accuracy: trainer.accuracy(true),
            test_accuracy: trainer.test_accuracy(true),
            quality: None,
            progress: Progress {
                epochs,
                update_of_epoch: if updates == 0 {
                    0
                } else {
                    (updates - 1) % batches + 1
                },
                updates_of_epoch: batches,
                updates,
                position: self.position(),
            },
            losses: LastLosses {
                now: now.flatten(),
                ..self.last
            },
            curves: self.curves.clone(),
            accuracies: Accuracies::default(),
            future: None,
            abandoned: None,
        }
    }
}

/// Returns the ways in which a row and those after it may count, the most likely one first. Rows without numbers are counted
/// as updates.
fn ways(row: &Row) -> impl Iterator<Item = Alignment> {
    let possible = Alignment::possible(std::slice::from_ref(row)).into_iter();
    possible.filter(|way| !way.is_counted || (way.unit, way.shift) == (Unit::Updates, 1))
}

/// Returns where a log parts from the reference. The loss may be measured in any way that is known; it counts if there
/// are no weights. A number that is not finite always counts.
fn parting(comparison: &Comparison<Reference>) -> Option<&Parting> {
    let parting = if comparison.has_weights() || comparison.has_readable_loss() {
        comparison.weights_parting()
    } else {
        comparison.parting()
    };
    let both = [parting, comparison.not_finite()];
    both.into_iter()
        .flatten()
        .min_by_key(|parting| parting.line)
}

/// The loss of a log is shown as it is, whatever kind of loss is chosen.
fn of_all_kinds(loss: f64) -> Losses {
    Losses {
        sum: loss,
        squared: loss,
        cross_entropy: Some(loss),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learning::check::row::Given;
    use crate::session::race::LanePlan;
    use crate::session::settings::Settings;

    fn watcher() -> Watcher {
        let settings = Settings::default();
        let dataset = settings.setup.data.draw(None, &|_| ()).unwrap();
        let plan = LanePlan {
            settings,
            changes: Vec::new(),
            until: None,
        };
        let dataset = Arc::new(dataset);
        Watcher::new("log".to_owned(), ReferencePlan { dataset, plan })
    }

    /// Rows of the first updates of the reference; each weight is off by `off` from the update `from` on.
    fn rows(count: u64, from: u64, off: f64) -> Vec<Row> {
        let mut run = watcher().run;
        let given = |value: f64| Given {
            value,
            half_unit: 5e-7,
            digits: 6,
        };
        let row = |update| {
            run.advance(crate::learning::train::trainer::Budget::of_updates(1))
                .unwrap();
            let off = if update < from { 0.0 } else { off };
            let weights = run.trainer().parameters();
            Row {
                line: update,
                moment: Some((Unit::Updates, update)),
                loss: run.batch_losses().map(|losses| given(losses.sum)),
                weights: weights
                    .iter()
                    .map(|weight| Some(given(weight + off)))
                    .collect(),
                is_list: true,
            }
        };
        (1..=count).map(row).collect()
    }

    #[test]
    fn the_losses_of_an_epoch_are_those_of_the_reference() {
        let mut watcher = watcher();
        for row in rows(14, 99, 0.0) {
            watcher.push(&row);
        }
        let view = watcher.view(false);
        let mut run = watcher.run.clone();
        while run.trainer().epochs() == 0 {
            run.advance(crate::learning::train::trainer::Budget::of_updates(1))
                .unwrap();
        }
        let [own, reference] = [view.lane.losses, run.losses(false)];
        let [own, reference] = [own, reference].map(|losses| losses.epoch.unwrap().sum);
        assert!((own / reference - 1.0).abs() < 1e-12);
        assert_eq!((view.reached, view.parting), ((Unit::Updates, 14), None));
        assert_eq!(
            (
                view.lane.progress.epochs,
                view.lane.progress.update_of_epoch
            ),
            (1, 1)
        );
        assert_eq!(
            (
                view.lane.curves.epochs.len(),
                view.lane.curves.batches.len()
            ),
            (1, 14)
        );
    }

    #[test]
    fn the_parting_stays_and_a_log_that_begins_again_has_none() {
        let mut watcher = watcher();
        for row in rows(9, 5, 0.001) {
            watcher.push(&row);
        }
        let view = watcher.view(false);
        let parting = view.parting.unwrap();
        assert_eq!((parting.moment, parting.line), ((Unit::Updates, 5), 5));
        assert!(view.has_weights);
        watcher.cannot_read("line 10: why".to_owned());
        let again = watcher.again().view(false);
        assert_eq!((again.parting, again.reached), (None, (Unit::Updates, 0)));
        assert_eq!(again.trouble.as_deref(), Some("line 10: why"));
    }
}
