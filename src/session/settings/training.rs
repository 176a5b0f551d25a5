//! The rows of the table that say how a model is trained.

use crate::learning::hyperparameters::{Alpha, BatchSize, Direction, Epochs, step_round};
use crate::learning::invalid_value::InvalidValue;
use crate::learning::loss::LossKind;
use crate::learning::optimizer::{Epsilon, Fraction, Optimizer, OptimizerParameter};
use crate::learning::random_state::{SEED_RANGE, parse_seed};
use crate::learning::registry::{Choice, Registered};
use crate::learning::regularization::{Regularization, RegularizationRate};
use crate::learning::schedule::{Gamma, Period, Schedule, ScheduleParameter};
use crate::learning::start::{Start, StartKind};
use crate::learning::stop::{Patience, TargetLoss};
use crate::session::settings::{
    Group, ROW, Reach, SWITCH, Setting, Settings, Speed, Stored, along, around, stored,
    stored_switch, switched,
};

/// The learning rate.
pub static ALPHA: Setting = Setting {
    name: "alpha",
    flag: "alpha",
    short: Some('a'),
    help: "Learning rate",
    range: || Alpha::RANGE.to_owned(),
    stored: stored!(setup.hyperparameters.alpha),
    step: along!(setup.hyperparameters.alpha),
    ..ROW
};

/// The size of a mini-batch.
pub static BATCH_SIZE: Setting = Setting {
    name: "batch size",
    flag: "batch-size",
    short: Some('b'),
    help: "Samples in a mini-batch",
    range: || BatchSize::RANGE.to_owned(),
    stored: stored!(setup.hyperparameters.batch_size),
    step: |settings, direction, reach| {
        let mut changed = *settings;
        let batch_size = &mut changed.setup.hyperparameters.batch_size;
        *batch_size = batch_size.stepped(direction, reach.samples)?;
        Some(changed)
    },
    aside: |settings| {
        let is_sum = settings.setup.hyperparameters.loss == LossKind::Sum;
        is_sum.then(|| "the loss is a sum over the batch: it grows with it".to_owned())
    },
    ..ROW
};

/// The length of a run.
pub static EPOCHS: Setting = Setting {
    name: "epochs",
    flag: "epochs",
    short: Some('e'),
    help: "Passes over the data until the run is finished",
    range: || Epochs::RANGE.to_owned(),
    stored: stored!(setup.hyperparameters.epochs),
    step: along!(setup.hyperparameters.epochs),
    ..ROW
};

/// How fast the screen's training goes.
pub static SPEED: Setting = Setting {
    name: "speed",
    flag: "speed",
    help: "Mini-batch updates a second",
    range: || Speed::RANGE.to_owned(),
    unit: |_| "updates/s",
    stored: stored!(speed),
    step: along!(speed),
    decides_run: false,
    ..ROW
};

/// The initial weights.
pub static START: Setting = Setting {
    name: "start",
    flag: "init",
    help: "Initial weights",
    range: || StartKind::RANGE.to_owned(),
    stored: stored!(setup.start.kind),
    show: Some(|settings| match settings.setup.start.kind {
        // The seed decides the order too, where that is drawn.
        kind if has_seed(settings) => format!("{kind} #{}", settings.setup.start.seed),
        kind => kind.to_string(),
    }),
    step: |settings, direction, reach| {
        let mut changed = *settings;
        let kind = &mut changed.setup.start.kind;
        *kind = next_start_kind(*kind, direction, reach);
        Some(changed)
    },
    restarts: true,
    ..ROW
};

/// The seed of drawn weights and of drawn orders.
pub static START_SEED: Setting = Setting {
    name: "start seed",
    flag: "init-seed",
    help: "Seed of drawn weights and of the shuffled order",
    range: || SEED_RANGE.to_owned(),
    stored: Stored {
        text: |settings| settings.setup.start.seed.to_string(),
        set: |settings, text| {
            settings.setup.start.seed = parse_seed(text)?;
            Ok(())
        },
    },
    step: |settings, direction, _| {
        let mut changed = *settings;
        let Start { seed, .. } = &mut changed.setup.start;
        *seed = match direction {
            Direction::Down => seed.checked_sub(1)?,
            Direction::Up => seed.checked_add(1)?,
        };
        Some(changed)
    },
    applies: |settings, _| has_seed(settings),
    restarts: true,
    ..ROW
};

