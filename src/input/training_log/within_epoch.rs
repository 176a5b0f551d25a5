//! Updates that are numbered anew in each epoch, as by `for batch in range(...)` in a loop over the epochs.

/// Numbers updates from the start of the run, if a log numbers them within their epoch.
#[derive(Debug, Default)]
pub struct WithinEpoch {
    last: Option<Place>,
    /// Whether a number was left out: then the updates of an epoch are not known.
    has_gaps: bool,
}

/// The place of a row.
#[derive(Debug, Clone, Copy)]
struct Place {
    epoch: u64,
    /// First number of the log.
    first: u64,
    /// Number of the row as the log gives it.
    number: u64,
    /// What is added to it.
    offset: u64,
}

impl WithinEpoch {
    /// Returns whether a column `batch` counts mini-batches: it begins with 0 or 1. If not, it may be the batch size.
    #[must_use]
    pub fn counts(&self, batch: u64) -> bool {
        self.last.map_or(batch, |last| last.first) <= 1
    }

    /// Returns the number of the next row, counted from the start of the run. `number` is that of the log, which may
    /// begin again with each epoch.
    ///
    /// # Errors
    /// If it begins again, and updates of the epoch before were left out. The message names the remedy.
    pub fn number(&mut self, number: u64, epoch: u64) -> Result<u64, String> {
        let Some(last) = self.last else {
            self.last = Some(Place {
                epoch,
                first: number,
                number,
                offset: 0,
            });
            return Ok(number);
        };
        let begins_again = epoch > last.epoch && number <= last.number;
        let next = last.number.saturating_add(last.offset).saturating_add(1);
        if begins_again && (self.has_gaps || number != last.first || number > 1) {
            return Err(format!(
                "{number} in epoch {epoch} comes after {} in epoch {}, and updates are left out; log each update, or name a \
                 column update that counts from the start of the run",
                last.number, last.epoch
            ));
        }
        let offset = if begins_again {
            next - number
        } else {
            last.offset
        };
        let counted = number.saturating_add(offset);
        self.has_gaps |= counted != next;
        self.last = Some(Place {
            epoch,
            number,
            offset,
            ..last
        });
        Ok(counted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(rows: &[(u64, u64)]) -> Result<Vec<u64>, String> {
        let mut within = WithinEpoch::default();
        let rows = rows.iter();
        rows.map(|(epoch, number)| within.number(*number, *epoch))
            .collect()
    }

    #[test]
    fn numbers_that_begin_again_with_each_epoch_are_counted_on() {
        let rows = [(1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (3, 0)];
        assert_eq!(numbers(&rows).unwrap(), [0, 1, 2, 3, 4, 5]);
        let rows = [(0, 1), (0, 2), (1, 1), (1, 2)];
        assert_eq!(numbers(&rows).unwrap(), [1, 2, 3, 4]);
    }

    #[test]
    fn numbers_from_the_start_of_the_run_stay() {
        let rows = [(1, 5), (1, 10), (2, 15), (2, 20), (3, 25)];
        assert_eq!(numbers(&rows).unwrap(), [5, 10, 15, 20, 25]);
    }

    #[test]
    fn with_gaps_a_number_that_begins_again_is_refused() {
        let why = numbers(&[(1, 0), (1, 10), (2, 0)]).unwrap_err();
        assert!(why.starts_with("0 in epoch 2 comes after 10"), "{why}");
        // A row for each epoch, with the number of its updates.
        assert!(numbers(&[(1, 13), (2, 13)]).is_err());
    }
}
