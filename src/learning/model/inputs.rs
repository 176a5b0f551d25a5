//! The inputs of training: the chosen features of a sample, as they are or standardised.

use crate::learning::data::Columns;
use crate::learning::model::features::{Feature, Features, MOST_FEATURES};
use crate::learning::model::parameters::{Parameters, Shape};
use crate::learning::numeric::moments::Moments;

/// Features of a model, and their scaling for training.
///
/// A standardised feature has mean 0 and standard deviation 1 over the training samples (the population
/// standard deviation, as in scikit-learn's `StandardScaler`). Training then moves the weights of the
/// scaled features. The weights that are shown are converted: they give the same scores in the units of the
/// data.
#[derive(Debug, Clone, PartialEq)]
pub struct Inputs {
    features: Features,
    list: Vec<Feature>,
    scales: Option<[Scale; MOST_FEATURES]>,
}

/// Smallest deviation that is divided by. A weight in the units of the data is a weight of training divided by
/// it: from here on, weights of up to a hundred million stay finite.
const SMALLEST_DEVIATION: f64 = 1e-300;

/// Scaling of one feature.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// Number that is subtracted from a value.
    pub mean: f64,
    /// Number, above 0, by which the difference is divided.
    pub deviation: f64,
}

impl Scale {
    /// Computes the scaling of some values. It calls `values` several times.
    fn over<I: Iterator<Item = f64>>(values: impl Fn() -> I) -> Self {
        let Moments { mean, deviation } = Moments::of(values);
        // A deviation below the rounding of the mean is nothing but that rounding.
        let is_usable = deviation >= SMALLEST_DEVIATION && deviation > f64::EPSILON * mean.abs();
        let deviation = if is_usable { deviation } else { 1.0 };
        Self { mean, deviation }
    }
}

impl Inputs {
    /// Makes inputs with the features as they are.
    #[must_use]
    pub fn plain(features: Features) -> Self {
        Self {
            features,
            list: features.iter().collect(),
            scales: None,
        }
    }

    /// Makes inputs with the features standardised over some samples. A feature that does not vary, or varies
    /// too little to be divided by its deviation, is divided by 1.
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

    /// Returns the set of features.
    #[must_use]
    pub fn features(&self) -> Features {
        self.features
    }

    /// Returns the features as a slice, in order.
    #[must_use]
    pub fn list(&self) -> &[Feature] {
        &self.list
    }

    /// Returns the scaling of the feature at a place; `None` if the features are not standardised.
    #[inline]
    #[must_use]
    pub fn scale(&self, place: usize) -> Option<Scale> {
        self.scales.as_ref().map(|scales| scales[place])
    }

    /// Returns whether the inputs are the two coordinates as they are in the data.
    #[must_use]
    pub fn are_coordinates(&self) -> bool {
        // Every field is named, so that a new field does not compile until this function considers it.
        let Self {
            features,
            list: _,
            scales,
        } = self;
        scales.is_none() && *features == Features::LINEAR
    }

    /// Returns the shape of a model with these inputs.
    #[must_use]
    pub fn shape(&self) -> Shape {
        Shape::new(self.features)
    }

    /// Converts weights of training to weights in the units of the data. Both give the same scores.
    #[must_use]
    pub fn in_own_units(&self, weights: &Parameters) -> Parameters {
        let mut own = weights.clone();
        let Some(scales) = &self.scales else {
            return own;
        };
        for (place, scale) in scales.iter().enumerate().take(self.features.len()) {
            own[place + 1] = weights[place + 1] / scale.deviation;
            own[0] -= own[place + 1] * scale.mean;
        }
        own
    }

    /// Returns whether weights of training are finite numbers in the units of the data too.
    #[must_use]
    pub fn are_finite_in_own_units(&self, weights: &[f64]) -> bool {
        let Some(scales) = &self.scales else {
            return weights.iter().all(|weight| weight.is_finite());
        };
        let mut bias = weights[0];
        for (weight, scale) in weights[1..].iter().zip(scales) {
            bias -= weight / scale.deviation * scale.mean;
        }
        let mut own = weights[1..].iter().zip(scales);
        bias.is_finite() && own.all(|(weight, scale)| (weight / scale.deviation).is_finite())
    }

    /// Converts weights in the units of the data to weights of training. Both give the same scores.
    #[must_use]
    pub fn for_training(&self, own: &Parameters) -> Parameters {
        let mut weights = own.clone();
        let Some(scales) = &self.scales else {
            return weights;
        };
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
        // In floating point, the sum of seven times 0.1, divided by seven, is not 0.1.
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
    fn what_varies_too_little_to_divide_by_counts_as_constant() {
        let constant = |x1: [f64; 4]| {
            let samples = Columns { x1: &x1, ..SAMPLES };
            let inputs = Inputs::standardized(Features::LINEAR, samples);
            inputs.scale(0).map(|scale| scale.deviation) == Some(1.0)
        };
        let next = |value: f64| f64::from_bits(value.to_bits() + 1);
        for x1 in [
            [0.0, 5e-324, 1e-320, 0.0],
            [-5e-324, 5e-324, 0.0, 0.0],
            [1e-308, 3e-308, 0.0, -1e-308],
            [1e-301, 2e-301, 1e-301, 2e-301],
            // The mean is one of the two values, and the deviation no more than its rounding.
            [1e150, 1e150, 1e150, next(1e150)],
            [-1.0, -1.0, -1.0, -next(1.0)],
        ] {
            assert!(constant(x1), "{x1:?}");
        }
        for x1 in [
            [1e-299, 3e-299, 1e-299, 3e-299],
            [1e150, 1.000_000_1e150, 1e150, 1e150],
            [1e15, 1e15 + 1.0, 1e15 + 2.0, 1e15],
        ] {
            assert!(!constant(x1), "{x1:?}");
        }
    }

    #[test]
    fn weights_that_overflow_in_the_datas_units_are_found() {
        let x1 = [1e-299, 3e-299, 1e-299, 3e-299];
        let samples = Columns { x1: &x1, ..SAMPLES };
        let inputs = Inputs::standardized(Features::LINEAR, samples);
        for (weight, is_finite) in [(1e8, true), (1e9, true), (1e12, false), (-1e300, false)] {
            let weights = [0.0, weight, 1.0];
            assert_eq!(inputs.are_finite_in_own_units(&weights), is_finite);
            let own = inputs.in_own_units(&Parameters::linear(weights));
            assert_eq!(own.iter().all(|weight| weight.is_finite()), is_finite);
        }
    }

    #[test]
    fn the_weights_go_to_the_datas_units_and_back() {
        let inputs = Inputs::standardized("x1,x1^2".parse().expect("features"), SAMPLES);
        let weights = Parameters::new(inputs.shape(), [0.5, -2.0, 3.0]);
        let own = inputs.in_own_units(&weights);
        let back = inputs.for_training(&own);
        for (one, other) in weights.iter().zip(back.iter()) {
            assert!((one - other).abs() < 1e-12);
        }
        // The score of x1 = 6 is computed from the weights of training and from the converted weights.
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
