//! Converts changed cells into the bytes that change them on a terminal.
//!
//! The crossterm backend of ratatui is not used, for four reasons. It writes about 25 bytes for a frame in
//! which nothing changed. It sends both colours if only one changed. It cannot use the sequences for 16
//! colours that simple terminals need. It asks the terminal for the cursor position, and the answer is late
//! on a slow link.

mod inline;

use std::convert::Infallible;
use std::fmt::Write;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::{Color, Modifier};

use crate::terminal::unsent::Unsent;

pub use inline::inline_rows;

/// A ratatui backend that collects the bytes of one frame. It never moves or shows the cursor for ratatui,
/// because the cursor stays hidden.
#[derive(Debug, Default)]
pub struct FrameBackend {
    /// Size of the terminal in columns and rows.
    pub size: Size,
    /// Number of bytes after which a frame is cut off; `None` for a frame that is never cut off.
    pub room: Option<usize>,
    /// Area whose cells are left out first when a frame is cut off.
    pub last: Rect,
    bytes: String,
    /// Pen and place of the last character of the frame.
    at: Option<(Pen, Position)>,
    unsent: Unsent,
}

/// Colours and modifiers that the terminal uses for the next character.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Pen {
    foreground: Color,
    background: Color,
    modifier: Modifier,
}

const PLAIN: Pen = Pen {
    foreground: Color::Reset,
    background: Color::Reset,
    modifier: Modifier::empty(),
};

/// Modifiers that show the foreground colour even in a space.
const INKED: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::CROSSED_OUT);

/// Modifiers and the `SGR` parameters that turn them on.
const MODIFIERS: [(Modifier, &str); 6] = [
    (Modifier::BOLD, "1"),
    (Modifier::DIM, "2"),
    (Modifier::ITALIC, "3"),
    (Modifier::UNDERLINED, "4"),
    (Modifier::REVERSED, "7"),
    (Modifier::CROSSED_OUT, "9"),
];

impl FrameBackend {
    /// Returns the bytes collected since the last call, and clears them; empty if nothing has changed.
    pub fn take(&mut self) -> String {
        self.at = None;
        std::mem::take(&mut self.bytes)
    }

    /// Returns whether the last frame was cut off, so that another one must follow.
    #[must_use]
    pub fn is_cut_off(&self) -> bool {
        !self.unsent.is_empty()
    }

    /// Adds a cell to the frame.
    fn put(&mut self, place: Position, cell: &Cell) {
        let (pen, last) = self.at.unzip();
        match last {
            Some(last) if last.y == place.y && last.x + 1 == place.x => {}
            // An absolute column is safe; a relative move is not, because terminals differ in the width of
            // some characters.
            Some(last) if last.y == place.y => self.push(format_args!("\x1b[{}G", place.x + 1)),
            _ => self.push(format_args!("\x1b[{};{}H", place.y + 1, place.x + 1)),
        }
        let mut next = Pen::of(cell);
        if let Some(pen) = pen.filter(|_| next.shows_ground_alone(cell)) {
            next.foreground = pen.foreground;
        }
        // Output of other programs since the last frame may have left any colours and modifiers.
        let changes = match pen {
            Some(pen) => next.changes_from(pen),
            None => Some(next.in_full()),
        };
        if let Some(changes) = changes {
            self.push(format_args!("\x1b[{changes}m"));
        }
        self.at = Some((next, place));
        self.bytes.push_str(cell.symbol());
    }

    /// Adds cells that were not sent to the frame, as long as there is room.
    fn put_unsent(&mut self) {
        let room = self.room.unwrap_or(usize::MAX);
        let mut unsent = std::mem::take(&mut self.unsent);
        unsent.send(self.last, |place, cell| {
            self.put(place, cell);
            self.bytes.len() < room
        });
        self.unsent = unsent;
    }

    fn push(&mut self, arguments: std::fmt::Arguments) {
        self.bytes
            .write_fmt(arguments)
            .expect("a string takes everything");
    }
}

