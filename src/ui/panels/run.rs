//! The panel with the numbers of the run.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::app::App;
use crate::app::weights::WeightEditor;
use crate::learning::model::parameters::Parameters;
use crate::learning::train::loss::Losses;
use crate::learning::train::trainer::{Accuracy, MOST_COUNTED};
use crate::session::curves::LastLosses;
use crate::session::snapshot::LaneView;
use crate::ui::number::{self, count, fitted, percent};
use crate::ui::panels::confusion;
use crate::ui::panels::frame::{self, Place};
use crate::ui::theme::Theme;

/// Width of a weight, in columns. The first column is always blank.
const COLUMNS: usize = number::WEIGHT + 1;

/// Width of the name of a weight, in columns: the longest name is `sinx1`, and a blank follows.
const NAME: usize = 6;

/// Largest length of a loss, in characters.
const LOSS: usize = 8;

/// Largest length of the text that says which loss is shown, in characters.
const MEASURED: usize = 21;

/// Draws the panel of the run with its frame. The number of lines, and the places of the numbers in them, depend
/// on the size of the panel and on the kind of the run only, so that nothing moves during a run.
pub fn draw(app: &App, place: Place, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let lane = app.lane();
    let title = if app.is_race() {
        format!("Run {}", lane.id)
    } else {
        "Run".to_owned()
    };
    let inner = frame::frame(&title, measured(lane), place, theme, area, buffer);
    let (width, height) = (usize::from(inner.width), usize::from(inner.height));
    let equation_lines = usize::from(lane.parameters.line().is_some());
    let mut lines = numbers(app, width, height.saturating_sub(equation_lines), theme);
    if let Some(line) = lane.parameters.line() {
        let equation = equation(line, theme.signs.times);
        lines.push(Line::styled(format!(" {equation}"), theme.muted()));
    }
    // The confusion table is shown completely or not at all, and so is what it tells.
    let table = confusion::table(lane, app.confirmed().dataset.names(), theme);
    let blocks = [table.to_vec(), confusion::quality(lane).to_vec()];
    for block in blocks {
        if lines.len() + block.len() > height {
            break;
        }
        lines.extend(block);
    }
    for (line, row) in lines.into_iter().zip(inner.rows()) {
        line.render(row, buffer);
    }
}

/// Returns the number of lines that the panel needs in a column of this width, with the frame, to show all
/// numbers. The confusion table is not included.
pub fn lines_needed(lane: &LaneView, width: u16) -> usize {
    let width = usize::from(width).saturating_sub(2);
    let parameters = &lane.parameters;
    let weights = parameters
        .len()
        .div_ceil(weights_in_a_line(parameters, width));
    let equation = usize::from(parameters.line().is_some());
    progress(lane, width).len() + results(lane, width).len() + weights + equation
}

/// Draws the most important numbers of the run without a frame: the progress, the loss and the accuracy, and on
/// the right which loss is shown, if there is always room for it. If there are several lanes, the letter of the lane is in
/// the upper right corner.
pub fn draw_unframed(app: &App, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let lane = app.lane();
    let width = usize::from(area.width);
    let progress = progress(lane, width).into_iter().take(1);
    let lines = progress.chain(brief_results(lane, width));
    for (line, row) in lines.zip(area.rows()) {
        line.render(row, buffer);
    }
    if app.is_race() {
        let letter = Line::styled(format!(" {} ", lane.id), theme.badge(lane.id));
        letter.right_aligned().render(area, buffer);
    }
    let longest = own_loss(lane).longest + own_accuracy(lane).longest + MEASURED + 5;
    if let Some(row) = area.rows().nth(1).filter(|_| longest <= width) {
        let measured = Line::styled(format!("{} ", measured(lane)), theme.muted());
        measured.right_aligned().render(row, buffer);
    }
}

