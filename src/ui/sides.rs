//! The predicted class of each cell of the picture, as long as it does not change so often that it would flash.

use crate::app::ground::{Ground, MOST_FLIPS};
use crate::learning::model::parameters::{Parameters, sigmoid};
use crate::ui::plane::Scores;
use crate::ui::window::Window;

/// The predictions in the middle of each cell of a grid.
pub struct Sides {
    present: Scores,
    /// Scores of the weights of the last second, oldest first. The last ones are the present ones.
    shown: Vec<Scores>,
}

impl Sides {
    /// Computes the predictions of `model`, whose weights are the last ones of `ground`, in the middle of each
    /// cell of a grid that covers `window` with `size` columns and rows.
    #[must_use]
    pub fn of_cells(
        ground: &Ground,
        model: &Parameters,
        window: &Window,
        size: (u16, u16),
    ) -> Self {
        let scores = |model: &Parameters| Scores::of_cells(model, window, size);
        Self {
            present: scores(model),
            shown: ground.shown().map(|model| scores(&model.tamed())).collect(),
        }
    }

    /// Returns the predicted class of a cell and the predicted probability of class 1. Returns `None` if the class
    /// has changed so often within the last second that its colours would flash.
    #[must_use]
    pub fn calm(&self, column: usize, row: usize) -> Option<(usize, f64)> {
        let class = |scores: &Scores| usize::from(scores.at(column, row) > 0.0);
        let pairs = self.shown.windows(2);
        let flips = pairs.filter(|pair| class(&pair[0]) != class(&pair[1]));
        if flips.take(MOST_FLIPS + 1).count() > MOST_FLIPS {
            return None;
        }
        let score = self.present.at(column, row);
        Some((usize::from(score > 0.0), sigmoid(score)))
    }
}
