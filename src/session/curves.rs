//! The losses of a run: those that were measured last, and their curves.

use crate::learning::train::loss::{EpochLosses, LossKind, Losses};
use crate::session::history::History;

/// The losses that were measured last, where there are any.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LastLosses {
    /// Those of the last complete epoch.
    pub epoch: Option<Losses>,
    /// Those of the last mini-batch.
    pub batch: Option<Losses>,
    /// Those of the test samples after the last complete epoch.
    pub test: Option<Losses>,
}

/// The curves of the losses of one kind. A clone shares the histories, it does not copy them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Curves {
    /// Over the epochs.
    pub epochs: History,
    /// Over the mini-batches.
    pub batches: History,
    /// Over the epochs, of the test samples; a gap where a test has no loss. Its slots stand beside those of
    /// `epochs`. Empty where there are no test samples.
    pub tests: History,
}

/// The curves of each kind of loss.
#[derive(Debug, Clone, Default)]
pub struct CurvesByKind([Curves; LossKind::ALL.len()]);

impl Curves {
    /// Forgets everything after an update and the epochs that were complete then; see [`History::cut`].
    pub fn cut(&mut self, updates: u64, epochs: u64) {
        self.batches.cut(updates);
        self.epochs.cut(epochs);
        self.tests.cut(epochs);
    }
}

impl CurvesByKind {
    /// The curves of a kind of loss.
    #[must_use]
    pub fn of(&self, kind: LossKind) -> &Curves {
        &self.0[kind as usize]
    }

    /// Adds the losses of a mini-batch.
    pub fn push_batch(&mut self, position: f64, losses: &Losses) {
        self.each(|kind, curves| {
            if let Some(loss) = losses.of(kind) {
                curves.batches.push(position, loss);
            }
        });
    }

    /// Adds the losses of an epoch, and those of its test where there are test samples.
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

    fn each(&mut self, mut add: impl FnMut(LossKind, &mut Curves)) {
        for (kind, curves) in LossKind::ALL.into_iter().zip(&mut self.0) {
            add(kind, curves);
        }
    }
}
