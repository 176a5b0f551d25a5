//! The columns of the table of a race. Their widths depend on settings only, so that no number moves during a run.

use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::race::Stand;
use crate::learning::train::trainer::{Accuracy, MOST_COUNTED};
use crate::session::lane::LaneId;
use crate::session::settings::Setting;
use crate::session::snapshot::{LaneView, Phase};
use crate::ui::number::{WEIGHT, count, elided, fitted, percent, significant, weight};
use crate::ui::panels::race::HEAD;
use crate::ui::theme::Theme;

/// Width of the column of the loss.
const LOSS: usize = 7;
/// Smallest width to which the only column of a setting is shortened.
const SHORTEST: usize = 5;
/// Smallest width of a weight: `-0.93`.
const SHORT_WEIGHT: usize = 5;
/// Largest number of blanks between two columns.
const WIDEST_GAP: usize = 3;

/// A column of values that differ between the lanes.
pub struct Column {
    title: &'static str,
    /// The values, in the order of the lanes.
    values: Vec<String>,
    width: usize,
}

/// The columns of the table after the letters.
pub struct Columns {
    settings: Vec<Column>,
    /// The number that says how far each lane has come, and the width of its column.
    stand: Option<(Stand, usize)>,
    has_test: bool,
    /// Whether a watched log has weights, from which an accuracy follows.
    has_weights: bool,
    /// Width of each of the weights that stand in place of the accuracy; `None` if it stands there.
    weights: Option<usize>,
    /// Width of the column of the accuracy, or of the weights in its place.
    accuracy: usize,
    /// Number of blanks before each column.
    gap: usize,
    /// Number of settings that differ and have no column, because there is no room.
    pub hidden: usize,
}

impl Column {
    fn new(app: &App, setting: &'static Setting) -> Self {
        let value = |lane: &LaneView| {
            if lane.id != LaneId::WATCHED && app.affects(setting, lane) {
                setting.shown(&lane.settings)
            } else {
                "-".to_owned()
            }
        };
        let values: Vec<String> = app.confirmed().shown_lanes().map(value).collect();
        let widths = values.iter().map(|value| value.chars().count());
        let widest = widths.max().unwrap_or(0);
        Self {
            title: setting.name,
            values,
            width: widest.max(setting.name.len()),
        }
    }
}

impl Columns {
    /// Makes the columns for a table of `width` columns after the letters. If there are more settings than fit, the widest
    /// ones are hidden.
    pub fn new(app: &App, width: usize) -> Self {
        let lanes = &app.confirmed().lanes;
        let has_test = lanes.iter().any(|lane| lane.test_accuracy.is_some());
        let is_large = lanes
            .iter()
            .any(|lane| lane.training_samples > MOST_COUNTED);
        let accuracy = "99.9%".len() + usize::from(is_large);
        let stand = app.stand().map(|stand| (stand, width_of(stand, app)));
        let stand_width = stand.map_or(0, |(_, width)| 1 + width);
        let weights = width_of_weights(app, width.saturating_sub(1 + LOSS + 1 + stand_width));
        let accuracy = weights.map_or(accuracy, row_of_weights);
        let room = width.saturating_sub(1 + LOSS + 1 + accuracy + stand_width);
        let differing = app.differing();
        let all = differing.len();
        let columns = differing
            .into_iter()
            .map(|setting| Column::new(app, setting));
        let settings = fitting(columns.collect(), room);
        let used = settings
            .iter()
            .map(|column| 1 + column.width)
            .sum::<usize>();
        let count = settings.len() + 2 + usize::from(stand.is_some());
        let gap = 1 + room.saturating_sub(used) / count;
        Self {
            hidden: all - settings.len(),
            settings,
            stand,
            has_test,
            has_weights: app.watched().is_some_and(|log| log.has_weights),
            weights,
            accuracy,
            gap: gap.min(WIDEST_GAP),
        }
    }

