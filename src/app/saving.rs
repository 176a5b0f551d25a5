//! Which runs were written to files, and whether another may be.

use crate::session::snapshot::Snapshot;

/// So many files are written at most: whatever is typed or pasted, it does not fill a folder.
const MOST_FILES: u32 = 20;

/// The files of one start of the program.
#[derive(Debug, Default)]
pub struct Saving {
    written: u32,
    under_way: Option<Moment>,
    /// What was written last, and where.
    last: Option<(Moment, String)>,
}

/// A moment of a training, at which its run would be written in the same words again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Moment {
    run: u64,
    updates: u64,
    commands: u64,
}

impl Moment {
    fn of(snapshot: &Snapshot) -> Self {
        Self {
            run: snapshot.control.run,
            updates: snapshot.progress.updates,
            commands: snapshot.control.commands,
        }
    }
}

impl Saving {
    /// Begins to write the run of a snapshot.
    ///
    /// # Errors
    /// Where it is not to be written, in a few words.
    pub fn begin(&mut self, snapshot: &Snapshot) -> Result<(), String> {
        let moment = Moment::of(snapshot);
        if self.under_way.is_some() {
            return Err("not written: another one is under way".to_owned());
        }
        if let Some((_, file)) = self.last.as_ref().filter(|(last, _)| *last == moment) {
            return Err(format!("written already: {file}"));
        }
        if self.written >= MOST_FILES {
            return Err(format!(
                "not written: {MOST_FILES} were, until the next start"
            ));
        }
        self.under_way = Some(moment);
        Ok(())
    }

    /// Notes what has become of it: the file, or why there is none.
    pub fn end(&mut self, outcome: &Result<String, String>) {
        let moment = self.under_way.take();
        if let (Some(moment), Ok(file)) = (moment, outcome) {
            self.written += 1;
            self.last = Some((moment, file.clone()));
        }
    }
}
