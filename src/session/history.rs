//! A history of losses that never grows beyond a fixed size, keeps every spike, and is cheap to share.

use std::sync::Arc;

/// The largest number of buckets of a history.
pub const CAPACITY: usize = 4096;
/// The number of buckets in a chunk.
const CHUNK: usize = 64;

/// A summary of one value, or of several that came one after another.
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
    /// The number of values; 0 where there are only gaps.
    pub count: u64,
}

/// Values in the order in which they came, in at most [`CAPACITY`] buckets (224 KiB): when all are full,
/// neighbours are merged, and each bucket holds twice as many values from then on.
///
/// Full chunks of buckets never change, except when neighbours are merged. A clone shares them, and copies
/// only the last chunk (3.5 KiB) and a list of pointers (512 bytes).
///
/// ```
/// use sgdscope::session::history::History;
///
/// let mut history = History::default();
/// for (epoch, loss) in [8.0, 4.0, 2.0].into_iter().enumerate() {
///     history.push(epoch as f64, loss);
/// }
/// assert_eq!(history.range(), Some([2.0, 8.0]));
/// history.cut(2);
/// assert_eq!(history.iter().map(|bucket| bucket.mean()).collect::<Vec<_>>(), [8.0, 4.0]);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// All buckets but those of the tail.
    chunks: Vec<Arc<[Bucket; CHUNK]>>,
    /// The latest buckets, fewer than a chunk or just one full; they belong to this history alone.
    tail: Vec<Bucket>,
    /// The number of values, gaps included, that each bucket holds, but for the last.
    stride: u64,
    /// The number of values, gaps included.
    pushed: u64,
}

impl Default for History {
    fn default() -> Self {
        Self {
            chunks: Vec::new(),
            tail: Vec::new(),
            stride: 1,
            pushed: 0,
        }
    }
}

impl History {
    /// Adds the finite `value` that stands at `position`, in epochs, no less than the one before.
    pub fn push(&mut self, position: f64, value: f64) {
        debug_assert!(value.is_finite(), "only finite losses are kept");
        self.add(Bucket::of(position, value));
    }

    /// Adds a gap: there is no value at `position`, but its place is counted, so that the buckets of two
    /// histories that are filled together stay side by side.
    pub fn push_gap(&mut self, position: f64) {
        self.add(Bucket::gap(position));
    }

    fn add(&mut self, single: Bucket) {
        // The stride is a power of two. A division would cost as much as all the rest.
        let is_open = self.pushed & (self.stride - 1) != 0;
        match self.tail.last_mut() {
            Some(bucket) if is_open => *bucket = bucket.merged(&single),
            _ => {
                self.make_room();
                self.tail.push(single);
            }
        }
        self.pushed += 1;
    }

