//! Registries: what there is to choose from, each entry with a name, in a list that never changes.
//!
//! The data families, the optimisers and the schedules are registries. To add an entry is to write one
//! file that says all about it, and one line in the list.

use std::fmt;
use std::str::FromStr;

use crate::learning::hyperparameters::Direction;
use crate::learning::invalid_value::InvalidValue;

/// An entry of a registry.
pub trait Registered: Sized + Send + Sync + 'static {
    /// All entries, the default first.
    fn all() -> &'static [&'static Self];
    /// The name by which it is chosen, one word of lower-case letters and digits.
    fn name(&self) -> &'static str;
    /// What it is, in one line.
    fn help(&self) -> &'static str;
}

/// One entry of a registry, the first unless another is chosen.
pub struct Choice<T: 'static>(&'static T);

impl<T: Registered> Choice<T> {
    /// The entry itself.
    #[must_use]
    pub fn get(self) -> &'static T {
        self.0
    }

    /// The next entry; after the last comes the first.
    #[must_use]
    pub fn stepped(self, direction: Direction) -> Self {
        let all = T::all();
        let place = all.iter().position(|entry| std::ptr::eq(*entry, self.0));
        let step = match direction {
            Direction::Up => 1,
            Direction::Down => all.len() - 1,
        };
        Self(all[(place.unwrap_or(0) + step) % all.len()])
    }

    /// The values allowed, in words.
    #[must_use]
    pub fn range() -> String {
        let names: Vec<&str> = T::all().iter().map(|entry| entry.name()).collect();
        match names.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
            None => String::new(),
        }
    }
}

impl<T> Clone for Choice<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Choice<T> {}

impl<T: Registered> Default for Choice<T> {
    fn default() -> Self {
        Self(T::all()[0])
    }
}

impl<T: Registered> PartialEq for Choice<T> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl<T: Registered> fmt::Debug for Choice<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.name())
    }
}

impl<T: Registered> fmt::Display for Choice<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.0.name())
    }
}

impl<T: Registered> FromStr for Choice<T> {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        let entry = T::all().iter().find(|entry| entry.name() == text);
        entry
            .map(|entry| Self(entry))
            .ok_or_else(|| InvalidValue::new(&Self::range(), T::all()[0].name()))
    }
}