impl Backend for FrameBackend {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let cells = content.map(|(x, y, cell)| (Position { x, y }, cell));
        if self.room.is_none() && self.unsent.is_empty() {
            cells.for_each(|(place, cell)| self.put(place, cell));
        } else {
            cells.for_each(|(place, cell)| self.unsent.add(place, cell));
            self.put_unsent();
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        Ok(())
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        Ok(())
    }

    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        Ok(Position::ORIGIN)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, _position: P) -> Result<(), Infallible> {
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        self.unsent.clear();
        // The background is reset first, because clearing fills the screen with the current background.
        self.bytes.push_str("\x1b[m\x1b[2J");
        Ok(())
    }

    /// Clears the whole screen whatever the region, because a frame covers the whole window.
    fn clear_region(&mut self, _region: ClearType) -> Result<(), Infallible> {
        self.clear()
    }

    fn size(&self) -> Result<Size, Infallible> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        Ok(WindowSize {
            columns_rows: self.size,
            pixels: Size::ZERO,
        })
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}

impl Pen {
    fn of(cell: &Cell) -> Self {
        Self {
            foreground: cell.fg,
            background: cell.bg,
            modifier: cell.modifier,
        }
    }

    /// Returns whether the foreground colour is invisible in `cell`: in a space that is neither reversed,
    /// underlined nor crossed out.
    fn shows_ground_alone(&self, cell: &Cell) -> bool {
        cell.symbol() == " " && !self.modifier.intersects(INKED)
    }

    /// Returns whether a space differs from the ground of the terminal.
    fn is_seen_in_a_space(self) -> bool {
        self.background != Color::Reset || self.modifier.intersects(INKED)
    }

    /// Returns the `SGR` parameters that set this pen, whatever the terminal used before.
    fn in_full(self) -> String {
        let changes = self.changes_from(PLAIN);
        changes.map_or("0".to_owned(), |changes| format!("0;{changes}"))
    }

    /// Returns the `SGR` parameters that change the pen `before` into this one; `None` if they are equal.
    fn changes_from(self, before: Self) -> Option<String> {
        if self == before {
            return None;
        }
        if !self.modifier.contains(before.modifier) {
            // Not every terminal can turn off a single modifier, so everything is reset and set again.
            return Some(self.in_full());
        }
        let added = self.modifier - before.modifier;
        let modifiers = MODIFIERS.iter().filter(|(one, _)| added.contains(*one));
        let mut changes: Vec<String> = modifiers.map(|(_, code)| (*code).to_owned()).collect();
        if self.foreground != before.foreground {
            changes.push(color(self.foreground, 30));
        }
        if self.background != before.background {
            changes.push(color(self.background, 40));
        }
        Some(changes.join(";"))
    }
}

