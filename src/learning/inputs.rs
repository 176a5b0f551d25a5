//! What training sees of a sample: the chosen features, as they are or standardised.

use crate::learning::dataset::Columns;
use crate::learning::features::{Feature, Features, MOST_FEATURES};
use crate::learning::model::Weights;

/// The features of a model, and how they are scaled for training.
///
/// Standardised, each feature has mean 0 and standard deviation 1 over the training samples (the
/// population's, as in scikit-learn's `StandardScaler`). Training then moves the weights of the scaled
/// features; what is shown are the weights that give the same scores in the data's own units.
#[derive(Debug, Clone, PartialEq)]
pub struct Inputs {
    features: Features,
    list: Vec<Feature>,
    scales: Option<[Scale; MOST_FEATURES]>,
}

/// How one feature is scaled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// What is subtracted.
    pub mean: f64,
    /// What the rest is divided by, above 0.
    pub deviation: f64,
}

impl Scale {
    /// That of some values, which are gone through again and again.
    fn over<I: Iterator<Item = f64>>(values: impl Fn() -> I) -> Self {
        let count = values().count() as f64;
        let first = values().next().unwrap_or(0.0);
        // From the first value on, so that what does not vary is its own mean, to the last digit.
        let mean = first + values().map(|value| value - first).sum::<f64>() / count;
        let largest = values().fold(0.0, |largest: f64, value| largest.max((value - mean).abs()));
        if largest == 0.0 {
            let deviation = 1.0;
            return Self { mean, deviation };
        }
        // In units in which no square is too large or too small for a number.
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

impl Inputs {
    /// The features as they are.
    #[must_use]
    pub fn plain(features: Features) -> Self {
        Self {
            features,
            list: features.iter().collect(),
            scales: None,
        }
    }

    /// The features standardised over some samples. One that does not vary is divided by 1.
    #[must_use]
    pub fn standardized(features: Features, samples: Columns) -> Self {
        let mut scales = [Scale {
            mean: 0.0,
            deviation: 1.0,
        }; MOST_FEATURES];
        for (scale, feature) in scales.iter_mut().zip(features.iter()) {
            *scale = Scale::over(|| {
                let points = samples.x1.iter().zip(samples.x2);
                points.map(|(x1, x2)| feature.of(*x1, *x2))
            });
        }
        Self {
            features,
            list: features.iter().collect(),
            scales: Some(scales),
        }
    }

    /// The features.
    #[must_use]
    pub fn features(&self) -> Features {
        self.features
    }

    /// The same, one after another.
    #[must_use]
    pub fn list(&self) -> &[Feature] {
        &self.list
    }

    /// How the feature at a place is scaled, if it is.
    #[inline]
    #[must_use]
    pub fn scale(&self, place: usize) -> Option<Scale> {
        self.scales.as_ref().map(|scales| scales[place])
    }

    /// Whether they are the two coordinates as they stand in the data.
    #[must_use]
    pub fn are_coordinates(&self) -> bool {
        self.scales.is_none() && self.features == Features::LINEAR
    }

    /// How many weights there are: the bias, and one for each feature.
    #[must_use]
    pub fn weights(&self) -> usize {
        1 + self.features.len()
    }

    /// The weights in the data's own units that give the scores of these ones of training.
    #[must_use]
    pub fn in_own_units(&self, weights: &Weights) -> Weights {
        let Some(scales) = &self.scales else {
            return *weights;
        };
        let mut own = *weights;
        for (place, scale) in scales.iter().enumerate().take(self.features.len()) {
            own[place + 1] = weights[place + 1] / scale.deviation;
            own[0] -= own[place + 1] * scale.mean;
        }
        own
    }

    /// The weights of training that give the scores of these ones in the data's own units.
    #[must_use]
    pub fn for_training(&self, own: &Weights) -> Weights {
        let Some(scales) = &self.scales else {
            return *own;
        };
        let mut weights = *own;
        for (place, scale) in scales.iter().enumerate().take(self.features.len()) {
            weights[place + 1] = own[place + 1] * scale.deviation;
            weights[0] += own[place + 1] * scale.mean;
        }
        weights
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLES: Columns = Columns {
        x1: &[1.0, 3.0, 5.0, 7.0],
        x2: &[2.0, 2.0, 2.0, 2.0],
        labels: &[0.0, 0.0, 1.0, 1.0],
    };

    #[test]
    fn standardised_features_have_mean_nought_and_deviation_one() {
        let inputs = Inputs::standardized("x1,x2,x1^2".parse().expect("features"), SAMPLES);
        let first = inputs.scale(0).expect("scaled");
        assert_eq!((first.mean, first.deviation), (4.0, 5.0_f64.sqrt()));
        let constant = inputs.scale(1).expect("scaled");
        assert_eq!((constant.mean, constant.deviation), (2.0, 1.0));
        assert_eq!(inputs.scale(2).expect("scaled").mean, 21.0);
    }

    #[test]
    fn what_does_not_vary_is_no_matter_of_rounding() {
        // Seven times 0.1, divided by seven, is not 0.1.
        let samples = Columns {
            x1: &[0.1; 7],
            x2: &[0.3; 7],
            labels: &[0.0; 7],
        };
        let inputs = Inputs::standardized("x1,x2,x1x2".parse().expect("features"), samples);
        for (place, mean) in [0.1, 0.3, 0.1 * 0.3].into_iter().enumerate() {
            let deviation = 1.0;
            assert_eq!(inputs.scale(place), Some(Scale { mean, deviation }));
        }
    }

    #[test]
    fn values_whose_squares_are_no_numbers_have_a_deviation() {
        for unit in [1e150, 1e-150, 1e-300] {
            let x1 = SAMPLES.x1.iter().map(|value| value * unit);
            let x1: Vec<f64> = x1.collect();
            let samples = Columns { x1: &x1, ..SAMPLES };
            let inputs = Inputs::standardized(Features::LINEAR, samples);
            let scale = inputs.scale(0).expect("scaled");
            assert!((scale.mean / unit - 4.0).abs() < 1e-12, "{unit}");
            assert!((scale.deviation / unit - 5.0_f64.sqrt()).abs() < 1e-12);
        }
    }

    #[test]
    fn the_weights_go_to_the_datas_units_and_back() {
        let inputs = Inputs::standardized("x1,x1^2".parse().expect("features"), SAMPLES);
        let weights = Weights::from([0.5, -2.0, 3.0]);
        let own = inputs.in_own_units(&weights);
        let back = inputs.for_training(&own);
        for (one, other) in weights.iter().zip(back.iter()) {
            assert!((one - other).abs() < 1e-12);
        }
        // The score of x1 = 6 in either space.
        let scaled = |place: usize, value: f64| {
            let scale = inputs.scale(place).expect("scaled");
            (value - scale.mean) / scale.deviation
        };
        let trained = 0.5 - 2.0 * scaled(0, 6.0) + 3.0 * scaled(1, 36.0);
        let shown = own[0] + own[1] * 6.0 + own[2] * 36.0;
        assert!((trained - shown).abs() < 1e-12);
    }

    #[test]
    fn only_the_bare_coordinates_are_plain() {
        assert!(Inputs::plain(Features::LINEAR).are_coordinates());
        assert!(!Inputs::plain("x1".parse().expect("a feature")).are_coordinates());
        assert!(!Inputs::standardized(Features::LINEAR, SAMPLES).are_coordinates());
    }
}
