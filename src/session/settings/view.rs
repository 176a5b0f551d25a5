//! The rows of the table that say how the picture is drawn; training knows nothing of them.

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

/// How the picture is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ViewSettings {
    /// The axis of the loss.
    pub scale: Scale,
    /// How much of the curve so far each point of the smoothed one keeps; 0 does not smooth it.
    pub smoothing: Fraction,
    /// Which part of the run the chart shows.
    pub window: ChartWindow,
    /// How the probability is shown.
    pub shading: Shading,
    /// Whether the test points are shown.
    pub test_points: bool,
    /// Whether changes of hyperparameters are marked in the chart.
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

/// Defines a setting whose value is one of a few words, the first of which is the default.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $text:literal),+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub enum $name { $($(#[$of])* $variant),+ }

        impl $name {
            /// Every word, in the order in which keys step through them.
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
    /// An axis of the loss.
    Scale {
        /// From 0, in equal steps.
        #[default]
        Linear = "linear",
        /// In decades.
        Log = "log"
    }
}

words! {
    /// The part of a run that the chart of the loss shows.
    ChartWindow {
        /// From the first update on.
        #[default]
        All = "all",
        /// The last tenth of it.
        Tenth = "tenth",
        /// The last hundred epochs.
        Hundred = "hundred"
    }
}

words! {
    /// How the probability is shown behind the points.
    Shading {
        /// In a few shades: the surer the model, the brighter.
        #[default]
        Smooth = "smooth",
        /// In two: one for each class that is predicted.
        Two = "two"
    }
}

/// The loss that is shown.
pub static LOSS: Setting = Setting {
    name: "loss",
    flag: "loss",
    group: SettingGroup::View,
    help: "The loss that is shown, and that --target-loss and --patience go by",
    range: || "sum, mse or cross-entropy".to_owned(),
    example: || "sum".to_owned(),
    stored: stored!(setup.hyperparameters.loss),
    steps: |_, _| Steps::ring(LossKind::ALL),
    aside: |settings| {
        let unit = settings.setup.hyperparameters.loss.unit();
        Some(format!("{unit}; updates follow the cross-entropy"))
    },
    ..ROW
};

/// The axis of the loss.
pub static AXIS: Setting = Setting {
    name: "axis",
    flag: "axis",
    help: "Equal steps on the axis of the loss, or decades",
    range: || "linear or log".to_owned(),
    example: || "linear".to_owned(),
    stored: stored!(view.scale),
    steps: |_, _| Steps::ring(Scale::WORDS),
    ..VIEW
};

/// How much its curve is smoothed.
pub static SMOOTHING: Setting = Setting {
    name: "smoothing",
    flag: "smoothing",
    help: "How much the curve of the loss is smoothed",
    stored: stored!(view.smoothing),
    group: SettingGroup::View,
    decides_run: false,
    ..FRACTION
};

/// The part of the run that is shown.
pub static WINDOW: Setting = Setting {
    name: "window",
    flag: "window",
    help: "Part of the run in the chart: all, the last tenth, the last hundred epochs",
    range: || "all, tenth or hundred".to_owned(),
    example: || "all".to_owned(),
    stored: stored!(view.window),
    steps: |_, _| Steps::ring(ChartWindow::WORDS),
    ..VIEW
};

/// How the probability is shown.
pub static SHADING: Setting = Setting {
    name: "shading",
    flag: "shading",
    help: "The probability behind the points in many shades, or in two",
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
    stored: stored_switch!(view.test_points),
    applies: |settings, _| settings.setup.data.train != TrainShare::default(),
    group: SettingGroup::View,
    decides_run: false,
    ..SWITCH_ROW
};

/// Whether changes are marked.
pub static MARKS: Setting = Setting {
    name: "marks",
    flag: "marks",
    help: "Whether the chart marks where a hyperparameter was changed",
    stored: stored_switch!(view.marks),
    group: SettingGroup::View,
    decides_run: false,
    ..SWITCH_ROW
};

/// What these rows have in common.
const VIEW: Setting = Setting {
    group: SettingGroup::View,
    decides_run: false,
    ..ROW
};
