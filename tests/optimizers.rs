//! Compares optimisers and regularisation with the numbers of PyTorch and scikit-learn.

use std::sync::Arc;

use serde::Deserialize;
use sgdscope::learning::data::{DataSettings, Dataset};
use sgdscope::learning::model::parameters::{Parameters, sigmoid};
use sgdscope::learning::numeric::checked::OutOfRange;
use sgdscope::learning::optimize::optimizer::{
    Epsilon, Fraction, Optimizer, OptimizerParameter, OptimizerParameters,
};
use sgdscope::learning::optimize::regularization::Regularization;
use sgdscope::learning::registry::{Choice, Registered};
use sgdscope::learning::setup::Setup;
use sgdscope::learning::train::hyperparameters::Hyperparameters;
use sgdscope::learning::train::trainer::{Budget, Trainer};

#[derive(Deserialize)]
struct Golden {
    curvature: [f64; 3],
    optimum: [f64; 3],
    points: Vec<(f64, f64, f64)>,
    runs: Vec<Run>,
}

#[derive(Deserialize)]
struct Run {
    optimizer: String,
    problem: String,
    parameters: Given,
    alphas: Vec<f64>,
    start: [f64; 3],
    weights: Vec<[f64; 3]>,
}

/// Parameters of the optimiser that a golden run sets; the others have their defaults.
#[derive(Deserialize)]
struct Given {
    momentum: Option<f64>,
    smoothing: Option<f64>,
    beta1: Option<f64>,
    beta2: Option<f64>,
    epsilon: Option<f64>,
}

#[derive(Deserialize)]
struct LogisticRegression {
    optima: Vec<Optimum>,
}

#[derive(Deserialize)]
struct Optimum {
    rate: f64,
    weights: [f64; 3],
}

impl Golden {
    fn read() -> Self {
        serde_json::from_str(include_str!("golden/optimizers.json")).unwrap()
    }

    fn gradient(&self, problem: &str, weights: &Parameters) -> [f64; 3] {
        match problem {
            "quadratic" => [0, 1, 2].map(|i| self.curvature[i] * (weights[i] - self.optimum[i])),
            "logistic" => mean_gradient(self.points.iter().copied(), self.points.len(), weights),
            _ => panic!("{problem} is no problem"),
        }
    }
}

impl Given {
    fn parameters(&self) -> OptimizerParameters {
        let mut parameters = OptimizerParameters::default();
        for (given, parameter) in [
            (self.momentum, &mut parameters.momentum),
            (self.smoothing, &mut parameters.smoothing),
            (self.beta1, &mut parameters.beta1),
            (self.beta2, &mut parameters.beta2),
        ] {
            if let Some(given) = given {
                *parameter = fraction(given);
            }
        }
        if let Some(given) = self.epsilon {
            parameters.epsilon = given.to_string().parse().unwrap();
        }
        parameters
    }
}

fn fraction(number: f64) -> Fraction {
    number.to_string().parse().unwrap()
}

fn optimizer(name: &str) -> &'static Optimizer {
    name.parse::<Choice<Optimizer>>().unwrap().get()
}

/// Returns the gradient of the mean cross-entropy, with the component of the bias first.
fn mean_gradient(
    samples: impl Iterator<Item = (f64, f64, f64)>,
    count: usize,
    weights: &Parameters,
) -> [f64; 3] {
    let mut gradient = [0.0; 3];
    for (x1, x2, label) in samples {
        let error = sigmoid(weights.score(x1, x2)) - label;
        for (sum, feature) in gradient.iter_mut().zip([1.0, x1, x2]) {
            *sum += error * feature;
        }
    }
    gradient.map(|sum| sum / count as f64)
}

