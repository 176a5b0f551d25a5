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
use crate::ui::number::{count, percent, significant};
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
    let mut lines = progress(snapshot, width);
    lines.extend(losses(snapshot, width));
    lines.extend(accuracies(snapshot, width));
    lines.extend(weights(app, width, theme));
    lines.push(Line::styled(
        format!(" {}", equation(&snapshot.model, theme.signs.times)),
        theme.muted(),
    ));
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

/// A weight in so many columns. Those that are not huge have a fixed number of decimals, so that they do
/// not jump while they change.
fn weight(weight: f64, columns: usize) -> String {
    let (decimals, large) = if columns == WIDE {
        (4, 1000.0)
    } else {
        (2, 100.0)
    };
    if weight.abs() < large {
        format!("{weight:>columns$.decimals$}")
    } else {
        format!("{:>columns$}", significant(weight, decimals))
    }
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
    let head = format!(" {:<10}{:>9}{:>9}", name, "as 0", "as 1");
    let rows = [0, 1].map(|class| {
        let [as_0, as_1] = predicted(class).map(|samples| count(samples as u64));
        Line::from(format!(
            " {:<10}{as_0:>9}{as_1:>9}",
            format!("class {class}")
        ))
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
fn equation(model: &Model, times: char) -> String {
    let Some([bias, w1, w2]) = model.line() else {
        return format!("W: 1 {}", model.features.to_string().replace(',', " "));
    };
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
