//! Marching squares: the curve along which a function on a grid is 0.

/// A point in grid coordinates: distance from the left edge, and distance from the top edge.
type GridPoint = (f64, f64);

/// Returns the curve along which a function on a grid is 0, as segments without a direction or an order.
///
/// Calls `value(column, row)` exactly once for each corner of the grid's cells, from `(0, 0)` to
/// `(columns, rows)` inclusive. Each end of a segment lies on an edge of a cell, where linear interpolation
/// between the values of the edge's two corners is 0. The ends are in grid coordinates, `0..=columns` and
/// `0..=rows`. Neighbouring cells compute bit-identical ends on their common edge. 0 counts as positive. In
/// a saddle, the mean of the four corners decides which two opposite corners are connected. A cell with a
/// corner that is not finite has no segment.
pub fn contour(
    columns: usize,
    rows: usize,
    value: impl Fn(usize, usize) -> f64,
) -> Vec<[GridPoint; 2]> {
    let corners = |row| (0..=columns).map(move |column| (column, row));
    let mut above: Vec<f64> = corners(0).map(|(column, row)| value(column, row)).collect();
    let mut below = above.clone();
    let mut segments = Vec::new();
    for row in 0..rows {
        for (place, corner) in below.iter_mut().zip(corners(row + 1)) {
            *place = value(corner.0, corner.1);
        }
        for (column, (above, below)) in above.windows(2).zip(below.windows(2)).enumerate() {
            let cell = GridCell {
                top: [above[0], above[1]],
                bottom: [below[0], below[1]],
            };
            cell.cross((column as f64, row as f64), &mut segments);
        }
        std::mem::swap(&mut above, &mut below);
    }
    segments
}

/// Values at the corners of a cell. Each pair is `[left, right]`.
struct GridCell {
    top: [f64; 2],
    bottom: [f64; 2],
}

impl GridCell {
    /// Adds the segments of the cell. `left` and `up` are the grid coordinates of its upper left corner.
    fn cross(&self, (left, up): GridPoint, segments: &mut Vec<[GridPoint; 2]>) {
        let Self { top, bottom } = *self;
        let corners = [top[0], top[1], bottom[0], bottom[1]];
        if corners.iter().any(|corner| !corner.is_finite()) {
            return;
        }
        let top_edge = root(top).map(|x| (left + x, up));
        let bottom_edge = root(bottom).map(|x| (left + x, up + 1.0));
        let left_edge = root([top[0], bottom[0]]).map(|y| (left, up + y));
        let right_edge = root([top[1], bottom[1]]).map(|y| (left + 1.0, up + y));
        let mut add = |from: GridPoint, to: GridPoint| {
            // If the curve only touches a corner of value 0, both ends are that corner. This is no segment.
            if from != to {
                segments.push([from, to]);
            }
        };
        let edges = [top_edge, right_edge, bottom_edge, left_edge];
        if let [
            Some(top_edge),
            Some(right_edge),
            Some(bottom_edge),
            Some(left_edge),
        ] = edges
        {
            // The sum has the sign of the mean. Two values are positive and two are negative, in an order in
            // which the sum has the right sign even if it overflows.
            let sum: f64 = corners.iter().sum();
            if is_positive(sum) == is_positive(top[0]) {
                add(top_edge, right_edge);
                add(bottom_edge, left_edge);
            } else {
                add(top_edge, left_edge);
                add(right_edge, bottom_edge);
            }
            return;
        }
        let mut crossed = edges.into_iter().flatten();
        if let (Some(from), Some(to)) = (crossed.next(), crossed.next()) {
            add(from, to);
        }
    }
}

fn is_positive(value: f64) -> bool {
    value >= 0.0
}

