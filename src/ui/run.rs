//! The numbers of the run.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::learning::model::Weights;
use crate::session::snapshot::Snapshot;
use crate::ui::number::{count, percent, significant};
use crate::ui::panel::{self, Place};
use crate::ui::theme::Theme;

/// The second of two entries in a line begins here, where the first leaves it room.
const SECOND_ENTRY: usize = 13;

/// Draws the panel with its frame. Two entries that may not fit into a line have one each, and the last
/// lines are dropped where there are too many; a number is never cut.
pub fn draw(snapshot: &Snapshot, place: Place, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let inner = panel::frame("Run", "", place, theme, area, buffer);
    let width = usize::from(inner.width);
    let mut lines = progress(snapshot, width);
    lines.extend(pair(&loss(snapshot), &batch(snapshot), width));
    lines.push(Line::from(format!(" {}", accuracy(snapshot))));
    let weights = snapshot.weights.map(weight).concat();
    let weights = Span::styled(weights, theme.value(true));
    lines.push(Line::from(vec![" W".into(), weights]));
    let equation = format!(" {}", equation(&snapshot.weights, theme.signs.times));
    lines.push(Line::styled(equation, theme.muted()));
    for (line, row) in lines.into_iter().zip(inner.rows()) {
        line.render(row, buffer);
    }
}

/// Draws the most important of it, without a frame.
pub fn draw_unframed(snapshot: &Snapshot, area: Rect, buffer: &mut Buffer) {
    let width = usize::from(area.width);
    let result = pair(&loss(snapshot), &accuracy(snapshot), width);
    let lines = progress(snapshot, width).into_iter().take(1).chain(result);
    for (line, row) in lines.zip(area.rows()) {
        line.render(row, buffer);
    }
}

/// A weight in nine columns. Those that are not huge have a fixed number of decimals, so that they do
/// not jump while they change.
fn weight(weight: f64) -> String {
    if weight.abs() < 1000.0 {
        format!("{weight:>9.4}")
    } else {
        format!("{:>9}", significant(weight, 4))
    }
}

/// Epoch and update, in one line where that holds them to the end of the run: they do not change their
/// places while they grow.
fn progress(snapshot: &Snapshot, width: usize) -> Vec<Line<'static>> {
    let (progress, hyperparameters) = (
        &snapshot.progress,
        &snapshot.control.settings.hyperparameters,
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

fn loss(snapshot: &Snapshot) -> String {
    format!("loss {}", or_dash(snapshot.epoch_loss))
}

fn batch(snapshot: &Snapshot) -> String {
    format!("batch {}", or_dash(snapshot.batch_loss))
}

fn accuracy(snapshot: &Snapshot) -> String {
    let about = if snapshot.accuracy_is_estimate {
        "~"
    } else {
        ""
    };
    format!("accuracy {about}{}", percent(snapshot.accuracy))
}

fn or_dash(loss: Option<f64>) -> String {
    loss.map_or_else(|| "-".to_owned(), |loss| significant(loss, 4))
}

/// The line of best fit, solved for the feature that it can be solved for.
fn equation(&[bias, w1, w2]: &Weights, times: char) -> String {
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
