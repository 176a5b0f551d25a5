//! The parts that the pictures of a sweep share: the axis below them, the progress, and the words.

use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::session::sweep::{Axis, Sweep};

/// How far a sweep is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Number of runs that have finished.
    pub done: usize,
    /// Number of all runs.
    pub runs: usize,
    /// Time since the start.
    pub elapsed: Duration,
}

impl Progress {
    /// Returns the progress in words, with the time that is left.
    #[must_use]
    pub fn in_words(&self) -> String {
        let elapsed = self.elapsed.as_secs_f64();
        if self.done == self.runs {
            return format!("{} runs in {}", self.runs, time(elapsed));
        }
        let counted = format!("{} of {} runs", self.done, self.runs);
        if self.done == 0 {
            return counted;
        }
        let left = elapsed / self.done as f64 * (self.runs - self.done) as f64;
        format!("{counted}, {} left", time(left))
    }
}

fn time(seconds: f64) -> String {
    match seconds {
        ..10.0 => format!("{seconds:.1} s"),
        ..100.0 => format!("{seconds:.0} s"),
        ..6000.0 => format!("{:.0} min", seconds / 60.0),
        _ => format!("{:.1} h", seconds / 3600.0),
    }
}

/// Returns the index of the axis that lies across in a picture: the one with the most values.
#[must_use]
pub fn across(sweep: &Sweep) -> usize {
    let places = (0..sweep.axes().len()).rev();
    let longest = places.max_by_key(|place| sweep.axes()[*place].values.len());
    longest.unwrap_or_default()
}

/// Writes the values of an axis in a row at the bottom of `area`, as many as have room. `centre` returns the
/// column of a value. The last value is written in any case.
pub fn write_values(
    buffer: &mut Buffer,
    axis: &Axis,
    area: Rect,
    centre: impl Fn(usize) -> u16,
    style: Style,
) {
    let place = |index: usize| {
        let text = axis.values[index].text();
        let width = u16::try_from(text.chars().count())
            .unwrap_or(u16::MAX)
            .min(area.width);
        let most = area.right() - width;
        let left = centre(index)
            .saturating_sub(width / 2)
            .clamp(area.left(), most);
        (left, left + width, text)
    };
    let last = axis.values.len() - 1;
    let (last_left, ..) = place(last);
    let mut free = area.left();
    for index in 0..=last {
        let (left, right, text) = place(index);
        let fits = left >= free && (index == last || right < last_left);
        if fits {
            buffer.set_stringn(left, area.y, text, usize::from(area.width), style);
            free = right + 2;
        }
    }
}
