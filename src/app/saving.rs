//! The record of runs that were written to files, which decides whether another may be written.

use crate::session::snapshot::Snapshot;

/// Largest number of files that the program writes before it is started again, so that pasted keys cannot
/// fill a folder.
const MOST_FILES: u32 = 20;

/// Files that were written since the program was started.
#[derive(Debug, Default)]
pub struct Saving {
    written: u32,
    under_way: Option<SavedState>,
    /// State that was written last, and the name of its file.
    last: Option<(SavedState, String)>,
}

/// Identity of a state of the training. Two equal states would give files with equal contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct SavedState {
    run: u64,
    updates: u64,
    commands: u64,
}

impl SavedState {
    fn of(snapshot: &Snapshot) -> Self {
        Self {
            run: snapshot.control.run,
            updates: snapshot.first().progress.updates,
            commands: snapshot.control.commands,
        }
    }
}

impl Saving {
    /// Checks that the run of a snapshot may be written.
    ///
    /// # Errors
    /// A short reason why it may not be written: another run is being written, this state has been written
    /// already, or the largest number of files is reached.
    pub fn check(&self, snapshot: &Snapshot) -> Result<(), String> {
        let state = SavedState::of(snapshot);
        if self.under_way.is_some() {
            return Err("not written: another one is under way".to_owned());
        }
        if let Some((_, file)) = self.last.as_ref().filter(|(last, _)| *last == state) {
            return Err(format!("written already: {file}"));
        }
        if self.written >= MOST_FILES {
            return Err(format!(
                "not written: {MOST_FILES} were, until the next start"
            ));
        }
        Ok(())
    }

    /// Records that the run of a snapshot is being written.
    pub fn begin(&mut self, snapshot: &Snapshot) {
        self.under_way = Some(SavedState::of(snapshot));
    }

    /// Records the outcome of writing a run: the name of the file, or the reason of the failure.
    pub fn end(&mut self, outcome: &Result<String, String>) {
        let state = self.under_way.take();
        if let (Some(state), Ok(file)) = (state, outcome) {
            self.written += 1;
            self.last = Some((state, file.clone()));
        }
    }
}
