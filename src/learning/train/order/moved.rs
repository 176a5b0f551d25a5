//! A random order of many samples: the samples themselves are moved, so that they are then read
//! sequentially.
//!
//! Reading a large data set through a permutation of indices costs one to three cache misses per sample,
//! which takes several times as long as learning from the sample. Instead, each sample is sent to one of
//! some hundred buckets, drawn uniformly, and each bucket is shuffled when it is read. Up to a few million
//! samples, a bucket fits into a near cache. All permutations are equally likely (Rao 1961, Sandelius
//! 1962).

use std::collections::TryReserveError;

use rand::Rng;
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;

use crate::learning::data::Columns;

/// Approximate number of samples in a bucket, unless this needs more than [`MOST_BUCKETS`] buckets.
const BUCKET: usize = 1 << 10;
/// Largest number of buckets that can be written to side by side.
const MOST_BUCKETS: usize = 1 << 10;

/// Samples that were moved into a random order.
#[derive(Clone)]
pub struct Moved {
    /// Samples, bucket after bucket.
    rows: Vec<Row>,
    /// End of each bucket in `rows`.
    ends: Vec<usize>,
    /// Number of buckets that have been shuffled.
    turns: usize,
    window: ShuffledRows,
    /// Stream that draws the buckets and the seed of `shuffles`. What it draws next does not depend on how
    /// far the present order has been read.
    random: Xoshiro256PlusPlus,
    /// Stream that shuffles the next bucket of the present order.
    shuffles: Xoshiro256PlusPlus,
    /// State of `shuffles` before the first bucket.
    first_shuffle: Xoshiro256PlusPlus,
}

/// Part of the order that is being read: some shuffled buckets, side by side.
#[derive(Clone, Default)]
struct ShuffledRows {
    /// Place of the first sample in the order.
    start: usize,
    x1: Vec<f64>,
    x2: Vec<f64>,
    labels: Vec<f64>,
    /// Places of the samples in the data set.
    indices: Vec<u32>,
}

/// A sample, in as few bytes as possible.
#[derive(Clone, Copy, Default)]
pub struct Row {
    x1: f64,
    x2: f64,
    /// Twice the place of the sample in the data set, plus its label.
    index_and_label: u32,
}

impl Moved {
    /// Makes an order without samples; its draws start from `seed`.
    #[must_use]
    pub fn new(seed: u32) -> Self {
        Self::from(Xoshiro256PlusPlus::seed_from_u64(seed.into()))
    }

    /// Copies the random stream, without the samples that were moved.
    pub fn without_samples(&self) -> Self {
        Self::from(self.random.clone())
    }

    fn from(random: Xoshiro256PlusPlus) -> Self {
        Self {
            rows: Vec::new(),
            ends: Vec::new(),
            turns: 0,
            window: ShuffledRows::default(),
            shuffles: random.clone(),
            first_shuffle: random.clone(),
            random,
        }
    }

    /// Returns the random stream that draws the next order.
    pub fn stream(&self) -> &Xoshiro256PlusPlus {
        &self.random
    }

    /// Returns whether no order was drawn since the samples were left out of a copy.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Takes over the memory of `other` and, with `its_order`, the samples in the order in which it holds them.
    pub fn take_over(&mut self, other: &mut Self, its_order: bool) {
        std::mem::swap(&mut self.rows, &mut other.rows);
        std::mem::swap(&mut self.window, &mut other.window);
        if its_order {
            std::mem::swap(&mut self.ends, &mut other.ends);
            self.turns = other.turns;
            self.shuffles = other.shuffles.clone();
            self.first_shuffle = other.first_shuffle.clone();
        } else {
            self.rows.clear();
            self.window.clear(0);
        }
    }

    /// Draws the order of all `samples` that was drawn from the random stream of `before`.
    pub fn draw_again(&mut self, before: &Self, samples: Columns) {
        self.random = before.random.clone();
        self.draw(samples);
    }

    /// Makes room for an order of `count` samples.
    ///
    /// # Errors
    /// If the system does not give the memory.
    pub fn reserve(&mut self, count: usize) -> Result<(), TryReserveError> {
        self.rows
            .try_reserve_exact(count.saturating_sub(self.rows.len()))
    }

