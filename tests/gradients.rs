//! Tests that an update goes against the gradient of the objective, for all features, by differences of the
//! objective.

#[path = "support/proptests.rs"]
mod proptests;
use std::sync::Arc;

use proptest::prelude::*;
use sgdscope::learning::data::{DataSettings, Dataset};
use sgdscope::learning::model::features::{Feature, Features};
use sgdscope::learning::model::inputs::Inputs;
use sgdscope::learning::model::parameters::Parameters;
use sgdscope::learning::model::start::{GivenWeights, Start, StartKind};
use sgdscope::learning::setup::{InputSettings, Setup};
use sgdscope::learning::train::hyperparameters::Hyperparameters;
use sgdscope::learning::train::trainer::{Budget, Trainer};

/// Learning rate of the single update. It is a power of two, so that dividing by it causes no rounding
/// error.
const ALPHA: f64 = 0.0625;
/// Weight of the L2 penalty in the loss, if a case has a penalty.
const RATE: f64 = 0.3;
/// Half the distance between the two weights of a central difference. The error of a central difference is
/// smallest at about this size.
const STEP: f64 = 1e-5;

/// Model to check: its features, whether they are standardised, whether its weights are penalised, and whether the
/// squared error is trained instead of the cross-entropy.
#[derive(Debug, Clone, Copy)]
struct Case {
    features: Features,
    standardize: bool,
    has_price: bool,
    is_squared: bool,
}

/// Returns every set of features, standardised and not, with a penalty and without one, for both objectives.
fn cases() -> Vec<Case> {
    let set = |chosen: usize| {
        let of_set = Feature::ALL.into_iter().enumerate();
        let names = of_set.filter(|(place, _)| chosen & 1 << place != 0);
        let names: Vec<&str> = names.map(|(_, feature)| feature.name()).collect();
        names.join(",").parse().unwrap()
    };
    (1..1 << Feature::ALL.len())
        .map(set)
        .flat_map(|features: Features| {
            (0..8).map(move |bits| Case {
                features,
                standardize: bits & 1 != 0,
                has_price: bits & 2 != 0,
                is_squared: bits & 4 != 0,
            })
        })
        .collect()
}

impl Case {
    fn inputs(self, dataset: &Dataset) -> Inputs {
        if self.standardize {
            Inputs::standardized(self.features, dataset.training())
        } else {
            Inputs::plain(self.features)
        }
    }

    /// Returns the loss by the textbook formula: the mean cross-entropy or the mean squared error, plus the L2
    /// penalty on the weights without the bias. `weights` are in the units of training, which means for standardised features if
    /// the case has these.
    fn loss(self, dataset: &Dataset, inputs: &Inputs, weights: &[f64]) -> f64 {
        let mut loss = 0.0;
        for (x1, x2, label) in dataset.samples() {
            let mut score = weights[0];
            for (place, feature) in self.features.iter().enumerate() {
                let mut value = feature.of(x1, x2);
                if let Some(scale) = inputs.scale(place) {
                    value = (value - scale.mean) / scale.deviation;
                }
                score += weights[place + 1] * value;
            }
            if self.is_squared {
                loss += (1.0 / (1.0 + (-score).exp()) - label).powi(2);
                continue;
            }
            // Adds -ln p, where p is the probability of the sample's label.
            let wrong = if label == 1.0 { -score } else { score };
            loss += wrong.max(0.0) + (-score.abs()).exp().ln_1p();
        }
        let squares: f64 = weights[1..].iter().map(|weight| weight * weight).sum();
        let price = if self.has_price {
            RATE / 2.0 * squares
        } else {
            0.0
        };
        loss / dataset.len() as f64 + price
    }

    /// Returns the gradient that one update on all samples goes against. `weights` are the weights before
    /// the update, in the units of training.
    fn gradient(self, dataset: &Arc<Dataset>, inputs: &Inputs, weights: &Parameters) -> Vec<f64> {
        let hyperparameters = Hyperparameters {
            alpha: ALPHA.to_string().parse().unwrap(),
            batch_size: "all".parse().unwrap(),
            regularization: if self.has_price { "l2" } else { "none" }.parse().unwrap(),
            regularization_rate: RATE.to_string().parse().unwrap(),
            objective: if self.is_squared {
                "squared"
            } else {
                "cross-entropy"
            }
            .parse()
            .unwrap(),
            ..Hyperparameters::default()
        };
        let own = inputs.in_own_units(weights);
        let start = Start {
            kind: StartKind::Given(GivenWeights::new(own.iter().copied()).unwrap()),
            seed: 0,
        };
        let setup = Setup {
            inputs: InputSettings {
                features: self.features,
                standardize: self.standardize,
            },
            start,
            hyperparameters,
            ..Setup::default()
        };
        let mut trainer = Trainer::new(Arc::clone(dataset), &setup);
        let before = inputs.for_training(&trainer.parameters());
        trainer.advance(Budget::of_updates(1)).unwrap();
        let after = inputs.for_training(&trainer.parameters());
        let pairs = before.iter().zip(after.iter());
        pairs
            .map(|(before, after)| (before - after) / ALPHA)
            .collect()
    }
}

/// Returns a few points near the origin, so that their squares are not huge.
fn dataset() -> Arc<Dataset> {
    let moons = DataSettings {
        source: "moons".parse().unwrap(),
        samples: "50".parse().unwrap(),
        noise: "0.3".parse().unwrap(),
        seed: 5,
        ..DataSettings::default()
    };
    Arc::new(moons.draw(None, &|_| ()).unwrap())
}

proptest! {
    #![proptest_config(proptests::cases(6, "tests/proptest-regressions/gradients.txt"))]

    #[test]
    fn an_update_goes_against_the_gradient_of_the_loss(numbers in prop::array::uniform8(-2.0_f64..2.0)) {
        let dataset = dataset();
        for case in cases() {
            let inputs = case.inputs(&dataset);
            let weights = Parameters::new(inputs.shape(), numbers);
            let gradient = case.gradient(&dataset, &inputs, &weights);
            prop_assert_eq!(gradient.len(), 1 + case.features.len());
            for (place, found) in gradient.iter().enumerate() {
                let loss = |step| {
                    let mut moved = weights.clone();
                    moved[place] += step;
                    case.loss(&dataset, &inputs, &moved)
                };
                let expected = (loss(STEP) - loss(-STEP)) / (2.0 * STEP);
                prop_assert!(
                    (found - expected).abs() < 1e-8 * expected.abs().max(1.0),
                    "{case:?}, weight {place}: {found}, not {expected}"
                );
            }
        }
    }
}
