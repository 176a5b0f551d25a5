//! Changes in the course of a run: those that were made, and those that are planned.

use std::fmt;
use std::str::FromStr;

use crate::learning::invalid_value::InvalidValue;
use crate::learning::model::Weights;
use crate::learning::start::{parse_weights, show_weights};
use crate::session::settings::{LOSS, SHUFFLE, Setting, Settings, TABLE};

/// The name of the weights among what can be changed.
pub const WEIGHTS: &str = "weights";

/// So many changes of a run are kept; nobody reads or repeats more.
const MOST_CHANGES: usize = 1 << 12;

/// A value that was changed in the course of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// After so many updates.
    pub update: u64,
    /// The same in epochs.
    pub position: f64,
    /// What was changed: a setting's flag, or [`WEIGHTS`].
    pub name: &'static str,
    /// Its value before, as text.
    pub before: String,
    /// Its value from then on.
    pub after: String,
}

/// The changes of a run, oldest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Changes {
    made: Vec<Change>,
    /// Whether there were more than are kept.
    are_cut: bool,
}

impl Changes {
    /// What is kept of them.
    #[must_use]
    pub fn made(&self) -> &[Change] {
        &self.made
    }

    /// Whether there were more than are kept, so that the run cannot be repeated from them.
    #[must_use]
    pub fn are_cut(&self) -> bool {
        self.are_cut
    }

    /// Adds one. Of several changes of one value between two updates, only the outcome is kept, but each
    /// time that the rest of an epoch is shuffled another order is drawn.
    pub fn add(&mut self, change: Change) {
        let same = |other: &Change| other.update == change.update && other.name == change.name;
        let earlier = self.made.iter().rposition(same);
        if let Some(place) = earlier.filter(|_| change.name != SHUFFLE.flag) {
            let outcome = &mut self.made[place];
            outcome.after = change.after;
            // Weights that are put in are rounded, where the features are standardised: even the same
            // ones may be others.
            if outcome.after == outcome.before && outcome.name != WEIGHTS {
                self.made.remove(place);
            }
        } else if self.made.len() < MOST_CHANGES {
            self.made.push(change);
        } else {
            self.are_cut = true;
        }
    }

    /// Adds whatever differs between two settings and can be changed in the course of a run.
    pub fn add_differences(&mut self, update: u64, position: f64, from: &Settings, to: &Settings) {
        let in_a_run = TABLE
            .into_iter()
            .filter(|setting| setting.decides_run && !setting.restarts);
        for setting in in_a_run {
            let (before, after) = (setting.text(from), setting.text(to));
            if before != after {
                self.add(Change {
                    update,
                    position,
                    name: setting.flag,
                    before,
                    after,
                });
            }
        }
    }
}

/// Something that gets a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Assignment {
    /// A setting that can be changed in the course of a run, and a text that sets it.
    Setting(&'static Setting, String),
    /// The weights, in the data's own units.
    Weights(Weights),
}

impl Assignment {
    /// What must be named.
    const MUST: &str =
        "NAME=VALUE, where the name is weights or an option that can change in a run";

    /// Reads a name and a value.
    ///
    /// # Errors
    /// Where there is no such name, or no such value.
    pub fn of(name: &str, value: &str) -> Result<Self, InvalidValue> {
        if name == WEIGHTS {
            return parse_weights(value).map(Self::Weights).ok_or_else(|| {
                InvalidValue::new("finite numbers, the bias first", "weights=0,1,1")
            });
        }
        let setting = Settings::find(name).filter(|row| row.decides_run && !row.restarts);
        let setting = setting.ok_or_else(|| InvalidValue::new(Self::MUST, "100:alpha=0.1"))?;
        setting.set(&mut Settings::default(), value)?;
        Ok(Self::Setting(setting, value.to_owned()))
    }
}

/// A change that is to be made after so many updates.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// After so many updates of the run.
    pub update: u64,
    /// What gets which value.
    pub assignment: Assignment,
}

impl Planned {
    /// Whether it changes which loss is shown.
    #[must_use]
    pub fn is_of_loss(&self) -> bool {
        matches!(&self.assignment, Assignment::Setting(setting, _) if **setting == LOSS)
    }

    /// Whether it can be made in a run of a model with so many weights.
    ///
    /// # Errors
    /// Where it has another number of weights.
    pub fn check(&self, count: usize) -> Result<(), InvalidValue> {
        match &self.assignment {
            Assignment::Weights(weights) if weights.len() != count => {
                let example = format!("{WEIGHTS}={}", vec!["0"; count].join(","));
                let must = format!("{count} numbers, for the bias and each feature");
                Err(InvalidValue::new(&must, &example))
            }
            _ => Ok(()),
        }
    }
}

