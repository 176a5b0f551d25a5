//! The breaks of the curves in the loss chart: where the number that is shown begins to mean something else.
//!
//! The loss that is a sum over a mini-batch grows with the size of the mini-batches. Where this size changes, a
//! curve without a break would look like an explosion, or like progress.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::learning::train::loss::LossKind;
use crate::session::change::Change;
use crate::session::history::Bucket;
use crate::session::settings::BATCH_SIZE;
use crate::session::snapshot::LaneView;
use crate::ui::number::elided;
use crate::ui::panels::marks;
use crate::ui::theme::Theme;

/// Returns the changes at which the curves of the shown loss break, oldest first.
pub fn of(lane: &LaneView) -> Vec<&Change> {
    let is_sum = lane.settings.setup.hyperparameters.loss == LossKind::Sum;
    let breaks = |change: &&Change| change.value.is_of(&BATCH_SIZE) && change.has_effect();
    let made = lane.recipe.changes.made().iter();
    made.filter(|change| is_sum && breaks(change)).collect()
}

fn position(change: &Change) -> f64 {
    change
        .made
        .as_ref()
        .map_or(f64::INFINITY, |made| made.position)
}

/// Divides the losses of epochs at the breaks. An epoch in which a break lies is a piece of its own, because its
/// loss is neither that from before nor that from after.
pub fn pieces(buckets: Vec<Bucket>, breaks: &[&Change]) -> Vec<Vec<Bucket>> {
    let ends = breaks.iter().flat_map(|change| {
        let position = position(change);
        [position, position.ceil()]
    });
    let ends: Vec<f64> = ends.collect();
    let breaks_within = |from: f64, to: f64| ends.iter().any(|end| (from..to).contains(end));
    let (mut pieces, mut piece) = (Vec::new(), Vec::new());
    let mut before = None;
    for bucket in buckets {
        if before.is_some_and(|before| breaks_within(before, bucket.position)) {
            pieces.push(std::mem::take(&mut piece));
        }
        // The values of a bucket are one epoch apart.
        let last = bucket.position + bucket.count.saturating_sub(1) as f64;
        if breaks_within(bucket.position, last) {
            piece.push(Bucket::of(bucket.position, bucket.first));
            pieces.push(std::mem::take(&mut piece));
            piece.push(Bucket::of(last, bucket.last));
        } else {
            piece.push(bucket);
        }
        before = Some(last);
    }
    pieces.push(piece);
    pieces
}

/// Marks the breaks on the horizontal axis, whose line is in the first row of `area`, and tells what has changed
/// there. `from` and `to` are the ends of the axis, in epochs. Returns the changes that are told; if there is no
/// room for all, these are the latest ones.
pub fn draw<'a>(
    breaks: &[&'a Change],
    [from, to]: [f64; 2],
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) -> Vec<&'a Change> {
    let is_in_sight = |change: &&&Change| (from..=to).contains(&position(change));
    let in_sight: Vec<&Change> = breaks.iter().filter(is_in_sight).copied().collect();
    let columns = in_sight.iter().map(|change| {
        let share = (position(change) - from) / (to - from);
        #[expect(clippy::cast_possible_truncation, reason = "a column of the area")]
        #[expect(clippy::cast_sign_loss, reason = "a share from 0 to 1")]
        let column = (share * f64::from(area.width)) as u16;
        area.x + column.min(area.width.saturating_sub(1))
    });
    let columns: Vec<u16> = columns.collect();
    if area.is_empty() {
        return Vec::new();
    }
    for column in &columns {
        buffer.set_string(*column, area.y, "┴", Style::new().fg(theme.accent));
    }
    let mut told = Vec::new();
    // The column before which the next text must end.
    let mut end = area.right();
    for (change, column) in in_sight.into_iter().zip(columns).rev() {
        let Some(made) = &change.made else {
            continue;
        };
        let words = elided(&marks::words(&change.value, made), area.width.into());
        let width = u16::try_from(words.chars().count()).unwrap_or(u16::MAX);
        // The text is to the right of its break, or else to the left. It covers the break if it fits on neither side.
        let right = column + 1;
        let at = if right + width <= end {
            right
        } else if column >= area.x + width {
            column - width
        } else {
            area.right() - width
        };
        if at + width <= end {
            buffer.set_string(at, area.y, words, Style::new().fg(theme.accent));
            end = at.saturating_sub(1);
            told.push(change);
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::change::{Made, Value};

    fn change_at(position: f64) -> Change {
        let value = |text| Value::parse("batch-size", text).expect("a batch size");
        let made = Made {
            before: value("32"),
            position,
        };
        Change {
            made: Some(made),
            ..Change::planned(7, value("400"))
        }
    }

    fn positions(losses: &[Bucket], change: f64) -> Vec<Vec<f64>> {
        let change = change_at(change);
        let pieces = pieces(losses.to_vec(), &[&change]);
        let positions = |piece: Vec<Bucket>| piece.iter().map(|bucket| bucket.position).collect();
        pieces.into_iter().map(positions).collect()
    }

    #[test]
    fn a_curve_breaks_between_the_epochs_and_around_the_epoch_of_the_change() {
        let epochs = [1.0, 2.0, 3.0, 4.0].map(|epoch| Bucket::of(epoch, 1.0));
        assert_eq!(positions(&epochs, 2.0), [vec![1.0, 2.0], vec![3.0, 4.0]]);
        let around = [vec![1.0, 2.0], vec![3.0], vec![4.0]];
        assert_eq!(positions(&epochs, 2.5), around);
        assert_eq!(
            positions(&epochs, 4.5),
            [epochs.map(|of| of.position).to_vec()]
        );
    }

    #[test]
    fn a_bucket_of_losses_from_before_and_after_is_divided() {
        let epoch = |position: f64, loss| Bucket::of(position, loss);
        let mixed = epoch(3.0, 1.0).merged(&epoch(4.0, 9.0));
        let buckets = [epoch(1.0, 1.0).merged(&epoch(2.0, 1.0)), mixed];
        let change = change_at(3.0);
        let divided = pieces(buckets.to_vec(), &[&change]);
        assert_eq!(
            divided,
            [vec![buckets[0], epoch(3.0, 1.0)], vec![epoch(4.0, 9.0)]]
        );
    }
}
