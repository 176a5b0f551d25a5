//! A symmetric matrix with a row and a column for each weight.

use crate::learning::kernel::{MOST_WEIGHTS, Square};

/// A symmetric matrix of at most eight rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Symmetric {
    size: usize,
    /// Rows and columns that are not in use are 0.
    entries: Square,
}

impl Symmetric {
    /// Makes the matrix of the first `size` rows and columns.
    ///
    /// # Panics
    /// If `size` is larger than the largest number of weights.
    #[must_use]
    pub fn new(size: usize, entries: &Square) -> Self {
        assert!(
            size <= MOST_WEIGHTS,
            "a model has up to {MOST_WEIGHTS} weights"
        );
        let entry = |row: usize, column: usize| {
            if row < size && column < size {
                entries[row][column]
            } else {
                0.0
            }
        };
        Self {
            size,
            entries: std::array::from_fn(|row| std::array::from_fn(|column| entry(row, column))),
        }
    }

    /// Returns the number of rows.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// Returns a row.
    #[must_use]
    pub fn row(&self, row: usize) -> &[f64] {
        &self.entries[row][..self.size]
    }

    /// Returns all entries; rows and columns that are not in use are 0.
    #[must_use]
    pub fn entries(&self) -> &Square {
        &self.entries
    }

    /// Returns the matrix with `of(row, column)` in place of each entry. `of` must be symmetric.
    #[must_use]
    pub fn map(&self, of: impl Fn(usize, usize) -> f64) -> Self {
        let entries = std::array::from_fn(|row| std::array::from_fn(|column| of(row, column)));
        Self::new(self.size, &entries)
    }

    /// Returns whether all entries are finite.
    #[must_use]
    pub fn is_finite(&self) -> bool {
        self.entries.iter().flatten().all(|entry| entry.is_finite())
    }

    /// Returns the sum of the diagonal.
    #[must_use]
    pub fn trace(&self) -> f64 {
        (0..self.size).map(|place| self.entries[place][place]).sum()
    }

    /// Returns the trace of the product of two matrices.
    #[must_use]
    pub fn trace_of_product(&self, other: &Self) -> f64 {
        let pairs = self
            .entries
            .iter()
            .flatten()
            .zip(other.entries.iter().flatten());
        pairs.map(|(one, other)| one * other).sum()
    }

    /// Solves `self · x = right` by Cholesky's factorisation; `None` if the matrix is not positive definite as
    /// far as rounding can tell.
    #[must_use]
    pub fn solve(&self, right: &[f64]) -> Option<Vec<f64>> {
        let size = self.size;
        let mut factor = self.entries;
        for row in 0..size {
            for column in 0..=row {
                let products = (0..column).map(|place| factor[row][place] * factor[column][place]);
                let rest = self.entries[row][column] - products.sum::<f64>();
                factor[row][column] = if row == column {
                    // A pivot below the rounding of its diagonal entry is nothing but that rounding.
                    let smallest = 1e-15 * self.entries[row][row];
                    (rest > smallest).then(|| rest.sqrt())?
                } else {
                    rest / factor[column][column]
                };
            }
        }
        let mut x = right.to_vec();
        for row in 0..size {
            let products = (0..row).map(|place| factor[row][place] * x[place]);
            x[row] = (x[row] - products.sum::<f64>()) / factor[row][row];
        }
        for row in (0..size).rev() {
            let products = (row + 1..size).map(|place| factor[place][row] * x[place]);
            x[row] = (x[row] - products.sum::<f64>()) / factor[row][row];
        }
        x.iter().all(|number| number.is_finite()).then_some(x)
    }
}
