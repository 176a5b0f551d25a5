//! The legend of the loss chart: what the numbers are, and what the signs of the plot mean.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::learning::train::loss::LossKind;
use crate::session::snapshot::LaneView;
use crate::ui::theme::Theme;

/// A legend of one length: the blanks between its parts, and the words.
struct Wording {
    /// Name of the loss with its unit.
    loss: String,
    /// Blanks before the first sign, between two signs, and between a sign and its word.
    blanks: [&'static str; 3],
    /// Word for the dots of the mini-batches.
    batch: &'static str,
}

/// Draws the legend into one row: the longest wording that fits, or else the shortest one. The name of the loss
/// always has its unit. If there are several lanes, `is_race`, the signs have the colour of this lane, and no dots are drawn
/// for mini-batches.
pub fn draw(lane: &LaneView, is_race: bool, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let kind = lane.settings.setup.hyperparameters.loss;
    let has_test = lane.test_accuracy.is_some();
    let lines = wordings(kind).map(|wording| {
        let signs = if is_race {
            signs_of_lane(lane, theme)
        } else {
            signs(has_test, wording.batch, theme)
        };
        line(&wording, signs, theme)
    });
    let fits = |line: &&Line| line.width() <= usize::from(area.width);
    let longest = lines.iter().find(fits).or(lines.last());
    if let Some(line) = longest {
        line.render(area, buffer);
    }
}

/// Returns the wordings, from the longest to the shortest.
fn wordings(kind: LossKind) -> [Wording; 4] {
    let (short, shortest) = match kind {
        LossKind::Sum => ("sum per batch", "sum/batch"),
        LossKind::Squared => ("MSE", "MSE"),
        LossKind::CrossEntropy => ("CE per sample", "CE"),
    };
    let of = |loss: &str, blanks, batch| Wording {
        loss: loss.to_owned(),
        blanks,
        batch,
    };
    let long = format!("Loss ({})", kind.unit());
    [
        of(&long, ["  ", "   ", " "], "mini-batch"),
        of(&long, [" ", " ", " "], "batch"),
        of(short, [" ", " ", " "], "batch"),
        of(shortest, [" ", " ", ""], "batch"),
    ]
}

/// A sign with its colour and its word.
type Sign = (&'static str, Color, String);

/// Returns the signs if there is one lane.
fn signs(has_test: bool, batch: &str, theme: &Theme) -> Vec<Sign> {
    let curve = theme.signs.curve;
    let mut signs = if has_test {
        vec![
            (curve, theme.curve, "train".to_owned()),
            (curve, theme.test_curve, "test".to_owned()),
        ]
    } else {
        vec![(curve, theme.curve, "epoch".to_owned())]
    };
    signs.push((theme.signs.dot, theme.dots, batch.to_owned()));
    signs
}

/// Returns the signs of one lane of several. Its curve is thick.
fn signs_of_lane(lane: &LaneView, theme: &Theme) -> Vec<Sign> {
    let color = theme.lane(lane.id);
    let mut signs = vec![(theme.signs.curve, color, format!("lane {}", lane.id))];
    if lane.test_accuracy.is_some() {
        signs.push(("─", color, "test".to_owned()));
    }
    signs
}

fn line(wording: &Wording, signs: Vec<Sign>, theme: &Theme) -> Line<'static> {
    let [before, between, inside] = wording.blanks;
    let mut spans = vec![Span::raw(format!(" {}{before}", wording.loss))];
    for (place, (sign, color, word)) in signs.into_iter().enumerate() {
        if place > 0 {
            spans.push(Span::raw(between));
        }
        spans.push(Span::styled(sign, Style::new().fg(color)));
        spans.push(Span::styled(format!("{inside}{word}"), theme.muted()));
    }
    Line::from(spans)
}
