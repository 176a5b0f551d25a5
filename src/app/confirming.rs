//! What a new state of the engine changes on the screen.

use crate::app::App;
use crate::app::notice::Notice;
use crate::session::snapshot::Snapshot;

impl App {
    /// Takes over a snapshot of the engine.
    pub(super) fn confirm(&mut self, snapshot: Snapshot) {
        let told = self.confirmed().refused;
        self.revision += u64::from(self.journey.take().is_some());
        let run = self.confirmed().control.run;
        let told_of_log = self.told_of_log();
        let ahead = self.lane().future.as_ref().map(|future| future.updates);
        if self.training.confirm(snapshot) {
            self.ground.show(&self.training.lane().parameters);
            let why = self.training.confirmed().why.as_ref();
            let of = why.map(|why| (why.lane, self.training.confirmed().control.run));
            self.saying.say(of, why.and_then(|why| why.verdict));
            self.revision += 1;
            // What was refused is told once.
            let refused = self
                .confirmed()
                .refused
                .filter(|_| self.confirmed().refused != told);
            if let Some(refused) = refused {
                self.notices.tell(Notice::no_memory(&refused.why));
            }
            self.tell_of_log(told_of_log);
            let left = self.lane().abandoned.as_ref().map(|left| left.updates);
            let is_same_run = self.confirmed().control.run == run;
            if !is_same_run {
                // Its weights may be others, or of other features.
                self.view.probe = None;
            }
            let has_left = left.is_some() && left == ahead && self.lane().future.is_none();
            if is_same_run && has_left {
                self.notices.tell(Notice::branched());
            }
        }
        let weights = self.lane().parameters.len();
        if let Some(editor) = &mut self.view.editor {
            editor.fit(weights);
        }
    }
}
