//! The eigenvalues and eigenvectors of a small symmetric matrix.

use crate::learning::analysis::symmetric::Symmetric;
use crate::learning::kernel::Square;

/// Number of sweeps over all pairs of rows. Jacobi's method converges quadratically; matrices of eight rows take
/// fewer than ten sweeps.
const MOST_SWEEPS: usize = 50;

/// The eigenvalues of a symmetric matrix, and an orthonormal basis of eigenvectors.
#[derive(Debug, Clone, PartialEq)]
pub struct Eigen {
    /// The eigenvalues, the smallest first.
    pub values: Vec<f64>,
    /// The eigenvector of each eigenvalue, of length 1.
    pub vectors: Vec<Vec<f64>>,
}

impl Eigen {
    /// Computes the eigenvalues and eigenvectors of a matrix with finite entries.
    ///
    /// The method is Jacobi's, with cyclic sweeps (Golub and Van Loan, *Matrix Computations*, 8.5). It is
    /// written here because a library of linear algebra for at most eight rows would be many times the size of
    /// this file, and because its small eigenvalues are as accurate as the matrix allows.
    #[must_use]
    pub fn of(matrix: &Symmetric) -> Self {
        let size = matrix.size();
        let mut rest = *matrix.entries();
        // Row i is the i-th eigenvector.
        let mut vectors = *matrix
            .map(|row, column| f64::from(u8::from(row == column)))
            .entries();
        for _ in 0..MOST_SWEEPS {
            let mut has_turned = false;
            for first in 0..size {
                for second in first + 1..size {
                    if let Some(rotation) = Rotation::of(&rest, [first, second]) {
                        has_turned = true;
                        for row in &mut rest {
                            rotation.turn(row, [first, second]);
                        }
                        rotation.turn(&mut rest, [first, second]);
                        rotation.turn(&mut vectors, [first, second]);
                    }
                }
            }
            if !has_turned {
                break;
            }
        }
        let mut order: Vec<usize> = (0..size).collect();
        order.sort_by(|one, other| rest[*one][*one].total_cmp(&rest[*other][*other]));
        Self {
            values: order.iter().map(|place| rest[*place][*place]).collect(),
            vectors: order
                .iter()
                .map(|place| vectors[*place][..size].to_vec())
                .collect(),
        }
    }

    /// Returns the largest eigenvalue; 0 if the matrix has no rows.
    #[must_use]
    pub fn largest(&self) -> f64 {
        self.values.last().copied().unwrap_or(0.0)
    }

    /// Returns the smallest eigenvalue; 0 if the matrix has no rows.
    #[must_use]
    pub fn smallest(&self) -> f64 {
        self.values.first().copied().unwrap_or(0.0)
    }

    /// Returns the condition number: the largest eigenvalue divided by the smallest; `None` if the smallest is
    /// not above 0.
    #[must_use]
    pub fn condition(&self) -> Option<f64> {
        (self.smallest() > 0.0).then(|| self.largest() / self.smallest())
    }
}

/// A rotation in the plane of two coordinates.
#[derive(Clone, Copy)]
struct Rotation {
    cosine: f64,
    sine: f64,
}

impl Rotation {
    /// Returns the rotation that makes the entry of two rows 0; `None` if it is so small already that it
    /// changes no eigenvalue.
    fn of(matrix: &Square, [first, second]: [usize; 2]) -> Option<Self> {
        let [a, b, c] = [
            matrix[first][first],
            matrix[first][second],
            matrix[second][second],
        ];
        let negligible = f64::EPSILON / 4.0 * (a.abs() * c.abs()).sqrt();
        if b.abs() <= negligible {
            return None;
        }
        let theta = (c - a) / (2.0 * b);
        // The smaller one of the two solutions, which turns by at most 45 degrees.
        let tangent = 1.0_f64.copysign(theta) / (theta.abs() + theta.hypot(1.0));
        let cosine = 1.0 / tangent.hypot(1.0);
        Some(Self {
            cosine,
            sine: tangent * cosine,
        })
    }

    /// Turns two numbers of a vector, or two rows of a matrix.
    fn turn<T: Turned>(self, vector: &mut [T], [first, second]: [usize; 2]) {
        let (before, after) = vector.split_at_mut(second);
        T::turn(&mut before[first], &mut after[0], self);
    }
}

/// What a rotation turns: a pair of numbers, or of rows, number by number.
trait Turned {
    fn turn(first: &mut Self, second: &mut Self, by: Rotation);
}

impl Turned for f64 {
    fn turn(first: &mut Self, second: &mut Self, by: Rotation) {
        (*first, *second) = (
            by.cosine * *first - by.sine * *second,
            by.sine * *first + by.cosine * *second,
        );
    }
}

impl<const N: usize> Turned for [f64; N] {
    fn turn(first: &mut Self, second: &mut Self, by: Rotation) {
        for (first, second) in first.iter_mut().zip(second) {
            f64::turn(first, second, by);
        }
    }
}
