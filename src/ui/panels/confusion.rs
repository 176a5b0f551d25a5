//! The confusion table of the run panel, and the quality of the predictions that it tells.

use ratatui::text::Line;

use crate::learning::data::Names;
use crate::learning::train::trainer::Confusion;
use crate::session::snapshot::LaneView;
use crate::ui::number::{count, elided, percent};
use crate::ui::panels::names;
use crate::ui::theme::Theme;

/// Returns the confusion table: for each class, the number of its samples that are predicted as class 0 and
/// as class 1. Counts the test samples if there are any, else the training samples. There are dashes if the
/// accuracy was estimated from only a part of the samples.
pub fn table(lane: &LaneView, names: Option<&Names>, theme: &Theme) -> [Line<'static>; 3] {
    let (name, accuracy) = match &lane.test_accuracy {
        Some(test) => ("test", test),
        None => ("training", &lane.accuracy),
    };
    let predicted = |class: usize| {
        let Some(Confusion { right, samples }) = accuracy.confusion else {
            return ["-", "-"].map(str::to_owned);
        };
        let wrong = samples[class] - right[class];
        let counts = if class == 0 {
            [right[0], wrong]
        } else {
            [wrong, right[1]]
        };
        counts.map(|samples| count(samples as u64))
    };
    let [as_0, as_1] = names::of_classes(names, 5).map(|class| format!("as {class}"));
    let head = format!(" {name:<10}{as_0:>9}{as_1:>9}");
    let row = |class: usize| {
        let [as_0, as_1] = predicted(class);
        let name = match names {
            Some(names) => elided(&names.classes[class], 9),
            None => format!("class {class}"),
        };
        Line::from(format!(" {name:<10}{as_0:>9}{as_1:>9}"))
    };
    [Line::styled(head, theme.muted()), row(0), row(1)]
}

/// Returns the lines with precision, recall, F1 and the area under the ROC curve of the samples that the table
/// counts. A dash stands for a value that is not defined or was not measured.
pub fn quality(lane: &LaneView) -> [Line<'static>; 2] {
    let share = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), percent);
    let quality = lane.quality;
    let [precision, recall, f1] = [
        quality.and_then(|quality| quality.precision),
        quality.and_then(|quality| quality.recall),
        quality.and_then(|quality| quality.f1),
    ]
    .map(share);
    let auc = quality.and_then(|quality| quality.auc);
    let auc = auc.map_or_else(|| "-".to_owned(), area);
    [
        Line::from(format!(" precision {precision:<6} recall {recall}")),
        Line::from(format!(" F1 {f1:<13} AUC {auc}")),
    ]
}

/// Formats an area from 0 to 1. Only 1 is shown as `1`, and only 0 as `0`; all others have four decimals.
fn area(area: f64) -> String {
    if area >= 1.0 || area <= 0.0 {
        format!("{area:.0}")
    } else {
        format!("{:.4}", area.clamp(0.0001, 0.9999))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_area_is_shown_as_whole() {
        for (value, shown) in [
            (1.0, "1"),
            (0.0, "0"),
            (0.999_999, "0.9999"),
            (1e-9, "0.0001"),
            (0.5, "0.5000"),
        ] {
            assert_eq!(area(value), shown);
        }
    }
}