    /// Draws an order of all `samples`. Every call must get identical samples.
    pub fn draw(&mut self, samples: Columns) {
        let count = samples.len();
        let buckets = (count / BUCKET).next_power_of_two().min(MOST_BUCKETS);
        // The buckets are drawn twice from equal streams: first to find their sizes, then to fill them.
        let mut again = self.random.clone();
        let mut sizes = vec![0; buckets];
        Drawn::new(&mut self.random, buckets, count).each(|bucket| sizes[bucket] += 1);
        let mut next = Vec::with_capacity(buckets);
        self.ends.clear();
        let mut end = 0;
        for size in sizes {
            next.push(end);
            end += size;
            self.ends.push(end);
        }
        self.rows.resize(count, Row::default());
        let mut index = 0;
        let rows = self.rows.as_mut_slice();
        Drawn::new(&mut again, buckets, count).each(|bucket| {
            let place = index as usize;
            rows[next[bucket]] = Row {
                x1: samples.x1[place],
                x2: samples.x2[place],
                index_and_label: index << 1 | u32::from(samples.labels[place] > 0.5),
            };
            next[bucket] += 1;
            index += 1;
        });
        self.first_shuffle = Xoshiro256PlusPlus::seed_from_u64(self.random.next_u64());
        self.begin();
    }

    /// Goes back to the first place of the order.
    fn begin(&mut self) {
        self.shuffles = self.first_shuffle.clone();
        self.turns = 0;
        self.window.clear(0);
    }

    /// Returns the samples at the places `from..to` of the order. Reading forward is cheap. Going back
    /// shuffles the order again from its start.
    pub fn part(&mut self, from: usize, to: usize) -> Columns<'_> {
        self.move_to(from);
        while self.end_of_turns() < to {
            self.take_turn();
        }
        self.window.first(to - from)
    }

    /// Returns the places in the data set of all samples from a place of the order on. Buckets that have
    /// not been shuffled come in the order in which they are stored.
    pub fn rest(&mut self, from: usize) -> Vec<u32> {
        self.move_to(from);
        let later = &self.rows[self.end_of_turns()..];
        let later = later.iter().map(|row| row.index_and_label >> 1);
        self.window.indices.iter().copied().chain(later).collect()
    }

    /// Moves the window so that it begins at `place` of the order.
    fn move_to(&mut self, place: usize) {
        if place < self.window.start {
            self.begin();
        }
        while self.end_of_turns() < place {
            self.window.clear(self.end_of_turns());
            self.take_turn();
        }
        self.window.forget(place - self.window.start);
    }

    /// Shuffles the next bucket into the window.
    fn take_turn(&mut self) {
        let bucket = self.end_of_turns()..self.ends[self.turns];
        self.window.add(&self.rows[bucket], &mut self.shuffles);
        self.turns += 1;
    }

    fn end_of_turns(&self) -> usize {
        self.turns.checked_sub(1).map_or(0, |turn| self.ends[turn])
    }
}

impl ShuffledRows {
    /// Removes all samples; the next sample that is added is at place `start` of the order.
    fn clear(&mut self, start: usize) {
        self.forget(self.labels.len());
        self.start = start;
    }

    /// Removes the first `count` samples.
    fn forget(&mut self, count: usize) {
        for column in [&mut self.x1, &mut self.x2, &mut self.labels] {
            column.drain(..count);
        }
        self.indices.drain(..count);
        self.start += count;
    }

    fn first(&self, count: usize) -> Columns<'_> {
        Columns {
            x1: &self.x1[..count],
            x2: &self.x2[..count],
            labels: &self.labels[..count],
        }
    }

    /// Adds samples in a random order, by the inside-out form of the Fisher–Yates shuffle: each sample is
    /// swapped with an earlier one of `rows` at random, or stays.
    fn add(&mut self, rows: &[Row], random: &mut Xoshiro256PlusPlus) {
        let from = self.labels.len();
        for column in [&mut self.x1, &mut self.x2, &mut self.labels] {
            column.resize(from + rows.len(), 0.0);
        }
        self.indices.resize(from + rows.len(), 0);
        let (x1, x2) = (&mut self.x1[from..], &mut self.x2[from..]);
        let (labels, indices) = (&mut self.labels[from..], &mut self.indices[from..]);
        let mut count = 0;
        for (last, row) in rows.iter().enumerate() {
            count += 1;
            let place = below(count, random) as usize;
            x1[last] = x1[place];
            x2[last] = x2[place];
            labels[last] = labels[place];
            indices[last] = indices[place];
            x1[place] = row.x1;
            x2[place] = row.x2;
            labels[place] = f64::from(row.index_and_label & 1);
            indices[place] = row.index_and_label >> 1;
        }
    }
}

/// Random buckets, one for each sample.
struct Drawn<'a> {
    random: &'a mut Xoshiro256PlusPlus,
    mask: usize,
    count: usize,
}

impl<'a> Drawn<'a> {
    fn new(random: &'a mut Xoshiro256PlusPlus, buckets: usize, count: usize) -> Self {
        let mask = buckets - 1;
        Self {
            random,
            mask,
            count,
        }
    }