impl FromStr for Planned {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        let must = "UPDATE:NAME=VALUE";
        let parts = text.split_once(':').and_then(|(update, assignment)| {
            let (name, value) = assignment.split_once('=')?;
            Some((update.parse().ok()?, name, value))
        });
        let (update, name, value) =
            parts.ok_or_else(|| InvalidValue::new(must, "100:alpha=0.1"))?;
        let assignment = Assignment::of(name, value)?;
        Ok(Self { update, assignment })
    }
}

impl fmt::Display for Planned {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let update = self.update;
        match &self.assignment {
            Assignment::Setting(setting, value) => {
                write!(formatter, "{update}:{}={value}", setting.flag)
            }
            Assignment::Weights(weights) => {
                write!(formatter, "{update}:{WEIGHTS}={}", show_weights(weights))
            }
        }
    }
}

/// The changes that are to be made in a run, those of the same update in the order they were given in.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// Latest first.
    left: Vec<Planned>,
}

impl Plan {
    /// A plan of these changes, in any order.
    #[must_use]
    pub fn new(mut planned: Vec<Planned>) -> Self {
        planned.sort_by_key(|planned| planned.update);
        planned.reverse();
        Self { left: planned }
    }

    /// The next change that is due after so many updates; it is said once.
    pub fn take_due(&mut self, updates: u64) -> Option<Assignment> {
        let next = self.left.pop_if(|next| next.update <= updates);
        next.map(|next| next.assignment)
    }

    /// How many updates there are from here to the next change, if there is one.
    #[must_use]
    pub fn updates_left(&self, updates: u64) -> Option<u64> {
        self.left
            .last()
            .map(|next| next.update.saturating_sub(updates))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(update: u64, before: &str, after: &str) -> Change {
        Change {
            update,
            position: 0.0,
            name: "alpha",
            before: before.to_owned(),
            after: after.to_owned(),
        }
    }

    #[test]
    fn only_the_outcome_of_changes_between_two_updates_is_kept() {
        let mut changes = Changes::default();
        changes.add(change(3, "0.01", "0.02"));
        changes.add(change(3, "0.02", "0.05"));
        assert_eq!(changes.made(), [change(3, "0.01", "0.05")]);
        changes.add(change(3, "0.05", "0.01"));
        assert_eq!(changes.made(), []);
        changes.add(change(3, "0.01", "0.02"));
        changes.add(change(4, "0.02", "0.01"));
        assert_eq!(changes.made().len(), 2);
    }

    #[test]
    fn what_leaves_a_trace_is_kept_even_where_it_is_taken_back() {
        let named = |name, before, after| Change {
            name,
            ..change(3, before, after)
        };
        let mut changes = Changes::default();
        changes.add(named("shuffle", "on", "off"));
        changes.add(named("shuffle", "off", "on"));
        assert_eq!(changes.made().len(), 2);
        changes.add(named(WEIGHTS, "1,2", "1,3"));
        changes.add(named(WEIGHTS, "1,3", "1,2"));
        assert_eq!(changes.made()[2..], [named(WEIGHTS, "1,2", "1,2")]);
    }

    #[test]
    fn endless_changes_are_cut_and_said_to_be() {
        let mut changes = Changes::default();
        for update in 0..5000 {
            changes.add(change(update, "1", "2"));
        }
        assert_eq!(changes.made().len(), MOST_CHANGES);
        assert!(changes.are_cut());
    }

    #[test]
    fn what_is_planned_reads_back_and_what_cannot_be_is_refused() {
        for text in [
            "0:alpha=0.1",
            "120:weights=0,-1,2.5",
            "7:shuffle=on",
            "9:batch-size=all",
        ] {
            let planned: Planned = text.parse().expect("a plan");
            assert_eq!(planned.to_string(), text);
        }
        for text in [
            "alpha=1",
            "x:alpha=1",
            "1:alpha",
            "1:alpha=-1",
            "1:alhpa=1",
            "1:weights=1,x",
            "1:weights=1",
            "1:seed=3",
            "1:features=x1",
            "1:speed=3",
            "-1:alpha=1",
        ] {
            assert!(text.parse::<Planned>().is_err(), "{text}");
        }
    }

    #[test]
    fn changes_are_due_in_order() {
        let planned = ["5:alpha=1", "2:alpha=2", "5:shuffle=on"];
        let mut plan = Plan::new(planned.map(|text| text.parse().expect("a plan")).into());
        assert_eq!(plan.updates_left(0), Some(2));
        assert_eq!(plan.take_due(1), None);
        let name = |due: Option<Assignment>| match due {
            Some(Assignment::Setting(setting, value)) => format!("{}={value}", setting.flag),
            other => format!("{other:?}"),
        };
        assert_eq!(name(plan.take_due(2)), "alpha=2");
        assert_eq!(plan.updates_left(2), Some(3));
        assert_eq!(name(plan.take_due(9)), "alpha=1");
        assert_eq!(name(plan.take_due(9)), "shuffle=on");
        assert_eq!(plan.take_due(9), None);
        assert_eq!(plan.updates_left(9), None);
    }
}
