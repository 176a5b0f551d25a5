//! The rows of the table that say what is learned from, and what the model sees of it.

use crate::learning::dataset::{FlipShare, Noise, Samples, Source, TrainShare};
use crate::learning::features::Features;
use crate::learning::hyperparameters::Direction;
use crate::learning::invalid_value::InvalidValue;
use crate::learning::random_state::{SEED_RANGE, parse_seed};
use crate::session::settings::{
    Group, ROW, SWITCH, Setting, Settings, Stored, along, around, stored, stored_switch, switched,
};

/// Where the data come from.
pub static FAMILY: Setting = Setting {
    name: "data",
    flag: "family",
    group: Group::Data,
    help: "Family of data sets",
    range: Source::range,
    stored: stored!(setup.data.source),
    step: |settings, direction, reach| {
        let mut changed = *settings;
        let data = &mut changed.setup.data;
        data.source = data.source.stepped(direction, reach.has_table);
        // What noise means depends on the family.
        data.noise = Noise::AUTO;
        Some(changed)
    },
    aside: |settings| Some(settings.setup.data.source.described()),
    restarts: true,
    ..ROW
};

/// How many samples are drawn.
pub static SAMPLES: Setting = Setting {
    name: "samples",
    flag: "samples",
    group: Group::Data,
    help: "Number of points",
    range: || Samples::RANGE.to_owned(),
    stored: stored!(setup.data.samples),
    step: along!(setup.data.samples),
    applies: |settings, _| is_drawn(settings),
    restarts: true,
    ..ROW
};

/// How far they stray.
pub static NOISE: Setting = Setting {
    name: "noise",
    flag: "noise",
    group: Group::Data,
    help: "How far the points stray, or their labels, as the family has it",
    range: || Noise::RANGE.to_owned(),
    unit: |settings| {
        settings
            .setup
            .data
            .noise_meaning()
            .map_or("", |noise| noise.unit)
    },
    stored: stored!(setup.data.noise),
    show: Some(|settings| settings.setup.data.noise_shown()),
    step: |settings, direction, _| {
        let mut changed = *settings;
        let family = settings.setup.data.source.family()?;
        changed.setup.data.noise = settings.setup.data.noise.stepped(direction, family)?;
        Some(changed)
    },
    applies: |settings, _| is_drawn(settings),
    aside: |settings| {
        let noise = settings.setup.data.noise_meaning()?;
        Some(format!("noise is the {}", noise.meaning))
    },
    restarts: true,
    ..ROW
};

/// What they are drawn from.
pub static SEED: Setting = Setting {
    name: "data seed",
    flag: "seed",
    group: Group::Data,
    help: "Seed of the points",
    range: || SEED_RANGE.to_owned(),
    stored: Stored {
        text: |settings| settings.setup.data.seed.to_string(),
        set: |settings, text| {
            settings.setup.data.seed = parse_seed(text)?;
            Ok(())
        },
    },
    step: |settings, direction, _| {
        let mut changed = *settings;
        let seed = &mut changed.setup.data.seed;
        *seed = match direction {
            Direction::Down => seed.checked_sub(1)?,
            Direction::Up => seed.checked_add(1)?,
        };
        Some(changed)
    },
    applies: |settings, _| {
        let data = &settings.setup.data;
        let is_used = data.flips != FlipShare::default() || data.train != TrainShare::default();
        is_drawn(settings) || is_used
    },
    restarts: true,
    ..ROW
};

/// How many labels are wrong.
pub static FLIPS: Setting = Setting {
    name: "flipped labels",
    flag: "flip",
    group: Group::Data,
    help: "Share of labels that are turned to the other class",
    range: || FlipShare::RANGE.to_owned(),
    stored: stored!(setup.data.flips),
    step: along!(setup.data.flips),
    restarts: true,
    ..ROW
};

/// How many samples are trained on.
pub static TRAIN_SHARE: Setting = Setting {
    name: "train share",
    flag: "train-share",
    group: Group::Data,
    help: "Share of samples to train on; the others test",
    range: || TrainShare::RANGE.to_owned(),
    stored: stored!(setup.data.train),
    step: along!(setup.data.train),
    restarts: true,
    ..ROW
};

/// What the model sees of a point.
pub static FEATURES: Setting = Setting {
    name: "features",
    flag: "features",
    group: Group::Model,
    help: "What the model sees of a point",
    range: || Features::RANGE.to_owned(),
    stored: stored!(setup.inputs.features),
    step: around!(setup.inputs.features),
    restarts: true,
    ..ROW
};

/// Whether the features are scaled for training.
pub static STANDARDIZE: Setting = Setting {
    name: "standardize",
    flag: "standardize",
    group: Group::Model,
    help: "Train on features of mean 0 and deviation 1",
    range: || SWITCH.to_owned(),
    stored: stored_switch!(setup.inputs.standardize),
    step: switched!(setup.inputs.standardize),
    restarts: true,
    ..ROW
};

/// Whether the settings go together.
pub fn check(settings: &Settings) -> Result<(), (&'static Setting, InvalidValue)> {
    let data = &settings.setup.data;
    data.check_noise().map_err(|why| (&NOISE, why))
}

fn is_drawn(settings: &Settings) -> bool {
    settings.setup.data.source.family().is_some()
}
