//! The order in which an epoch sees the samples.

mod moved;

use crate::learning::dataset::Columns;
use crate::learning::order::moved::Moved;
use crate::learning::random_state::RandomState;

/// So many samples at most are put side by side before they are added up.
const GATHERED: usize = 4096;

/// With more samples than these, an order is drawn by moving them.
const MANY: usize = 1 << 16;

/// The order of the samples of an epoch: as they stand, or drawn. Every permutation is as likely as any
/// other.
#[derive(Clone)]
pub struct Order {
    present: Present,
    random: Random,
    /// The stream as it was before the present order was drawn, if it was.
    before: Option<Random>,
    /// The samples whose turn it is, side by side.
    gathered: [Vec<f64>; 3],
}

/// What the order is.
#[derive(Clone)]
enum Present {
    AsTheyStand,
    /// The samples at these places.
    Permuted(Vec<u32>),
    /// As [`Random::moved`] has them.
    Moved,
}

/// Where orders are drawn from.
#[derive(Clone)]
struct Random {
    /// Few samples: `RandomState(seed).permutation(samples)`, one an epoch, as NumPy draws it.
    permutations: RandomState,
    /// Many samples: a stream of their own.
    moved: Moved,
}

impl Order {
    /// Orders to be drawn from `seed`; until one is, the samples come as they stand.
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

    /// The samples come as they stand.
    pub fn reset(&mut self) {
        self.present = Present::AsTheyStand;
        self.before = None;
    }

    /// Draws an order for a whole epoch.
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

    /// Takes back the present order, as if it had not been drawn; one that was not stays as it is.
    pub fn undraw(&mut self) {
        if let Some(before) = self.before.take() {
            self.random = before;
        }
        self.present = Present::AsTheyStand;
    }

    /// Shuffles the samples from place `seen` on, or puts them back in order.
    pub fn reorder_rest(&mut self, shuffle: bool, seen: usize, samples: usize) {
        let mut permutation = match std::mem::replace(&mut self.present, Present::AsTheyStand) {
            Present::AsTheyStand => (0..index(samples)).collect(),
            Present::Permuted(permutation) => permutation,
            Present::Moved => {
                // What has been seen is not asked for again.
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

    /// How many samples can be had at a time.
    #[must_use]
    pub fn most(&self) -> usize {
        match self.present {
            Present::AsTheyStand => usize::MAX,
            Present::Permuted(_) | Present::Moved => GATHERED,
        }
    }

    /// The samples at the places from `from` to `to`, no more than [`most`](Self::most).
    pub fn part<'a>(&'a mut self, samples: Columns<'a>, from: usize, to: usize) -> Columns<'a> {
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

    /// The room of the last permutation, to be used again.
    fn take_permutation(&mut self) -> Vec<u32> {
        match std::mem::replace(&mut self.present, Present::AsTheyStand) {
            Present::Permuted(permutation) => permutation,
            Present::AsTheyStand | Present::Moved => Vec::new(),
        }
    }
}

impl Random {
    /// The streams as they are now, for what is drawn again draws its samples again.
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
            order.reorder_rest(false, seen, count);
            let rest = order.part(samples, seen, count).x1.to_vec();
            assert!(rest.is_sorted() && !first.is_sorted());
            first.extend(rest);
            first.sort_unstable_by(f64::total_cmp);
            assert_eq!(first, numbers, "each sample once");
        }
    }
}