    /// The buckets that hold values, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Bucket> {
        self.slots().filter(|bucket| bucket.count > 0)
    }

    /// All buckets, oldest first, those that hold only gaps too. Slots at the same place of two histories
    /// that were filled together summarise the same epochs.
    pub fn slots(&self) -> impl Iterator<Item = &Bucket> {
        let chunks = self.chunks.iter().flat_map(|chunk| chunk.iter());
        chunks.chain(&self.tail)
    }

    /// The number of values, gaps included, that a slot holds.
    #[must_use]
    pub fn values_of_slot(&self, slot: usize) -> u64 {
        let before = slot as u64 * self.stride;
        self.stride.min(self.pushed.saturating_sub(before))
    }

    /// The number of buckets, gaps included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.chunks.len() * CHUNK + self.tail.len()
    }

    /// Whether nothing was pushed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pushed == 0
    }

    /// The smallest and the largest value ever pushed, if there was one.
    #[must_use]
    pub fn range(&self) -> Option<[f64; 2]> {
        let ranges = self.iter().map(|bucket| [bucket.min, bucket.max]);
        ranges.reduce(|[low, high], [min, max]| [low.min(min), high.max(max)])
    }

    /// Forgets the values after the first `values` ones, gaps included, and returns how many are left.
    ///
    /// A bucket that holds values on both sides of the cut is forgotten whole, for its values cannot be told
    /// apart any more: fewer than `values` are then left, and a replay from there fills it again.
    pub fn cut(&mut self, values: u64) -> u64 {
        if values >= self.pushed {
            return self.pushed;
        }
        let buckets = usize::try_from(values / self.stride).unwrap_or(CAPACITY);
        let (chunks, rest) = (buckets / CHUNK, buckets % CHUNK);
        if let Some(chunk) = self.chunks.get(chunks) {
            self.tail = chunk[..rest].to_vec();
            self.chunks.truncate(chunks);
        } else {
            self.tail.truncate(rest);
        }
        self.pushed = buckets as u64 * self.stride;
        self.pushed
    }

    /// Makes room for one more bucket in the tail.
    fn make_room(&mut self) {
        if self.len() == CAPACITY {
            self.merge_neighbours();
        }
        if let Ok(full) = <[Bucket; CHUNK]>::try_from(self.tail.as_slice()) {
            self.chunks.push(Arc::new(full));
            self.tail.clear();
        }
    }

    fn merge_neighbours(&mut self) {
        let all: Vec<Bucket> = self.slots().copied().collect();
        let (pairs, _) = all.as_chunks::<2>();
        let merged: Vec<Bucket> = pairs.iter().map(|[one, next]| one.merged(next)).collect();
        let (chunks, rest) = merged.as_chunks::<CHUNK>();
        self.chunks = chunks.iter().copied().map(Arc::new).collect();
        self.tail = rest.to_vec();
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

    /// No value.
    fn gap(position: f64) -> Self {
        Self {
            position,
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
            first: f64::NAN,
            last: f64::NAN,
            sum: 0.0,
            count: 0,
        }
    }

    /// The mean of the values; not a number where there are none.
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
            first: if self.count > 0 {
                self.first
            } else {
                later.first
            },
            last: if later.count > 0 {
                later.last
            } else {
                self.last
            },
            sum: self.sum + later.sum,
            count: self.count + later.count,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A history by its definition: chunks of the smallest power of two that leaves few enough of them.
    fn naive(values: &[Option<f64>]) -> Vec<Bucket> {
        let mut stride = 1;
        while values.len().div_ceil(stride) > CAPACITY {
            stride *= 2;
        }
        let chunks = values.chunks(stride).enumerate();
        let buckets = chunks.map(|(place, chunk)| {
            let there: Vec<f64> = chunk.iter().copied().flatten().collect();
            Bucket {
                position: (place * stride) as f64,
                min: there.iter().copied().fold(f64::INFINITY, f64::min),
                max: there.iter().copied().fold(f64::NEG_INFINITY, f64::max),
                first: there.first().copied().unwrap_or(f64::NAN),
                last: there.last().copied().unwrap_or(f64::NAN),
                sum: there.iter().fold(0.0, |sum, value| sum + value),
                count: there.len() as u64,
            }
        });
        buckets.collect()
    }

    fn filled(values: &[Option<f64>]) -> History {
        let mut history = History::default();
        for (place, value) in values.iter().enumerate() {
            match value {
                Some(value) => history.push(place as f64, *value),
                None => history.push_gap(place as f64),
            }
        }
        history
    }

    /// Whole numbers, so that sums are exact in any order, and a gap for each eighth place or so.
    fn values(seed: u64, length: usize) -> Vec<Option<f64>> {
        let value = |place: usize| {
            let mixed = (seed ^ place as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            (!(mixed >> 20).is_multiple_of(8)).then_some((mixed >> 40) as f64)
        };
        (0..length).map(value).collect()
    }

    /// As text, in which one NaN equals another.
    fn shown<'a>(buckets: impl IntoIterator<Item = &'a Bucket>) -> Vec<String> {
        let buckets = buckets.into_iter();
        buckets.map(|bucket| format!("{bucket:?}")).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn it_agrees_with_its_definition(seed in any::<u64>(), length in 0_usize..30_000) {
            let values = values(seed, length);
            let history = filled(&values);
            prop_assert_eq!(shown(history.slots()), shown(&naive(&values)));
            prop_assert!(history.iter().all(|bucket| bucket.count > 0));
            let total: u64 = (0..history.len()).map(|slot| history.values_of_slot(slot)).sum();
            prop_assert_eq!(total, length as u64);
        }

        #[test]
        fn a_cut_history_goes_on_as_if_the_rest_had_never_been(
            seed in any::<u64>(), length in 1_usize..30_000, share in 0.0..1.0_f64,
        ) {
            let values = values(seed, length);
            let mut history = filled(&values);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place")]
            let wanted = (length as f64 * share) as u64;
            let left = history.cut(wanted);
            prop_assert!(left <= wanted && wanted - left < 8);
            let kept = usize::try_from(left).expect("a place");
            let total: u64 = (0..history.len()).map(|slot| history.values_of_slot(slot)).sum();
            prop_assert_eq!(total, left);
            for (place, value) in values.iter().enumerate().skip(kept) {
                match value {
                    Some(value) => history.push(place as f64, *value),
                    None => history.push_gap(place as f64),
                }
            }
            prop_assert_eq!(shown(history.slots()), shown(&naive(&values)));
        }
    }

    #[test]
    fn the_mean_is_the_sum_over_the_count() {
        let bucket = Bucket::of(0.0, 3.0).merged(&Bucket::of(1.0, 5.0));
        assert_eq!(bucket.mean(), 4.0);
        assert_eq!((bucket.first, bucket.last), (3.0, 5.0));
        let with_gap = Bucket::gap(0.0).merged(&Bucket::of(1.0, 5.0));
        assert_eq!((with_gap.mean(), with_gap.first), (5.0, 5.0));
        assert_eq!(Bucket::of(0.0, 3.0).merged(&Bucket::gap(1.0)).last, 3.0);
    }

    #[test]
    fn a_clone_shares_all_full_chunks() {
        let history = filled(&values(1, 1000));
        let clone = history.clone();
        assert_eq!(clone.chunks.len(), 1000 / CHUNK);
        let shared = history.chunks.iter().zip(&clone.chunks);
        assert!(
            shared
                .into_iter()
                .all(|(one, other)| Arc::ptr_eq(one, other))
        );
    }

    #[test]
    fn it_fits_in_256_kib_and_keeps_a_single_spike_in_ten_million() {
        let mut history = History::default();
        for i in 0..10_000_000_u64 {
            let value = if i == 7_654_321 { 99.0 } else { 1.0 };
            history.push(i as f64, value);
        }
        assert!(history.len() * size_of::<Bucket>() <= 256 * 1024);
        assert_eq!(history.range(), Some([1.0, 99.0]));
        let count: u64 = history.iter().map(|bucket| bucket.count).sum();
        assert_eq!(count, 10_000_000);
    }
}