/// Returns the place, from 0 to 1, at which the straight line from the value `from` to the value `to` is 0.
/// Returns `None` if the signs of the two values are equal.
fn root([from, to]: [f64; 2]) -> Option<f64> {
    // This equals `from / (from - to)`, but here no difference can overflow.
    (is_positive(from) != is_positive(to)).then(|| 1.0 / (1.0 - to / from))
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::HashMap;

    use super::*;

    /// Counts how often each end of a segment occurs.
    fn ends(segments: &[[GridPoint; 2]]) -> HashMap<(u64, u64), usize> {
        let mut ends = HashMap::new();
        for (x, y) in segments.iter().flatten() {
            *ends.entry((x.to_bits(), y.to_bits())).or_default() += 1;
        }
        ends
    }

    fn far(column: usize, row: usize) -> GridPoint {
        (column as f64, row as f64)
    }

    #[test]
    fn a_line_is_found_to_the_last_digits() {
        let segments = contour(6, 3, |column, row| {
            let (x, y) = far(column, row);
            x - 0.5 * y - 2.25
        });
        // The line has one segment in each of the three rows, and one more where it crosses into a column.
        assert_eq!(segments.len(), 4);
        for (x, y) in segments.iter().flatten() {
            assert!((x - 0.5 * y - 2.25).abs() < 1e-15, "{x} {y}");
        }
        let once = |&(_, &count): &(_, &usize)| count == 1;
        assert_eq!(ends(&segments).iter().filter(once).count(), 2);
    }

    #[test]
    fn a_line_through_corners_is_there_once() {
        let upright = contour(4, 3, |column, _| column as f64 - 2.0);
        let expected = [0.0, 1.0, 2.0].map(|y| [(2.0, y), (2.0, y + 1.0)]);
        assert_eq!(sorted(upright), expected);
        let other_way = contour(4, 3, |column, _| 2.0 - column as f64);
        assert_eq!(sorted(other_way), expected);
        let diagonal = contour(3, 3, |column, row| column as f64 - row as f64);
        let expected = [0.0, 1.0, 2.0].map(|at| [(at, at), (at + 1.0, at + 1.0)]);
        assert_eq!(sorted(diagonal), expected);
        // If several neighbouring columns are 0, the curve follows the one next to the negative side.
        for zero in [0.0, -0.0] {
            let plateau = contour(3, 1, |column, _| [-1.0, zero, zero, 1.0][column]);
            assert_eq!(sorted(plateau), [[(1.0, 0.0), (1.0, 1.0)]]);
        }
        // The curve only touches a corner of value 0 between negative corners.
        let touched = contour(4, 4, |c, r| if (c, r) == (2, 2) { 0.0 } else { -1.0 });
        assert!(touched.is_empty());
    }

    fn sorted(mut segments: Vec<[GridPoint; 2]>) -> Vec<[GridPoint; 2]> {
        for segment in &mut segments {
            segment.sort_by(|a, b| a.partial_cmp(b).unwrap());
        }
        segments.sort_by(|a, b| a.partial_cmp(b).unwrap());
        segments
    }

    #[test]
    fn a_circle_is_closed_and_round() {
        // The circle of radius 5 goes through corners of the grid.
        for radius in [7.3, 5.0] {
            let segments = contour(20, 20, |column, row| {
                let (x, y) = far(column, row);
                (x - 10.0).hypot(y - 10.0) - radius
            });
            assert!(segments.len() > 20);
            for (x, y) in segments.iter().flatten() {
                let found = (x - 10.0).hypot(y - 10.0);
                assert!((found - radius).abs() < 0.03, "{found} for {radius}");
            }
            for (end, count) in ends(&segments) {
                assert_eq!(count, 2, "{end:?}");
            }
        }
    }

    #[test]
    fn the_mean_of_a_saddle_says_which_corners_are_connected() {
        let saddle = |top_left: f64, others: f64| {
            sorted(contour(
                1,
                1,
                |column, row| {
                    if column == row { top_left } else { others }
                },
            ))
        };
        // The mean is positive: the positive corners, top left and bottom right, are connected.
        assert_eq!(
            saddle(3.0, -1.0),
            [[(0.0, 0.75), (0.25, 1.0)], [(0.75, 0.0), (1.0, 0.25)]]
        );
        // The mean is negative: the negative corners, top right and bottom left, are connected.
        assert_eq!(
            saddle(1.0, -3.0),
            [[(0.0, 0.25), (0.25, 0.0)], [(0.75, 1.0), (1.0, 0.75)]]
        );
        // The mean is positive: the positive corners, top right and bottom left, are connected.
        assert_eq!(
            saddle(-1.0, 3.0),
            [[(0.0, 0.25), (0.25, 0.0)], [(0.75, 1.0), (1.0, 0.75)]]
        );
    }

    #[test]
    fn what_never_changes_its_sign_has_no_curve() {
        for value in [1.0, 0.0, -0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(contour(5, 4, |_, _| value).is_empty(), "{value}");
        }
        for (columns, rows) in [(0, 0), (0, 4), (4, 0)] {
            let value = |column, row| if (column + row) % 2 == 0 { 1.0 } else { -1.0 };
            assert!(contour(columns, rows, value).is_empty());
        }
    }

    #[test]
    fn a_corner_that_is_not_finite_takes_its_cells_alone() {
        let line = |column: usize, row: usize, odd: f64| match (column, row) {
            (2, 2) => odd,
            _ => row as f64 - 1.5,
        };
        for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let segments = sorted(contour(4, 4, |column, row| line(column, row, odd)));
            let left = [[(0.0, 1.5), (1.0, 1.5)], [(3.0, 1.5), (4.0, 1.5)]];
            assert_eq!(segments, left);
        }
    }

    #[test]
    fn the_largest_numbers_and_the_smallest_have_a_curve() {
        for size in [f64::MAX, 1.0, f64::MIN_POSITIVE] {
            let segments = contour(1, 1, |column, _| if column == 0 { -size } else { size });
            assert_eq!(sorted(segments), [[(0.5, 0.0), (0.5, 1.0)]]);
            let saddle = contour(1, 1, |c, r| if c == r { size } else { -size / 2.0 });
            assert_eq!(saddle.len(), 2);
            assert!(sorted(saddle)[0][1].1 > 0.6, "the middle is positive");
        }
    }

    #[test]
    fn each_corner_is_asked_for_once() {
        let asked = RefCell::new(HashMap::new());
        contour(5, 3, |column, row| {
            *asked.borrow_mut().entry((column, row)).or_insert(0) += 1;
            column as f64 - row as f64
        });
        let asked = asked.into_inner();
        assert_eq!(asked.len(), 6 * 4);
        assert!(asked.keys().all(|&(column, row)| column <= 5 && row <= 3));
        assert!(asked.values().all(|&count| count == 1));
    }
}
