//! The shelf: the lanes that keys have replaced, so that they can be brought back.

use std::sync::Arc;

use crate::learning::data::Dataset;
use crate::session::lanes::Lanes;

/// Largest number of sets of lanes on the shelf.
pub const DEEPEST: usize = 16;

/// Largest number of bytes that the data sets on the shelf take. The last set of lanes stays in any case.
const MOST_BYTES: usize = 512 << 20;

/// Bytes of a sample: two features and the label.
const BYTES_OF_SAMPLE: usize = 24;

/// Lanes that were replaced, in the order in which they can be brought back.
#[derive(Default)]
pub struct Shelf {
    /// Lanes from before the present ones, latest last.
    back: Vec<Lanes>,
    /// Lanes from after the present ones, latest first.
    forward: Vec<Lanes>,
}

impl Shelf {
    /// Puts lanes aside that something new replaces.
    pub fn put(&mut self, lanes: Lanes) {
        // Lanes that were brought back and are now left for new ones are not lost either.
        self.back.extend(self.forward.drain(..).rev());
        self.back.push(lanes);
        while self.back.len() > 1 && (self.back.len() > DEEPEST || self.bytes() > MOST_BYTES) {
            self.back.remove(0);
        }
    }

    /// Takes the lanes from before the present ones.
    pub fn take_back(&mut self) -> Option<Lanes> {
        self.back.pop()
    }

    /// Takes the lanes from after the present ones.
    pub fn take_forward(&mut self) -> Option<Lanes> {
        self.forward.pop()
    }

    /// Puts the present lanes aside, because those before them were taken.
    pub fn put_forward(&mut self, lanes: Lanes) {
        self.forward.push(lanes);
    }

    /// Puts the present lanes aside, because those after them were taken.
    pub fn put_back(&mut self, lanes: Lanes) {
        self.back.push(lanes);
    }

    /// Returns the number of sets of lanes from before and from after the present ones.
    #[must_use]
    pub fn depths(&self) -> [usize; 2] {
        [self.back.len(), self.forward.len()]
    }

    /// Forgets the oldest lanes, to make room. Returns whether there were any.
    pub fn forget_oldest(&mut self) -> bool {
        let is_there = !self.back.is_empty();
        if is_there {
            self.back.remove(0);
        }
        is_there
    }

    /// Returns the number of bytes that the data sets on the shelf take, each counted once.
    fn bytes(&self) -> usize {
        let all = self.back.iter().chain(&self.forward);
        let mut counted: Vec<&Arc<Dataset>> = Vec::new();
        for lanes in all {
            let dataset = lanes.first().timeline.run().trainer().dataset();
            if !counted.iter().any(|other| Arc::ptr_eq(other, dataset)) {
                counted.push(dataset);
            }
        }
        let samples: usize = counted.iter().map(|dataset| dataset.len()).sum();
        samples * BYTES_OF_SAMPLE
    }
}