    /// Calls `take` with the bucket of each sample. Sixteen random bits are enough for a bucket, because
    /// the number of buckets is a power of two.
    fn each(self, mut take: impl FnMut(usize)) {
        let mut left = self.count;
        while left > 0 {
            let bits = self.random.next_u64();
            for part in 0..left.min(4) {
                #[expect(clippy::cast_possible_truncation, reason = "it is masked")]
                take((bits >> (16 * part)) as usize & self.mask);
            }
            left = left.saturating_sub(4);
        }
    }
}

/// Draws a whole number below `count`; all numbers are equally likely (Lemire 2019).
#[inline]
fn below(count: u32, random: &mut impl Rng) -> u32 {
    let draw = |random: &mut _| u64::from(Rng::next_u32(random)) * u64::from(count);
    let mut product = draw(random);
    #[expect(clippy::cast_possible_truncation, reason = "the lower half")]
    let low = |product: u64| product as u32;
    if low(product) < count {
        let unfair = count.wrapping_neg() % count;
        while low(product) < unfair {
            product = draw(random);
        }
    }
    (product >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws an order of `count` samples, reads it in pieces, and returns the places of the samples.
    fn order(moved: &mut Moved, count: u32) -> Vec<u32> {
        let x1: Vec<f64> = (0..count).map(f64::from).collect();
        let x2: Vec<f64> = x1.iter().map(|x| -x).collect();
        let labels: Vec<f64> = (0..count).map(|i| f64::from(i % 2)).collect();
        moved.draw(Columns {
            x1: &x1,
            x2: &x2,
            labels: &labels,
        });
        let (mut order, mut from) = (Vec::new(), 0);
        while from < x1.len() {
            let to = x1.len().min(from + 700);
            let part = moved.part(from, to);
            assert_eq!(part.len(), to - from);
            for ((first, second), label) in part.x1.iter().zip(part.x2).zip(part.labels) {
                assert_eq!((*second, *label), (-first, first % 2.0));
                order.push(x1_to_index(*first));
            }
            from = to;
        }
        order
    }

    #[test]
    fn every_sample_is_there_once() {
        for count in [1, 2, 1023, 1024, 5000, 70_001] {
            let mut moved = Moved::new(3);
            let (one, two) = (order(&mut moved, count), order(&mut moved, count));
            assert!(count < 1000 || one != two, "another order each time");
            for mut order in [one, two] {
                order.sort_unstable();
                assert!(order.into_iter().eq(0..count));
            }
        }
    }

    #[test]
    fn the_same_seed_draws_the_same_orders() {
        let mut one = Moved::new(5);
        order(&mut one, 9000);
        let mut again = one.without_samples();
        assert_eq!(order(&mut one, 9000), order(&mut again, 9000));
        assert_ne!(
            order(&mut Moved::new(6), 9000),
            order(&mut Moved::new(7), 9000)
        );
    }

    fn x1_to_index(x1: f64) -> u32 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let index = x1 as u32;
        index
    }

    /// Returns Pearson's chi-squared statistic for counts that should be equal.
    fn chi_squared(counts: &[u32]) -> f64 {
        let mean = f64::from(counts.iter().sum::<u32>()) / counts.len() as f64;
        let squares = counts
            .iter()
            .map(|count| (f64::from(*count) - mean).powi(2));
        squares.sum::<f64>() / mean
    }

    #[test]
    fn every_permutation_of_a_few_is_as_likely_as_any_other() {
        let mut moved = Moved::new(1);
        let mut counts = [0; 256];
        for _ in 0..24_000 {
            let order = order(&mut moved, 4);
            let name = order
                .iter()
                .fold(0, |name, place| name * 4 + *place as usize);
            counts[name] += 1;
        }
        let counts: Vec<u32> = counts.into_iter().filter(|count| *count > 0).collect();
        assert_eq!(counts.len(), 24);
        // With 23 degrees of freedom, one stream in a thousand exceeds 50.
        assert!(chi_squared(&counts) < 50.0, "{counts:?}");
    }

    #[test]
    fn a_sample_comes_anywhere_and_so_does_its_neighbour() {
        const SAMPLES: u32 = 8192;
        const PARTS: usize = 16;
        let mut moved = Moved::new(2);
        let mut places = [[0; PARTS]; 3];
        let mut pairs = [0; PARTS];
        for _ in 0..1600 {
            let order = order(&mut moved, SAMPLES);
            let place = |sample| order.iter().position(|at| *at == sample).unwrap();
            let part = |place: usize| place * PARTS / SAMPLES as usize;
            for (row, sample) in [0, SAMPLES / 2, SAMPLES - 1].into_iter().enumerate() {
                places[row][part(place(sample))] += 1;
            }
            pairs[part(place(0)) / 4 * 4 + part(place(1)) / 4] += 1;
        }
        // With 15 degrees of freedom, one stream in a thousand exceeds 38.
        for counts in places.into_iter().chain([pairs]) {
            assert!(chi_squared(&counts) < 38.0, "{counts:?}");
        }
    }
}
