//! Writes the files that keys ask for, and keeps a record of them, which decides whether another may be written.

use std::sync::Arc;

use crate::app::App;
use crate::app::action::FileKind;
use crate::app::effect::{Effect, Predictions};
use crate::app::notice::Notice;
use crate::session::lane::LaneId;
use crate::session::recipe::file;
use crate::session::snapshot::Snapshot;

/// Largest number of files that the program writes before it is started again, so that pasted keys cannot
/// fill a folder.
const MOST_FILES: u32 = 20;

/// Files that were written since the program was started.
#[derive(Debug, Default)]
pub struct Saving {
    written: u32,
    under_way: Option<(FileKind, SavedState)>,
    /// State that was written last to a file of each kind, and the name of the file.
    last: [Option<(SavedState, String)>; 2],
}

/// Identity of a state of the training. Two equal states would give files with equal contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct SavedState {
    run: u64,
    /// Number of updates of all lanes.
    updates: u64,
    commands: u64,
    /// The lane that the panels show.
    lane: LaneId,
}

impl SavedState {
    fn of(snapshot: &Snapshot, lane: LaneId) -> Self {
        let updates = snapshot.lanes.iter().map(|lane| lane.progress.updates);
        Self {
            run: snapshot.control.run,
            updates: updates.sum(),
            commands: snapshot.control.commands,
            lane,
        }
    }
}

impl Saving {
    /// Checks that a file of this kind may be written of a snapshot.
    ///
    /// # Errors
    /// A short reason why it may not be written: another file is being written, this state has been written
    /// already, or the largest number of files is reached.
    pub fn check(&self, kind: FileKind, snapshot: &Snapshot, lane: LaneId) -> Result<(), String> {
        let state = SavedState::of(snapshot, lane);
        if self.under_way.is_some() {
            return Err("not written: another one is under way".to_owned());
        }
        let last = self.last[kind as usize].as_ref();
        if let Some((_, file)) = last.filter(|(last, _)| *last == state) {
            return Err(format!("written already: {file}"));
        }
        if self.written >= MOST_FILES {
            return Err(format!(
                "not written: {MOST_FILES} were, until the next start"
            ));
        }
        Ok(())
    }

    /// Records that a file of this kind is being written of a snapshot.
    pub fn begin(&mut self, kind: FileKind, snapshot: &Snapshot, lane: LaneId) {
        self.under_way = Some((kind, SavedState::of(snapshot, lane)));
    }

    /// Records the outcome of writing a file: the name of the file, or the reason of the failure.
    pub fn end(&mut self, outcome: &Result<String, String>) {
        let under_way = self.under_way.take();
        if let (Some((kind, state)), Ok(file)) = (under_way, outcome) {
            self.written += 1;
            self.last[kind as usize] = Some((state, file.clone()));
        }
    }
}

impl App {
    /// Returns the effect that writes a file of this kind. If it may not be written, the notice says why.
    pub(super) fn save(&mut self, kind: FileKind) -> Vec<Effect> {
        let lane = self.lane().id;
        let made = self.saving.check(kind, self.training.confirmed(), lane);
        let made = made.map_err(Notice::not_saved).and_then(|()| match kind {
            FileKind::Run => self.kept_run(),
            FileKind::Predictions => self.predictions(),
        });
        match made {
            Ok(effect) => {
                self.saving.begin(kind, self.training.confirmed(), lane);
                vec![effect]
            }
            Err(refusal) => {
                self.notices.tell(refusal);
                Vec::new()
            }
        }
    }

    /// Returns the effect that writes all lanes, or the refusal if they cannot be repeated.
    fn kept_run(&self) -> Result<Effect, Notice> {
        let lanes = self.lanes_to_keep();
        let origin = self.confirmed().dataset.origin();
        let text = file::write(&lanes, &self.own_data, origin);
        text.map(Effect::Save).ok_or_else(Notice::too_many_changes)
    }

    /// Returns the effect that writes the predictions, or the refusal if the rows cannot be read again.
    fn predictions(&self) -> Result<Effect, Notice> {
        if self.is_piped() {
            return Err(Notice::read_only_once());
        }
        let settings = self.lane().recipe.began.setup.data;
        Ok(Effect::Predict(Box::new(Predictions {
            predictor: self.lane().predictor.clone(),
            dataset: Arc::clone(&self.confirmed().dataset),
            settings,
        })))
    }
}
