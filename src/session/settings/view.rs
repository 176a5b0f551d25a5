//! The rows of the table that say how the picture is drawn; training knows nothing of them.

use std::fmt;
use std::str::FromStr;

use crate::learning::hyperparameters::{Direction, step_round};
use crate::learning::invalid_value::InvalidValue;
use crate::learning::loss::LossKind;
use crate::learning::optimizer::Fraction;
use crate::session::settings::{
    Group, ROW, SWITCH, Setting, along, around, stored, stored_switch, switched,
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
            smoothing: Fraction::NONE,
            window: ChartWindow::default(),
            shading: Shading::default(),
            test_points: true,
            marks: true,
        }
    }
}

/// One of a few words.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $text:literal),+ }, $range:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub enum $name { $($(#[$of])* $variant),+ }

        impl $name {
            /// The values allowed, in words.
            pub const RANGE: &str = $range;

            /// The next one, round and round.
            #[must_use]
            pub fn stepped(self, direction: Direction) -> Self {
                step_round(&[$(Self::$variant),+], self, direction)
            }
        }

        impl FromStr for $name {
            type Err = InvalidValue;

            fn from_str(text: &str) -> Result<Self, InvalidValue> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err(InvalidValue::new(Self::RANGE, &Self::default().to_string())),
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
    },
    "linear or log"
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
    },
    "all, tenth or hundred"
}

words! {
    /// How the probability is shown behind the points.
    Shading {
        /// In a few shades: the surer the model, the brighter.
        #[default]
        Smooth = "smooth",
        /// In two: one for each class that is predicted.
        Two = "two"
    },
    "smooth or two"
}

/// The loss that is shown.
pub static LOSS: Setting = Setting {
    name: "loss",
    flag: "loss",
    group: Group::View,
    help: "The loss that is shown, and that --target-loss and --patience go by",
    range: || LossKind::RANGE.to_owned(),
    stored: stored!(setup.hyperparameters.loss),
    step: around!(setup.hyperparameters.loss),
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
    range: || Scale::RANGE.to_owned(),
    stored: stored!(view.scale),
    step: around!(view.scale),
    ..VIEW
};

/// How much its curve is smoothed.
pub static SMOOTHING: Setting = Setting {
    name: "smoothing",
    flag: "smoothing",
    help: "How much the curve of the loss is smoothed",
    range: || Fraction::RANGE.to_owned(),
    stored: stored!(view.smoothing),
    step: along!(view.smoothing),
    ..VIEW
};

/// The part of the run that is shown.
pub static WINDOW: Setting = Setting {
    name: "window",
    flag: "window",
    help: "Part of the run in the chart: all, the last tenth, the last hundred epochs",
    range: || ChartWindow::RANGE.to_owned(),
    stored: stored!(view.window),
    step: around!(view.window),
    ..VIEW
};

/// How the probability is shown.
pub static SHADING: Setting = Setting {
    name: "shading",
    flag: "shading",
    help: "The probability behind the points in many shades, or in two",
    range: || Shading::RANGE.to_owned(),
    stored: stored!(view.shading),
    step: around!(view.shading),
    ..VIEW
};

/// Whether the test points are shown.
pub static TEST_POINTS: Setting = Setting {
    name: "test points",
    flag: "test-points",
    help: "Whether the points that test are shown",
    range: || SWITCH.to_owned(),
    stored: stored_switch!(view.test_points),
    step: switched!(view.test_points),
    applies: |settings, _| {
        settings.setup.data.train != crate::learning::dataset::TrainShare::default()
    },
    ..VIEW
};

/// Whether changes are marked.
pub static MARKS: Setting = Setting {
    name: "marks",
    flag: "marks",
    help: "Whether the chart marks where a hyperparameter was changed",
    range: || SWITCH.to_owned(),
    stored: stored_switch!(view.marks),
    step: switched!(view.marks),
    ..VIEW
};

/// What these rows have in common.
const VIEW: Setting = Setting {
    group: Group::View,
    decides_run: false,
    ..ROW
};
