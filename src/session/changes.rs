//! The changes of a run as one ordered list: made changes first, then the changes that lie ahead.

use crate::session::change::{Change, Made, Value};
use crate::session::settings::SHUFFLE;

/// Largest number of made changes that a run keeps. A longer list would not be read or repeated.
const MOST_CHANGES: usize = 1 << 12;

/// The changes of a run in the order in which they are made. A cursor separates the changes that were made
/// from the changes that lie ahead. A change stays in the list when it is made, so that going back in a run
/// only moves the cursor.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Changes {
    all: Vec<Change>,
    /// Number of changes that have been made.
    cursor: usize,
    /// Whether more changes were made than are kept.
    are_cut: bool,
}

impl Changes {
    /// Creates a list of changes that all lie ahead. They may be given in any order. Changes at one update
    /// are made in the order in which they were given.
    #[must_use]
    pub fn planned(mut all: Vec<Change>) -> Self {
        all.sort_by_key(|change| change.update);
        Self {
            all,
            ..Self::default()
        }
    }

    /// Returns all changes in order, whether they have been made or not.
    #[must_use]
    pub fn all(&self) -> &[Change] {
        &self.all
    }

    /// Returns the changes that were made, oldest first.
    #[must_use]
    pub fn made(&self) -> &[Change] {
        &self.all[..self.cursor]
    }

    /// Returns the changes that lie ahead, the next one first.
    #[must_use]
    pub fn ahead(&self) -> &[Change] {
        &self.all[self.cursor..]
    }

    /// Returns whether more changes were made than are kept, so that the run cannot be repeated.
    #[must_use]
    pub fn are_cut(&self) -> bool {
        self.are_cut
    }

    /// Returns the value of the next change ahead, if the change is due after `updates` updates.
    #[must_use]
    pub fn due(&self, updates: u64) -> Option<&Value> {
        let next = self.ahead().first().filter(|next| next.update <= updates);
        next.map(|next| &next.value)
    }

    /// Returns the number of updates from update `updates` to the next change ahead; `None` if there is none.
    #[must_use]
    pub fn updates_left(&self, updates: u64) -> Option<u64> {
        let next = self.ahead().first();
        next.map(|next| next.update.saturating_sub(updates))
    }

    /// Records that the next change ahead has been made, and moves the cursor past it.
    pub fn pass(&mut self, made: Made) {
        if let Some(next) = self.all.get_mut(self.cursor) {
            next.made = Some(made);
            self.cursor += 1;
        }
    }

    /// Moves the cursor back, so that only the first `made` changes count as made.
    pub fn rewind(&mut self, made: usize) {
        self.cursor = made.min(self.cursor);
    }

    /// Moves the cursor past `count` changes ahead that were made before the run went back.
    pub fn repeat(&mut self, count: usize) {
        self.cursor = (self.cursor + count).min(self.all.len());
    }

    /// Removes the changes ahead that were made before the run went back. Changes that were planned and never
    /// made stay.
    pub fn drop_future(&mut self) {
        let cursor = self.cursor;
        let mut place = 0;
        self.all.retain(|change| {
            place += 1;
            place <= cursor || change.made.is_none()
        });
    }

    /// Inserts a change that has just been made in front of the changes that lie ahead.
    ///
    /// If one value is set several times between two updates, only the outcome is kept, with two exceptions.
    /// All changes of `shuffle` are kept, because each one draws another order for the rest of the epoch. And
    /// changes of a single weight and of all weights never replace one another across a change of the other
    /// kind, because their order matters.
    pub fn insert(&mut self, update: u64, value: Value, made: Made) {
        if let Some(place) = self.replaced(update, &value) {
            let outcome = &mut self.all[place];
            outcome.value = value;
            // A change of weights is kept even if it restores the old value: with standardised features,
            // the weights are converted and rounded, so the trained weights may differ.
            if !outcome.has_effect() && !outcome.value.is_of_weights() {
                self.all.remove(place);
                self.cursor -= 1;
            }
        } else if self.cursor < MOST_CHANGES {
            let made = Some(made);
            let change = Change {
                update,
                value,
                made,
            };
            self.all.insert(self.cursor, change);
            self.cursor += 1;
        } else {
            self.are_cut = true;
        }
    }

