//! The groups of settings as tabs in the upper edge of the panel of the settings.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::session::settings::SettingGroup;
use crate::ui::theme::Theme;

/// Title of the panel, which is left out where the tabs leave no room for it.
pub const TITLE: &str = "Hyperparameters";

/// Columns of the frame's corners and of a line between the title and the tabs.
const FRAME: usize = 3;

/// Returns the title for a panel of `width` columns; empty if there is no room for it beside the tabs.
#[must_use]
pub fn title(width: u16) -> &'static str {
    let tabs: usize = SettingGroup::ALL.iter().map(|group| width_of(*group)).sum();
    let is_wide = usize::from(width) >= tabs + TITLE.len() + 2 + FRAME;
    if is_wide { TITLE } else { "" }
}

/// Draws the tabs into the upper edge of a panel with this area: to the right of the title, or else in its place.
/// The selected group stands in brackets, which need no colour. Where it is narrow, the outer blanks are left out.
pub fn draw(selected: SettingGroup, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let tab = |group: &SettingGroup| {
        if *group == selected {
            Span::styled(
                format!("[{}]", group.title()),
                theme.key().add_modifier(Modifier::BOLD),
            )
        } else {
            Span::styled(format!(" {} ", group.title()), theme.muted())
        }
    };
    let mut spans: Vec<Span> = SettingGroup::ALL.iter().map(tab).collect();
    let room = usize::from(area.width.saturating_sub(2));
    if spans.iter().map(Span::width).sum::<usize>() > room
        && let [first, .., last] = spans.as_mut_slice()
    {
        *first = Span::styled(first.content.trim_start().to_owned(), first.style);
        *last = Span::styled(last.content.trim_end().to_owned(), last.style);
    }
    let edge = Rect {
        x: area.x + 1,
        width: area.width.saturating_sub(2),
        height: area.height.min(1),
        ..area
    };
    let line = Line::from(spans);
    let line = if title(area.width).is_empty() {
        line.left_aligned()
    } else {
        line.right_aligned()
    };
    line.render(edge, buffer);
}

fn width_of(group: SettingGroup) -> usize {
    group.title().len() + 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::signs::Charset;
    use crate::ui::theme::{Background, ColorDepth};

    /// Returns the upper edge of a panel of some width.
    fn edge(selected: SettingGroup, width: u16) -> String {
        let theme = Theme::new(Background::Dark, ColorDepth::None, Charset::Ascii);
        let area = Rect::new(0, 0, width, 3);
        let mut buffer = Buffer::filled(area, ratatui::buffer::Cell::new("-"));
        draw(selected, &theme, area, &mut buffer);
        let cells = buffer.content()[..width.into()].iter();
        cells.map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn all_groups_are_named_in_every_panel_and_the_selected_one_stands_in_brackets() {
        let edge_of = |selected| edge(selected, 32);
        assert_eq!(
            SettingGroup::ALL.map(edge_of),
            [
                "-[Data] Model  Training  View --",
                "- Data [Model] Training  View --",
                "- Data  Model [Training] View --",
                "- Data  Model  Training [View]--",
            ]
        );
        // The narrowest panel.
        let edge_of = |selected| edge(selected, 30);
        assert_eq!(
            SettingGroup::ALL.map(edge_of),
            [
                "-[Data] Model  Training  View-",
                "-Data [Model] Training  View--",
                "-Data  Model [Training] View--",
                "-Data  Model  Training [View]-",
            ]
        );
    }

    #[test]
    fn a_wide_panel_has_its_title_too() {
        assert_eq!((title(32), title(48), title(49)), ("", "", TITLE));
        assert!(edge(SettingGroup::Data, 60).ends_with("-[Data] Model  Training  View -"));
    }
}
