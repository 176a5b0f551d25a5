//! The order in which an epoch goes through the samples.

mod moved;

use std::collections::TryReserveError;

use rand::rngs::Xoshiro256PlusPlus;

use crate::learning::data::{Columns, room};
use crate::learning::numeric::random_state::RandomState;
use crate::learning::train::order::moved::{Moved, Row};

/// Largest number of samples that are copied side by side before they are added up.
const GATHERED: usize = 4096;

/// Number of samples above which an order is drawn by moving the samples themselves.
const MANY: usize = 1 << 16;

/// Order of the samples in an epoch: the order of the data set, or a random order. All permutations are
/// equally likely.
#[derive(Clone)]
pub struct Order {
    present: Present,
    random: Random,
    /// Random streams before the present order was drawn; `None` if it was not drawn.
    before: Option<Random>,
    /// Copies of the samples to be read next, side by side.
    gathered: [Vec<f64>; 3],
}

/// Present order of the samples.
#[derive(Clone)]
enum Present {
    AsTheyStand,
    /// Indices of the samples, in the order in which they are read.
    Permuted(Vec<u32>),
    /// Order of the samples that [`Random::moved`] holds.
    Moved,
}

/// Random streams that the orders are drawn from.
#[derive(Clone)]
struct Random {
    /// Stream for few samples: `RandomState(seed).permutation(samples)` once per epoch, as NumPy draws it.
    permutations: RandomState,
    /// Separate stream for many samples, with the moved samples.
    moved: Moved,
}

impl Order {
    /// Makes an order whose draws start from `seed`. Until the first draw, the samples come in the order of
    /// the data set.
    #[must_use]
    pub fn new(seed: u32) -> Self {
        Self {
            present: Present::AsTheyStand,
            random: Random {
                permutations: RandomState::new(seed),
                moved: Moved::new(seed),
            },
            before: None,
            gathered: [const { Vec::new() }; 3],
        }
    }

    /// Sets the order to that of the data set.
    pub fn reset(&mut self) {
        self.present = Present::AsTheyStand;
        self.before = None;
    }

    /// Bytes that [`reserve`](Self::reserve) takes for each sample.
    pub const BYTES_EACH: usize = size_of::<Row>() + size_of::<u32>();

    /// Makes room for shuffling this number of samples.
    ///
    /// # Errors
    /// If the system does not give the memory.
    pub fn reserve(&mut self, samples: usize) -> Result<(), TryReserveError> {
        if samples > MANY {
            self.random.moved.reserve(samples)?;
            // Shuffling that begins in the middle of an epoch needs a permutation for the rest of it.
            drop(room::<u32>(samples)?);
        }
        Ok(())
    }

    /// Returns whether the present order can be drawn again, or takes little memory. This is not so after shuffling of
    /// many samples was turned on or off in the middle of the epoch.
    #[must_use]
    pub fn can_be_drawn_again(&self) -> bool {
        !matches!(&self.present, Present::Permuted(permutation) if permutation.len() > MANY)
    }

    /// Returns a copy without the samples that were moved: they are moved again when they are needed.
    #[must_use]
    pub fn without_moved_samples(&self) -> Self {
        Self {
            present: self.present.clone(),
            random: self.random.without_samples(),
            before: self.before.clone(),
            gathered: [const { Vec::new() }; 3],
        }
    }

    /// Takes over the memory of `other`, and the samples that it has moved if they are in the order that this
    /// order needs.
    pub fn take_over(&mut self, other: &mut Self) {
        std::mem::swap(&mut self.gathered, &mut other.gathered);
        let has_order = matches!(
            (&self.present, &other.present),
            (Present::Moved, Present::Moved)
        );
        let is_equal = has_order && self.draws_from() == other.draws_from();
        self.random
            .moved
            .take_over(&mut other.random.moved, is_equal);
    }

    /// Returns the random stream that moved samples were drawn from.
    fn draws_from(&self) -> Option<&Xoshiro256PlusPlus> {
        self.before.as_ref().map(|before| before.moved.stream())
    }

    /// Moves the samples into the present order again if they were left out of a copy.
    fn move_again(&mut self, samples: Columns) {
        if let (Present::Moved, Some(before)) = (&self.present, &self.before)
            && self.random.moved.is_empty()
        {
            self.random.moved.draw_again(&before.moved, samples);
        }
    }

    /// Draws a random order for a whole epoch.
    pub fn draw(&mut self, samples: Columns) {
        self.before = Some(self.random.without_samples());
        if samples.len() > MANY {
            self.random.moved.draw(samples);
            self.present = Present::Moved;
            return;
        }
        let mut permutation = self.take_permutation();
        permutation.clear();
        permutation.extend(0..index(samples.len()));
        self.random.permutations.shuffle(&mut permutation);
        self.present = Present::Permuted(permutation);
    }

    /// Takes back the present order, as if it had not been drawn, and returns to the order of the data set.
    /// If the order was not drawn, the random streams stay unchanged.
    pub fn undraw(&mut self) {
        if let Some(before) = self.before.take() {
            self.random = before;
        }
        self.present = Present::AsTheyStand;
    }

