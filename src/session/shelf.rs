//! The shelf: the lanes that keys have replaced, so that they can be brought back.

use std::sync::Arc;

use crate::learning::data::Dataset;
use crate::session::lanes::Lanes;

/// Largest number of sets of lanes on the shelf.
pub const DEEPEST: usize = 16;

/// Largest number of bytes that the data sets on the shelf take. The last set of lanes stays in any case.
const MOST_BYTES: usize = 512 << 20;

/// A side of the present lanes on the shelf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The lanes from before the present ones.
    Before,
    /// The lanes from after the present ones: those that were left to bring back earlier ones.
    After,
}

/// Lanes that were replaced, in the order in which they can be brought back.
#[derive(Default)]
pub struct Shelf {
    /// Lanes from before the present ones, latest last.
    before: Vec<Lanes>,
    /// Lanes from after the present ones, latest first.
    after: Vec<Lanes>,
}

impl Side {
    /// Returns the other side.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Before => Self::After,
            Self::After => Self::Before,
        }
    }
}

impl Shelf {
    /// Puts lanes aside that something new replaces.
    pub fn put(&mut self, lanes: Lanes) {
        // Lanes that were brought back and are now left for new ones are not lost either.
        self.before.extend(self.after.drain(..).rev());
        self.before.push(lanes);
        while self.before.len() > 1 && (self.before.len() > DEEPEST || self.bytes() > MOST_BYTES) {
            self.before.remove(0);
        }
    }

    /// Takes the lanes on one side that are next to the present ones; `None` if there are none.
    pub fn take(&mut self, side: Side) -> Option<Lanes> {
        self.side(side).pop()
    }

    /// Puts lanes on one side, next to the present ones.
    pub fn put_on(&mut self, side: Side, lanes: Lanes) {
        self.side(side).push(lanes);
    }

    fn side(&mut self, side: Side) -> &mut Vec<Lanes> {
        match side {
            Side::Before => &mut self.before,
            Side::After => &mut self.after,
        }
    }

    /// Returns the number of sets of lanes from before and from after the present ones.
    #[must_use]
    pub fn depths(&self) -> [usize; 2] {
        [self.before.len(), self.after.len()]
    }

    /// Forgets the oldest lanes, to make room. Returns whether there were any.
    pub fn forget_oldest(&mut self) -> bool {
        let is_there = !self.before.is_empty();
        if is_there {
            self.before.remove(0);
        }
        is_there
    }

    /// Returns the number of bytes that the data sets on the shelf take, each counted once.
    fn bytes(&self) -> usize {
        let all = self.before.iter().chain(&self.after);
        let mut counted: Vec<&Arc<Dataset>> = Vec::new();
        for lanes in all {
            let dataset = lanes.first().timeline.run().trainer().dataset();
            if !counted.iter().any(|other| Arc::ptr_eq(other, dataset)) {
                counted.push(dataset);
            }
        }
        counted.iter().map(|dataset| dataset.bytes()).sum()
    }
}
