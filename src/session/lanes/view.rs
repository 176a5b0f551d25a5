//! What a snapshot shows of a lane.

use crate::learning::quality::Quality;
use crate::learning::train::loss::LossKind;
use crate::session::lanes::Lane;
use crate::session::run::checkpoint::Record;
use crate::session::snapshot::{GhostView, LaneView, Phase, Progress};

impl Lane {
    /// Returns the phase of the lane; `is_training` says whether the engine trains.
    #[must_use]
    pub fn phase(&self, is_training: bool) -> Phase {
        let run = self.timeline.run();
        if run.has_diverged() {
            Phase::Diverged
        } else if run.stop().is_some() {
            Phase::Finished
        } else if is_training && !self.is_still() {
            Phase::Running
        } else {
            Phase::Paused
        }
    }

    /// Returns the state of the lane with the curves of a kind of loss. The accuracy takes a pass over the data, and
    /// so does the loss before the first epoch is complete; while it trains, they are estimated from at most half a
    /// million samples.
    #[must_use]
    pub fn view(&self, is_training: bool, kind: LossKind) -> LaneView {
        let run = self.timeline.run();
        let trainer = run.trainer();
        let phase = self.phase(is_training);
        let is_estimate = phase == Phase::Running;
        let accuracy = trainer.accuracy(is_estimate);
        let test_accuracy = trainer.test_accuracy(is_estimate);
        let counted = test_accuracy.as_ref().unwrap_or(&accuracy).confusion;
        let quality = |counted| Quality::new(&counted, trainer.auc_on_screen(is_estimate));
        let mut recipe = run.recipe();
        if self.is_pinned && trainer.updates() == 0 {
            recipe.stands_at = Some(0);
        }
        // All lanes show one kind of loss, also the pinned ones.
        let mut settings = run.settings().clone();
        settings.setup.hyperparameters.loss = kind;
        LaneView {
            id: self.id,
            is_pinned: self.is_pinned,
            phase,
            settings,
            recipe,
            stop: run.stop(),
            parameters: trainer.parameters(),
            predictor: trainer.predictor(),
            alpha: trainer.alpha(),
            training_samples: trainer.dataset().training().len(),
            accuracy,
            test_accuracy,
            quality: counted.map(quality),
            progress: Progress {
                epochs: trainer.epochs(),
                update_of_epoch: trainer.update_of_epoch(),
                updates_of_epoch: trainer.updates_of_epoch(),
                updates: trainer.updates(),
                position: trainer.position(),
            },
            losses: run.losses(is_estimate),
            curves: run.curves(kind),
            accuracies: run.accuracies().clone(),
            traced: None,
            trail: Vec::new(),
            future: self.timeline.future().map(|record| ghost(record, kind)),
            abandoned: self.timeline.abandoned().map(|record| ghost(record, kind)),
        }
    }
}

fn ghost(record: &Record, kind: LossKind) -> GhostView {
    GhostView {
        updates: record.updates,
        position: record.position,
        curves: record.curves.of(kind).clone(),
    }
}
