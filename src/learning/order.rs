//! The order in which an epoch sees the samples.

use crate::learning::dataset::Columns;
use crate::learning::random_state::RandomState;

/// So many samples at most are put side by side before they are added up.
const GATHERED: usize = 4096;

/// The order of the samples of an epoch: as they stand, or drawn.
#[derive(Clone)]
pub struct Order {
    /// A permutation of the samples, or nothing where they come as they stand.
    permutation: Option<Vec<u32>>,
    /// Draws the permutations: `RandomState(seed).permutation(samples)`, one an epoch.
    random: RandomState,
    /// The stream as it was before the present permutation was drawn.
    before: RandomState,
    /// The samples whose turn it is, side by side.
    gathered: [Vec<f64>; 3],
}

impl Order {
    /// Orders to be drawn from `seed`; until one is, the samples come as they stand.
    #[must_use]
    pub fn new(seed: u32) -> Self {
        let random = RandomState::new(seed);
        Self {
            permutation: None,
            before: random.clone(),
            random,
            gathered: [const { Vec::new() }; 3],
        }
    }

    /// The samples come as they stand.
    pub fn reset(&mut self) {
        self.permutation = None;
    }

    /// Draws an order for a whole epoch.
    pub fn draw(&mut self, samples: usize) {
        self.before = self.random.clone();
        let permutation = self.permutation.get_or_insert_default();
        permutation.clear();
        permutation.extend(0..index(samples));
        self.random.shuffle(permutation);
    }

    /// Takes back the order that was drawn last, as if it had not been.
    pub fn undraw(&mut self) {
        self.random = self.before.clone();
        self.permutation = None;
    }

    /// Shuffles the samples from place `seen` on, or puts them back in order.
    pub fn reorder_rest(&mut self, shuffle: bool, seen: usize, samples: usize) {
        let in_order = || (0..index(samples)).collect();
        let permutation = self.permutation.get_or_insert_with(in_order);
        let rest = &mut permutation[seen..];
        if shuffle {
            self.random.shuffle(rest);
        } else {
            rest.sort_unstable();
        }
    }

    /// How many samples can be had at a time.
    #[must_use]
    pub fn most(&self) -> usize {
        if self.permutation.is_some() {
            GATHERED
        } else {
            usize::MAX
        }
    }

    /// The samples at the places from `from` to `to`, no more than [`most`](Self::most).
    pub fn part<'a>(&'a mut self, samples: Columns<'a>, from: usize, to: usize) -> Columns<'a> {
        let Some(permutation) = &self.permutation else {
            return samples.part(from..to);
        };
        let places = &permutation[from..to];
        let [x1, x2, labels] = &mut self.gathered;
        gather(x1, samples.x1, places);
        gather(x2, samples.x2, places);
        gather(labels, samples.labels, places);
        Columns { x1, x2, labels }
    }
}

fn gather(gathered: &mut Vec<f64>, column: &[f64], places: &[u32]) {
    gathered.clear();
    gathered.extend(places.iter().map(|&place| column[place as usize]));
}

fn index(samples: usize) -> u32 {
    u32::try_from(samples).expect("a data set has at most 100 million samples")
}
