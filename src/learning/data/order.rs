//! The order of the training samples: as they were made, or sorted by label.

use std::collections::TryReserveError;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::learning::data::Columns;
use crate::learning::data::family::Points;
use crate::learning::data::memory::{collected, room};
use crate::learning::numeric::checked::OutOfRange;

/// Order of the training samples of a data set. A training without shuffling sees them in this order, and
/// shuffling permutes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SampleOrder {
    /// The order in which the samples were drawn or read.
    #[default]
    Original,
    /// All samples with label 0 before all samples with label 1. Samples with equal labels keep their order.
    Sorted,
}

impl SampleOrder {
    /// All orders.
    pub const ALL: [Self; 2] = [Self::Original, Self::Sorted];

    /// Returns the name by which the order is chosen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Sorted => "sorted",
        }
    }
}

impl FromStr for SampleOrder {
    type Err = OutOfRange;

    fn from_str(text: &str) -> Result<Self, OutOfRange> {
        let order = Self::ALL.into_iter().find(|order| order.name() == text);
        order.ok_or(OutOfRange)
    }
}

impl fmt::Display for SampleOrder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

/// Labels of sorted samples in their order before the sort, `true` for label 1. The sort is stable, so this
/// is all that is needed to undo it.
#[derive(Clone, PartialEq)]
pub struct LabelsBeforeSort(Arc<Vec<bool>>);

impl LabelsBeforeSort {
    /// Returns the number of bytes that the labels take in memory.
    pub fn bytes(&self) -> usize {
        self.0.len()
    }

    /// Returns the samples, which must be those that were sorted, in their order before the sort, each as
    /// `(x1, x2, label)`.
    pub fn unsorted<'a>(
        &'a self,
        samples: Columns<'a>,
    ) -> impl Iterator<Item = (f64, f64, f64)> + 'a {
        let zeros = zeros(samples.labels);
        let mut next_zeros = samples.part(0..zeros).samples();
        let mut next_ones = samples.part(zeros..samples.len()).samples();
        self.0.iter().filter_map(move |is_one| {
            if *is_one {
                next_ones.next()
            } else {
                next_zeros.next()
            }
        })
    }
}

/// Sorts the first `training` samples by label, those with label 0 first. Samples with equal labels keep
/// their order. The time is linear in the number of samples.
///
/// # Errors
/// If the system does not give the memory for the labels before the sort and for a copy of one column of the
/// samples with label 1.
pub fn sort(points: &mut Points, training: usize) -> Result<LabelsBeforeSort, TryReserveError> {
    let labels = &mut points.labels[..training];
    let before = collected(labels.iter().map(|label| *label == 1.0))?;
    let zeros = zeros(labels);
    let mut ones = room(training - zeros)?;
    for column in [&mut points.x1, &mut points.x2] {
        part(&mut column[..training], &before, &mut ones);
    }
    labels[..zeros].fill(0.0);
    labels[zeros..].fill(1.0);
    Ok(LabelsBeforeSort(Arc::new(before)))
}

/// Moves the values of class 1 behind those of class 0. `ones` is a buffer with room for all of class 1.
fn part(column: &mut [f64], is_one: &[bool], ones: &mut Vec<f64>) {
    ones.clear();
    let mut zeros = 0;
    for (place, is_one) in is_one.iter().enumerate() {
        if *is_one {
            ones.push(column[place]);
        } else {
            column[zeros] = column[place];
            zeros += 1;
        }
    }
    column[zeros..].copy_from_slice(ones);
}

fn zeros(labels: &[f64]) -> usize {
    labels.iter().filter(|label| **label == 0.0).count()
}
