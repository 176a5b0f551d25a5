//! The settings of the view, as rows of the table: how the training is drawn.

use std::fmt;
use std::str::FromStr;

use crate::learning::data::TrainShare;
use crate::learning::numeric::checked::OutOfRange;
use crate::learning::optimize::optimizer::Fraction;
use crate::learning::train::loss::LossKind;
use crate::session::settings::training::FRACTION;
use crate::session::settings::{
    ROW, SWITCH_ROW, Setting, SettingGroup, Steps, stored, stored_switch,
};

/// Settings that decide how the training is drawn. The training does not depend on them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ViewSettings {
    /// Scale of the axis of the loss.
    pub scale: Scale,
    /// Share of the previous value that each point of the smoothed loss curve keeps; 0 does not smooth it.
    pub smoothing: Fraction,
    /// Part of the run that the chart of the loss shows.
    pub window: ChartWindow,
    /// How the predicted probability is shown behind the points.
    pub shading: Shading,
    /// Whether the test points are shown.
    pub test_points: bool,
    /// Whether the chart of the loss marks changes of hyperparameters.
    pub marks: bool,
}

impl Default for ViewSettings {
    fn default() -> Self {
        Self {
            scale: Scale::default(),
            smoothing: Fraction::default(),
            window: ChartWindow::default(),
            shading: Shading::default(),
            test_points: true,
            marks: true,
        }
    }
}

/// Defines the type of a setting whose value is one of a few words. The first word is the default.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $text:literal),+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub enum $name { $($(#[$of])* $variant),+ }

        impl $name {
            /// All words, in the order in which keys step through them.
            const WORDS: &[&str] = &[$($text),+];
        }

        impl FromStr for $name {
            type Err = OutOfRange;

            fn from_str(text: &str) -> Result<Self, OutOfRange> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err(OutOfRange),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.pad(match self { $(Self::$variant => $text),+ })
            }
        }
    };
}

words! {
    /// Scale of the axis of the loss.
    Scale {
        /// Linear, from 0.
        #[default]
        Linear = "linear",
        /// Logarithmic, in decades.
        Log = "log"
    }
}

words! {
    /// The part of a run that the chart of the loss shows.
    ChartWindow {
        /// The whole run.
        #[default]
        All = "all",
        /// The last tenth of the run.
        Tenth = "tenth",
        /// The last hundred epochs.
        Hundred = "hundred"
    }
}

words! {
    /// How the predicted probability is shown behind the points.
    Shading {
        /// In several shades: the more certain the prediction, the brighter.
        #[default]
        Smooth = "smooth",
        /// In two shades: one for each predicted class.
        Two = "two"
    }
}

/// Kind of loss that is shown. The target loss and the patience use it too.
pub static LOSS: Setting = Setting {
    name: "loss",
    flag: "loss",
    group: SettingGroup::View,
    help: "The loss that is shown, and that --target-loss and --patience use",
    effect: "Only what is shown: updates follow the objective.",
    range: || "sum, mse or cross-entropy".to_owned(),
    example: || "sum".to_owned(),
    stored: stored!(setup.hyperparameters.loss),
    steps: |_, _| Steps::ring(LossKind::ALL),
    aside: |settings| {
        let hyperparameters = &settings.setup.hyperparameters;
        let unit = hyperparameters.loss.unit();
        let objective = hyperparameters.objective.in_words();
        Some(format!("{unit}; updates follow the {objective}"))
    },
    ..ROW
};

/// Scale of the axis of the loss.
pub static AXIS: Setting = Setting {
    name: "axis",
    flag: "axis",
    help: "Equal steps on the axis of the loss, or decades",
    effect: "log shows how small losses fall, late in a run.",
    range: || "linear or log".to_owned(),
    example: || "linear".to_owned(),
    stored: stored!(view.scale),
    steps: |_, _| Steps::ring(Scale::WORDS),
    ..VIEW
};

/// Share of the previous value that each point of the smoothed loss curve keeps; 0 does not smooth it.
pub static SMOOTHING: Setting = Setting {
    name: "smoothing",
    flag: "smoothing",
    help: "How much the curve of the loss is smoothed",
    effect: "Nearer 1: a calmer curve that lags behind the loss.",
    stored: stored!(view.smoothing),
    group: SettingGroup::View,
    decides_run: false,
    ..FRACTION
};

/// Part of the run that the chart of the loss shows.
pub static WINDOW: Setting = Setting {
    name: "window",
    flag: "window",
    help: "Part of the run in the chart: all, the last tenth, the last hundred epochs",
    effect: "tenth and hundred zoom in on the end of the run.",
    range: || "all, tenth or hundred".to_owned(),
    example: || "all".to_owned(),
    stored: stored!(view.window),
    steps: |_, _| Steps::ring(ChartWindow::WORDS),
    ..VIEW
};

/// How the predicted probability is shown behind the points.
pub static SHADING: Setting = Setting {
    name: "shading",
    flag: "shading",
    help: "The probability behind the points in many shades, or in two",
    effect: "smooth: how sure the model is; two: only the class.",
    range: || "smooth or two".to_owned(),
    example: || "smooth".to_owned(),
    stored: stored!(view.shading),
    steps: |_, _| Steps::ring(Shading::WORDS),
    ..VIEW
};

/// Whether the test points are shown.
pub static TEST_POINTS: Setting = Setting {
    name: "test points",
    flag: "test-points",
    help: "Whether the points that test are shown",
    effect: "Hide them to see only what the model trains on.",
    stored: stored_switch!(view.test_points),
    applies: |settings, _| settings.setup.data.train != TrainShare::default(),
    needs: || "all points are trained on".to_owned(),
    group: SettingGroup::View,
    decides_run: false,
    ..SWITCH_ROW
};

/// Whether the chart of the loss marks changes of hyperparameters.
pub static MARKS: Setting = Setting {
    name: "marks",
    flag: "marks",
    help: "Whether the chart marks where a hyperparameter was changed",
    effect: "Shows where you changed something, and to what.",
    stored: stored_switch!(view.marks),
    group: SettingGroup::View,
    decides_run: false,
    ..SWITCH_ROW
};

/// Default fields of a row about the view.
const VIEW: Setting = Setting {
    group: SettingGroup::View,
    decides_run: false,
    ..ROW
};
