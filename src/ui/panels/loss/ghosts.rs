//! The curves of what the run was and is not now: what lies ahead after it went back, and what a branch has left.

use ratatui::style::Color;
use ratatui::widgets::canvas::Context;

use crate::session::history::Bucket;
use crate::session::snapshot::GhostView;
use crate::ui::panels::axis::LossAxis;
use crate::ui::panels::loss::{Chart, draw_curve};

impl Chart<'_> {
    /// Returns what the run was and is not now: what lies ahead, and what a branch has left.
    pub(super) fn ghosts(&self) -> impl Iterator<Item = &GhostView> {
        [&self.lane.abandoned, &self.lane.future]
            .into_iter()
            .flatten()
    }

    /// Draws the epoch losses of what the run was, beyond its present position. If there is no complete epoch yet, draws
    /// those of the mini-batches.
    pub(super) fn draw_ghosts(
        &self,
        context: &mut Context,
        axis: &LossAxis,
        color: Color,
        width: u16,
    ) {
        for ghost in self.ghosts() {
            let from = self.lane.progress.position;
            let is_future = self
                .lane
                .future
                .as_ref()
                .is_some_and(|it| std::ptr::eq(it, ghost));
            let is_beyond = |bucket: &&Bucket| !is_future || bucket.position >= from;
            let beyond = |history| -> Vec<Bucket> {
                self.shown(history).filter(is_beyond).copied().collect()
            };
            let epochs = beyond(&ghost.curves.epochs);
            let buckets = if epochs.len() < 2 {
                beyond(&ghost.curves.batches)
            } else {
                epochs
            };
            let curve = self.by_columns(buckets, width);
            draw_curve(
                context,
                &curve,
                |loss| axis.height(loss).clamp(0.0, 1.0),
                color,
            );
        }
    }
}