/// Returns at most `height` lines with the progress, the losses, the accuracies and the weights. If there are too
/// few lines for all of them, the number of the update is left out first, then the losses and accuracies that
/// are not those of all training samples.
fn numbers(app: &App, width: usize, height: usize, theme: &Theme) -> Vec<Line<'static>> {
    let lane = app.lane();
    let (mut progress, mut results) = (progress(lane, width), results(lane, width));
    let weights = weights(app, width, theme);
    if progress.len() + results.len() + weights.len() > height {
        progress.truncate(1);
    }
    if progress.len() + results.len() + weights.len() > height {
        results = brief_results(lane, width);
    }
    progress
        .into_iter()
        .chain(results)
        .chain(weights)
        .take(height)
        .collect()
}

/// Returns a short text that says which loss is shown.
fn measured(lane: &LaneView) -> &'static str {
    if lane.losses.now.is_some() {
        "loss at these weights"
    } else {
        "loss of the epoch"
    }
}

/// Returns lines with the bias and the weights of the features; there are no more lines than needed. The
/// weights of a straight boundary are its numbers `W`, and those of a curved one have names. The weight that is
/// being edited is in reverse video.
fn weights(app: &App, width: usize, theme: &Theme) -> Vec<Line<'static>> {
    let weights = &app.lane().parameters;
    let edited = app.view().editor.as_ref().map(WeightEditor::selected);
    let span = |(place, value): (usize, &f64)| {
        let text = format!("{:>COLUMNS$}", number::weight(*value));
        let style = theme.value(true);
        let number = text.trim_start();
        // The blanks before an edited number stay free, so that it does not touch what is before it.
        let mut before = " ".repeat(text.len() - number.len());
        if has_names(weights) {
            before = format!(" {:<NAME$}{}", weights.shape().name(place), &before[1..]);
        }
        let style = if edited == Some(place) {
            style.add_modifier(Modifier::REVERSED)
        } else {
            style
        };
        [
            Span::styled(before, theme.muted()),
            Span::styled(number.to_owned(), style),
        ]
    };
    let spans: Vec<[Span; 2]> = weights.iter().enumerate().map(span).collect();
    let in_a_line = weights_in_a_line(weights, width);
    let lines = spans.chunks(in_a_line).enumerate().map(|(row, spans)| {
        let head = match row {
            _ if has_names(weights) => "",
            0 => " W",
            _ => "  ",
        };
        let head = std::iter::once(Span::raw(head));
        Line::from(
            head.chain(spans.iter().flatten().cloned())
                .collect::<Vec<_>>(),
        )
    });
    lines.collect()
}

fn has_names(weights: &Parameters) -> bool {
    weights.line().is_none()
}

fn weights_in_a_line(weights: &Parameters, width: usize) -> usize {
    let in_a_line = if has_names(weights) {
        width / (COLUMNS + NAME)
    } else {
        width.saturating_sub(2) / COLUMNS
    };
    in_a_line.max(1)
}

/// Returns the numbers of the epoch and the update. They are in one line if this line can hold them until the
/// end of the run, and in two lines otherwise, so that they stay in place while they grow.
fn progress(lane: &LaneView, width: usize) -> Vec<Line<'static>> {
    let (progress, hyperparameters) = (&lane.progress, &lane.settings.setup.hyperparameters);
    let epochs = hyperparameters.epochs.get();
    // The epoch in which the batch size was changed may have more updates than the others.
    let usual = lane
        .training_samples
        .div_ceil(hyperparameters.batch_size.of(lane.training_samples));
    let updates = progress.updates_of_epoch.max(usual as u64);
    pair(
        &Entry {
            text: epoch(progress.epochs, epochs),
            longest: epoch(epochs, epochs).len().max(second_column(lane)),
        },
        &Entry {
            text: update(progress.update_of_epoch, progress.updates_of_epoch),
            longest: update(updates, updates).len(),
        },
        width,
    )
}

/// A name with a number, and the largest length that it can have during the run, in characters.
struct Entry {
    text: String,
    longest: usize,
}