/// Returns the `SGR` parameters of a colour. `plane` is 30 for the foreground and 40 for the background.
fn color(color: Color, plane: u8) -> String {
    let dark = |number: u8| (plane + number).to_string();
    let bright = |number: u8| (plane + 60 + number).to_string();
    match color {
        Color::Reset => dark(9),
        Color::Black => dark(0),
        Color::Red => dark(1),
        Color::Green => dark(2),
        Color::Yellow => dark(3),
        Color::Blue => dark(4),
        Color::Magenta => dark(5),
        Color::Cyan => dark(6),
        Color::Gray => dark(7),
        Color::DarkGray => bright(0),
        Color::LightRed => bright(1),
        Color::LightGreen => bright(2),
        Color::LightYellow => bright(3),
        Color::LightBlue => bright(4),
        Color::LightMagenta => bright(5),
        Color::LightCyan => bright(6),
        Color::White => bright(7),
        Color::Indexed(number) => format!("{};5;{number}", plane + 8),
        Color::Rgb(red, green, blue) => format!("{};2;{red};{green};{blue}", plane + 8),
    }
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::style::{Style, Stylize};
    use ratatui::text::{Line, Span};

    use super::*;

    fn terminal() -> Terminal<FrameBackend> {
        let backend = FrameBackend {
            size: Size::new(8, 2),
            ..FrameBackend::default()
        };
        Terminal::new(backend).unwrap()
    }

    fn bytes_of(terminal: &mut Terminal<FrameBackend>, line: Line) -> String {
        terminal
            .draw(|frame| frame.render_widget(line, frame.area()))
            .unwrap();
        terminal.backend_mut().take()
    }

    #[test]
    fn a_picture_in_which_nothing_changed_is_no_bytes() {
        let mut terminal = terminal();
        assert_eq!(
            bytes_of(&mut terminal, Line::from("ab")),
            "\x1b[1;1H\x1b[0mab"
        );
        assert_eq!(bytes_of(&mut terminal, Line::from("ab")), "");
    }

    #[test]
    fn only_what_changed_is_said() {
        let mut terminal = terminal();
        let line = Line::from(vec![
            Span::styled("a", Style::new().fg(Color::Indexed(75)).bg(Color::Red)),
            Span::styled("b", Style::new().fg(Color::Indexed(75)).bg(Color::LightRed)),
            "c".fg(Color::Rgb(1, 2, 3)).bold(),
            "d".bold().reversed(),
            "e".bold(),
        ]);
        assert_eq!(
            bytes_of(&mut terminal, line),
            "\x1b[1;1H\x1b[0;38;5;75;41ma\x1b[101mb\x1b[1;38;2;1;2;3;49mc\x1b[7;39md\x1b[0;1me"
        );
    }

    #[test]
    fn the_foreground_of_a_space_is_not_said() {
        let mut terminal = terminal();
        let line = Line::from(vec![
            Span::styled("a", Style::new().fg(Color::Red).bg(Color::Blue)),
            Span::styled(" ", Style::new().bg(Color::Green)),
            Span::styled("b", Style::new().fg(Color::Red).bg(Color::Blue)),
            " ".fg(Color::Red).bg(Color::Blue).reversed(),
            " ".reversed(),
        ]);
        assert_eq!(
            bytes_of(&mut terminal, line),
            "\x1b[1;1H\x1b[0;31;44ma\x1b[42m \x1b[44mb\x1b[7m \x1b[39;49m "
        );
    }

    #[test]
    fn gaps_are_jumped_over_to_a_column_in_full() {
        let mut terminal = terminal();
        bytes_of(&mut terminal, Line::from("abcdef"));
        assert_eq!(
            bytes_of(&mut terminal, Line::from("xbcyef")),
            "\x1b[1;1H\x1b[0mx\x1b[4Gy"
        );
    }

    #[test]
    fn another_size_is_painted_anew_on_a_plain_ground() {
        let mut terminal = terminal();
        bytes_of(&mut terminal, Line::from("ab"));
        terminal.backend_mut().size = Size::new(9, 2);
        let bytes = bytes_of(&mut terminal, Line::from("ab"));
        assert!(bytes.starts_with("\x1b[m\x1b[2J"), "{bytes:?}");
        assert!(bytes.ends_with("\x1b[1;1H\x1b[0mab"), "{bytes:?}");
    }

    #[test]
    fn a_frame_that_is_cut_off_is_completed_by_the_next_ones_the_large_area_last() {
        let mut terminal = terminal();
        terminal.backend_mut().room = Some(12);
        terminal.backend_mut().last = Rect::new(0, 0, 2, 1);
        let first = bytes_of(&mut terminal, Line::from("abcdefg"));
        assert_eq!(first, "\x1b[1;3H\x1b[0mcd");
        assert!(terminal.backend().is_cut_off());
        // What changes meanwhile replaces what was not sent.
        let second = bytes_of(&mut terminal, Line::from("aXcdYfg"));
        assert_eq!(second, "\x1b[1;5H\x1b[0mYf");
        let third = bytes_of(&mut terminal, Line::from("aXcdYfg"));
        assert_eq!(third, "\x1b[1;7H\x1b[0mg\x1b[1Ga");
        terminal.backend_mut().room = None;
        let fourth = bytes_of(&mut terminal, Line::from("aXcdYfg"));
        assert_eq!(fourth, "\x1b[1;2H\x1b[0mX");
        assert!(!terminal.backend().is_cut_off());
    }
}
