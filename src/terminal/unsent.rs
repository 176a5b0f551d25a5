//! Keeps the cells that have changed and for which a frame had no room, and decides which of them come first.

use std::collections::BTreeMap;

use ratatui::buffer::Cell;
use ratatui::layout::{Position, Rect};
use ratatui::text::Span;

/// Row and column of a cell, in the order in which cells are sent.
type Place = (u16, u16);

/// Changed cells that the terminal does not show yet.
#[derive(Debug, Default)]
pub struct Unsent {
    cells: BTreeMap<Place, Cell>,
    /// Place at which the last frame had no more room. The next frame goes on there, so that each cell is
    /// sent some time, however little room there is.
    next: Place,
}

impl Unsent {
    /// Returns whether the terminal shows all changed cells.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Forgets all cells.
    pub fn clear(&mut self) {
        self.cells.clear();
    }

    /// Adds a cell that has changed. It replaces what was to be sent at its place.
    pub fn add(&mut self, place: Position, cell: &Cell) {
        if Span::raw(cell.symbol()).width() > 1 {
            self.cells.remove(&(place.y, place.x + 1));
        }
        self.cells.insert((place.y, place.x), cell.clone());
    }

    /// Sends cells by `send` until it returns false, because the frame has no more room. The cells of `last`
    /// come last.
    pub fn send(&mut self, last: Rect, mut send: impl FnMut(Position, &Cell) -> bool) {
        let next = self.next;
        let mut places: Vec<Place> = self.cells.keys().copied().collect();
        places.sort_by_key(|&(y, x)| (last.contains(Position { x, y }), (y, x) < next, (y, x)));
        for place in places {
            if let Some(cell) = self.cells.remove(&place)
                && !send(Position::new(place.1, place.0), &cell)
            {
                self.next = place;
                return;
            }
        }
    }
}