/// Returns two entries in one line if they always fit into one, and in two lines otherwise.
fn pair(first: &Entry, second: &Entry, width: usize) -> Vec<Line<'static>> {
    let column = first.longest;
    let texts = if 1 + column + 1 + second.longest <= width {
        vec![format!(" {:<column$} {}", first.text, second.text)]
    } else {
        vec![format!(" {}", first.text), format!(" {}", second.text)]
    };
    texts.into_iter().map(Line::from).collect()
}

/// Returns the smallest width of the first entry of a line, so that the second entries are aligned.
fn second_column(lane: &LaneView) -> usize {
    let loss = "loss ".len() + LOSS;
    if lane.test_accuracy.is_some() {
        loss.max(accuracy("accuracy", &lane.accuracy, lane).longest)
    } else {
        loss
    }
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

/// Returns the lines of the losses and of the accuracies.
fn results(lane: &LaneView, width: usize) -> Vec<Line<'static>> {
    let LastLosses {
        batch, test, now, ..
    } = lane.losses;
    let Some(test_accuracy) = &lane.test_accuracy else {
        let mut lines = pair(&own_loss(lane), &loss("batch", batch, lane), width);
        lines.push(Line::from(format!(" {}", own_accuracy(lane).text)));
        return lines;
    };
    let test = now.map_or(test, |now| now.test);
    let first = |entry: Entry| Entry {
        longest: second_column(lane),
        ..entry
    };
    let mut lines = pair(&first(own_loss(lane)), &loss("test", test, lane), width);
    let test_accuracy = accuracy("test", test_accuracy, lane);
    lines.extend(pair(&first(own_accuracy(lane)), &test_accuracy, width));
    lines
}

/// Returns the line with the loss and the accuracy of all training samples.
fn brief_results(lane: &LaneView, width: usize) -> Vec<Line<'static>> {
    pair(&own_loss(lane), &own_accuracy(lane), width)
}

/// Returns the loss of the training samples: at the present weights if it was measured there, otherwise that of
/// the last complete epoch.
fn own_loss(lane: &LaneView) -> Entry {
    let LastLosses { epoch, now, .. } = lane.losses;
    loss("loss", now.map(|now| now.own).or(epoch), lane)
}

fn loss(name: &str, losses: Option<Losses>, lane: &LaneView) -> Entry {
    let kind = lane.settings.setup.hyperparameters.loss;
    let loss = losses.and_then(|losses| losses.of(kind));
    let number = loss.map_or_else(|| "-".to_owned(), |loss| fitted(loss, 4, LOSS));
    Entry {
        text: format!("{name} {number}"),
        longest: name.len() + 1 + LOSS,
    }
}

fn own_accuracy(lane: &LaneView) -> Entry {
    accuracy("accuracy", &lane.accuracy, lane)
}

/// Returns an accuracy. If it is estimated while the run is going on, and counted while it pauses, the column of
/// the sign of an estimate is always there.
fn accuracy(name: &str, accuracy: &Accuracy, lane: &LaneView) -> Entry {
    let about = match accuracy.confusion {
        None => "~",
        Some(_) if lane.training_samples > MOST_COUNTED => " ",
        Some(_) => "",
    };
    let longest = format!("{name} {about}99.9%").len();
    Entry {
        text: format!("{name} {about}{}", percent(accuracy.share)),
        longest,
    }
}

/// Returns the equation of a straight decision boundary, solved for `x2` if possible, else for `x1`. Its numbers
/// are right-aligned in columns of their own.
fn equation([bias, w1, w2]: [f64; 3], times: char) -> String {
    let (intercept, slope) = (-bias / w2, -w1 / w2);
    if intercept.is_finite() && slope.is_finite() {
        let sign = if slope < 0.0 { '-' } else { '+' };
        let (intercept, slope) = (fitted(intercept, 3, 7), fitted(slope.abs(), 3, 6));
        return format!("line x2 = {intercept:>7} {sign} {slope:>6}{times}x1");
    }
    let place = -bias / w1;
    if place.is_finite() {
        format!("line x1 = {:>7}", fitted(place, 3, 7))
    } else {
        "no line yet".to_owned()
    }
}
