//! The mean and the standard deviation of values of any size.

/// Mean and standard deviation of some values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moments {
    /// Mean; 0 if there are no values.
    pub mean: f64,
    /// Population standard deviation; 0 if all values are equal.
    pub deviation: f64,
}

impl Moments {
    /// Computes the moments of values up to 1e150 in magnitude, or of their squares. It calls `values` several
    /// times.
    pub fn of<I: Iterator<Item = f64>>(values: impl Fn() -> I) -> Self {
        let count = values().count() as f64;
        let first = values().next().unwrap_or(0.0);
        // The mean is computed from the differences to the first value, so that the mean of equal values is
        // exactly their value.
        let sum = values().map(|value| value - first).sum::<f64>();
        let mean = if count > 0.0 {
            first + sum / count
        } else {
            first
        };
        let largest = values().fold(0.0, |largest: f64, value| largest.max((value - mean).abs()));
        if largest == 0.0 {
            return Self {
                mean,
                deviation: 0.0,
            };
        }
        // The deviations are divided by a unit, so that no square is too large or too small for a number.
        let unit = if (1e-100..1e100).contains(&largest) {
            1.0
        } else {
            largest
        };
        let squares = values().map(|value| ((value - mean) / unit).powi(2));
        let deviation = unit * (squares.sum::<f64>() / count).sqrt();
        Self { mean, deviation }
    }
}