/// Whether the order of the samples is drawn anew in each epoch.
pub static SHUFFLE: Setting = Setting {
    name: "shuffle",
    flag: "shuffle",
    help: "Draw a new order of the samples in each epoch",
    range: || SWITCH.to_owned(),
    stored: stored_switch!(setup.hyperparameters.shuffle),
    step: switched!(setup.hyperparameters.shuffle),
    ..ROW
};

/// How the gradient moves the weights.
pub static OPTIMIZER: Setting = Setting {
    name: "optimizer",
    flag: "optimizer",
    help: "How the gradient moves the weights",
    range: Choice::<Optimizer>::range,
    stored: stored!(setup.hyperparameters.optimizer),
    step: around!(setup.hyperparameters.optimizer),
    aside: |settings| {
        let optimizer = settings.setup.hyperparameters.optimizer.get();
        Some(format!("{}: {}", optimizer.name(), optimizer.help()))
    },
    ..ROW
};

/// How much of the past steps an update keeps.
pub static MOMENTUM: Setting = Setting {
    name: "momentum",
    flag: "momentum",
    help: "How much of the past steps an update keeps; momentum, nesterov",
    range: || Fraction::RANGE.to_owned(),
    stored: stored!(setup.hyperparameters.optimizer_parameters.momentum),
    step: along!(setup.hyperparameters.optimizer_parameters.momentum),
    applies: |settings, _| obeys(settings, OptimizerParameter::Momentum),
    ..ROW
};

/// How much of the past squared gradients rmsprop keeps.
pub static RMS_DECAY: Setting = Setting {
    name: "rms decay",
    flag: "rms-decay",
    help: "How much of the past squared gradients an update keeps; rmsprop",
    range: || Fraction::RANGE.to_owned(),
    stored: stored!(setup.hyperparameters.optimizer_parameters.smoothing),
    step: along!(setup.hyperparameters.optimizer_parameters.smoothing),
    applies: |settings, _| obeys(settings, OptimizerParameter::Smoothing),
    ..ROW
};

/// How much of the past gradients adam keeps.
pub static BETA1: Setting = Setting {
    name: "beta1",
    flag: "beta1",
    help: "How much of the past gradients an update keeps; adam",
    range: || Fraction::RANGE.to_owned(),
    stored: stored!(setup.hyperparameters.optimizer_parameters.beta1),
    step: along!(setup.hyperparameters.optimizer_parameters.beta1),
    applies: |settings, _| obeys(settings, OptimizerParameter::Beta1),
    ..ROW
};

/// How much of the past squared gradients adam keeps.
pub static BETA2: Setting = Setting {
    name: "beta2",
    flag: "beta2",
    help: "How much of the past squared gradients an update keeps; adam",
    range: || Fraction::RANGE.to_owned(),
    stored: stored!(setup.hyperparameters.optimizer_parameters.beta2),
    step: along!(setup.hyperparameters.optimizer_parameters.beta2),
    applies: |settings, _| obeys(settings, OptimizerParameter::Beta2),
    ..ROW
};

/// What keeps a divisor above 0.
pub static EPSILON: Setting = Setting {
    name: "epsilon",
    flag: "epsilon",
    help: "What is added to a divisor lest it be 0; adagrad, rmsprop, adam",
    range: || Epsilon::RANGE.to_owned(),
    stored: stored!(setup.hyperparameters.optimizer_parameters.epsilon),
    step: along!(setup.hyperparameters.optimizer_parameters.epsilon),
    applies: |settings, _| obeys(settings, OptimizerParameter::Epsilon),
    ..ROW
};

/// How the learning rate changes.
pub static SCHEDULE: Setting = Setting {
    name: "schedule",
    flag: "schedule",
    help: "How alpha changes from epoch to epoch",
    range: Choice::<Schedule>::range,
    stored: stored!(setup.hyperparameters.schedule),
    step: around!(setup.hyperparameters.schedule),
    aside: |settings| {
        let schedule = settings.setup.hyperparameters.schedule.get();
        Some(format!("{}: {}", schedule.name(), schedule.help()))
    },
    ..ROW
};

