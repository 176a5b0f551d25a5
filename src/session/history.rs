//! A history of losses that never grows beyond a fixed size, keeps every spike, and is cheap to share.

use std::sync::Arc;

/// Largest number of buckets of a history.
pub const CAPACITY: usize = 4096;
/// Number of buckets in a chunk.
const CHUNK: usize = 64;

/// Summary of one value or of several consecutive values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bucket {
    /// Position of the first value, in epochs.
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
    /// The number of values; 0 if the bucket holds only gaps.
    pub count: u64,
}

/// Values in the order in which they were added, in at most [`CAPACITY`] buckets (224 KiB). When all buckets
/// are full, pairs of adjacent buckets are merged, and each bucket holds twice the number of values from
/// then on.
///
/// Full chunks of buckets change only when buckets are merged. A clone shares the full chunks, and copies
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
/// let mark = history.mark();
/// history.push(3.0, 1.0);
/// history.return_to(&mark);
/// assert_eq!(history.iter().map(|bucket| bucket.mean()).collect::<Vec<_>>(), [8.0, 4.0, 2.0]);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// All buckets except those of the tail.
    chunks: Vec<Arc<[Bucket; CHUNK]>>,
    /// Latest buckets, at most one full chunk. They are not shared with clones.
    tail: Vec<Bucket>,
    /// Number of values, including gaps, in each bucket; the last bucket may hold fewer.
    stride: u64,
    /// Number of values that were added, including gaps.
    pushed: u64,
}

