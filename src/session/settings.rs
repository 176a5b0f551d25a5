//! What a user can set while a training goes on, and the one table that says how.
//!
//! The panel, the keys, `--help` and the README all follow from [`TABLE`].

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

use crate::learning::hyperparameters::{
    Alpha, BatchSize, Direction, Epochs, Hyperparameters, step_along,
};
use crate::learning::invalid_value::InvalidValue;
use crate::learning::model::Weights;
use crate::learning::start::{Start, StartKind};

/// Everything that can be set.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Settings {
    /// Obeyed from the next update on.
    pub hyperparameters: Hyperparameters,
    /// Obeyed by the next run.
    pub start: Start,
    /// How fast updates are made.
    pub speed: Speed,
}

/// What bounds the steps of a setting, beside its own grid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// The number of samples in the data set.
    pub samples: usize,
    /// The initial weights that were given on the command line, if any.
    pub given: Option<Weights>,
}

/// One row of the table: a setting and all that is said about it.
pub struct Setting {
    /// Its name on the screen.
    pub name: &'static str,
    /// What it is, in a few words.
    pub help: &'static str,
    /// Its values, in words.
    pub range: &'static str,
    /// The unit of its values, or nothing.
    pub unit: &'static str,
    /// Its value as text.
    pub show: fn(&Settings) -> String,
    /// The settings with this one stepped, or none where it is at its end.
    pub step: fn(&Settings, Direction, Reach) -> Option<Settings>,
    /// Whether a change starts a new run.
    pub restarts: bool,
    /// What a change does beside what its name says, if anything.
    pub aside: Option<&'static str>,
}

/// The learning rate.
pub static ALPHA: Setting = Setting {
    name: "alpha",
    help: "Learning rate",
    range: Alpha::RANGE,
    unit: "",
    show: |settings| settings.hyperparameters.alpha.to_string(),
    step: |settings, direction, _| {
        let alpha = settings.hyperparameters.alpha.stepped(direction)?;
        Some(settings.with(|hyperparameters| hyperparameters.alpha = alpha))
    },
    restarts: false,
    aside: None,
};

/// The size of a mini-batch.
pub static BATCH_SIZE: Setting = Setting {
    name: "batch size",
    help: "Samples in a mini-batch",
    range: BatchSize::RANGE,
    unit: "",
    show: |settings| settings.hyperparameters.batch_size.to_string(),
    step: |settings, direction, reach| {
        let batch_size = settings.hyperparameters.batch_size;
        let batch_size = batch_size.stepped(direction, reach.samples)?;
        Some(settings.with(|hyperparameters| hyperparameters.batch_size = batch_size))
    },
    restarts: false,
    aside: Some("the loss is a sum over the batch: it grows with it"),
};

/// The length of a run.
pub static EPOCHS: Setting = Setting {
    name: "epochs",
    help: "Passes over the data until the run is finished",
    range: Epochs::RANGE,
    unit: "",
    show: |settings| settings.hyperparameters.epochs.to_string(),
    step: |settings, direction, _| {
        let epochs = settings.hyperparameters.epochs.stepped(direction)?;
        Some(settings.with(|hyperparameters| hyperparameters.epochs = epochs))
    },
    restarts: false,
    aside: None,
};

/// How fast the screen's training goes.
pub static SPEED: Setting = Setting {
    name: "speed",
    help: "Mini-batch updates a second",
    range: Speed::RANGE,
    unit: "updates/s",
    show: |settings| settings.speed.to_string(),
    step: |settings, direction, _| {
        let speed = settings.speed.stepped(direction)?;
        Some(Settings { speed, ..*settings })
    },
    restarts: false,
    aside: None,
};

/// The initial weights.
pub static START: Setting = Setting {
    name: "start",
    help: "Initial weights, the bias first",
    range: StartKind::RANGE,
    unit: "",
    show: |settings| match settings.start.kind {
        // The seed decides the order too, where that is drawn.
        kind if kind.is_drawn() || settings.hyperparameters.shuffle => {
            format!("{kind} #{}", settings.start.seed)
        }
        kind => kind.to_string(),
    },
    step: |settings, direction, reach| {
        let kind = next_start_kind(settings.start.kind, direction, reach);
        let seed = settings.start.seed;
        let start = Start { kind, seed };
        Some(Settings { start, ..*settings })
    },
    restarts: true,
    aside: None,
};

