//! The panel with the numbers of the run.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::app::App;
use crate::app::weights::WeightEditor;
use crate::learning::data::Names;
use crate::learning::model::parameters::Parameters;
use crate::learning::train::loss::Losses;
use crate::learning::train::trainer::{Accuracy, Confusion};
use crate::session::snapshot::LaneView;
use crate::ui::number::{count, elided, percent, significant};
use crate::ui::panels::frame::{self, Place};
use crate::ui::panels::names;
use crate::ui::theme::Theme;

/// Width of a weight, in columns, if there are at most three weights, including the bias.
const WIDE: usize = 9;
/// Width of a weight, in columns, if there are more than three weights, including the bias.
const NARROW: usize = 7;

/// Width to which the first of two entries in a line is padded, so that the second entries are aligned.
const SECOND_ENTRY: usize = 13;

/// Draws the panel of the run with its frame. Two entries that may not fit into one line have a line each. If
/// there are too many lines, the last ones are left out. A number is never cut.
pub fn draw(app: &App, place: Place, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let inner = frame::frame("Run", "", place, theme, area, buffer);
    let lane = app.lane();
    let width = usize::from(inner.width);
    let mut progress = progress(lane, width);
    let mut lines = losses(lane, width);
    lines.extend(accuracies(lane, width));
    lines.extend(weights(app, width, theme));
    // If there are too few rows, the line with the number of the update is left out first, because the
    // weights are more important.
    if progress.len() + lines.len() > usize::from(inner.height) {
        progress.truncate(1);
    }
    lines.splice(..0, progress);
    let equation = equation(&lane.parameters, width.saturating_sub(1), theme.signs.times);
    lines.push(Line::styled(format!(" {equation}"), theme.muted()));
    // The confusion table is shown completely or not at all.
    let table = confusion(lane, app.confirmed().dataset.names(), theme);
    if lines.len() + table.len() <= usize::from(inner.height) {
        lines.extend(table);
    }
    for (line, row) in lines.into_iter().zip(inner.rows()) {
        line.render(row, buffer);
    }
}

/// Draws the most important numbers of the run without a frame: the progress, the loss and the accuracy.
pub fn draw_unframed(lane: &LaneView, area: Rect, buffer: &mut Buffer) {
    let width = usize::from(area.width);
    let result = pair(&loss(lane), &accuracy("accuracy", &lane.accuracy), width);
    let lines = progress(lane, width).into_iter().take(1).chain(result);
    for (line, row) in lines.zip(area.rows()) {
        line.render(row, buffer);
    }
}

/// Returns lines with the bias and the weights of the features; there are no more lines than needed. The
/// weight that is being edited is in reverse video.
fn weights(app: &App, width: usize, theme: &Theme) -> Vec<Line<'static>> {
    let weights = &app.lane().parameters;
    let columns = if weights.len() <= 3 { WIDE } else { NARROW };
    let in_a_line = (width.saturating_sub(2) / columns).max(1);
    let edited = app.view().editor.as_ref().map(WeightEditor::selected);
    let span = |(place, value): (usize, &f64)| {
        let text = weight(*value, columns);
        let style = theme.value(true);
        if edited == Some(place) {
            Span::styled(text, style.add_modifier(Modifier::REVERSED))
        } else {
            Span::styled(text, style)
        }
    };
    let spans: Vec<Span> = weights.iter().enumerate().map(span).collect();
    let lines = spans.chunks(in_a_line).enumerate().map(|(row, spans)| {
        let head = if row == 0 { " W" } else { "  " };
        let head = std::iter::once(Span::raw(head));
        Line::from(head.chain(spans.iter().cloned()).collect::<Vec<_>>())
    });
    lines.collect()
}

/// Formats a weight right-aligned in `columns` columns, the first of which stays free. A weight that is
/// neither tiny nor huge has a fixed number of decimals, so that its digits stay in place while it changes.
/// Only a weight of exactly 0 is shown as zero.
fn weight(weight: f64, columns: usize) -> String {
    let (decimals, tiny, large) = if columns == WIDE {
        (4, 0.000_05, 1000.0)
    } else {
        (2, 0.005, 100.0)
    };
    if weight == 0.0 || (tiny..large).contains(&weight.abs()) {
        return format!("{weight:>columns$.decimals$}");
    }
    let mut texts = (1..=decimals)
        .rev()
        .map(|digits| significant(weight, digits));
    let text = texts.find(|text| text.len() < columns);
    let text = text.unwrap_or_else(|| format!("{weight:.0e}"));
    format!("{text:>columns$}")
}

