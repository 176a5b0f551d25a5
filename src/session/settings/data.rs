//! The rows of the table that say what is learned from, and what the model sees of it.

use crate::learning::data::{Family, FlipShare, Source, TrainShare};
use crate::learning::numeric::checked::{OutOfRange, shortest};
use crate::learning::registry::{Choice, Registered};
use crate::session::settings::{
    InvalidValue, ROW, SEED_RANGE, SWITCH_ROW, Setting, SettingGroup, Settings, Steps, names_of,
    stored, stored_switch,
};

/// What the rows of the data have in common.
const DATA: Setting = Setting {
    group: SettingGroup::Data,
    restarts: true,
    ..ROW
};

/// Where the data come from.
pub static FAMILY: Setting = Setting {
    name: "data",
    flag: "family",
    help: "Family of data sets",
    range: names_of::<Family>,
    example: || Choice::<Family>::default().to_string(),
    stored: stored!(setup.data.source),
    steps: |_, reach| {
        let families = Family::all().iter().map(|family| family.name());
        Steps::ring(families.chain(reach.has_own_data.then_some(Source::OWN)))
    },
    // What noise means depends on the family.
    resets: &[("noise", "auto")],
    aside: |settings| Some(settings.setup.data.source.described()),
    ..DATA
};

/// How many samples are drawn.
pub static SAMPLES: Setting = Setting {
    name: "samples",
    flag: "samples",
    help: "Number of points",
    range: || "a whole number from 2 to 100000000".to_owned(),
    example: || "400".to_owned(),
    stored: stored!(setup.data.samples),
    // Factors of about two, and of ten where there are many; the tutorial's 400 is one of them.
    steps: |_, _| {
        Steps::numbers(&[
            10.0, 20.0, 50.0, 100.0, 200.0, 400.0, 1e3, 2e3, 5e3, 1e4, 1e5, 1e6, 1e7,
        ])
    },
    applies: |settings, _| is_drawn(settings),
    ..DATA
};

/// How far the samples are spread, or how many are labelled wrong, as the family defines it.
pub static NOISE: Setting = Setting {
    name: "noise",
    flag: "noise",
    help: "Noise of the points or of their labels, as the family defines it",
    range: || "auto or a number from 0 to 1000000".to_owned(),
    example: || "2.5".to_owned(),
    unit: |settings| {
        let noise = settings.setup.data.noise_meaning();
        noise.map_or("", |noise| noise.unit)
    },
    stored: stored!(setup.data.noise),
    show: Some(|settings| settings.setup.data.noise_shown()),
    steps: |settings, _| {
        let noise = settings.setup.data.noise_meaning();
        Steps::numbers(noise.map_or(&[], |noise| noise.grid))
    },
    // `auto` is as much as the family has by default.
    steps_from: |settings, _| Some(settings.setup.data.noise_shown()),
    applies: |settings, _| is_drawn(settings),
    aside: |settings| {
        let noise = settings.setup.data.noise_meaning()?;
        Some(format!("noise is the {}", noise.meaning))
    },
    ..DATA
};

/// The seed of the samples, of the flipped labels and of the split.
pub static SEED: Setting = Setting {
    name: "data seed",
    flag: "seed",
    help: "Seed of the points",
    range: || SEED_RANGE.to_owned(),
    example: || "95".to_owned(),
    stored: stored!(setup.data.seed),
    steps: |settings, _| Steps::beside(settings.setup.data.seed),
    applies: |settings, _| {
        let data = &settings.setup.data;
        let is_used = data.flips != FlipShare::default() || data.train != TrainShare::default();
        is_drawn(settings) || is_used
    },
    ..DATA
};

/// The share of labels that are wrong on purpose.
pub static FLIPS: Setting = Setting {
    name: "flipped labels",
    flag: "flip",
    help: "Share of labels that are turned to the other class",
    range: || "a whole percentage from 0 to 50".to_owned(),
    example: || "10".to_owned(),
    stored: stored!(setup.data.flips),
    steps: |_, _| {
        Steps::numbers(&[
            0.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 40.0, 45.0, 50.0,
        ])
    },
    ..DATA
};

/// The share of samples that are trained on.
pub static TRAIN_SHARE: Setting = Setting {
    name: "train share",
    flag: "train-share",
    help: "Share of samples to train on; the others test",
    range: || "a whole percentage from 10 to 100".to_owned(),
    example: || "80".to_owned(),
    stored: stored!(setup.data.train),
    steps: |_, _| Steps::numbers(&[10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 100.0]),
    ..DATA
};

/// What the model sees of a point.
pub static FEATURES: Setting = Setting {
    name: "features",
    flag: "features",
    group: SettingGroup::Model,
    help: "What the model sees of a point",
    range: || "some of x1,x2,x1^2,x2^2,x1x2,sinx1,sinx2".to_owned(),
    example: || "x1,x2,x1x2".to_owned(),
    stored: stored!(setup.inputs.features),
    steps: |_, _| {
        Steps::ring([
            "x1,x2",
            "x1,x2,x1x2",
            "x1^2,x2^2",
            "x1,x2,x1^2,x2^2,x1x2",
            "x1,x2,x1^2,x2^2,x1x2,sinx1,sinx2",
        ])
    },
    ..DATA
};

/// Whether the features are standardised for training.
pub static STANDARDIZE: Setting = Setting {
    name: "standardize",
    flag: "standardize",
    group: SettingGroup::Model,
    help: "Train on features of mean 0 and deviation 1",
    stored: stored_switch!(setup.inputs.standardize),
    restarts: true,
    ..SWITCH_ROW
};

/// Checks that the settings of the data go together.
pub fn check(settings: &Settings) -> Result<(), (&'static Setting, InvalidValue)> {
    let data = &settings.setup.data;
    match (data.exceeded_noise(), data.source.family()) {
        (Some(most), Some(family)) => {
            let range = format!("auto or a number from 0 to {most} for {}", family.name);
            Err((&NOISE, InvalidValue::new(range, shortest(most))))
        }
        _ => Ok(()),
    }
}

fn is_drawn(settings: &Settings) -> bool {
    settings.setup.data.source.family().is_some()
}
