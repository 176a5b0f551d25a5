//! The fingerprint of a table, which tells whether a later table has the same numbers.

use crc32fast::Hasher;

use crate::learning::data::family::Points;

/// Number of values whose bytes are hashed at once.
const CHUNK: usize = 1024;

/// Fingerprint of a table.
///
/// The hash is the CRC-32 of zlib, PNG and Ethernet, which is the same in every version of this program and in other
/// programs: Python's `zlib.crc32` gives it for the columns as 64-bit floats, lowest byte first, `x1` before `x2`
/// before the labels. It finds a changed table with a chance of all but one in four billion; it does not guard
/// against a forged one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint {
    /// Number of rows.
    pub rows: u64,
    /// CRC-32 of both features and the labels.
    pub crc32: u32,
}

impl Fingerprint {
    /// Computes the fingerprint of points.
    #[must_use]
    pub fn of(points: &Points) -> Self {
        let mut hasher = Hasher::new();
        let mut bytes = Vec::with_capacity(CHUNK * size_of::<f64>());
        for column in [&points.x1, &points.x2, &points.labels] {
            for values in column.chunks(CHUNK) {
                bytes.clear();
                bytes.extend(values.iter().flat_map(|value| value.to_le_bytes()));
                hasher.update(&bytes);
            }
        }
        Self {
            rows: points.labels.len() as u64,
            crc32: hasher.finalize(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_zlibs() {
        // zlib.crc32(struct.pack("<9d", 0.1, -2.5, 1e150, 3.0, 4.0, -0.0, 0.0, 1.0, 1.0))
        let mut points = Points {
            x1: vec![0.1, -2.5, 1e150],
            x2: vec![3.0, 4.0, -0.0],
            labels: vec![0.0, 1.0, 1.0],
        };
        let fingerprint = Fingerprint::of(&points);
        assert_eq!((fingerprint.rows, fingerprint.crc32), (3, 0xaf4e_9637));
        points.x2[1] = 4.000_000_000_000_001;
        assert_ne!(Fingerprint::of(&points), fingerprint);
    }

    #[test]
    fn the_chunks_leave_no_trace() {
        let column: Vec<f64> = (0..3000).map(f64::from).collect();
        let points = Points {
            x1: column.clone(),
            x2: column.clone(),
            labels: vec![1.0; 3000],
        };
        let mut hasher = Hasher::new();
        for value in column.iter().chain(&column).chain(&points.labels) {
            hasher.update(&value.to_le_bytes());
        }
        assert_eq!(Fingerprint::of(&points).crc32, hasher.finalize());
    }
}
