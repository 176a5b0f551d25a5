//! The horizontal axis of the loss chart, and the moment that is chosen on it.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::notice::Notice;
use crate::learning::numeric::nice::nice_step;
use crate::session::command::{Command, Moment};
use crate::session::settings::{ChartWindow, Direction};
use crate::session::snapshot::{GhostView, LaneView, Snapshot};

impl App {
    /// Moves the chosen moment by one column of the loss chart. The first press chooses the moment beside the present
    /// one.
    pub(super) fn move_moment(&mut self, direction: Direction) {
        let columns = self.view.chart_columns[usize::from(self.is_race())];
        if columns <= 1 {
            self.notices.tell(Notice::no_chart());
            return;
        }
        let lane = self.lane();
        let [from, to] = epochs(
            self.confirmed(),
            lane,
            self.requested().settings.view.window,
        );
        let column = (to - from) / f64::from(columns);
        let present = lane.progress.position;
        // A moment is the left edge of a column.
        let place = (self.view.moment.unwrap_or(present) - from) / column;
        let moved = match direction {
            Direction::Down => (place - 1e-6).floor(),
            Direction::Up => (place + 1e-6).floor() + 1.0,
        };
        let last = furthest(lane);
        self.view.cursor = None;
        // Another lane may decide where the axis begins.
        self.view.moment = Some((from + moved * column).max(from).min(last));
    }

    /// Goes to the chosen moment.
    pub(super) fn go_to_moment(&mut self) -> Vec<Effect> {
        let Some(moment) = self.view.moment.take() else {
            return Vec::new();
        };
        let lane = self.lane().id;
        self.go(Command::GoTo(lane, Moment::Position(moment)))
    }
}

/// Returns the left and the right end of the horizontal axis, in epochs, when the panels show `lane`. All lanes fit on
/// it, with what lies ahead of them.
#[must_use]
pub fn epochs(snapshot: &Snapshot, lane: &LaneView, window: ChartWindow) -> [f64; 2] {
    let position = snapshot.shown_lanes().map(furthest).fold(0.0, f64::max);
    let last = lane.settings.setup.hyperparameters.epochs.get();
    match window {
        ChartWindow::All => [0.0, epochs_shown(position, last)],
        ChartWindow::Tenth => [(position * 0.9).floor(), position.ceil().max(1.0)],
        ChartWindow::Hundred => {
            let to = position.ceil().max(5.0);
            [(to - 100.0).max(0.0), to]
        }
    }
}

/// Returns the position up to which a lane has curves: its own, and those of what it was.
fn furthest(lane: &LaneView) -> f64 {
    let ghosts = [&lane.future, &lane.abandoned].into_iter().flatten();
    let positions = ghosts.map(|ghost: &GhostView| ghost.position);
    positions.fold(lane.progress.position, f64::max)
}

/// Returns the right end of the axis of epochs for a run of `epochs` epochs that has come to `position`. The
/// end grows in steps to 5, 10, 20, 50 and so on, so that the first updates are visible. It is at most
/// `epochs`, unless `position` is beyond that.
#[must_use]
fn epochs_shown(position: f64, epochs: u64) -> f64 {
    let end = (epochs as f64).max(position.ceil());
    nice_step(position.max(5.0)).min(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_of_epochs_grows_with_the_run_and_ends_with_it() {
        let shown: Vec<f64> = [0.0, 4.9, 5.0, 5.1, 19.0, 60.0, 100.0]
            .map(|position| epochs_shown(position, 100))
            .into();
        assert_eq!(shown, [5.0, 5.0, 5.0, 10.0, 20.0, 100.0, 100.0]);
        assert_eq!(epochs_shown(2.0, 3), 3.0);
        assert_eq!(epochs_shown(21.0, 30), 30.0);
        assert_eq!(epochs_shown(37.2, 20), 38.0);
    }
}
