//! A ring: the last rows of numbers of a sequence, in memory that does not grow.

/// Number of rows that are kept: two epochs of 60 mini-batches, so that one of them is complete.
pub const RECENT: usize = 128;

/// The last [`RECENT`] rows of a sequence of rows of equal width. Each row has a key, which is one more than that of the
/// row before.
#[derive(Debug, Clone)]
pub struct Ring {
    width: usize,
    /// The rows, each at the place of its key modulo [`RECENT`].
    flat: Vec<f64>,
    moments: [Moment; RECENT],
    /// Key of the oldest row.
    first: u64,
    /// Key that the next row has.
    end: u64,
}

/// The moment of a run to which a row belongs.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Moment {
    /// Number of updates since the start.
    pub update: u64,
    /// Position in epochs: 1.5 is the middle of the second epoch.
    pub position: f64,
}

impl Ring {
    /// Creates an empty ring for rows of `width` numbers.
    #[must_use]
    pub fn new(width: usize) -> Self {
        Self {
            width,
            flat: vec![0.0; width * RECENT],
            moments: [Moment::default(); RECENT],
            first: 0,
            end: 0,
        }
    }

    /// Adds the row with the key `key`, and returns its numbers, to be written. If the row before is missing, all rows
    /// before are dropped.
    #[inline]
    pub fn push(&mut self, key: u64, moment: Moment) -> &mut [f64] {
        if key != self.end {
            self.first = key;
        }
        self.end = key + 1;
        self.first = self.first.max(self.end.saturating_sub(RECENT as u64));
        let place = place(key);
        self.moments[place] = moment;
        &mut self.flat[place * self.width..][..self.width]
    }

    /// Returns the numbers of the last row, to be changed, if it belongs to the moment after `update` updates.
    pub fn last_mut_at(&mut self, update: u64) -> Option<&mut [f64]> {
        let last = self.end.checked_sub(1).filter(|last| *last >= self.first)?;
        let place = place(last);
        let is_there = self.moments[place].update == update;
        is_there.then(|| &mut self.flat[place * self.width..][..self.width])
    }

    /// Returns the rows, oldest first, each with its key and its moment.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (u64, Moment, &[f64])> {
        (self.first..self.end).map(|key| {
            let place = place(key);
            let row = &self.flat[place * self.width..][..self.width];
            (key, self.moments[place], row)
        })
    }

    /// Removes the rows of later moments than `update`.
    pub fn return_to(&mut self, update: u64) {
        while self.end > self.first && self.moments[place(self.end - 1)].update > update {
            self.end -= 1;
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the remainder is below the number of rows"
)]
fn place(key: u64) -> usize {
    (key % RECENT as u64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(update: u64) -> Moment {
        Moment {
            update,
            position: update as f64 / 10.0,
        }
    }

    fn kept(ring: &Ring) -> Vec<(u64, f64)> {
        ring.iter().map(|(key, _, row)| (key, row[0])).collect()
    }

    #[test]
    fn the_last_rows_are_kept_in_order() {
        let mut ring = Ring::new(1);
        for key in 0..200 {
            ring.push(key, moment(key))[0] = key as f64;
        }
        let expected: Vec<(u64, f64)> = (72..200).map(|key| (key, key as f64)).collect();
        assert_eq!(kept(&ring), expected);
    }

    #[test]
    fn a_gap_in_the_keys_drops_what_is_before_it() {
        let mut ring = Ring::new(1);
        for key in [0, 1, 2, 7, 8] {
            ring.push(key, moment(key))[0] = 1.0;
        }
        assert_eq!(kept(&ring), [(7, 1.0), (8, 1.0)]);
    }

    #[test]
    fn a_ring_that_went_back_continues_where_it_is() {
        let mut ring = Ring::new(1);
        for key in 0..10 {
            ring.push(key, moment(10 * key))[0] = 1.0;
        }
        ring.return_to(35);
        ring.push(4, moment(40))[0] = 2.0;
        assert_eq!(
            kept(&ring),
            [(0, 1.0), (1, 1.0), (2, 1.0), (3, 1.0), (4, 2.0)]
        );
        ring.return_to(0);
        assert_eq!(kept(&ring), [(0, 1.0)]);
    }
}