/// What a schedule multiplies alpha by.
pub static GAMMA: Setting = Setting {
    name: "gamma",
    flag: "gamma",
    help: "What alpha is multiplied by each period; step, exponential",
    range: || Gamma::RANGE.to_owned(),
    stored: stored!(setup.hyperparameters.schedule_parameters.gamma),
    step: along!(setup.hyperparameters.schedule_parameters.gamma),
    applies: |settings, _| goes_by(settings, ScheduleParameter::Gamma),
    ..ROW
};

/// How long a schedule takes.
pub static PERIOD: Setting = Setting {
    name: "period",
    flag: "period",
    help: "Epochs of a period; step, exponential, inverse",
    range: || Period::RANGE.to_owned(),
    unit: |_| "epochs",
    stored: stored!(setup.hyperparameters.schedule_parameters.period),
    step: along!(setup.hyperparameters.schedule_parameters.period),
    applies: |settings, _| goes_by(settings, ScheduleParameter::Period),
    ..ROW
};

/// What keeps the weights small.
pub static REGULARIZATION: Setting = Setting {
    name: "regularization",
    flag: "regularization",
    group: Group::Model,
    help: "What keeps the weights small; the bias is left out",
    range: || Regularization::RANGE.to_owned(),
    stored: stored!(setup.hyperparameters.regularization),
    step: around!(setup.hyperparameters.regularization),
    ..ROW
};

/// How strongly it does.
pub static REGULARIZATION_RATE: Setting = Setting {
    name: "rate",
    flag: "regularization-rate",
    group: Group::Model,
    help: "Weight of the regularization in the loss",
    range: || RegularizationRate::RANGE.to_owned(),
    stored: stored!(setup.hyperparameters.regularization_rate),
    step: along!(setup.hyperparameters.regularization_rate),
    applies: |settings, _| settings.setup.hyperparameters.regularization != Regularization::None,
    ..ROW
};

/// The loss at which a run is finished.
pub static TARGET: Setting = Setting {
    name: "target loss",
    flag: "target-loss",
    help: "Finish once the loss that is shown is no higher",
    range: || TargetLoss::RANGE.to_owned(),
    stored: stored!(setup.hyperparameters.target),
    step: along!(setup.hyperparameters.target),
    ..ROW
};

/// After how many epochs without a lower loss a run is finished.
pub static PATIENCE: Setting = Setting {
    name: "patience",
    flag: "patience",
    help: "Finish after so many epochs in which the loss has not improved",
    range: || Patience::RANGE.to_owned(),
    stored: stored!(setup.hyperparameters.patience),
    step: along!(setup.hyperparameters.patience),
    ..ROW
};

/// Whether the settings go together.
pub fn check(settings: &Settings) -> Result<(), (&'static Setting, InvalidValue)> {
    let weights = 1 + settings.setup.inputs.features.len();
    match settings.setup.start.kind {
        StartKind::Given(given) if given.len() != weights => {
            let must = format!("{weights} numbers, for the bias and each feature");
            let example = vec!["0"; weights].join(",");
            Err((&START, InvalidValue::new(&must, &example)))
        }
        _ => Ok(()),
    }
}

/// Whether the seed of the start decides anything.
fn has_seed(settings: &Settings) -> bool {
    settings.setup.start.kind.is_drawn() || settings.setup.hyperparameters.shuffle
}

fn obeys(settings: &Settings, parameter: OptimizerParameter) -> bool {
    let optimizer = settings.setup.hyperparameters.optimizer.get();
    optimizer.uses.contains(&parameter)
}

fn goes_by(settings: &Settings, parameter: ScheduleParameter) -> bool {
    let schedule = settings.setup.hyperparameters.schedule.get();
    schedule.uses.contains(&parameter)
}

/// The kinds of start go round in a ring.
fn next_start_kind(kind: StartKind, direction: Direction, reach: Reach) -> StartKind {
    let mut ring = vec![StartKind::Uniform, StartKind::Normal, StartKind::Zeros];
    ring.extend(reach.given.map(StartKind::Given));
    step_round(&ring, kind, direction)
}
