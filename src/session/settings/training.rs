//! The settings of the training and of the penalty, without those of the optimiser and of the schedule, as rows of
//! the table.

use crate::learning::model::start::StartKind;
use crate::learning::numeric::checked::OutOfRange;
use crate::learning::optimize::regularization::Regularization;
use crate::learning::train::loss::LossKind;
use crate::session::settings::stepping::ALPHAS;
use crate::session::settings::{
    InvalidValue, ROW, SEED_RANGE, SWITCH_ROW, Setting, SettingGroup, Settings, Steps, stored,
    stored_switch,
};

/// Default fields of a row whose value is a share of past values that is kept.
pub const FRACTION: Setting = Setting {
    range: || "a number of at least 0 and below 1".to_owned(),
    example: || "0.9".to_owned(),
    steps: |_, _| Steps::numbers(&[0.0, 0.5, 0.8, 0.9, 0.95, 0.99, 0.995, 0.999]),
    ..ROW
};

/// The learning rate.
pub static ALPHA: Setting = Setting {
    name: "alpha",
    flag: "alpha",
    short: Some('a'),
    help: "Learning rate",
    effect: "Larger steps learn faster; too large: the loss jumps.",
    range: || "a finite number above 0".to_owned(),
    example: || "0.01".to_owned(),
    stored: stored!(setup.hyperparameters.alpha),
    steps: |_, _| Steps::numbers(&ALPHAS),
    ..ROW
};

/// The size of a mini-batch.
pub static BATCH_SIZE: Setting = Setting {
    name: "batch size",
    flag: "batch-size",
    short: Some('b'),
    help: "Samples in a mini-batch",
    effect: "Small: many noisy updates. Large: few smooth ones.",
    range: || "a whole number of at least 1, or all".to_owned(),
    example: || "32".to_owned(),
    stored: stored!(setup.hyperparameters.batch_size),
    // Powers of two below the number of samples, followed by `all`.
    steps: |_, reach| {
        let powers = std::iter::successors(Some(1_usize), |power| power.checked_mul(2));
        let powers = powers.take_while(|power| *power < reach.samples);
        let powers: Vec<f64> = powers.map(|power| power as f64).collect();
        Steps::below_word(&powers, "all")
    },
    // A batch size that covers all samples counts as `all`.
    steps_from: |settings, reach| {
        let batch_size = settings.setup.hyperparameters.batch_size;
        (batch_size.of(reach.samples) == reach.samples).then(|| "all".to_owned())
    },
    aside: |settings| {
        let is_sum = settings.setup.hyperparameters.loss == LossKind::Sum;
        is_sum.then(|| "the loss is a sum over the batch: it grows with it".to_owned())
    },
    ..ROW
};

/// Length of a run in epochs.
pub static EPOCHS: Setting = Setting {
    name: "epochs",
    flag: "epochs",
    short: Some('e'),
    help: "Passes over the data until the run is finished",
    effect: "More passes: a lower loss, and in time overfitting.",
    range: || "a whole number from 1 to 1000000000000".to_owned(),
    example: || "100".to_owned(),
    stored: stored!(setup.hyperparameters.epochs),
    steps: |_, _| {
        Steps::numbers(&[
            10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6,
        ])
    },
    ..ROW
};

/// Speed of the training on the screen, in updates per second.
pub static SPEED: Setting = Setting {
    name: "speed",
    flag: "speed",
    help: "Mini-batch updates a second",
    effect: "How fast you watch it; the result stays the same.",
    range: || "a whole number from 1 to 1000000, or max".to_owned(),
    example: || "50".to_owned(),
    unit: |_| "updates/s",
    stored: stored!(speed),
    steps: |_, _| {
        let numbers = [
            1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4,
            1e5, 2e5, 5e5, 1e6,
        ];
        Steps::below_word(&numbers, "max")
    },
    decides_run: false,
    ..ROW
};

/// The initial weights.
pub static START: Setting = Setting {
    name: "start",
    flag: "init",
    help: "Initial weights",
    effect: "Where the descent begins: a good start needs less time.",
    range: || "uniform, normal, zeros or numbers: W0,W1,W2, the bias first".to_owned(),
    example: || "--init=0,-1,-1".to_owned(),
    stored: stored!(setup.start.kind),
    show: Some(|settings| match &settings.setup.start.kind {
        // Even if no weights are drawn, the seed decides the order of shuffled samples.
        kind if has_seed(settings) => format!("{kind} #{}", settings.setup.start.seed),
        kind => kind.to_string(),
    }),
    steps: |_, reach| {
        let given = reach.given.clone().map(StartKind::Given);
        let drawn = [StartKind::Uniform, StartKind::Normal, StartKind::Zeros];
        Steps::ring(drawn.into_iter().chain(given))
    },
    // The numbers may be too long for a notice.
    aside: |settings| match &settings.setup.start.kind {
        StartKind::Given(_) => Some("start with the weights that were given".to_owned()),
        _ => None,
    },
    restarts: true,
    ..ROW
};

