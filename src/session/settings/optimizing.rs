//! The settings of the objective, of the optimiser and of the schedule, as rows of the table.

use crate::learning::numeric::checked::OutOfRange;
use crate::learning::optimize::optimizer::{Optimizer, OptimizerParameter};
use crate::learning::optimize::schedule::{Schedule, ScheduleParameter};
use crate::learning::registry::{Choice, Registered};
use crate::learning::train::objective::Objective;
use crate::session::settings::needs::{optimizers_with, schedules_with};
use crate::session::settings::training::FRACTION;
use crate::session::settings::{ROW, Setting, Settings, Steps, names_of, stored};

/// Objective: the loss whose gradient moves the weights.
pub static OBJECTIVE: Setting = Setting {
    name: "objective",
    flag: "objective",
    help: "The loss that is trained: the updates follow its gradient",
    effect: "squared: mistakes that are sure hardly pull the line.",
    range: || "cross-entropy or squared".to_owned(),
    example: || "squared".to_owned(),
    stored: stored!(setup.hyperparameters.objective),
    steps: |_, _| Steps::ring(Objective::ALL),
    aside: |settings| {
        let objective = settings.setup.hyperparameters.objective.in_words();
        Some(format!(
            "updates follow the {objective}, whichever loss is shown"
        ))
    },
    ..ROW
};

/// Optimiser: the rule by which the gradient moves the weights.
pub static OPTIMIZER: Setting = Setting {
    name: "optimizer",
    flag: "optimizer",
    help: "How the gradient moves the weights",
    effect: "adam sizes its steps itself; sgd needs a good alpha.",
    range: names_of::<Optimizer>,
    example: || Choice::<Optimizer>::default().to_string(),
    stored: stored!(setup.hyperparameters.optimizer),
    steps: |_, _| Steps::ring(Optimizer::all().iter().map(|entry| entry.name())),
    aside: |settings| {
        let optimizer = settings.setup.hyperparameters.optimizer.get();
        Some(format!("{}: {}", optimizer.name(), optimizer.help()))
    },
    ..ROW
};

/// Momentum: the share of the past steps that an update keeps.
pub static MOMENTUM: Setting = Setting {
    name: "momentum",
    flag: "momentum",
    help: "Share of the past steps that an update keeps; momentum, nesterov",
    effect: "Nearer 1: more speed, but it overshoots the minimum.",
    stored: stored!(setup.hyperparameters.optimizer_parameters.momentum),
    applies: |settings, _| obeys(settings, OptimizerParameter::Momentum),
    needs: || optimizers_with(OptimizerParameter::Momentum),
    ..FRACTION
};

/// The share of the past squared gradients that rmsprop keeps.
pub static RMS_DECAY: Setting = Setting {
    name: "rms decay",
    flag: "rms-decay",
    help: "Share of the past squared gradients that an update keeps; rmsprop",
    effect: "Nearer 1: steadier step sizes, slower to adapt.",
    stored: stored!(setup.hyperparameters.optimizer_parameters.smoothing),
    applies: |settings, _| obeys(settings, OptimizerParameter::Smoothing),
    needs: || optimizers_with(OptimizerParameter::Smoothing),
    ..FRACTION
};

/// The share of the past gradients that adam keeps.
pub static BETA1: Setting = Setting {
    name: "beta1",
    flag: "beta1",
    help: "Share of the past gradients that an update keeps; adam",
    effect: "Nearer 1: smoother steps that turn more slowly.",
    stored: stored!(setup.hyperparameters.optimizer_parameters.beta1),
    applies: |settings, _| obeys(settings, OptimizerParameter::Beta1),
    needs: || optimizers_with(OptimizerParameter::Beta1),
    ..FRACTION
};

/// The share of the past squared gradients that adam keeps.
pub static BETA2: Setting = Setting {
    name: "beta2",
    flag: "beta2",
    help: "Share of the past squared gradients that an update keeps; adam",
    effect: "Nearer 1: step sizes from a longer past, steadier.",
    stored: stored!(setup.hyperparameters.optimizer_parameters.beta2),
    applies: |settings, _| obeys(settings, OptimizerParameter::Beta2),
    needs: || optimizers_with(OptimizerParameter::Beta2),
    ..FRACTION
};

/// Number that keeps a divisor of adagrad, rmsprop and adam above 0.
pub static EPSILON: Setting = Setting {
    name: "epsilon",
    flag: "epsilon",
    help: "Number that keeps a divisor above 0; adagrad, rmsprop, adam",
    effect: "Larger: tamer steps where the gradients are tiny.",
    range: || "a number above 0 and up to 1, or auto".to_owned(),
    example: || "1e-8".to_owned(),
    stored: stored!(setup.hyperparameters.optimizer_parameters.epsilon),
    steps: |_, _| Steps::above_word("auto", &[1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2]),
    applies: |settings, _| obeys(settings, OptimizerParameter::Epsilon),
    needs: || optimizers_with(OptimizerParameter::Epsilon),
    ..ROW
};

/// Schedule: how the learning rate changes from epoch to epoch.
pub static SCHEDULE: Setting = Setting {
    name: "schedule",
    flag: "schedule",
    help: "How alpha changes from epoch to epoch",
    effect: "Large steps first, small ones last: the noise fades.",
    range: names_of::<Schedule>,
    example: || Choice::<Schedule>::default().to_string(),
    stored: stored!(setup.hyperparameters.schedule),
    steps: |_, _| Steps::ring(Schedule::all().iter().map(|entry| entry.name())),
    aside: |settings| {
        let schedule = settings.setup.hyperparameters.schedule.get();
        Some(format!("{}: {}", schedule.name(), schedule.help()))
    },
    ..ROW
};

/// Factor by which a schedule multiplies the learning rate after each period.
pub static GAMMA: Setting = Setting {
    name: "gamma",
    flag: "gamma",
    help: "Factor of alpha after each period; step, exponential",
    effect: "Smaller: alpha falls faster; too fast, and it stalls.",
    range: || "a number above 0 and up to 1".to_owned(),
    example: || "0.1".to_owned(),
    stored: stored!(setup.hyperparameters.schedule_parameters.gamma),
    steps: |_, _| Steps::numbers(&[0.05, 0.1, 0.2, 0.5, 0.8, 0.9, 0.95, 0.99]),
    applies: |settings, _| goes_by(settings, ScheduleParameter::Gamma),
    needs: || schedules_with(ScheduleParameter::Gamma),
    ..ROW
};

/// The length of a period of a schedule, in epochs.
pub static PERIOD: Setting = Setting {
    name: "period",
    flag: "period",
    help: "Epochs of a period; step, exponential, inverse",
    effect: "Longer: alpha stays high for more epochs.",
    range: || "a whole number from 1 to 1000000000000".to_owned(),
    example: || "30".to_owned(),
    unit: |_| "epochs",
    stored: stored!(setup.hyperparameters.schedule_parameters.period),
    steps: |_, _| {
        Steps::numbers(&[
            1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 50.0, 100.0, 200.0, 500.0, 1e3,
        ])
    },
    applies: |settings, _| goes_by(settings, ScheduleParameter::Period),
    needs: || schedules_with(ScheduleParameter::Period),
    ..ROW
};

fn obeys(settings: &Settings, parameter: OptimizerParameter) -> bool {
    let optimizer = settings.setup.hyperparameters.optimizer.get();
    optimizer.uses.contains(&parameter)
}

fn goes_by(settings: &Settings, parameter: ScheduleParameter) -> bool {
    let schedule = settings.setup.hyperparameters.schedule.get();
    schedule.uses.contains(&parameter)
}
