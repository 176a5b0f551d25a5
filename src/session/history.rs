//! A history of losses that never grows beyond a fixed size and keeps every spike.

/// How many buckets a history has at most.
pub const CAPACITY: usize = 4096;

/// What is kept of one value, or of several that came one after another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bucket {
    /// Where the first value stands, in epochs.
    pub position: f64,
    /// The smallest value.
    pub min: f64,
    /// The largest value.
    pub max: f64,
    /// The first value.
    pub first: f64,
    /// The last value.
    pub last: f64,
    /// The sum of the values.
    pub sum: f64,
    /// How many values there were.
    pub count: u64,
}

/// Values in the order they came, at most [`CAPACITY`] buckets of them (224 KiB): when all are full,
/// neighbours are merged and each holds twice as many from then on.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    buckets: Vec<Bucket>,
    stride: u64,
}

impl Default for History {
    fn default() -> Self {
        Self {
            buckets: Vec::new(),
            stride: 1,
        }
    }
}

impl History {
    /// Adds the finite `value` that stands at `position`, in epochs, no less than the one before.
    pub fn push(&mut self, position: f64, value: f64) {
        debug_assert!(value.is_finite(), "only finite losses are kept");
        let single = Bucket::of(position, value);
        match self.buckets.last_mut() {
            Some(bucket) if bucket.count < self.stride => *bucket = bucket.merged(&single),
            _ => {
                if self.buckets.len() == CAPACITY {
                    self.merge_neighbours();
                }
                self.buckets.push(single);
            }
        }
    }

    /// The buckets, oldest first. All but the last hold the same number of values.
    #[must_use]
    pub fn buckets(&self) -> &[Bucket] {
        &self.buckets
    }

    /// The smallest and the largest value ever pushed, if there was one.
    #[must_use]
    pub fn range(&self) -> Option<[f64; 2]> {
        let ranges = self.buckets.iter().map(|bucket| [bucket.min, bucket.max]);
        ranges.reduce(|[low, high], [min, max]| [low.min(min), high.max(max)])
    }

    fn merge_neighbours(&mut self) {
        let half = self.buckets.len() / 2;
        for place in 0..half {
            self.buckets[place] = self.buckets[2 * place].merged(&self.buckets[2 * place + 1]);
        }
        self.buckets.truncate(half);
        self.stride *= 2;
    }
}

impl Bucket {
    /// A single value.
    #[must_use]
    pub fn of(position: f64, value: f64) -> Self {
        Self {
            position,
            min: value,
            max: value,
            first: value,
            last: value,
            sum: value,
            count: 1,
        }
    }

    /// The mean of the values.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.sum / self.count as f64
    }

    /// This bucket's values followed by those of `later`.
    #[must_use]
    pub fn merged(&self, later: &Self) -> Self {
        Self {
            position: self.position,
            min: self.min.min(later.min),
            max: self.max.max(later.max),
            first: self.first,
            last: later.last,
            sum: self.sum + later.sum,
            count: self.count + later.count,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same by definition: chunks of the smallest power of two that leaves few enough of them.
    fn naive(values: &[f64]) -> Vec<Bucket> {
        let mut stride = 1;
        while values.len().div_ceil(stride) > CAPACITY {
            stride *= 2;
        }
        let chunks = values.chunks(stride).enumerate();
        chunks
            .map(|(place, chunk)| Bucket {
                position: (place * stride) as f64,
                min: chunk.iter().copied().fold(f64::INFINITY, f64::min),
                max: chunk.iter().copied().fold(f64::NEG_INFINITY, f64::max),
                first: chunk[0],
                last: chunk[chunk.len() - 1],
                sum: chunk.iter().sum(),
                count: chunk.len() as u64,
            })
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

        /// Whole numbers, so that sums are exact in any order.
        #[test]
        fn agrees_with_a_naive_history(seed in any::<u64>(), length in 0_usize..30_000) {
            let value = |i: usize| {
                let mixed = (seed ^ i as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
                (mixed >> 40) as f64
            };
            let values: Vec<f64> = (0..length).map(value).collect();
            let mut history = History::default();
            for (place, &value) in values.iter().enumerate() {
                history.push(place as f64, value);
            }
            prop_assert_eq!(history.buckets(), naive(&values));
        }
    }

    #[test]
    fn fits_in_256_kib_and_keeps_a_single_spike_in_ten_million() {
        let mut history = History::default();
        for i in 0..10_000_000_u64 {
            let value = if i == 7_654_321 { 99.0 } else { 1.0 };
            history.push(i as f64, value);
        }
        assert!(history.buckets.capacity() * size_of::<Bucket>() <= 256 * 1024);
        assert_eq!(history.range(), Some([1.0, 99.0]));
        let count: u64 = history.buckets().iter().map(|bucket| bucket.count).sum();
        assert_eq!(count, 10_000_000);
    }
}
