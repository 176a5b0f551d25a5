//! Facts of a person's own data that can make training hard. They are computed once, when the data are read.

use crate::learning::data::family::Points;
use crate::learning::numeric::moments::Moments;

/// Number of deviations beyond which a value is far outside.
const FAR: f64 = 20.0;
/// Largest number of values that the quartiles are taken from, evenly spread over the rows.
const SAMPLE: usize = 10_000;
/// Distance of the quartiles of a normal distribution, in deviations.
const QUARTILES: f64 = 1.349;
/// A far value is alone only if at most one row in this number has one. Beyond, the column has a long tail.
const FEW: usize = 100;
/// The rows count as sorted if the class changes from row to row at most once where a random order of them would
/// have this number of changes.
const SORTED: usize = 10;

/// Facts of the points.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// Standard deviation of `x1` and of `x2`, over all rows.
    pub deviations: [f64; 2],
    /// Number of rows of class 0 and of class 1.
    pub classes: [usize; 2],
    /// Whether rows of one class stand together, so that most mini-batches of rows in order hold one class only.
    pub is_sorted: bool,
    /// The farthest of the few values that lie far outside of the others, if there are any.
    pub far: Option<FarValue>,
}

/// A value that lies far from the others of its column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FarValue {
    /// Index of the feature: 0 for `x1`, 1 for `x2`.
    pub feature: usize,
    /// The value.
    pub value: f64,
    /// Its distance from the middle of the others, in their deviations.
    pub deviations: f64,
}

impl Facts {
    /// Computes the facts of points.
    #[must_use]
    pub fn of(points: &Points) -> Self {
        let rows = points.labels.len();
        let ones = points.labels.iter().filter(|label| **label == 1.0).count();
        let columns = [&points.x1, &points.x2];
        let far = columns.iter().enumerate();
        let far = far.filter_map(|(feature, column)| far_value(feature, column));
        Self {
            deviations: columns.map(|column| Moments::of(|| column.iter().copied()).deviation),
            classes: [rows - ones, ones],
            is_sorted: is_sorted(&points.labels, [rows - ones, ones]),
            far: far.max_by(|one, other| one.deviations.total_cmp(&other.deviations)),
        }
    }
}

/// Returns whether the class changes from row to row far less often than in a random order.
fn is_sorted(labels: &[f64], [zeros, ones]: [usize; 2]) -> bool {
    let changes = labels.windows(2).filter(|pair| pair[0] != pair[1]).count();
    // A random order has as many changes in the mean.
    let expected = 2.0 * zeros as f64 * ones as f64 / labels.len() as f64;
    (SORTED * changes) as f64 <= expected
}

/// Returns the value of a column that is the farthest from the others, if it lies far outside of them and few
/// others do. The middle is the median, and the deviation is taken from the distance of the quartiles: both stay
/// where they are, however far the outermost values lie.
fn far_value(feature: usize, column: &[f64]) -> Option<FarValue> {
    let step = column.len().div_ceil(SAMPLE).max(1);
    let mut sample: Vec<f64> = column.iter().copied().step_by(step).collect();
    sample.sort_by(f64::total_cmp);
    let at = |share: usize| sample[share * (sample.len() - 1) / 4];
    let (middle, spread) = (at(2), (at(3) - at(1)) / QUARTILES);
    let distance = |value: f64| (value - middle).abs();
    let farthest = column.iter().copied();
    let farthest = farthest.max_by(|one, other| distance(*one).total_cmp(&distance(*other)))?;
    // If half of the values are equal, as in a column of counts, the deviation of all but the farthest stands in.
    let spread = if spread > 0.0 {
        spread
    } else {
        let others = || column.iter().copied().filter(|value| *value != farthest);
        Moments::of(others).deviation
    };
    let is_far = |value: f64| distance(value) > FAR * spread;
    let count = column.iter().filter(|value| is_far(**value)).count();
    let is_alone = spread > 0.0 && count > 0 && (count == 1 || count * FEW <= column.len());
    is_alone.then(|| FarValue {
        feature,
        value: farthest,
        deviations: distance(farthest) / spread,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a hundred rows in a regular order: `x1` and `x2` from 0 to 9, and classes in turn.
    fn points() -> Points {
        let column = |step: u32| (0..100).map(|row| f64::from(row * step % 10)).collect();
        Points {
            x1: column(1),
            x2: column(3),
            labels: (0..100).map(|row| f64::from(row % 2)).collect(),
        }
    }

    #[test]
    fn regular_points_have_nothing_to_say() {
        let facts = Facts::of(&points());
        let deviation = 8.25_f64.sqrt();
        assert!((facts.deviations[0] - deviation).abs() < 1e-12);
        assert!((facts.deviations[1] - deviation).abs() < 1e-12);
        assert_eq!(facts.classes, [50, 50]);
        assert!(!facts.is_sorted);
        assert_eq!(facts.far, None);
    }

    #[test]
    fn a_value_far_outside_is_found_however_far_and_beside_another() {
        for far in [-9999.0, 500.0, 1e6, 1e150] {
            let mut points = points();
            points.x2[17] = far;
            let facts = Facts::of(&points);
            let found = facts.far.unwrap();
            assert_eq!((found.feature, found.value), (1, far));
            assert!(found.deviations > FAR);
            assert!(facts.deviations[1].is_finite());
        }
        let mut many = Points {
            x1: points().x1.repeat(10),
            x2: points().x2.repeat(10),
            labels: points().labels.repeat(10),
        };
        for place in 0..10 {
            many.x1[97 * place] = 99_999.0;
        }
        assert_eq!(Facts::of(&many).far.unwrap().value, 99_999.0);
        // One row in fifty is a tail.
        for place in 0..20 {
            many.x1[31 * place] = 99_999.0;
        }
        assert_eq!(Facts::of(&many).far, None);
    }

    #[test]
    fn a_column_of_few_values_has_none_far_outside() {
        let mut points = points();
        for x1 in [0.0, 7.0] {
            points.x1 = vec![x1; 100];
            assert_eq!(Facts::of(&points).far, None, "constant");
            points.x1[3] = x1 + 1.0;
            assert_eq!(Facts::of(&points).far, None, "all but one alike");
        }
        points.x1 = (0..100)
            .map(|row| f64::from(u8::from(row % 5 == 0)))
            .collect();
        assert_eq!(Facts::of(&points).far, None, "a fifth differs");
        points.x1[50] = 1000.0;
        assert_eq!(Facts::of(&points).far.unwrap().value, 1000.0);
    }

    #[test]
    fn rows_of_one_class_that_stand_together_are_sorted() {
        let sorted = |labels: Vec<f64>| {
            Facts::of(&Points {
                x1: labels.clone(),
                x2: labels.clone(),
                labels,
            })
            .is_sorted
        };
        let blocks = |sizes: &[usize]| -> Vec<f64> {
            let blocks = sizes.iter().enumerate();
            blocks
                .flat_map(|(place, size)| vec![(place % 2) as f64; *size])
                .collect()
        };
        assert!(sorted(blocks(&[50, 50])));
        assert!(sorted(blocks(&[50, 100])));
        assert!(sorted(blocks(&[100, 1, 100, 150])), "one row is misplaced");
        assert!(sorted(blocks(&[20, 40, 20])));
        assert!(!sorted(blocks(&[10; 10])), "blocks of ten");
        assert!(!sorted(blocks(&[2, 2])), "too few rows to tell");
        assert!(!sorted(blocks(&[1000, 5])), "too few of a class to tell");
    }
}