    /// Returns the index of a change made at this update that a new change to `value` replaces, if any.
    fn replaced(&self, update: u64, value: &Value) -> Option<usize> {
        if value.is_of(&SHUFFLE) {
            return None;
        }
        let is_behind = |change: &Change| match (&change.value, value) {
            (Value::Weights(_), Value::Weight(..)) | (Value::Weight(..), Value::Weights(_)) => true,
            _ => change.update != update,
        };
        let made = self.made().iter().enumerate().rev();
        let mut since = made.take_while(|(_, change)| !is_behind(change));
        since
            .find(|(_, change)| change.value.has_target_of(value))
            .map(|(place, _)| place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Value {
        let (name, text) = text.split_once('=').expect("an assignment");
        Value::parse(name, text).expect("a value")
    }

    /// Inserts a change of a value from one text to another.
    fn insert(changes: &mut Changes, update: u64, from: &str, to: &str) {
        let position = 0.0;
        let before = value(from);
        changes.insert(update, value(to), Made { before, position });
    }

    fn texts(changes: &[Change]) -> Vec<String> {
        changes.iter().map(ToString::to_string).collect()
    }

    fn planned(texts: &[&str]) -> Changes {
        let parse = |text: &&str| text.parse().expect("a change");
        Changes::planned(texts.iter().map(parse).collect())
    }

    #[test]
    fn only_the_outcome_of_changes_between_two_updates_is_kept() {
        let mut changes = Changes::default();
        insert(&mut changes, 3, "alpha=0.01", "alpha=0.02");
        insert(&mut changes, 3, "alpha=0.02", "alpha=0.05");
        assert_eq!(texts(changes.made()), ["3:alpha=0.05"]);
        let made = changes.made()[0].made.as_ref().expect("it was made");
        assert_eq!(made.before, value("alpha=0.01"));
        insert(&mut changes, 3, "alpha=0.05", "alpha=0.01");
        assert_eq!(changes.made(), []);
        insert(&mut changes, 3, "alpha=0.01", "alpha=0.02");
        insert(&mut changes, 4, "alpha=0.02", "alpha=0.01");
        assert_eq!(changes.made().len(), 2);
    }

    #[test]
    fn a_change_with_a_trace_is_kept_even_where_it_is_taken_back() {
        let mut changes = Changes::default();
        insert(&mut changes, 3, "shuffle=on", "shuffle=off");
        insert(&mut changes, 3, "shuffle=off", "shuffle=on");
        assert_eq!(changes.made().len(), 2);
        insert(&mut changes, 3, "W1=2", "W1=3");
        insert(&mut changes, 3, "W1=3", "W1=2");
        assert_eq!(texts(&changes.made()[2..]), ["3:W1=2"]);
    }

    #[test]
    fn weights_keep_the_order_in_which_single_ones_and_all_were_set() {
        let mut changes = Changes::default();
        insert(&mut changes, 3, "W0=1", "W0=2");
        insert(&mut changes, 3, "W1=1", "W1=5");
        insert(&mut changes, 3, "W0=2", "W0=3");
        assert_eq!(texts(changes.made()), ["3:W0=3", "3:W1=5"]);
        insert(&mut changes, 3, "weights=3,5", "weights=0,0");
        insert(&mut changes, 3, "weights=0,0", "weights=1,1");
        insert(&mut changes, 3, "W0=1", "W0=9");
        insert(&mut changes, 3, "weights=9,1", "weights=4,4");
        let kept = [
            "3:W0=3",
            "3:W1=5",
            "3:weights=1,1",
            "3:W0=9",
            "3:weights=4,4",
        ];
        assert_eq!(texts(changes.made()), kept);
    }

    #[test]
    fn endless_changes_are_cut_and_said_to_be() {
        let mut changes = Changes::default();
        for update in 0..5000 {
            insert(&mut changes, update, "alpha=1", "alpha=2");
        }
        assert_eq!(changes.made().len(), MOST_CHANGES);
        assert!(changes.are_cut());
    }

    #[test]
    fn changes_are_due_in_order_and_stay_in_the_list() {
        let mut changes = planned(&["5:alpha=1", "2:alpha=2", "5:shuffle=on"]);
        assert_eq!(changes.updates_left(0), Some(2));
        assert_eq!(changes.due(1), None);
        let made = || Made {
            before: value("alpha=0.5"),
            position: 0.25,
        };
        let mut order = Vec::new();
        while let Some(due) = changes.due(9) {
            order.push(due.to_string());
            changes.pass(made());
        }
        assert_eq!(order, ["alpha=2", "alpha=1", "shuffle=on"]);
        assert_eq!(changes.updates_left(9), None);
        assert_eq!((changes.made().len(), changes.ahead().len()), (3, 0));
    }

    #[test]
    fn a_new_change_in_the_past_drops_what_was_made_and_keeps_what_was_planned() {
        let mut changes = planned(&["5:alpha=1", "9:alpha=2"]);
        changes.pass(Made {
            before: value("alpha=0.5"),
            position: 0.25,
        });
        insert(&mut changes, 7, "batch-size=32", "batch-size=64");
        changes.rewind(0);
        assert_eq!(
            texts(changes.ahead()),
            ["5:alpha=1", "7:batch-size=64", "9:alpha=2"]
        );
        changes.drop_future();
        insert(&mut changes, 3, "alpha=0.5", "alpha=0.1");
        assert_eq!(texts(changes.made()), ["3:alpha=0.1"]);
        assert_eq!(texts(changes.ahead()), ["9:alpha=2"]);
    }

    #[test]
    fn a_change_by_key_leaves_those_ahead_where_they_are() {
        let mut changes = planned(&["5:alpha=1", "9:alpha=2"]);
        changes.pass(Made {
            before: value("alpha=0.5"),
            position: 0.25,
        });
        insert(&mut changes, 7, "batch-size=32", "batch-size=64");
        assert_eq!(texts(changes.made()), ["5:alpha=1", "7:batch-size=64"]);
        assert_eq!(texts(changes.ahead()), ["9:alpha=2"]);
    }
}
