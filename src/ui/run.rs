//! The numbers of the run.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::app::App;
use crate::app::weights::WeightEditor;
use crate::learning::loss::Losses;
use crate::learning::model::Model;
use crate::learning::trainer::{Accuracy, Confusion};
use crate::session::snapshot::Snapshot;
use crate::ui::names;
use crate::ui::number::{count, elided, percent, significant};
use crate::ui::panel::{self, Place};
use crate::ui::theme::Theme;

/// The columns of a weight where there are few, and where there are many.
const WIDE: usize = 9;
const NARROW: usize = 7;

/// The second of two entries in a line begins here, where the first leaves it room.
const SECOND_ENTRY: usize = 13;

/// Draws the panel with its frame. Two entries that may not fit into a line have one each, and the last
/// lines are dropped where there are too many; a number is never cut.
pub fn draw(app: &App, place: Place, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let inner = panel::frame("Run", "", place, theme, area, buffer);
    let snapshot = app.confirmed();
    let width = usize::from(inner.width);
    let mut progress = progress(snapshot, width);
    let mut lines = losses(snapshot, width);
    lines.extend(accuracies(snapshot, width));
    lines.extend(weights(app, width, theme));
    // All weights are worth more than the update that an epoch has come to.
    if progress.len() + lines.len() > usize::from(inner.height) {
        progress.truncate(1);
    }
    lines.splice(..0, progress);
    let equation = equation(&snapshot.model, width.saturating_sub(1), theme.signs.times);
    lines.push(Line::styled(format!(" {equation}"), theme.muted()));
    // The table is shown whole or not at all.
    let table = confusion(snapshot, theme);
    if lines.len() + table.len() <= usize::from(inner.height) {
        lines.extend(table);
    }
    for (line, row) in lines.into_iter().zip(inner.rows()) {
        line.render(row, buffer);
    }
}

/// Draws the most important of it, without a frame.
pub fn draw_unframed(snapshot: &Snapshot, area: Rect, buffer: &mut Buffer) {
    let width = usize::from(area.width);
    let result = pair(
        &loss(snapshot),
        &accuracy("accuracy", &snapshot.accuracy),
        width,
    );
    let lines = progress(snapshot, width).into_iter().take(1).chain(result);
    for (line, row) in lines.zip(area.rows()) {
        line.render(row, buffer);
    }
}

/// The bias and the weights of the features, in as few lines as they need; one that is being edited is
/// marked.
fn weights(app: &App, width: usize, theme: &Theme) -> Vec<Line<'static>> {
    let weights = &app.confirmed().model.weights;
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

/// A weight in so many columns, the first of which stays free. Those that are neither tiny nor huge have a
/// fixed number of decimals, so that they do not jump while they change; only what is 0 looks like it.
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

/// How many samples of each class are predicted to be of which.
fn confusion(snapshot: &Snapshot, theme: &Theme) -> Vec<Line<'static>> {
    let (name, accuracy) = match &snapshot.test_accuracy {
        Some(test) => ("test", test),
        None => ("training", &snapshot.accuracy),
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
    let names = snapshot.dataset.names();
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

/// Epoch and update, in one line where that holds them to the end of the run: they do not change their
/// places while they grow.
fn progress(snapshot: &Snapshot, width: usize) -> Vec<Line<'static>> {
    let (progress, hyperparameters) = (
        &snapshot.progress,
        &snapshot.control.settings.setup.hyperparameters,
    );
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

/// Two entries in one line, or in two where they do not fit.
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

/// In full as long as a panel holds it, for scripts wait for it.
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

fn losses(snapshot: &Snapshot, width: usize) -> Vec<Line<'static>> {
    let kind = snapshot.control.settings.setup.hyperparameters.loss;
    let of = |losses: Option<Losses>| or_dash(losses.and_then(|losses| losses.of(kind)));
    let second = if snapshot.test_accuracy.is_some() {
        format!("test {}", of(snapshot.losses.test))
    } else {
        format!("batch {}", of(snapshot.losses.batch))
    };
    pair(&loss(snapshot), &second, width)
}

fn loss(snapshot: &Snapshot) -> String {
    let kind = snapshot.control.settings.setup.hyperparameters.loss;
    let loss = snapshot.losses.epoch.and_then(|losses| losses.of(kind));
    format!("loss {}", or_dash(loss))
}

fn accuracies(snapshot: &Snapshot, width: usize) -> Vec<Line<'static>> {
    let own = accuracy("accuracy", &snapshot.accuracy);
    match &snapshot.test_accuracy {
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

/// The line of best fit, solved for the feature that it can be solved for; of a curve, what it is made of.
/// Where it is too long, the first word is left out.
fn equation(model: &Model, width: usize, times: char) -> String {
    let Some(line) = model.line() else {
        let features = model.features.to_string().replace(',', " ");
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