#[test]
fn every_optimizer_goes_the_way_of_pytorch() {
    let golden = Golden::read();
    let mut runs = 0;
    for run in &golden.runs {
        let optimizer = optimizer(&run.optimizer);
        let parameters = run.parameters.parameters();
        let (mut memory, mut weights) = (optimizer.memory(3), Parameters::linear(run.start));
        assert!(run.weights.len() >= 20);
        for (update, (alpha, expected)) in run.alphas.iter().zip(&run.weights).enumerate() {
            let gradient = golden.gradient(&run.problem, &weights);
            (optimizer.step)(&mut memory, &mut weights, &gradient, *alpha, &parameters);
            for (found, expected) in weights.iter().zip(expected) {
                assert!(
                    (found - expected).abs() <= 1e-12 * expected.abs(),
                    "{} on {}, update {update}: {found}, not {expected}",
                    run.optimizer,
                    run.problem
                );
            }
        }
        runs += 1;
    }
    // Two problems: each optimiser with its defaults, and each one with parameters also with other values.
    let tunable = Optimizer::all().iter().filter(|one| !one.uses.is_empty());
    assert_eq!(runs, 2 * (Optimizer::all().len() + tunable.count()));
}

#[test]
fn a_parameter_changes_the_optimizers_that_use_it_and_no_other() {
    let usual = OptimizerParameters::default();
    let with = |parameter| {
        let mut parameters = usual;
        match parameter {
            OptimizerParameter::Momentum => parameters.momentum = fraction(0.5),
            OptimizerParameter::Smoothing => parameters.smoothing = fraction(0.5),
            OptimizerParameter::Beta1 => parameters.beta1 = fraction(0.5),
            OptimizerParameter::Beta2 => parameters.beta2 = fraction(0.5),
            OptimizerParameter::Epsilon => parameters.epsilon = "0.1".parse().unwrap(),
        }
        parameters
    };
    for optimizer in Optimizer::all() {
        let outcome = |parameters| {
            let (mut memory, mut weights) = (optimizer.memory(3), [1.0, -2.0, 3.0]);
            for gradient in [[0.5, 0.25, -1.0], [0.75, -0.5, 0.125]] {
                (optimizer.step)(&mut memory, &mut weights, &gradient, 0.1, &parameters);
            }
            weights
        };
        for parameter in [
            OptimizerParameter::Momentum,
            OptimizerParameter::Smoothing,
            OptimizerParameter::Beta1,
            OptimizerParameter::Beta2,
            OptimizerParameter::Epsilon,
        ] {
            let changes = outcome(with(parameter)) != outcome(usual);
            let is_used = optimizer.uses.contains(&parameter);
            assert_eq!(changes, is_used, "{} and {parameter:?}", optimizer.name);
        }
    }
}

#[test]
fn every_optimizer_moves_as_many_weights_as_its_memory_was_made_for() {
    const MANY: usize = 400;
    for optimizer in Optimizer::all() {
        let (mut memory, mut weights) = (optimizer.memory(MANY), [1.0; MANY]);
        let parameters = OptimizerParameters::default();
        let gradient = [0.5; MANY];
        (optimizer.step)(&mut memory, &mut weights, &gradient, 0.1, &parameters);
        assert!(weights[0] < 1.0, "{}", optimizer.name);
        assert_eq!(weights, [weights[0]; MANY], "{}", optimizer.name);
    }
}

#[test]
fn where_there_is_no_gradient_nothing_moves() {
    for optimizer in Optimizer::all() {
        let (mut memory, mut weights) = (optimizer.memory(3), [1.0, -2.0, 0.0]);
        let parameters = OptimizerParameters::default();
        for _ in 0..3 {
            (optimizer.step)(&mut memory, &mut weights, &[0.0; 3], 0.1, &parameters);
        }
        assert_eq!(weights, [1.0, -2.0, 0.0], "{}", optimizer.name);
    }
}

#[test]
fn the_registry_begins_with_plain_descent_and_is_in_ascii() {
    assert_eq!(Choice::<Optimizer>::default().to_string(), "sgd");
    for optimizer in Optimizer::all() {
        assert!(optimizer.formula.is_ascii() && !optimizer.formula.contains('\n'));
        assert!(
            optimizer.help.len() > optimizer.name.len(),
            "{}",
            optimizer.name
        );
    }
}

