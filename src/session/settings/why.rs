//! The settings of the view that show reasons, as rows of the table: the why view, the charts and the trail.

use std::fmt;
use std::str::FromStr;

use crate::learning::model::features::MOST_FEATURES;
use crate::learning::numeric::checked::OutOfRange;
use crate::session::settings::view::{VIEW, words};
use crate::session::settings::{
    SWITCH_ROW, Setting, SettingGroup, Settings, Steps, stored, stored_switch,
};

/// Settings that decide which reasons are shown. The training does not depend on them.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct WhySettings {
    /// The view that is shown.
    pub view: ShownView,
    /// What the chart shows.
    pub chart: ChartKind,
    /// What the chart has on its horizontal axis.
    pub across: Across,
    /// Whether the boundaries after the last updates are shown.
    pub trail: bool,
    /// The weights on the axes of weight space.
    pub plane: WeightPair,
    /// What the weights have that are not on these axes.
    pub others: Others,
}

words! {
    /// The view that is shown.
    ShownView {
        /// The data, the loss, the settings and the run, or the table of the lanes if there are several.
        #[default]
        Train = "train",
        /// The reasons: the next mini-batch, the loss over two weights, and numbers.
        Why = "why"
    }
}

words! {
    /// What the chart has on its horizontal axis.
    Across {
        /// Epochs.
        #[default]
        Epochs = "epochs",
        /// Updates.
        Updates = "updates",
        /// Updates, in decades.
        Log = "log",
        /// The last 60 updates.
        Last = "last"
    }
}

words! {
    /// What the weights have that are not on the axes of weight space.
    Others {
        /// The values that they have now. The loss under the present weights is then the true one.
        #[default]
        Now = "now",
        /// For each pair of weights on the axes, the values at which the loss is lowest. The picture then stands still.
        Best = "best"
    }
}

/// What the chart shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ChartKind {
    /// The loss that is measured while the weights move.
    #[default]
    Loss,
    /// The loss of all training samples at the present weights, beside the loss that is measured while they move.
    Full,
    /// The loss of all training samples above the lowest one that there is.
    Excess,
    /// The length of the weights, with and without the bias.
    Norm,
    /// The length of the gradient over all training samples.
    Gradient,
    /// The weight at this place.
    Weight(usize),
}

/// Two weights of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeightPair([usize; 2]);

impl ChartKind {
    /// The words of the kinds that are not a weight.
    const WORDS: [(&str, Self); 5] = [
        ("loss", Self::Loss),
        ("full", Self::Full),
        ("excess", Self::Excess),
        ("norm", Self::Norm),
        ("gradient", Self::Gradient),
    ];

    /// Returns all kinds for a model with this number of weights.
    pub fn all(weights: usize) -> impl Iterator<Item = Self> {
        let kinds = Self::WORDS.into_iter().map(|(_, kind)| kind);
        kinds.chain((0..weights).map(Self::Weight))
    }
}

impl FromStr for ChartKind {
    type Err = OutOfRange;

    fn from_str(text: &str) -> Result<Self, OutOfRange> {
        let known = Self::WORDS.into_iter().find(|(word, _)| *word == text);
        known.map_or_else(|| weight(text).map(Self::Weight), |(_, kind)| Ok(kind))
    }
}

impl fmt::Display for ChartKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::Weight(place) = self {
            return formatter.pad(&format!("W{place}"));
        }
        let word = Self::WORDS.into_iter().find(|(_, kind)| kind == self);
        formatter.pad(word.map_or("", |(word, _)| word))
    }
}

impl WeightPair {
    /// Returns all pairs of a model with this number of weights, those without the bias first.
    #[must_use]
    pub fn all(weights: usize) -> Vec<Self> {
        let pair = |first| (first + 1..weights).map(move |second| Self([first, second]));
        (1..weights).chain([0]).flat_map(pair).collect()
    }

    /// Returns the places of the weights in a model with this number of weights. A model that does not have them has
    /// its last two weights on the axes.
    #[must_use]
    pub fn within(self, weights: usize) -> [usize; 2] {
        if self.0[1] < weights {
            self.0
        } else {
            [weights.saturating_sub(2), weights.saturating_sub(1)]
        }
    }
}

impl Default for WeightPair {
    fn default() -> Self {
        Self([1, 2])
    }
}

impl FromStr for WeightPair {
    type Err = OutOfRange;

    fn from_str(text: &str) -> Result<Self, OutOfRange> {
        let (first, second) = text.split_once(':').ok_or(OutOfRange)?;
        let pair = [weight(first)?, weight(second)?];
        (pair[0] < pair[1]).then_some(Self(pair)).ok_or(OutOfRange)
    }
}

