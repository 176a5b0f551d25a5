//! The last losses of each run as dots above the value of a setting: one dot where a run has settled, several where
//! its loss goes on jumping.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::widgets::Widget;
use ratatui::widgets::canvas::{Canvas, Points};

use crate::commands::look::Look;
use crate::commands::sweep::axis::{Progress, across, write_values};
use crate::commands::sweep::edges::{self, Mark};
use crate::commands::sweep::outcome::{Ended, Outcome};
use crate::session::sweep::Sweep;
use crate::ui::number::{elided, significant};

/// Number of lines beside the dots: the name of what is up, the values across and their name, the progress, and the
/// words below.
const OTHER_LINES: u16 = 5;
/// Largest number of lines of dots.
const MOST_LINES: u16 = 30;
/// Width of the numbers at the side.
const SIDE: u16 = 8;
/// Largest share of a loss by which the last losses of a run that has settled differ.
const SETTLED: f64 = 1e-6;

/// Draws the dots into a buffer that is at most `size` wide and high.
#[must_use]
pub fn draw(
    sweep: &Sweep,
    outcomes: &[Option<Outcome>],
    progress: Progress,
    look: Look,
    size: (u16, u16),
) -> Buffer {
    let high = size.1.saturating_sub(OTHER_LINES).clamp(1, MOST_LINES);
    let mut buffer = Buffer::empty(Rect::new(0, 0, size.0, high + OTHER_LINES));
    let theme = look.theme();
    let (width, left) = (usize::from(size.0), SIDE + 1);
    let across = across(sweep);
    let axis = &sweep.axes()[across];
    let area =
        Rect::new(left, 1, size.0.saturating_sub(left).max(1), high).intersection(buffer.area);
    let dots = dots(sweep, outcomes, across);
    let most = (axis.values.len() - 1) as f64;
    let marks = edges::marks(sweep, outcomes);
    let marks: &[Mark] = if edges::is_across(sweep, across) {
        &marks
    } else {
        &[]
    };
    if let Some((low, high)) = range(&dots) {
        let canvas = Canvas::default()
            .marker(theme.signs.dots)
            .x_bounds([-0.5, most + 0.5])
            .y_bounds([low, high])
            .paint(|context| {
                context.draw(&Points {
                    coords: &dots,
                    color: theme.curve,
                });
            });
        canvas.render(area, &mut buffer);
        for (y, level) in [
            (0, high),
            (area.height / 2, f64::midpoint(low, high)),
            (area.height - 1, low),
        ] {
            let text = format!("{:>8}", significant(level.exp(), 3));
            buffer.set_stringn(0, area.y + y, text, usize::from(SIDE), theme.muted());
        }
    }
    let column = |place: f64| {
        let share = (place + 0.5) / (most + 1.0);
        #[expect(clippy::cast_possible_truncation, reason = "a share of the width")]
        #[expect(clippy::cast_sign_loss, reason = "a share is not negative")]
        let column = (share * f64::from(area.width)) as u16;
        left + column
    };
    for mark in marks {
        for y in area.top()..area.bottom() {
            // The dots are worth more than the line.
            if let Some(cell) = buffer.cell_mut((column(mark.place), y))
                && cell.symbol() == " "
            {
                cell.set_symbol("│").set_style(theme.muted());
            }
        }
    }
    let title = "last losses of each run, log scale";
    let (end, _) = buffer.set_stringn(left, 0, title, usize::from(area.width), Style::new());
    if let Some(words) = edges::in_words(marks) {
        // Above its line, unless the title is there.
        let width = u16::try_from(words.chars().count()).unwrap_or(u16::MAX);
        let middle = column(marks[0].place).saturating_sub(width / 2);
        let x = middle.min(size.0.saturating_sub(width)).max(end + 2);
        let room = usize::from(size.0.saturating_sub(x));
        buffer.set_stringn(x, 0, words, room, theme.muted());
    }
    let centre = |index: usize| column(index as f64);
    let values = Rect::new(left, area.bottom(), area.width, 1);
    write_values(&mut buffer, axis, values, centre, theme.muted());
    let name = axis.setting.name;
    let half = u16::try_from(name.chars().count() / 2).unwrap_or(0);
    let middle = (left + area.width / 2).saturating_sub(half);
    buffer.set_stringn(
        middle,
        values.y + 1,
        name,
        usize::from(area.width),
        Style::new(),
    );
    let words = elided(&progress.in_words(), width);
    buffer.set_stringn(0, values.y + 2, words, width, theme.muted());
    if let Some(words) = settled_in_words(sweep, outcomes) {
        let style = Style::new().add_modifier(Modifier::BOLD);
        buffer.set_stringn(0, values.y + 3, elided(&words, width), width, style);
    }
    theme.finish(&mut buffer);
    buffer
}

/// Returns the dots: the index of the value across, and the logarithm of the loss.
fn dots(sweep: &Sweep, outcomes: &[Option<Outcome>], across: usize) -> Vec<(f64, f64)> {
    let mut dots = Vec::new();
    for (run, outcome) in outcomes.iter().enumerate() {
        let (_, column) = sweep.cell(run, across);
        let losses = outcome.iter().flat_map(|outcome| &outcome.last);
        let levels = losses.map(|(_, loss)| loss.max(f64::MIN_POSITIVE).ln());
        let levels = levels.filter(|level| level.is_finite());
        dots.extend(levels.map(|level| (column as f64, level)));
    }
    dots
}

/// Returns the lowest and the highest level of the dots, apart from each other; `None` if there are no dots.
fn range(dots: &[(f64, f64)]) -> Option<(f64, f64)> {
    let levels = dots.iter().map(|(_, level)| *level);
    let low = levels.clone().reduce(f64::min)?;
    let high = levels.reduce(f64::max)?;
    Some(if high > low {
        (low, high)
    } else {
        (low - 0.5, high + 0.5)
    })
}

/// Returns whether the last losses of a run are one value.
#[must_use]
pub fn has_settled(outcome: &Outcome) -> bool {
    let losses = || outcome.last.iter().map(|(_, loss)| *loss);
    let (low, high) = (losses().reduce(f64::min), losses().reduce(f64::max));
    let is_one = |(low, high): (f64, f64)| high - low <= SETTLED * high;
    outcome.ended != Ended::Diverged && low.zip(high).is_some_and(is_one)
}

/// Returns in words how many runs have settled, and where the first one of the grid has not.
#[must_use]
pub fn settled_in_words(sweep: &Sweep, outcomes: &[Option<Outcome>]) -> Option<String> {
    let finished: Vec<(usize, &Outcome)> = outcomes
        .iter()
        .enumerate()
        .filter_map(|(run, outcome)| Some((run, outcome.as_ref()?)))
        .collect();
    if finished.is_empty() {
        return None;
    }
    let settled = finished
        .iter()
        .filter(|(_, outcome)| has_settled(outcome))
        .count();
    let first = finished.iter().find(|(_, outcome)| !has_settled(outcome));
    let first = first.map(|(run, _)| crate::session::sweep::in_words(&sweep.values(*run)));
    Some(match first {
        None => "the last losses of each run are one value".to_owned(),
        Some(first) if settled == 0 => {
            format!("no run has settled on one loss; the first is {first}")
        }
        Some(first) => format!(
            "{settled} of {} runs have settled on one loss; the first that has not is {first}",
            finished.len()
        ),
    })
}