/// The seed of drawn weights and of the order of shuffled samples.
pub static START_SEED: Setting = Setting {
    name: "start seed",
    flag: "init-seed",
    help: "Seed of drawn weights and of the shuffled order",
    effect: "Other first weights or order: was the result luck?",
    range: || SEED_RANGE.to_owned(),
    example: || "95".to_owned(),
    stored: stored!(setup.start.seed),
    steps: |settings, _| Steps::beside(settings.setup.start.seed),
    applies: |settings, _| has_seed(settings),
    needs: || "nothing is drawn or shuffled".to_owned(),
    restarts: true,
    ..ROW
};

/// Whether a new random order of the samples is drawn in each epoch.
pub static SHUFFLE: Setting = Setting {
    name: "shuffle",
    flag: "shuffle",
    help: "Draw a new order of the samples in each epoch",
    effect: "On: new batches in each epoch. Off: always the same.",
    stored: stored_switch!(setup.hyperparameters.shuffle),
    ..SWITCH_ROW
};

/// The penalty on large weights.
pub static REGULARIZATION: Setting = Setting {
    name: "regularization",
    flag: "regularization",
    group: SettingGroup::Model,
    help: "Penalty on large weights; the bias is not penalized",
    effect: "l1 drives weights to 0, l2 keeps all of them small.",
    range: || "none, l1 or l2".to_owned(),
    example: || "l2".to_owned(),
    stored: stored!(setup.hyperparameters.regularization),
    steps: |_, _| Steps::ring(Regularization::ALL),
    ..ROW
};

/// The weight of the penalty in the loss.
pub static REGULARIZATION_RATE: Setting = Setting {
    name: "rate",
    flag: "regularization-rate",
    group: SettingGroup::Model,
    help: "Weight of the penalty in the loss",
    effect: "Higher: smaller weights; too high, and it underfits.",
    range: || "a number from 0 to 10".to_owned(),
    example: || "0.01".to_owned(),
    stored: stored!(setup.hyperparameters.regularization_rate),
    steps: |_, _| {
        // The rates that the browser playground offers.
        Steps::numbers(&[0.0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0])
    },
    applies: |settings, _| settings.setup.hyperparameters.regularization != Regularization::None,
    needs: || "only with l1 or l2".to_owned(),
    ..ROW
};

/// The loss at which a run is finished.
pub static TARGET: Setting = Setting {
    name: "target loss",
    flag: "target-loss",
    help: "Finish once the loss that is shown is this low",
    effect: "Stops once the loss is this low; off: all the epochs.",
    range: || "a finite number of at least 0, or off".to_owned(),
    example: || "0.1".to_owned(),
    stored: stored!(setup.hyperparameters.target),
    steps: |_, _| {
        let numbers = [
            1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0,
            10.0,
        ];
        Steps::above_word("off", &numbers)
    },
    ..ROW
};

/// Number of epochs without a lower loss after which a run is finished.
pub static PATIENCE: Setting = Setting {
    name: "patience",
    flag: "patience",
    help: "Finish after this many epochs without a lower loss",
    effect: "Small: may stop at a mere bump; off: never early.",
    range: || "a whole number of at least 1, or off".to_owned(),
    example: || "10".to_owned(),
    stored: stored!(setup.hyperparameters.patience),
    steps: |_, _| {
        let numbers = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1e3];
        Steps::above_word("off", &numbers)
    },
    ..ROW
};

/// Checks that the settings of the training are valid together.
pub fn check(settings: &Settings) -> Result<(), (&'static Setting, InvalidValue)> {
    let weights = 1 + settings.setup.inputs.features.len();
    match &settings.setup.start.kind {
        StartKind::Given(given) if given.len() != weights => {
            let must_be = format!("{weights} numbers, for the bias and each feature");
            let example = vec!["0"; weights].join(",");
            Err((&START, InvalidValue::new(must_be, example)))
        }
        _ => Ok(()),
    }
}

/// Returns whether the seed of the start has an effect: weights are drawn, or samples are shuffled.
fn has_seed(settings: &Settings) -> bool {
    settings.setup.start.kind.is_drawn() || settings.setup.hyperparameters.shuffle
}
