//! The settings of the data and of the features, as rows of the table.

use crate::learning::data::{Family, FlipShare, SampleOrder, Source, TrainShare};
use crate::learning::numeric::checked::{OutOfRange, shortest};
use crate::learning::registry::{Choice, Registered};
use crate::session::settings::{
    InvalidValue, ROW, Reach, SEED_RANGE, SWITCH_ROW, Setting, SettingGroup, Settings, Steps,
    names_of, stored, stored_switch,
};

/// Reason why a setting of drawn points has no effect.
const YOUR_DATA: &str = "your own data are not drawn";

/// Default fields of a row about the data.
const DATA: Setting = Setting {
    group: SettingGroup::Data,
    restarts: true,
    ..ROW
};

/// Source of the data: a family of data sets, or the user's own file.
pub static FAMILY: Setting = Setting {
    name: "data",
    flag: "family",
    help: "Family of data sets",
    effect: "Where the points come from; a line cannot part them all.",
    range: names_of::<Family>,
    example: || Choice::<Family>::default().to_string(),
    stored: stored!(setup.data.source),
    steps: |_, reach| {
        let families = Family::all().iter().map(|family| family.name());
        Steps::ring(families.chain(reach.has_own_data.then_some(Source::OWN)))
    },
    // The meaning of the noise depends on the family.
    resets: &[("noise", "auto")],
    aside: |settings| {
        let data = &settings.setup.data;
        let described = data.source.described();
        Some(match data.noise_meaning() {
            Some(noise) => format!("{described}; noise {}{}", data.noise_rounded(), noise.unit),
            None => described,
        })
    },
    ..DATA
};

/// Number of samples that are drawn.
pub static SAMPLES: Setting = Setting {
    name: "samples",
    flag: "samples",
    help: "Number of points",
    effect: "More points: smoother losses, longer epochs.",
    range: || "a whole number from 2 to 100000000".to_owned(),
    example: || "400".to_owned(),
    stored: stored!(setup.data.samples),
    // Each step is a factor of about 2, and of 10 above 10,000. The tutorial's 400 is one of the numbers.
    steps: |_, _| {
        Steps::numbers(&[
            10.0, 20.0, 50.0, 100.0, 200.0, 400.0, 1e3, 2e3, 5e3, 1e4, 1e5, 1e6, 1e7,
        ])
    },
    applies: |settings, _| is_drawn(settings),
    needs: || YOUR_DATA.to_owned(),
    ..DATA
};

/// Noise of the data: the spread of the samples or the amount of wrong labels, as the family defines it.
pub static NOISE: Setting = Setting {
    name: "noise",
    flag: "noise",
    help: "Noise of the points or of their labels, as the family defines it",
    effect: "More noise: the classes mix, and mistakes remain.",
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
        Steps::numbers(noise.map_or(&[], |noise| noise.amounts))
    },
    // The value may be `auto`, which stands for the default noise of the family.
    steps_from: |settings, _| Some(settings.setup.data.noise_shown()),
    applies: |settings, _| is_drawn(settings),
    needs: || YOUR_DATA.to_owned(),
    aside: |settings| {
        let noise = settings.setup.data.noise_meaning()?;
        Some(format!("noise is the {}", noise.meaning))
    },
    ..DATA
};

/// Seed of the samples, of the flipped labels and of the split into training and test samples.
pub static SEED: Setting = Setting {
    name: "data seed",
    flag: "seed",
    help: "Seed of the points",
    effect: "Another seed draws other points of the same kind.",
    range: || SEED_RANGE.to_owned(),
    example: || "95".to_owned(),
    stored: stored!(setup.data.seed),
    steps: |settings, _| Steps::beside(settings.setup.data.seed),
    applies: |settings, _| {
        let data = &settings.setup.data;
        let is_used = data.flips != FlipShare::default() || data.train != TrainShare::default();
        is_drawn(settings) || is_used
    },
    needs: || "nothing is drawn, flipped or split".to_owned(),
    ..DATA
};

/// Share of labels that are turned to the other class, in percent.
pub static FLIPS: Setting = Setting {
    name: "flipped labels",
    flag: "flip",
    help: "Share of labels that are turned to the other class",
    effect: "Wrong labels: no model should get them all right.",
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

/// Share of samples that are trained on, in percent. The other samples are test samples.
pub static TRAIN_SHARE: Setting = Setting {
    name: "train share",
    flag: "train-share",
    help: "Share of samples to train on; the others test",
    effect: "Less to train on; the rest shows if it generalizes.",
    range: || "a whole percentage from 10 to 100".to_owned(),
    example: || "80".to_owned(),
    stored: stored!(setup.data.train),
    steps: |_, _| Steps::numbers(&[10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 100.0]),
    ..DATA
};

/// Order of the training samples.
pub static ORDER: Setting = Setting {
    name: "order",
    flag: "order",
    help: "Order of the training samples: as drawn or read, or class 0 first",
    effect: "sorted: batches of one class pull the line in turn.",
    range: || "original or sorted".to_owned(),
    example: || "sorted".to_owned(),
    stored: stored!(setup.data.order),
    steps: |_, _| Steps::ring(SampleOrder::ALL),
    ..DATA
};

/// Features of a point that the model uses.
pub static FEATURES: Setting = Setting {
    name: "features",
    flag: "features",
    group: SettingGroup::Model,
    help: "What the model sees of a point",
    effect: "More features bend the line; too many fit the noise.",
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
    effect: "Equal scales: one alpha then suits all weights.",
    stored: stored_switch!(setup.inputs.standardize),
    restarts: true,
    ..SWITCH_ROW
};

/// Checks that a person's own data were read if the settings ask for them.
pub fn check_source(
    settings: &Settings,
    reach: &Reach,
) -> Result<(), (&'static Setting, InvalidValue)> {
    if settings.setup.data.source == Source::Own && !reach.has_own_data {
        return Err((
            &FAMILY,
            InvalidValue::new((FAMILY.range)(), (FAMILY.example)()),
        ));
    }
    Ok(())
}

/// Checks that the settings of the data are valid together.
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
