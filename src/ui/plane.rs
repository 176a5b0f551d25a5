//! The scores of a model in the part of the plane that is shown, and the decision boundary, where they are 0.

use crate::learning::model::features::Feature;
use crate::learning::model::parameters::Parameters;
use crate::ui::contour::contour;
use crate::ui::window::{Point, Window};

/// Scores of a model at the points of a grid. The parts of a score that depend on one coordinate only are
/// computed once for each column and each row.
pub struct Scores {
    columns: Vec<Part>,
    rows: Vec<Part>,
    product: f64,
}

/// Coordinate of a column or of a row, and the amount that this coordinate adds to a score.
struct Part {
    place: f64,
    score: f64,
}

impl Scores {
    /// Computes the scores of `model` at every pair of an `x1` and an `x2`. The scores must be finite.
    #[must_use]
    pub fn new(
        model: &Parameters,
        x1: impl Iterator<Item = f64>,
        x2: impl Iterator<Item = f64>,
    ) -> Self {
        let weight = |feature: Feature| {
            let features = model.shape().features();
            let place = features.iter().position(|other| other == feature);
            place.map_or(0.0, |place| model[place + 1])
        };
        let sum = |bias: f64, features: [Feature; 3]| {
            let weights = features.map(weight);
            move |place: f64| {
                let add = |sum: f64, (feature, weight): (Feature, f64)| {
                    // These features depend on one coordinate only, so the other argument is ignored.
                    sum + if weight == 0.0 {
                        0.0
                    } else {
                        weight * feature.of(place, place)
                    }
                };
                let score = features.into_iter().zip(weights).fold(bias, add);
                Part { place, score }
            }
        };
        let of_x1 = [Feature::X1, Feature::X1Squared, Feature::SineX1];
        let of_x2 = [Feature::X2, Feature::X2Squared, Feature::SineX2];
        Self {
            columns: x1.map(sum(model[0], of_x1)).collect(),
            rows: x2.map(sum(0.0, of_x2)).collect(),
            product: weight(Feature::Product),
        }
    }

    /// Computes the scores of `model` in the middle of each cell of a grid that covers `window` with
    /// `columns` by `rows` cells. Row 0 is at the top.
    #[must_use]
    pub fn of_cells(model: &Parameters, window: &Window, (columns, rows): (u16, u16)) -> Self {
        let middle =
            |cells: u16| (0..cells).map(move |cell| (f64::from(cell) + 0.5) / f64::from(cells));
        Self::new(
            model,
            middle(columns).map(|share| window.at(share, 0.0).0),
            middle(rows).map(|share| window.at(0.0, 1.0 - share).1),
        )
    }

    /// Returns the score at a column and a row of the grid.
    #[must_use]
    pub fn at(&self, column: usize, row: usize) -> f64 {
        let (x1, x2) = (&self.columns[column], &self.rows[row]);
        x1.score + x2.score + self.product * x1.place * x2.place
    }
}

/// Returns the decision boundary of a model in a window, as segments. A straight boundary is at most one
/// segment. A curved boundary is computed from the scores at the corners of `columns` by `rows` cells.
#[must_use]
pub fn boundary(
    model: &Parameters,
    window: &Window,
    (columns, rows): (u16, u16),
) -> Vec<[Point; 2]> {
    if let Some(line) = model.line() {
        return window.boundary(line).into_iter().collect();
    }
    let corner = |cells: u16| (0..=cells).map(move |place| f64::from(place) / f64::from(cells));
    let scores = Scores::new(
        model,
        corner(columns).map(|share| window.at(share, 0.0).0),
        corner(rows).map(|share| window.at(0.0, share).1),
    );
    let segments = contour(columns.into(), rows.into(), |column, row| {
        scores.at(column, row)
    });
    let place = |(across, up): Point| window.at(across / f64::from(columns), up / f64::from(rows));
    segments
        .into_iter()
        .map(|segment| segment.map(place))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learning::model::parameters::Shape;

    const WINDOW: Window = Window {
        x1: [-2.0, 2.0],
        x2: [-1.0, 3.0],
    };

    fn model(features: &str, weights: &[f64]) -> Parameters {
        let shape = Shape::new(features.parse().expect("features"));
        Parameters::new(shape, weights.iter().copied())
    }

    #[test]
    fn the_scores_are_the_models_own() {
        let all = "x1,x2,x1^2,x2^2,x1x2,sinx1,sinx2";
        let models = [
            model(all, &[0.3, 1.0, -2.0, 0.5, 0.25, -0.75, 2.0, -3.0]),
            model("x2,x1x2", &[-1.0, 2.0, 0.5]),
        ];
        for model in models {
            let scores = Scores::of_cells(&model, &WINDOW, (8, 4));
            for (column, row) in [(0, 0), (7, 3), (3, 1)] {
                let x1 = -2.0 + 4.0 * (column as f64 + 0.5) / 8.0;
                let x2 = 3.0 - 4.0 * (row as f64 + 0.5) / 4.0;
                let difference = scores.at(column, row) - model.score(x1, x2);
                assert!(difference.abs() < 1e-12);
            }
        }
    }

    #[test]
    fn a_circle_is_drawn_around_its_middle() {
        // x1² + (x2 - 1)² = 1
        let circle = model("x2,x1^2,x2^2", &[0.0, -2.0, 1.0, 1.0]);
        let segments = boundary(&circle, &WINDOW, (40, 40));
        assert!(segments.len() > 40);
        for (x1, x2) in segments.into_iter().flatten() {
            assert!((x1.hypot(x2 - 1.0) - 1.0).abs() < 0.01, "{x1}, {x2}");
        }
    }

    #[test]
    fn a_line_is_one_segment_to_the_edges() {
        let line = model("x1,x2", &[-1.0, 0.0, 1.0]);
        assert_eq!(
            boundary(&line, &WINDOW, (10, 10)),
            [[(2.0, 1.0), (-2.0, 1.0)]]
        );
    }
}