/// Whether the order of the samples is drawn anew in each epoch.
pub static SHUFFLE: Setting = Setting {
    name: "shuffle",
    help: "Draw a new order of the samples in each epoch",
    range: "on or off",
    unit: "",
    show: |settings| {
        let shuffle = settings.hyperparameters.shuffle;
        if shuffle { "on" } else { "off" }.to_owned()
    },
    step: |settings, _, _| {
        let shuffle = !settings.hyperparameters.shuffle;
        Some(settings.with(|hyperparameters| hyperparameters.shuffle = shuffle))
    },
    restarts: false,
    aside: None,
};

/// Every setting, in the order of the panel.
pub static TABLE: [&Setting; 6] = [&ALPHA, &BATCH_SIZE, &EPOCHS, &SPEED, &START, &SHUFFLE];

impl Settings {
    /// These settings after a `change` of the hyperparameters.
    fn with(&self, change: impl FnOnce(&mut Hyperparameters)) -> Self {
        let mut changed = *self;
        change(&mut changed.hyperparameters);
        changed
    }
}

impl Setting {
    /// What it is and the values it takes: a line for `--help`.
    #[must_use]
    pub fn described(&self) -> String {
        format!("{} ({})", self.help, self.range)
    }
}

impl PartialEq for Setting {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl fmt::Debug for Setting {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Setting({})", self.name)
    }
}

/// The kinds of start go round in a ring.
fn next_start_kind(kind: StartKind, direction: Direction, reach: Reach) -> StartKind {
    let mut ring = vec![StartKind::Uniform, StartKind::Normal, StartKind::Zeros];
    ring.extend(reach.given.map(StartKind::Given));
    let place = ring.iter().position(|&other| other == kind).unwrap_or(0);
    let step = match direction {
        Direction::Up => 1,
        Direction::Down => ring.len() - 1,
    };
    ring[(place + step) % ring.len()]
}

/// How many mini-batch updates are made in a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speed {
    /// So many, as far as the machine keeps up.
    PerSecond(NonZeroU32),
    /// As many as the machine can.
    Max,
}

impl Speed {
    /// The values allowed, in words.
    pub const RANGE: &str = "a whole number from 1 to 1000000, or max";
    const MOST: u32 = 1_000_000;
    /// Keys step along 1-2-5, and then to `max`.
    const GRID: [u32; 19] = [
        1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000,
        200_000, 500_000, 1_000_000,
    ];

    /// The next value of the keys' grid, or none at its end.
    #[must_use]
    pub fn stepped(self, direction: Direction) -> Option<Self> {
        let per_second = match (self, direction) {
            (Self::Max, Direction::Up) => return None,
            (Self::Max, Direction::Down) => return Self::per_second(Self::MOST),
            (Self::PerSecond(speed), _) => speed.get(),
        };
        match step_along(&Self::GRID, per_second, direction) {
            Some(speed) => Self::per_second(speed),
            None if direction == Direction::Up => Some(Self::Max),
            None => None,
        }
    }

    fn per_second(speed: u32) -> Option<Self> {
        NonZeroU32::new(speed).map(Self::PerSecond)
    }
}

impl Default for Speed {
    fn default() -> Self {
        Self::PerSecond(NonZeroU32::new(50).expect("50 is not 0"))
    }
}

impl FromStr for Speed {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        if text == "max" {
            return Ok(Self::Max);
        }
        let speed = text.parse().ok().filter(|speed| *speed <= Self::MOST);
        speed
            .and_then(Self::per_second)
            .ok_or_else(|| InvalidValue::new(Self::RANGE, "50"))
    }
}

impl fmt::Display for Speed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PerSecond(speed) => speed.fmt(formatter),
            Self::Max => formatter.pad("max"),
        }
    }
}
