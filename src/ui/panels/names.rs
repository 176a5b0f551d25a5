//! The names of the classes and the columns of a person's own data, in the frame of the points panel.
//!
//! ```text
//! ╰ setosa · virginica ───── x1 petal_length · x2 petal_width ╯
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::learning::data::Names;
use crate::ui::number::elided;
use crate::ui::theme::Theme;

/// Smallest and largest number of characters to which names are shortened; the room decides between them.
const LENGTHS: [usize; 2] = [4, 24];

/// Returns the names of both classes, shortened to at most `longest` characters. Without names, returns the
/// numbers of the classes, `0` and `1`.
#[must_use]
pub fn of_classes(names: Option<&Names>, longest: usize) -> [String; 2] {
    match names {
        Some(names) => [0, 1].map(|class| elided(&names.classes[class], longest)),
        None => ["0", "1"].map(ToOwned::to_owned),
    }
}

/// Draws names into the lowest row of the frame `area`: the classes in their colours on the left, the columns
/// on the right. If there is no room for both, only the classes are drawn.
pub fn draw(names: &Names, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let room = usize::from(area.width).saturating_sub(2 + 2);
    let [least, most] = LENGTHS;
    let longest_in = |room: usize, line: &dyn Fn(usize) -> Line<'static>| {
        let lines = (least..=most).rev().map(line);
        lines.into_iter().find(|line| line.width() <= room)
    };
    let classes = |longest| classes(names, longest, theme);
    let columns = |longest| columns(names, longest);
    let beside = room.saturating_sub(columns(least).width());
    let Some(left) = longest_in(beside, &classes).or_else(|| longest_in(room, &classes)) else {
        return;
    };
    let right = longest_in(room - left.width(), &columns).unwrap_or_default();
    let row = Rect {
        x: area.x + 2,
        y: area.bottom() - 1,
        width: area.width - 4,
        height: 1,
    };
    left.render(row, buffer);
    let width = u16::try_from(right.width()).map_or(row.width, |width| width.min(row.width));
    let end = Rect {
        x: row.right() - width,
        width,
        ..row
    };
    right.style(theme.muted()).render(end, buffer);
}

/// Returns a text with the names of both classes. If points are drawn as letters, the letter of each class
/// comes before its name.
fn classes(names: &Names, longest: usize, theme: &Theme) -> Line<'static> {
    let [zero, one] = of_classes(Some(names), longest);
    let span = |class: usize, name: String| {
        let style = Style::new().fg(theme.classes[class]);
        match theme.signs.letters {
            Some(letters) => Span::styled(format!("{} {name}", letters[class]), style),
            None => Span::styled(name, style),
        }
    };
    let between = Span::styled(" · ", theme.muted());
    Line::from(vec![
        " ".into(),
        span(0, zero),
        between,
        span(1, one),
        " ".into(),
    ])
}

/// Returns a text that says which column is which feature; empty if the columns are named `x1` and `x2`.
fn columns(names: &Names, longest: usize) -> Line<'static> {
    let [x1, x2] = names.columns.each_ref().map(|name| elided(name, longest));
    if [x1.as_str(), x2.as_str()] == ["x1", "x2"] {
        return Line::default();
    }
    Line::from(format!(" x1 {x1} · x2 {x2} "))
}