    /// Shuffles the samples from place `seen` on, or puts them back in the order of the data set.
    pub fn reorder_rest(&mut self, shuffle: bool, seen: usize, samples: Columns) {
        self.move_again(samples);
        let mut permutation = match std::mem::replace(&mut self.present, Present::AsTheyStand) {
            Present::AsTheyStand => (0..index(samples.len())).collect(),
            Present::Permuted(permutation) => permutation,
            Present::Moved => {
                // The samples before `seen` are not read again, so their indices do not matter.
                let rest = self.random.moved.rest(seen);
                std::iter::repeat_n(0, seen).chain(rest).collect()
            }
        };
        let rest = &mut permutation[seen..];
        if shuffle {
            self.random.permutations.shuffle(rest);
        } else {
            rest.sort_unstable();
        }
        self.present = Present::Permuted(permutation);
    }

    /// Returns the largest number of samples that [`part`](Self::part) returns at a time.
    #[must_use]
    pub fn most(&self) -> usize {
        match self.present {
            Present::AsTheyStand => usize::MAX,
            Present::Permuted(_) | Present::Moved => GATHERED,
        }
    }

    /// Returns the samples at the places `from..to` of the order; at most [`most`](Self::most) samples.
    pub fn part<'a>(&'a mut self, samples: Columns<'a>, from: usize, to: usize) -> Columns<'a> {
        self.move_again(samples);
        match &self.present {
            Present::AsTheyStand => return samples.part(from..to),
            Present::Permuted(permutation) => {
                let places = &permutation[from..to];
                let [x1, x2, labels] = &mut self.gathered;
                gather(x1, samples.x1, places);
                gather(x2, samples.x2, places);
                gather(labels, samples.labels, places);
            }
            Present::Moved => return self.random.moved.part(from, to),
        }
        let [x1, x2, labels] = &self.gathered;
        Columns { x1, x2, labels }
    }

    /// Takes the buffer of the last permutation, to be used again.
    fn take_permutation(&mut self) -> Vec<u32> {
        match std::mem::replace(&mut self.present, Present::AsTheyStand) {
            Present::Permuted(permutation) => permutation,
            Present::AsTheyStand | Present::Moved => Vec::new(),
        }
    }
}

impl Random {
    /// Copies the random streams without the moved samples, because a new draw moves the samples again.
    fn without_samples(&self) -> Self {
        Self {
            permutations: self.permutations.clone(),
            moved: self.moved.without_samples(),
        }
    }
}

fn gather(gathered: &mut Vec<f64>, column: &[f64], places: &[u32]) {
    gathered.clear();
    gathered.extend(places.iter().map(|&place| column[place as usize]));
}

fn index(samples: usize) -> u32 {
    u32::try_from(samples).expect("a data set has at most 100 million samples")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn put_back_in_order_in_the_middle_what_is_left_of_an_epoch_comes_as_it_stands() {
        for count in [1000, MANY + 1000] {
            let numbers: Vec<f64> = (0..count).map(|i| i as f64).collect();
            let labels = vec![0.0; count];
            let samples = Columns {
                x1: &numbers,
                x2: &numbers,
                labels: &labels,
            };
            let mut order = Order::new(3);
            order.draw(samples);
            let seen = count - 500;
            let mut first: Vec<f64> = Vec::new();
            while first.len() < seen {
                let to = seen.min(first.len() + order.most());
                let part = order.part(samples, first.len(), to);
                first.extend(part.x1);
            }
            order.reorder_rest(false, seen, samples);
            let rest = order.part(samples, seen, count).x1.to_vec();
            assert!(rest.is_sorted() && !first.is_sorted());
            first.extend(rest);
            first.sort_unstable_by(f64::total_cmp);
            assert_eq!(first, numbers, "each sample once");
        }
    }

    /// The order of the first samples, and a sum over all of them in which each place has its own weight.
    fn fingerprint(order: &mut Order, samples: Columns) -> ([f64; 6], u64) {
        order.draw(samples);
        let (mut first, mut sum, mut from) = ([0.0; 6], 0_u64, 0);
        while from < samples.len() {
            let to = samples.len().min(from + order.most());
            let part = order.part(samples, from, to);
            for (place, number) in (from..to).zip(part.x1) {
                if let Some(first) = first.get_mut(place) {
                    *first = *number;
                }
                let mixed = (place as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
                sum = sum.wrapping_add(mixed.wrapping_mul(number.to_bits()));
            }
            from = to;
        }
        (first, sum)
    }

    /// Recorded from this program: orders of many samples are its own, and must stay as they are.
    #[test]
    fn the_orders_of_many_samples_are_those_that_were_recorded() {
        let count = MANY + 4465;
        let numbers: Vec<f64> = (0..count).map(|i| i as f64).collect();
        let labels = vec![0.0; count];
        let samples = Columns {
            x1: &numbers,
            x2: &numbers,
            labels: &labels,
        };
        let mut order = Order::new(3);
        for recorded in [
            (
                [35593.0, 63364.0, 43681.0, 17873.0, 61788.0, 63856.0],
                3_533_755_879_759_282_176,
            ),
            (
                [8876.0, 38289.0, 50789.0, 38490.0, 59718.0, 34658.0],
                7_237_260_892_964_913_152,
            ),
        ] {
            assert_eq!(fingerprint(&mut order, samples), recorded);
        }
    }
}
