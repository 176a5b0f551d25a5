//! Which runs were written to files, and whether another may be.

use crate::session::snapshot::Snapshot;

/// So many files are written at most: whatever is typed or pasted, it does not fill a folder.
const MOST_FILES: u32 = 20;

/// The files of one start of the program.
#[derive(Debug, Default)]
pub struct Saving {
    written: u32,
    under_way: Option<SavedState>,
    /// What was written last, and where.
    last: Option<(SavedState, String)>,
}

/// A state of a training, at which its run would be written in the same words again.
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
    /// Where it is not to be written, in a few words.
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

    /// Notes that the run of a snapshot is being written.
    pub fn begin(&mut self, snapshot: &Snapshot) {
        self.under_way = Some(SavedState::of(snapshot));
    }

    /// Notes what has become of it: the file, or why there is none.
    pub fn end(&mut self, outcome: &Result<String, String>) {
        let state = self.under_way.take();
        if let (Some(state), Ok(file)) = (state, outcome) {
            self.written += 1;
            self.last = Some((state, file.clone()));
        }
    }
}