#[test]
fn what_is_shown_parses_back() {
    for text in ["0", "0.9", "0.9999999999999999", "1e-7", "5e-324"] {
        let fraction: Fraction = text.parse().unwrap();
        assert_eq!(fraction.to_string(), text);
        assert_eq!(fraction.to_string().parse(), Ok(fraction));
    }
    assert_eq!("-0".parse::<Fraction>().unwrap().to_string(), "0");
    for text in ["auto", "1", "1e-8", "5e-324"] {
        let epsilon: Epsilon = text.parse().unwrap();
        assert_eq!(epsilon.to_string(), text);
        assert_eq!(epsilon.to_string().parse(), Ok(epsilon));
    }
}

#[test]
fn values_out_of_range_are_refused() {
    for text in ["", "1", "-0.1", "nan", "inf", "auto"] {
        assert_eq!(text.parse::<Fraction>(), Err(OutOfRange), "{text}");
    }
    for text in ["", "0", "1.1", "-1e-8", "nan", "Auto"] {
        assert_eq!(text.parse::<Epsilon>(), Err(OutOfRange), "{text}");
    }
    for text in ["", "SGD", "adamw"] {
        assert_eq!(text.parse::<Choice<Optimizer>>(), Err(OutOfRange), "{text}");
    }
}

fn noisy_blobs() -> Dataset {
    let blobs = DataSettings {
        noise: "5".parse().unwrap(),
        ..DataSettings::default()
    };
    blobs.draw(None, &|_| ()).unwrap()
}

/// Returns the weights after `epochs` epochs of one update each, with a learning rate that falls to 0.
fn trained(
    dataset: &Arc<Dataset>,
    (kind, rate): (Regularization, f64),
    (optimizer, alpha): (&str, f64),
    epochs: u64,
) -> Parameters {
    let hyperparameters = Hyperparameters {
        alpha: alpha.try_into().unwrap(),
        batch_size: "all".parse().unwrap(),
        epochs: epochs.try_into().unwrap(),
        schedule: "cosine".parse().unwrap(),
        optimizer: optimizer.parse().unwrap(),
        regularization: kind,
        regularization_rate: rate.try_into().unwrap(),
        ..Hyperparameters::default()
    };
    let setup = Setup {
        hyperparameters,
        ..Setup::default()
    };
    let mut trainer = Trainer::new(Arc::clone(dataset), &setup);
    while trainer.stop().is_none() {
        trainer.advance(Budget::of_updates(1)).unwrap();
    }
    trainer.parameters()
}

#[test]
fn with_l2_training_ends_where_scikit_learn_ends() {
    let golden: LogisticRegression =
        serde_json::from_str(include_str!("golden/logistic_regression.json")).unwrap();
    assert_eq!(golden.optima.len(), 2);
    let dataset = Arc::new(noisy_blobs());
    for Optimum { rate, weights } in golden.optima {
        for (optimizer, epochs) in [(("sgd", 0.5), 4000), (("adam", 0.02), 3000)] {
            let found = trained(&dataset, (Regularization::L2, rate), optimizer, epochs);
            assert_eq!(found.len(), weights.len());
            for (found, expected) in found.iter().zip(weights) {
                assert!(
                    (found - expected).abs() < 1e-6,
                    "{optimizer:?}, rate {rate}: {found}, not {expected}"
                );
            }
        }
    }
}

#[test]
fn with_l1_training_ends_where_the_gradients_of_loss_and_penalty_balance() {
    let (rate, dataset) = (0.1, Arc::new(noisy_blobs()));
    let weights = trained(&dataset, (Regularization::L1, rate), ("sgd", 0.5), 4000);
    let gradient = mean_gradient(dataset.samples(), dataset.len(), &weights);
    assert!(gradient[0].abs() < 1e-6, "the bias is not penalised");
    for (weight, gradient) in weights.iter().zip(gradient.iter()).skip(1) {
        assert!(*weight != 0.0);
        assert!((gradient + rate * weight.signum()).abs() < 1e-6);
    }
    // If the rate is larger than any component of the gradient, all weights except the bias become 0.
    let weights = trained(&dataset, (Regularization::L1, 10.0), ("sgd", 0.05), 100);
    assert_eq!(weights[1..], [0.0, 0.0]);
}