    /// Returns the row of the titles.
    pub fn titles(&self, theme: &Theme) -> Line<'static> {
        let gap = " ".repeat(self.gap);
        let setting = |column: &Column| {
            let title = elided(column.title, column.width);
            format!("{title:<0$}", column.width)
        };
        let stand = self.stand.map(|(stand, width)| {
            let title = match stand {
                Stand::Epoch => "epoch",
                Stand::Update => "update",
            };
            format!("{title:>width$}")
        });
        let accuracy = match self.weights {
            Some(width) => ["W0", "W1", "W2"]
                .map(|name| format!("{name:>width$}"))
                .join(" "),
            None if self.has_test => "test".to_owned(),
            None => "acc.".to_owned(),
        };
        let results = [
            format!("{:>LOSS$}", "loss"),
            format!("{accuracy:>0$}", self.accuracy),
        ];
        let head = std::iter::once(format!("{:<HEAD$}", " lane"));
        let titles = head.chain(self.settings.iter().map(setting));
        let titles: Vec<String> = titles.chain(stand).chain(results).collect();
        Line::styled(titles.join(&gap), theme.muted())
    }

    /// Returns the row of a lane, the one at this index.
    pub fn row(&self, index: usize, lane: &LaneView, theme: &Theme) -> Vec<Span<'static>> {
        let gap = " ".repeat(self.gap);
        let mut spans = Vec::new();
        for column in &self.settings {
            let value = elided(&column.values[index], column.width);
            spans.push(Span::raw(format!("{gap}{value:<0$}", column.width)));
        }
        if let Some((stand, width)) = self.stand {
            let number = count(match stand {
                Stand::Epoch => lane.progress.epochs,
                Stand::Update => lane.progress.updates,
            });
            spans.push(Span::raw(format!("{gap}{number:>width$}")));
        }
        if lane.phase == Phase::Diverged {
            // The word is in place of both numbers.
            let width = LOSS + self.gap + self.accuracy;
            let style = theme.phase(Phase::Diverged, false);
            spans.push(Span::styled(format!("{gap}{:>width$}", "diverged"), style));
            return spans;
        }
        spans.push(Span::raw(gap.clone()));
        spans.push(Span::styled(
            format!("{:>LOSS$}", loss(lane)),
            theme.value(true),
        ));
        let accuracy = self.accuracy(lane);
        spans.push(Span::raw(format!("{gap}{accuracy:>0$}", self.accuracy)));
        spans
    }

    /// Returns the accuracy of a lane, or its weights if they stand in its place.
    fn accuracy(&self, lane: &LaneView) -> String {
        if lane.id == LaneId::WATCHED && !self.has_weights {
            return "-".to_owned();
        }
        if let Some(width) = self.weights {
            let weight = |value: &f64| match width {
                WEIGHT => format!("{:>width$}", weight(*value)),
                _ => format!("{:>width$}", short_weight(*value, width)),
            };
            let weights: Vec<String> = lane.parameters.iter().map(weight).collect();
            return weights.join(" ");
        }
        let about = |accuracy: &Accuracy| {
            if accuracy.confusion.is_none() {
                "~"
            } else {
                ""
            }
        };
        let own = Some(&lane.accuracy).filter(|_| !self.has_test);
        let counted = lane.test_accuracy.as_ref().or(own);
        counted.map_or_else(String::new, |accuracy| {
            format!("{}{}", about(accuracy), percent(accuracy.share))
        })
    }
}

/// Returns the width of each weight if there is room for those of a line, and they tell more than the accuracy: beside a
/// watched log.
fn width_of_weights(app: &App, room: usize) -> Option<usize> {
    let is_line = |lane: &LaneView| lane.parameters.line().is_some() && lane.parameters.len() == 3;
    let snapshot = app.confirmed();
    // A log without rows may still have weights.
    let may_have = app
        .watched()
        .is_some_and(|log| log.has_weights || log.reached.1 == 0);
    let are_meant = may_have && snapshot.shown_lanes().all(is_line);
    let mut widths = (SHORT_WEIGHT..=WEIGHT).rev().filter(|_| are_meant);
    widths.find(|width| row_of_weights(*width) <= room)
}

/// Returns a weight with as many digits as fit: `-.012` where `-0.012` has no room.
fn short_weight(value: f64, width: usize) -> String {
    let text = fitted(value, 4, width);
    let without_zero = |digits| significant(value, digits).replacen("0.", ".", 1);
    let has_one_digit = text.contains("e-") && value.abs() < 1.0;
    let mut longer = (2..=4)
        .rev()
        .map(without_zero)
        .filter(|text| has_one_digit && !text.contains('e') && text.len() <= width);
    longer.next().unwrap_or(text)
}

/// Returns the width of three weights with blanks between them.
fn row_of_weights(width: usize) -> usize {
    3 * width + 2
}

/// Returns the width of the column of a number that says how far each lane has come.
fn width_of(stand: Stand, app: &App) -> usize {
    let longest = |lane: &LaneView| {
        let epochs = lane.settings.setup.hyperparameters.epochs.get();
        count(epochs).len().max(count(lane.progress.epochs).len())
    };
    let lanes = app.confirmed().shown_lanes();
    match stand {
        Stand::Epoch => lanes.map(longest).max().unwrap_or(0).max("epoch".len()),
        Stand::Update => "999999".len(),
    }
}

/// Returns the columns that fit into `room` columns with a blank before each. The widest ones are left out first; the last
/// one that is left is shortened.
fn fitting(mut columns: Vec<Column>, room: usize) -> Vec<Column> {
    while columns.iter().map(|column| 1 + column.width).sum::<usize>() > room {
        if let [column] = columns.as_mut_slice()
            && room > SHORTEST
        {
            column.width = room - 1;
            break;
        }
        let widths = columns.iter().map(|column| column.width).enumerate();
        let Some((widest, _)) = widths.max_by_key(|(_, width)| *width) else {
            break;
        };
        columns.remove(widest);
    }
    columns
}

/// Returns the loss of a lane over all training samples.
fn loss(lane: &LaneView) -> String {
    let kind = lane.settings.setup.hyperparameters.loss;
    let measured = lane.losses.now.map(|now| now.own).or(lane.losses.epoch);
    let loss = measured.and_then(|losses| losses.of(kind));
    loss.map_or_else(|| "-".to_owned(), |loss| fitted(loss, 4, LOSS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_has_as_many_digits_as_fit() {
        for (value, width, text) in [
            (-0.0123, 5, "-.012"),
            (-0.0123, 6, "-0.012"),
            (-0.0123, 7, "-0.0123"),
            (0.0123, 5, "0.012"),
            (-0.518, 5, "-0.52"),
            (-0.0026, 5, "-3e-3"),
            (0.0, 5, "0"),
        ] {
            assert_eq!(short_weight(value, width), text, "{value} in {width}");
        }
    }
}
