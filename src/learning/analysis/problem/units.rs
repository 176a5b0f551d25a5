//! The features in other units: of a root mean square of 1, or standardised.

use crate::learning::analysis::problem::{Problem, length};
use crate::learning::analysis::symmetric::Symmetric;
use crate::learning::kernel::Lanes;
use crate::learning::model::inputs::Scale;
use crate::learning::numeric::moments::Moments;

impl Problem {
    /// Returns a Hessian, without a penalty, as it is in the weights of standardised features; `None` if the
    /// features are standardised already, or do not all vary.
    #[must_use]
    pub fn standardized(&self, hessian: &Symmetric) -> Option<Symmetric> {
        if self.inputs.scale(0).is_some() {
            return None;
        }
        let values = |column: &'_ [Lanes]| {
            column
                .iter()
                .flatten()
                .copied()
                .take(self.count)
                .collect::<Vec<f64>>()
        };
        let mut turned = vec![Scale {
            mean: 0.0,
            deviation: 1.0,
        }];
        for column in &self.columns {
            let values = values(column);
            let Moments { mean, deviation } = Moments::of(|| values.iter().copied());
            turned.push((deviation > 0.0).then_some(Scale { mean, deviation })?);
        }
        let of = |place: usize| turned.get(place).copied().unwrap_or(turned[0]);
        // A standardised feature is (x - mean)/deviation, and the 1 of the bias is itself.
        let entries = hessian.entries();
        Some(hessian.map(|row, column| {
            let (own, other) = (of(row), of(column));
            let sum =
                entries[row][column] - own.mean * entries[0][column] - other.mean * entries[row][0]
                    + own.mean * other.mean * entries[0][0];
            sum / (own.deviation * other.deviation)
        }))
    }

    /// Returns the root mean square of each feature, with 1 for the bias and for features that are 0 everywhere;
    /// `None` if a number is not finite.
    pub(in crate::learning::analysis) fn units(&self) -> Option<Vec<f64>> {
        let of_column = |column: &Vec<Lanes>| {
            let squares = column.iter().flatten().map(|value| value * value);
            let unit = (squares.sum::<f64>() / self.count as f64).sqrt();
            if unit > 0.0 { unit } else { 1.0 }
        };
        let units: Vec<f64> = std::iter::once(1.0)
            .chain(self.columns.iter().map(of_column))
            .collect();
        units.iter().all(|unit| unit.is_finite()).then_some(units)
    }

    /// Returns whether weights have every sample on the side of its class, by more than rounding. Rounding is
    /// judged in weights that are multiplied by `units`.
    pub(in crate::learning::analysis) fn separates(&self, scaled: &[f64], units: &[f64]) -> bool {
        const ROUNDING: f64 = 1e-9;
        let long = length(scaled);
        self.samples_of_columns().all(|(features, label)| {
            let (mut score, mut square) = (scaled[0], 1.0);
            for ((value, unit), weight) in features.zip(&units[1..]).zip(&scaled[1..]) {
                let value = value / unit;
                score += weight * value;
                square += value * value;
            }
            let side = if label > 0.5 { score } else { -score };
            side > ROUNDING * square.sqrt() * long
        })
    }
}
