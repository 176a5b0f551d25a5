//! The legend of the loss chart: what the numbers are, and what the signs of the plot mean.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
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
/// always has its unit.
pub fn draw(lane: &LaneView, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let kind = lane.settings.setup.hyperparameters.loss;
    let has_test = lane.test_accuracy.is_some();
    let lines = wordings(kind).map(|wording| line(&wording, has_test, theme));
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

fn line(wording: &Wording, has_test: bool, theme: &Theme) -> Line<'static> {
    let [before, between, inside] = wording.blanks;
    let curve = theme.signs.curve;
    let epochs: &[(&str, _, &str)] = if has_test {
        &[
            (curve, theme.curve, "train"),
            (curve, theme.test_curve, "test"),
        ]
    } else {
        &[(curve, theme.curve, "epoch")]
    };
    let dots = (theme.signs.dot, theme.dots, wording.batch);
    let mut spans = vec![Span::raw(format!(" {}{before}", wording.loss))];
    for (place, (sign, color, word)) in epochs.iter().chain([&dots]).enumerate() {
        if place > 0 {
            spans.push(Span::raw(between));
        }
        spans.push(Span::styled(*sign, Style::new().fg(*color)));
        spans.push(Span::styled(format!("{inside}{word}"), theme.muted()));
    }
    Line::from(spans)
}
