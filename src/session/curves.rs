//! What was measured in a run: the last losses, the curves of all losses, and the accuracies.

use crate::learning::train::loss::{EpochLosses, LossKind, Losses};
use crate::learning::train::trainer::Accuracy;
use crate::session::history::{History, Mark};

/// Losses that were measured last. Each is `None` if there is no such measurement.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LastLosses {
    /// Losses of the last complete epoch.
    pub epoch: Option<Losses>,
    /// Losses of the last mini-batch.
    pub batch: Option<Losses>,
    /// Losses of the test samples after the last complete epoch.
    pub test: Option<Losses>,
    /// Losses of all samples at the present weights. They are measured only if the losses of an epoch do not
    /// describe these weights: before the first epoch is complete, and between a change of the weights by hand
    /// and the next update.
    pub now: Option<EpochLosses>,
}

/// The curves of one kind of loss. A clone shares the full chunks of the histories.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Curves {
    /// Loss of each epoch.
    pub epochs: History,
    /// Loss of each mini-batch.
    pub batches: History,
    /// Loss of the test samples after each epoch, with a gap if it cannot be measured. Its buckets are
    /// aligned with those of `epochs`. Empty if there are no test samples.
    pub tests: History,
}

/// The curves of each kind of loss.
#[derive(Debug, Clone, Default)]
pub struct CurvesByKind([Curves; LossKind::ALL.len()]);

/// The accuracies after the epochs, whose buckets are aligned with those of [`Curves::epochs`]. In a long run,
/// the accuracy is counted only after the last epoch of each bucket; the other epochs are gaps. It is then
/// the `last` of a bucket, and costs less the longer the run is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Accuracies {
    /// Accuracy over the training samples.
    pub training: History,
    /// Accuracy over the test samples; empty if there are none.
    pub test: History,
    /// Whether some are estimated from a part of the samples.
    pub are_estimated: bool,
}

impl Accuracies {
    /// Adds an epoch, which ends at `position`, in epochs. If its accuracies are wanted, `count` counts them:
    /// over the training samples, and over the test samples if there are any.
    pub fn push_epoch(
        &mut self,
        position: f64,
        has_test: bool,
        count: impl FnOnce() -> [Option<Accuracy>; 2],
    ) {
        let counted = if self.training.completes_bucket() {
            count()
        } else {
            [None; 2]
        };
        let is_estimate = |accuracy: &Accuracy| accuracy.confusion.is_none();
        self.are_estimated |= counted.iter().flatten().any(is_estimate);
        let [training, test] = counted.map(|accuracy| accuracy.map(|accuracy| accuracy.share));
        push(&mut self.training, position, training);
        if has_test {
            push(&mut self.test, position, test);
        }
    }
}

fn push(history: &mut History, position: f64, value: Option<f64>) {
    match value {
        Some(value) => history.push(position, value),
        None => history.push_gap(position),
    }
}

impl Accuracies {
    /// Returns a mark of the present ends.
    #[must_use]
    pub fn mark(&self) -> [Mark; 2] {
        [self.training.mark(), self.test.mark()]
    }

    /// Removes what was added after the mark was made; see [`History::return_to`].
    pub fn return_to(&mut self, [training, test]: &[Mark; 2]) {
        self.training.return_to(training);
        self.test.return_to(test);
    }
}

/// The ends of the curves of one kind of loss at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct CurveMarks([Mark; 3]);

impl Curves {
    fn mark(&self) -> CurveMarks {
        let histories = [&self.epochs, &self.batches, &self.tests];
        CurveMarks(histories.map(History::mark))
    }

    fn return_to(&mut self, CurveMarks(marks): &CurveMarks) {
        let histories = [&mut self.epochs, &mut self.batches, &mut self.tests];
        for (history, mark) in histories.into_iter().zip(marks) {
            history.return_to(mark);
        }
    }
}

impl CurvesByKind {
    /// Returns the curves of a kind of loss.
    #[must_use]
    pub fn of(&self, kind: LossKind) -> &Curves {
        &self.0[kind as usize]
    }

    /// Adds the losses of a mini-batch at `position`, in epochs.
    pub fn push_batch(&mut self, position: f64, losses: &Losses) {
        self.each(|kind, curves| {
            if let Some(loss) = losses.of(kind) {
                curves.batches.push(position, loss);
            }
        });
    }

    /// Adds the losses of an epoch at `position`, in epochs. If there are test samples, their losses are
    /// added too.
    pub fn push_epoch(&mut self, position: f64, losses: &EpochLosses, has_test: bool) {
        self.each(|kind, curves| {
            let Some(loss) = losses.own.of(kind) else {
                return;
            };
            curves.epochs.push(position, loss);
            match losses.test.as_ref().and_then(|losses| losses.of(kind)) {
                Some(loss) => curves.tests.push(position, loss),
                None if has_test => curves.tests.push_gap(position),
                None => {}
            }
        });
    }

    /// Returns a mark of the present ends of all curves.
    #[must_use]
    pub fn mark(&self) -> [CurveMarks; LossKind::ALL.len()] {
        self.0.each_ref().map(Curves::mark)
    }

    /// Removes what was added after the mark was made; see [`History::return_to`].
    pub fn return_to(&mut self, marks: &[CurveMarks; LossKind::ALL.len()]) {
        for (curves, marks) in self.0.iter_mut().zip(marks) {
            curves.return_to(marks);
        }
    }

    fn each(&mut self, mut add: impl FnMut(LossKind, &mut Curves)) {
        for (kind, curves) in LossKind::ALL.into_iter().zip(&mut self.0) {
            add(kind, curves);
        }
    }
}
