//! The lower edge of the points panel: the names of the classes and the columns of a person's own data, and the
//! ranges of the features if they differ much, because the picture stretches each feature to its own range.
//!
//! ```text
//! ╰ setosa · virginica ───── x1 petal_length · x2 petal_width ╯
//! ╰───────────────────── x1 -6.1 to 6.6 · x2 -0.32 to 0.30 ───╯
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::learning::data::{Extent, Names};
use crate::ui::number::{elided, range};
use crate::ui::theme::Theme;

/// Smallest and largest number of characters to which names are shortened; the room decides between them.
const LENGTHS: [usize; 2] = [4, 24];
/// Number of times that the range of one feature must be as wide as the other one, so that both are shown.
const DIFFERENT: f64 = 3.0;

/// Returns the names of both classes, shortened to at most `longest` characters. Without names, returns the
/// numbers of the classes, `0` and `1`.
#[must_use]
pub fn of_classes(names: Option<&Names>, longest: usize) -> [String; 2] {
    match names {
        Some(names) => [0, 1].map(|class| elided(&names.classes[class], longest)),
        None => ["0", "1"].map(ToOwned::to_owned),
    }
}

/// Draws the lowest row of the frame `area`: the classes in their colours on the left if they have `names`, the
/// names of the columns and the ranges of `extent` on the right. If there is no room for all of it, the ranges are
/// left out first, then the names of the columns.
pub fn draw(names: Option<&Names>, extent: Extent, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let room = usize::from(area.width).saturating_sub(2 + 2);
    let [least, most] = LENGTHS;
    let longest_in = |room: usize, line: &dyn Fn(usize) -> Line<'static>| {
        let lines = (least..=most).rev().map(line);
        lines.into_iter().find(|line| line.width() <= room)
    };
    let classes =
        |longest| names.map_or_else(Line::default, |names| classes(names, longest, theme));
    let ranges = different_ranges(extent).filter(|ranges| {
        classes(least).width() + columns(names, Some(ranges), least).width() <= room
    });
    let columns = |longest| columns(names, ranges.as_ref(), longest);
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

/// Returns a text that says which column is which feature, and the range of each feature if there are `ranges`. Names
/// that are `x1` and `x2` are left out. The text is empty if it would say nothing.
fn columns(names: Option<&Names>, ranges: Option<&[String; 2]>, longest: usize) -> Line<'static> {
    let features = ["x1", "x2"];
    let columns = names.map(|names| names.columns.each_ref().map(|name| elided(name, longest)));
    let columns = columns.filter(|columns| *columns != features);
    if columns.is_none() && ranges.is_none() {
        return Line::default();
    }
    let [x1, x2] = [0, 1].map(|place| {
        let column = columns.as_ref().map(|columns| &*columns[place]);
        let range = ranges.map(|ranges| &*ranges[place]);
        let words = [Some(features[place]), column, range];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    });
    Line::from(format!(" {x1} · {x2} "))
}

/// Returns the range of each feature as a text; `None` if the ranges are about equally wide, or if a feature has one
/// value only.
fn different_ranges(Extent { x1, x2 }: Extent) -> Option<[String; 2]> {
    let [one, other] = [x1, x2].map(|[low, high]| high - low);
    let ratio = one.max(other) / one.min(other);
    (ratio >= DIFFERENT && ratio.is_finite()).then(|| [x1, x2].map(range))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::signs::Charset;
    use crate::ui::theme::{Background, ColorDepth};

    const LARGE: [f64; 2] = [-6.12, 6.55];

    fn row(names: Option<&Names>, x2: [f64; 2], width: u16) -> String {
        let theme = Theme::new(Background::Dark, ColorDepth::Rgb, Charset::Unicode);
        let area = Rect::new(0, 0, width, 1);
        let mut buffer = Buffer::empty(area);
        let extent = Extent { x1: LARGE, x2 };
        draw(names, extent, &theme, area, &mut buffer);
        let cells = buffer.content().iter();
        cells.map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn ranges_are_shown_where_they_differ() {
        let told = row(None, [-0.322, 0.3], 48);
        assert_eq!(told.trim(), "x1 -6.1 to 6.5 · x2 -0.32 to 0.30");
        let told = row(None, [1e4, 2.5e4], 48);
        assert_eq!(told.trim(), "x1 -6.1 to 6.5 · x2 10000 to 25000");
        for alike in [LARGE, [0.0, 5.0], [0.0, 37.0], [2.0, 2.0]] {
            assert_eq!(row(None, alike, 48).trim(), "", "{alike:?}");
        }
    }

    #[test]
    fn without_room_the_ranges_go_first_and_then_the_columns() {
        let names = Names {
            columns: ["length", "width"].map(str::to_owned),
            classes: ["no", "yes"].map(str::to_owned),
        };
        let told = |width| {
            let row = row(Some(&names), [-0.3, 0.3], width);
            row.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let all = "no · yes x1 length -6.1 to 6.5 · x2 width -0.30 to 0.30";
        assert_eq!(told(64), all);
        assert_eq!(told(48), "no · yes x1 length · x2 width");
        assert_eq!(told(20), "no · yes");
        assert_eq!(row(None, [-0.3, 0.3], 20).trim(), "");
    }
}