impl fmt::Display for WeightPair {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, second] = self.0;
        formatter.pad(&format!("W{first}:W{second}"))
    }
}

/// Returns the place of a weight: 2 for `W2`.
fn weight(text: &str) -> Result<usize, OutOfRange> {
    let place = text.strip_prefix('W').and_then(|place| place.parse().ok());
    let place = place.filter(|place| *place <= MOST_FEATURES && text.len() == 2);
    place.ok_or(OutOfRange)
}

/// The view that is shown.
pub static SHOWN_VIEW: Setting = Setting {
    name: "view",
    flag: "view",
    help: "The view: the training, or the reasons for each update",
    effect: "why: the next mini-batch, and where it leads.",
    range: || "train or why".to_owned(),
    example: || "train".to_owned(),
    stored: stored!(view.why.view),
    steps: |_, _| Steps::ring(ShownView::WORDS),
    ..VIEW
};

/// What the chart shows.
pub static CHART: Setting = Setting {
    name: "chart",
    flag: "chart",
    help: "What the chart shows: the loss while W moves; the loss of all points; the loss above the \
           lowest there is; the length of W; of the gradient; a weight",
    effect: "full: all points at the present W, not on the move.",
    range: || {
        format!("loss, full, excess, norm, gradient, or a weight from W0 to W{MOST_FEATURES}")
    },
    example: || "loss".to_owned(),
    stored: stored!(view.why.chart),
    steps: |settings, _| Steps::ring(ChartKind::all(weights(settings))),
    ..VIEW
};

/// What the chart has on its horizontal axis.
pub static ACROSS: Setting = Setting {
    name: "across",
    flag: "across",
    help: "Horizontal axis of the chart: epochs, updates, decades of updates, the last 60 updates",
    effect: "log: what goes on for ever; last: what each update does.",
    range: || "epochs, updates, log or last".to_owned(),
    example: || "epochs".to_owned(),
    stored: stored!(view.why.across),
    steps: |_, _| Steps::ring(Across::WORDS),
    ..VIEW
};

/// Whether the boundaries after the last updates are shown.
pub static TRAIL: Setting = Setting {
    name: "trail",
    flag: "trail",
    help: "Whether the boundaries after the last updates are shown",
    effect: "Where the boundary comes from; whether it swings.",
    stored: stored_switch!(view.why.trail),
    group: SettingGroup::View,
    decides_run: false,
    ..SWITCH_ROW
};

/// The weights on the axes of weight space.
pub static PLANE: Setting = Setting {
    name: "plane",
    flag: "plane",
    help: "The two weights on the axes of weight space in the why view",
    effect: "Each pair shows another valley; the bias is W0.",
    range: || format!("two weights, as in W1:W2, from W0 to W{MOST_FEATURES}"),
    example: || "W1:W2".to_owned(),
    stored: stored!(view.why.plane),
    steps: |settings, _| Steps::ring(WeightPair::all(weights(settings))),
    ..VIEW
};

/// What the weights have that are not on the axes of weight space.
pub static OTHERS: Setting = Setting {
    name: "other weights",
    flag: "others",
    help: "The weights that are not on the axes of weight space: as they are now, or the best for each point",
    effect: "now: the true loss; best: a picture that stands still.",
    range: || "now or best".to_owned(),
    example: || "now".to_owned(),
    stored: stored!(view.why.others),
    steps: |_, _| Steps::ring(Others::WORDS),
    ..VIEW
};

/// Returns the number of weights of the model.
fn weights(settings: &Settings) -> usize {
    settings.setup.inputs.features.len() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_of_a_pair_or_a_chart_parses_back() {
        for weights in 2..=MOST_FEATURES + 1 {
            for pair in WeightPair::all(weights) {
                assert_eq!(pair.to_string().parse(), Ok(pair));
                assert_eq!(pair.within(weights), pair.0);
            }
            for kind in ChartKind::all(weights) {
                assert_eq!(kind.to_string().parse(), Ok(kind));
            }
        }
        for text in [
            "", "W1", "W1:", "W1:W1", "W2:W1", "W1:W8", "W1,W2", "W01:W2",
        ] {
            assert_eq!(text.parse::<WeightPair>(), Err(OutOfRange), "{text}");
        }
        for text in ["", "W", "W8", "W11", "weight", "Loss"] {
            assert_eq!(text.parse::<ChartKind>(), Err(OutOfRange), "{text}");
        }
    }

    #[test]
    fn a_model_without_the_weights_of_a_pair_shows_its_last_two() {
        assert_eq!(WeightPair::default().within(2), [0, 1]);
        assert_eq!(WeightPair([5, 7]).within(4), [2, 3]);
    }
}