/// Returns the confusion table: for each class, the number of its samples that are predicted as class 0 and
/// as class 1. Counts the test samples if there are any, else the training samples. The table is empty if
/// the accuracy was estimated from only a part of the samples.
fn confusion(lane: &LaneView, names: Option<&Names>, theme: &Theme) -> Vec<Line<'static>> {
    let (name, accuracy) = match &lane.test_accuracy {
        Some(test) => ("test", test),
        None => ("training", &lane.accuracy),
    };
    let Some(Confusion { right, samples }) = accuracy.confusion else {
        return Vec::new();
    };
    let predicted = |class: usize| {
        let wrong = samples[class] - right[class];
        if class == 0 {
            [right[0], wrong]
        } else {
            [wrong, right[1]]
        }
    };
    let [as_0, as_1] = names::of_classes(names, 5).map(|class| format!("as {class}"));
    let head = format!(" {name:<10}{as_0:>9}{as_1:>9}");
    let rows = [0, 1].map(|class| {
        let [as_0, as_1] = predicted(class).map(|samples| count(samples as u64));
        let name = match names {
            Some(names) => elided(&names.classes[class], 9),
            None => format!("class {class}"),
        };
        Line::from(format!(" {name:<10}{as_0:>9}{as_1:>9}"))
    });
    std::iter::once(Line::styled(head, theme.muted()))
        .chain(rows)
        .collect()
}

/// Returns the numbers of the epoch and the update. They are in one line if this line can hold them until the
/// end of the run, and in two lines otherwise, so that they stay in place while they grow.
fn progress(lane: &LaneView, width: usize) -> Vec<Line<'static>> {
    let (progress, hyperparameters) = (&lane.progress, &lane.settings.setup.hyperparameters);
    let (epochs, updates) = (hyperparameters.epochs.get(), progress.updates_of_epoch);
    let last = joined(&epoch(epochs, epochs), &update(updates, updates));
    let epoch = epoch(progress.epochs, epochs);
    let update = update(progress.update_of_epoch, updates);
    if last.len() < width {
        vec![Line::from(joined(&epoch, &update))]
    } else {
        vec![
            Line::from(format!(" {epoch}")),
            Line::from(format!(" {update}")),
        ]
    }
}

/// Returns two entries in one line, or in two lines if they do not fit into one.
fn pair(first: &str, second: &str, width: usize) -> Vec<Line<'static>> {
    let both = joined(first, second);
    if both.len() < width {
        vec![Line::from(both)]
    } else {
        vec![
            Line::from(format!(" {first}")),
            Line::from(format!(" {second}")),
        ]
    }
}

fn joined(first: &str, second: &str) -> String {
    format!(" {first:<SECOND_ENTRY$} {second}")
}

/// Formats the number of the epoch and the number of epochs. They are written in full as long as the panel
/// can hold them, because scripts wait for this text.
fn epoch(epoch: u64, epochs: u64) -> String {
    if epochs < 1_000_000_000 {
        format!("epoch {epoch}/{epochs}")
    } else {
        format!("epoch {}/{}", count(epoch), count(epochs))
    }
}

fn update(update: u64, updates: u64) -> String {
    format!("update {update}/{updates}")
}

fn losses(lane: &LaneView, width: usize) -> Vec<Line<'static>> {
    let kind = lane.settings.setup.hyperparameters.loss;
    let of = |losses: Option<Losses>| or_dash(losses.and_then(|losses| losses.of(kind)));
    let second = if lane.test_accuracy.is_some() {
        format!("test {}", of(lane.losses.test))
    } else {
        format!("batch {}", of(lane.losses.batch))
    };
    pair(&loss(lane), &second, width)
}

fn loss(lane: &LaneView) -> String {
    let kind = lane.settings.setup.hyperparameters.loss;
    let loss = lane.losses.epoch.and_then(|losses| losses.of(kind));
    format!("loss {}", or_dash(loss))
}

fn accuracies(lane: &LaneView, width: usize) -> Vec<Line<'static>> {
    let own = accuracy("accuracy", &lane.accuracy);
    match &lane.test_accuracy {
        Some(test) => pair(&own, &accuracy("test", test), width),
        None => vec![Line::from(format!(" {own}"))],
    }
}

fn accuracy(name: &str, accuracy: &Accuracy) -> String {
    let about = if accuracy.confusion.is_none() {
        "~"
    } else {
        ""
    };
    format!("{name} {about}{}", percent(accuracy.share))
}

fn or_dash(loss: Option<f64>) -> String {
    loss.map_or_else(|| "-".to_owned(), |loss| significant(loss, 4))
}

/// Returns the equation of a straight decision boundary, solved for `x2` if possible, else for `x1`. The
/// first word is left out if the equation is too long. For a curved boundary, returns the names of the
/// features.
fn equation(model: &Parameters, width: usize, times: char) -> String {
    let Some(line) = model.line() else {
        let features = model.shape().features().to_string().replace(',', " ");
        return elided(&format!("W: 1 {features}"), width);
    };
    let whole = solved(line, times);
    if whole.chars().count() <= width {
        whole
    } else {
        whole.trim_start_matches("line ").to_owned()
    }
}

fn solved([bias, w1, w2]: [f64; 3], times: char) -> String {
    let (intercept, slope) = (-bias / w2, -w1 / w2);
    if intercept.is_finite() && slope.is_finite() {
        let sign = if slope < 0.0 { '-' } else { '+' };
        let (intercept, slope) = (significant(intercept, 3), significant(slope.abs(), 3));
        return format!("line x2 = {intercept} {sign} {slope}{times}x1");
    }
    let place = -bias / w1;
    if place.is_finite() {
        format!("line x1 = {}", significant(place, 3))
    } else {
        "no line yet".to_owned()
    }
}