/// The end of a history at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Number of values that had been added, including gaps.
    pushed: u64,
    /// Number of values in each bucket at that moment.
    stride: u64,
    /// The bucket that was not complete, for buckets of this stride, of twice this stride and so on; `None` if
    /// the last bucket was complete.
    begun: Vec<Option<Bucket>>,
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
    /// Adds a finite value at `position`, in epochs. The position must not be less than the one before.
    pub fn push(&mut self, position: f64, value: f64) {
        debug_assert!(value.is_finite(), "only finite losses are kept");
        match self.open_bucket() {
            Some(bucket) => bucket.add(value),
            None => self.begin(Bucket::of(position, value)),
        }
        self.pushed += 1;
    }

    /// Adds a gap: there is no value at `position` (in epochs), but its place is counted. The buckets of two
    /// histories that are filled together therefore stay aligned.
    pub fn push_gap(&mut self, position: f64) {
        if self.open_bucket().is_none() {
            self.begin(Bucket::gap(position));
        }
        self.pushed += 1;
    }

    /// Returns whether the next value is the last one of its bucket, as far as the buckets are not merged.
    #[must_use]
    pub fn completes_bucket(&self) -> bool {
        (self.pushed + 1) & (self.stride - 1) == 0
    }

    /// Returns the last bucket, if it is not full.
    #[inline]
    fn open_bucket(&mut self) -> Option<&mut Bucket> {
        // The stride is a power of two, so a mask replaces the remainder. A division would cost more time
        // than the rest of a push.
        let is_open = self.pushed & (self.stride - 1) != 0;
        self.tail.last_mut().filter(|_| is_open)
    }

    fn begin(&mut self, bucket: Bucket) {
        self.make_room();
        self.tail.push(bucket);
    }

    /// Returns the buckets that hold values, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Bucket> {
        self.slots().filter(|bucket| bucket.count > 0)
    }

    /// Returns all buckets, oldest first, including buckets that hold only gaps. If two histories were filled
    /// together, buckets with equal indices summarise equal epochs.
    pub fn slots(&self) -> impl Iterator<Item = &Bucket> {
        let chunks = self.chunks.iter().flat_map(|chunk| chunk.iter());
        chunks.chain(&self.tail)
    }

    /// Returns the bucket with this index.
    fn slot(&self, slot: usize) -> &Bucket {
        match self.chunks.get(slot / CHUNK) {
            Some(chunk) => &chunk[slot % CHUNK],
            None => &self.tail[slot - self.chunks.len() * CHUNK],
        }
    }

    /// Returns the number of values, including gaps, in the bucket with the index `slot`.
    #[must_use]
    pub fn values_of_slot(&self, slot: usize) -> u64 {
        let before = slot as u64 * self.stride;
        self.stride.min(self.pushed.saturating_sub(before))
    }

    /// Returns the number of values, including gaps, in the buckets whose first value is at `position` (in epochs) or
    /// before.
    #[must_use]
    pub fn values_until(&self, position: f64) -> u64 {
        let slots = self
            .slots()
            .take_while(|bucket| bucket.position <= position);
        (slots.count() as u64 * self.stride).min(self.pushed)
    }

    /// Returns the number of buckets, including buckets that hold only gaps.
    #[must_use]
    pub fn len(&self) -> usize {
        self.chunks.len() * CHUNK + self.tail.len()
    }

    /// Returns whether the history holds neither values nor gaps.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pushed == 0
    }

    /// Returns the smallest and the largest value; `None` if there are no values.
    #[must_use]
    pub fn range(&self) -> Option<[f64; 2]> {
        let ranges = self.iter().map(|bucket| [bucket.min, bucket.max]);
        ranges.reduce(|[low, high], [min, max]| [low.min(min), high.max(max)])
    }

    /// Returns a mark of the present end, to which [`return_to`](Self::return_to) brings the history back.
    #[must_use]
    pub fn mark(&self) -> Mark {
        // The last bucket may be merged with buckets before it while the history grows. For each stride that it
        // can have then, the mark keeps the bucket that is not complete yet.
        let is_open = !self.pushed.is_multiple_of(self.stride);
        let mut last = self.tail.last().copied().filter(|_| is_open);
        let mut begun = vec![last];
        let mut complete = self.len() - usize::from(is_open);
        let mut length = 1;
        while complete > 0 {
            if complete % 2 == 1 {
                // A bucket of this stride becomes the first half of one that is not complete.
                let end = complete * length;
                let half = (end - length..end).map(|slot| *self.slot(slot));
                last = half.chain(last).reduce(|all, one| all.merged(&one));
            }
            begun.push(last);
            complete /= 2;
            length *= 2;
        }
        Mark {
            pushed: self.pushed,
            stride: self.stride,
            begun,
        }
    }

    /// Removes all values that were added after `mark` was made from this history. It then continues as if these
    /// values had never been added, except that its buckets stay as long as they are now, and that the sums of
    /// merged buckets may be rounded differently.
    pub fn return_to(&mut self, mark: &Mark) {
        if mark.pushed >= self.pushed {
            return;
        }
        let buckets = usize::try_from(mark.pushed / self.stride).unwrap_or(CAPACITY);
        let (chunks, rest) = (buckets / CHUNK, buckets % CHUNK);
        if let Some(chunk) = self.chunks.get(chunks) {
            self.tail = chunk[..rest].to_vec();
            self.chunks.truncate(chunks);
        } else {
            self.tail.truncate(rest);
        }
        let doublings = (self.stride / mark.stride).trailing_zeros() as usize;
        let begun = mark.begun.get(doublings).or(mark.begun.last());
        if let Some(begun) = begun.copied().flatten() {
            self.begin(begun);
        }
        self.pushed = mark.pushed;
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
    /// Creates a bucket of a single value.
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

    /// Creates a bucket of a single gap.
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

    /// Returns the mean of the values; NaN if there are none.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.sum / self.count as f64
    }

    /// Adds one value after the other values of the bucket.
    #[inline]
    fn add(&mut self, value: f64) {
        if value < self.min {
            self.min = value;
        }
        if value > self.max {
            self.max = value;
        }
        if self.count == 0 {
            self.first = value;
        }
        self.last = value;
        self.sum += value;
        self.count += 1;
    }

    /// Returns the summary of this bucket's values followed by the values of `later`.
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
    use proptest::test_runner::FileFailurePersistence;

    use super::*;

    /// Returns the buckets by definition: chunks whose length is the smallest power of two that gives at most
    /// [`CAPACITY`] buckets.
    fn naive(values: &[Option<f64>]) -> Vec<Bucket> {
        let mut stride = 1;
        while values.len().div_ceil(stride) > CAPACITY {
            stride *= 2;
        }
        summed(values, stride as u64)
    }

    /// Returns the buckets of `stride` values each.
    fn summed(values: &[Option<f64>], stride: u64) -> Vec<Bucket> {
        let stride = usize::try_from(stride).expect("a length");
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
        fill(&mut history, values, 0);
        history
    }

    /// Adds values whose first position is `from`.
    fn fill(history: &mut History, values: &[Option<f64>], from: usize) {
        for (place, value) in (from..).zip(values) {
            match value {
                Some(value) => history.push(place as f64, *value),
                None => history.push_gap(place as f64),
            }
        }
    }

    /// Returns whole numbers, so that sums are exact in any order, with a gap at about one place in eight.
    fn values(seed: u64, length: usize) -> Vec<Option<f64>> {
        let value = |place: usize| {
            let mixed = (seed ^ place as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            (!(mixed >> 20).is_multiple_of(8)).then_some((mixed >> 40) as f64)
        };
        (0..length).map(value).collect()
    }

    /// Returns buckets as text, in which one NaN equals another.
    fn shown<'a>(buckets: impl IntoIterator<Item = &'a Bucket>) -> Vec<String> {
        let buckets = buckets.into_iter();
        buckets.map(|bucket| format!("{bucket:?}")).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, failure_persistence: Some(Box::new(FileFailurePersistence::Direct("tests/proptest-regressions/history.txt"))), ..ProptestConfig::default() })]

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
        fn a_history_that_returned_to_a_mark_goes_on_as_if_the_rest_had_never_been(
            seed in any::<u64>(), length in 0_usize..30_000, more in 0_usize..30_000, again in 0_usize..30_000,
        ) {
            let all = values(seed, length + more);
            let mut history = filled(&all[..length]);
            let mark = history.mark();
            fill(&mut history, &all[length..], length);
            let stride = history.stride;
            history.return_to(&mark);
            prop_assert_eq!(history.pushed, length as u64);
            prop_assert_eq!(shown(history.slots()), shown(&summed(&all[..length], stride)));
            let other = values(!seed, again);
            fill(&mut history, &other, length);
            let whole: Vec<Option<f64>> = all[..length].iter().chain(&other).copied().collect();
            let stride = history.stride;
            prop_assert_eq!(shown(history.slots()), shown(&summed(&whole, stride)));
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
