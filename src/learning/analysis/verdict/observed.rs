//! What is kept of the last epochs, and what their windows tell.

use std::collections::VecDeque;

use crate::learning::analysis::problem::length;

/// Number of epochs in a window.
pub const WINDOW: usize = 10;
/// Largest number of epochs that are kept.
const MOST: usize = 64;

/// What is kept of the end of an epoch.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// Number of complete epochs.
    pub epoch: u64,
    /// The weights of training.
    pub weights: Vec<f64>,
    /// The mean cross-entropy plus the penalty.
    pub objective: f64,
    /// Length of the full gradient.
    pub gradient: f64,
    /// Largest eigenvalue of the Hessian, if it is needed.
    pub curvature: f64,
    /// Drift against noise: how much an update is expected to raise the objective by its noise, divided by how much
    /// it lowers it.
    pub balance: f64,
    /// Mean cross-entropy of the test samples.
    pub test: Option<f64>,
}

/// The last epochs, without a gap.
#[derive(Debug, Clone, Default)]
pub struct Observed {
    last: VecDeque<Observation>,
}

impl Observed {
    /// Adds the end of an epoch. If epochs are missing before it, those before are forgotten.
    pub fn push(&mut self, next: Observation) {
        if self
            .last
            .back()
            .is_some_and(|last| last.epoch + 1 != next.epoch)
        {
            self.last.clear();
        }
        if self.last.len() == MOST {
            self.last.pop_front();
        }
        self.last.push_back(next);
    }

    /// Returns the epoch that ended `ago` epochs before the last one.
    pub fn ago(&self, ago: usize) -> Option<&Observation> {
        let place = self.last.len().checked_sub(1 + ago)?;
        self.last.get(place)
    }

    /// Returns the window that ended `windows` windows before the last epoch, the oldest epoch first; `None` if
    /// there are too few epochs.
    pub fn window(&self, windows: usize) -> Option<impl Iterator<Item = &Observation> + Clone> {
        self.stretch(windows * WINDOW, WINDOW)
    }

    /// Returns `epochs` epochs in order, of which the last one ended `ago` epochs before the last one of all.
    pub fn stretch(
        &self,
        ago: usize,
        epochs: usize,
    ) -> Option<impl Iterator<Item = &Observation> + Clone> {
        let end = self.last.len().checked_sub(ago)?;
        let start = end.checked_sub(epochs)?;
        Some(self.last.range(start..end))
    }

    /// Returns the mean of a number over a window.
    pub fn mean(&self, windows: usize, of: impl Fn(&Observation) -> f64) -> Option<f64> {
        Some(self.window(windows)?.map(of).sum::<f64>() / WINDOW as f64)
    }

    /// Returns the lowest and the highest value of a number over a window.
    pub fn range(&self, windows: usize, of: impl Fn(&Observation) -> f64) -> Option<[f64; 2]> {
        Some(range(self.window(windows)?.map(of)))
    }

    /// Returns the median of a number over the last window.
    pub fn median(&self, of: impl Fn(&Observation) -> f64) -> Option<f64> {
        let mut numbers: Vec<f64> = self.window(0)?.map(of).collect();
        numbers.sort_by(f64::total_cmp);
        Some(f64::midpoint(numbers[WINDOW / 2 - 1], numbers[WINDOW / 2]))
    }

    /// Returns how the weights moved over the last window, and the sum of the lengths of the gradients at the start
    /// of each of its epochs.
    pub fn way(&self) -> Option<(f64, f64)> {
        let (now, before) = (self.ago(0)?, self.ago(WINDOW)?);
        let gradients = self.stretch(1, WINDOW)?.map(|end| end.gradient);
        Some((distance(&now.weights, &before.weights), gradients.sum()))
    }
}

/// Returns the lowest and the highest of some numbers.
pub fn range(numbers: impl Iterator<Item = f64>) -> [f64; 2] {
    numbers.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], number| {
        [low.min(number), high.max(number)]
    })
}

/// Returns the distance between two vectors.
pub fn distance(one: &[f64], other: &[f64]) -> f64 {
    let differences: Vec<f64> = one
        .iter()
        .zip(other)
        .map(|(one, other)| one - other)
        .collect();
    length(&differences)
}
