//! The frames of panels and popups, with their titles.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};
use ratatui::style::{Style, Stylize};
use ratatui::symbols::border;
use ratatui::text::Line;
use ratatui::widgets::{Block, Clear, Widget};

use crate::ui::number::elided;
use crate::ui::theme::Theme;

/// Place of a panel in its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The panel has no panel above it.
    Alone,
    /// The panel shares its upper edge with the panel above it.
    Below,
}

/// Smallest number of columns for a title, including its blanks, to which it is shortened so that a detail
/// fits next to it.
const SHORTEST_TITLE: usize = 16;

/// Draws a frame with a title and, if there is room, a detail on the right. Returns the area inside it.
pub fn frame(
    title: &str,
    detail: &str,
    place: Place,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) -> Rect {
    let corners = match place {
        Place::Alone => border::ROUNDED,
        Place::Below => border::Set {
            top_left: "├",
            top_right: "┤",
            ..border::ROUNDED
        },
    };
    let detail = Line::styled(format!(" {detail} "), theme.muted()).right_aligned();
    let room = usize::from(area.width).saturating_sub(2 + 2);
    let beside = room.saturating_sub(detail.width());
    let columns = if beside >= SHORTEST_TITLE {
        beside
    } else {
        room
    };
    let title = elided(title, columns.saturating_sub(2));
    let title = Line::from(format!(" {title} "));
    let has_room = detail.width() > 2 && title.width() <= beside;
    let mut block = Block::bordered()
        .border_set(corners)
        .border_style(Style::new().fg(theme.frame))
        .title_top(title.style(Style::reset()));
    if has_room {
        block = block.title_top(detail);
    }
    let inner = block.inner(area);
    block.render(area, buffer);
    inner
}

/// Draws an empty popup with a title in the middle of `area` and returns the area inside its frame. The popup
/// has room for `lines` lines if `area` is high enough. `width` includes the frame.
pub fn popup(
    title: &str,
    width: u16,
    lines: usize,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) -> Rect {
    let height = u16::try_from(lines).unwrap_or(u16::MAX).saturating_add(2);
    // A popup that is almost as wide as the area fills its width: a visible column on each side would
    // only confuse.
    let width = if width + 2 >= area.width {
        area.width
    } else {
        width
    };
    let popup = area.centered(Constraint::Max(width), Constraint::Max(height));
    Clear.render(popup, buffer);
    let block = Block::bordered()
        .border_set(border::ROUNDED)
        .border_style(Style::new().fg(theme.accent))
        .title_top(Line::from(format!(" {title} ")).bold());
    let inner = block.inner(popup);
    block.render(popup, buffer);
    inner
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::signs::Charset;
    use crate::ui::theme::{Background, ColorDepth};

    #[test]
    fn a_long_title_says_that_it_is_cut_and_leaves_the_detail_its_room() {
        let theme = Theme::new(Background::Dark, ColorDepth::None, Charset::Unicode);
        let top = |title, detail, width| {
            let area = Rect::new(0, 0, width, 2);
            let mut buffer = Buffer::empty(area);
            frame(title, detail, Place::Alone, &theme, area, &mut buffer);
            let cells = buffer.content()[..width.into()].iter();
            cells.map(ratatui::buffer::Cell::symbol).collect::<String>()
        };
        let long = "measured-in-the-cellar-in-november";
        assert_eq!(
            top(long, "8 points", 40),
            "╭ measured-in-the-cellar-… ── 8 points ╮"
        );
        // The detail is left out if the title would become too short.
        assert_eq!(top(long, "8 points", 28), "╭ measured-in-the-cella… ──╮");
        assert_eq!(top("blobs", "8 points", 24), "╭ blobs ───── 8 points ╮");
    }
}
