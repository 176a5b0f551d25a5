//! Registries: lists of entries that can be chosen by name and that never change.
//!
//! The data families, the optimisers and the schedules are registries. A new entry takes one file, which
//! defines it, and one line in the list.

use std::fmt;
use std::str::FromStr;

use crate::learning::numeric::checked::OutOfRange;

/// An entry of a registry.
pub trait Registered: Sized + Send + Sync + 'static {
    /// Returns all entries, the default first.
    fn all() -> &'static [&'static Self];
    /// Returns the name by which the entry is chosen: one word of lower-case letters and digits.
    fn name(&self) -> &'static str;
    /// Returns a description of the entry in one line.
    fn help(&self) -> &'static str;
}

/// A chosen entry of a registry. The default is the first entry.
pub struct Choice<T: 'static>(&'static T);

impl<T: Registered> Choice<T> {
    /// Returns the entry.
    #[must_use]
    pub fn get(self) -> &'static T {
        self.0
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
    type Err = OutOfRange;

    fn from_str(text: &str) -> Result<Self, OutOfRange> {
        let entry = T::all().iter().find(|entry| entry.name() == text);
        entry.map(|entry| Self(entry)).ok_or(OutOfRange)
    }
}
