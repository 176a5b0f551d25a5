//! The gauge of the why view: the learning rate beside the edge, or the reason why there is no edge.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::learning::analysis::edge;
use crate::learning::numeric::checked::shortest;
use crate::session::why::{Best, Why};
use crate::ui::number::fitted;
use crate::ui::panels::reasons::NUMBER;
use crate::ui::theme::Theme;

/// Smallest number of cells of the bar.
const SHORTEST: usize = 4;

/// Returns the line that shows the learning rate beside the edge, or says why there is none.
#[must_use]
pub fn line(why: &Why, width: usize, theme: &Theme) -> Line<'static> {
    let numbers = &why.numbers;
    let alpha = shortest(numbers.alpha);
    let alpha = if alpha.len() > NUMBER {
        fitted(numbers.alpha, 3, NUMBER)
    } else {
        alpha
    };
    let mut spans = vec![
        Span::styled("alpha ", theme.muted()),
        Span::styled(alpha.clone(), theme.value(true)),
    ];
    let from = "alpha ".len() + NUMBER + 1;
    let blanks = " ".repeat(from.saturating_sub("alpha ".len() + alpha.len()));
    spans.push(Span::raw(blanks));
    let Some(edge) = numbers.of_weights.and_then(|it| it.edge) else {
        let reason = no_edge(why);
        if from + reason.len() <= width {
            spans.push(Span::styled(reason, theme.muted()));
        }
        return Line::from(spans);
    };
    let mark = if why.is_sampled { "~" } else { "" };
    let edge_text = format!("{mark}{}", fitted(edge, 3, NUMBER));
    let after = "┤ edge ~".chars().count() + NUMBER;
    let cells = width.saturating_sub(from + after);
    let is_past = numbers.alpha > edge;
    let style = if is_past {
        theme.past_edge()
    } else {
        Style::new().fg(theme.curve)
    };
    if cells >= SHORTEST {
        // In eighths, a bar of half a cell shows that a small learning rate is not 0.
        let halves = (numbers.alpha / edge * 2.0 * cells as f64).clamp(1.0, 2.0 * cells as f64);
        #[expect(clippy::cast_possible_truncation, reason = "at most twice the cells")]
        #[expect(clippy::cast_sign_loss, reason = "at least 1")]
        let halves = halves as usize;
        let bar = "█".repeat(halves / 2) + if halves % 2 == 1 { "▌" } else { "" };
        let rest = "─".repeat(cells - halves.div_ceil(2));
        spans.push(Span::styled(bar, style));
        spans.push(Span::styled(rest + "┤ ", Style::new().fg(theme.frame)));
    }
    spans.push(Span::styled("edge ", theme.muted()));
    let value = if is_past { style } else { theme.value(true) };
    spans.push(Span::styled(edge_text, value));
    Line::from(spans)
}

/// Returns the reason why there is no edge.
fn no_edge(why: &Why) -> String {
    let hyperparameters = &why.hyperparameters;
    let optimizer = hyperparameters.optimizer.get();
    let has_edge = edge::edge(optimizer, &hyperparameters.optimizer_parameters, 1.0).is_some();
    if !has_edge {
        return format!("no edge with {}", optimizer.name);
    }
    let reason = match why.best {
        _ if !edge::is_alpha_constant(hyperparameters) => "no edge: alpha moves",
        _ if edge::has_l1(hyperparameters) => "no edge with l1",
        _ if why.numbers.of_weights.is_none() => "no numbers: W is too far",
        Best::Nowhere => "no edge: no best W",
        Best::Unknown | Best::Known => "no edge: best W unknown",
    };
    reason.to_owned()
}
