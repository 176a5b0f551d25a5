//! The popup over the points that tells what was read from a person's own file.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Stylize;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use crate::ui::panels::frame;
use crate::ui::theme::Theme;
use crate::ui::wrap::wrapped;

/// Blanks at the start of the further lines of a text.
const INDENT: &str = "  ";

/// Largest width of the popup, in columns, with its frame.
const WIDEST: u16 = 64;
/// Number of columns, and of rows, of the frame.
const FRAME: u16 = 2;
/// Text in place of lines for which there is no room.
const CUT: &str = "… more: data --describe FILE";

/// The lines of the popup, from those that are left out first to those that are never left out.
struct Lines {
    told: Vec<Line<'static>>,
    warning: Vec<Line<'static>>,
    keys: Vec<Line<'static>>,
}

/// Draws what was read in the middle of the points panel, or of `body` if it does not fit there: the `lines` of the
/// reader, and the warning at a place of `warnings`, if there are any.
pub fn draw(
    lines: &[String],
    warnings: &[String],
    place: usize,
    theme: &Theme,
    [scatter, body]: [Rect; 2],
    buffer: &mut Buffer,
) {
    let lines_in = |area: Rect| Lines::new(lines, warnings, place, inner_width(area), theme);
    let over_points = lines_in(scatter);
    let (area, lines) = if over_points.count() <= inner_height(scatter) {
        (scatter, over_points)
    } else {
        (body, lines_in(body))
    };
    let lines = lines.cut(inner_height(area), theme);
    let width = area.width.min(WIDEST);
    let inner = frame::popup("What was read", width, lines.len(), theme, area, buffer);
    for (line, row) in lines.into_iter().zip(inner.rows()) {
        line.render(row, buffer);
    }
}

fn inner_width(area: Rect) -> usize {
    usize::from(area.width.min(WIDEST).saturating_sub(FRAME))
}

fn inner_height(area: Rect) -> usize {
    usize::from(area.height.saturating_sub(FRAME))
}

impl Lines {
    fn new(
        lines: &[String],
        warnings: &[String],
        place: usize,
        width: usize,
        theme: &Theme,
    ) -> Self {
        let count = warnings.len();
        let warning = warnings.get(place).map(|warning| match count {
            1 => format!("Warning: {warning}"),
            _ => format!("Warning {} of {count}: {warning}", place + 1),
        });
        let warning = warning
            .iter()
            .flat_map(|warning| wrapped(warning, width, INDENT));
        let keys = if place + 1 < count {
            "f: the next warning; any key closes"
        } else {
            "any key closes; f shows it again"
        };
        let keys = wrapped(keys, width, INDENT).into_iter();
        let told = lines.iter().flat_map(|line| wrapped(line, width, INDENT));
        Self {
            told: told.map(Line::from).collect(),
            warning: warning.map(|line| Line::from(line).bold()).collect(),
            keys: keys.map(|line| Line::styled(line, theme.muted())).collect(),
        }
    }

    fn count(&self) -> usize {
        self.told.len() + self.warning.len() + self.keys.len()
    }

    /// Returns the lines that fit into `rows` rows. The lines of the reader are left out first, from the last one,
    /// and a note takes their place; then those of the warning.
    fn cut(mut self, rows: usize, theme: &Theme) -> Vec<Line<'static>> {
        let room = rows.saturating_sub(self.keys.len());
        self.warning.truncate(room);
        let room = room - self.warning.len();
        if self.told.len() > room {
            self.told.truncate(room.saturating_sub(1));
            self.told.push(Line::styled(CUT, theme.muted()));
            self.told.truncate(room);
        }
        self.told.extend(self.warning);
        self.told.extend(self.keys);
        self.told
    }
}
