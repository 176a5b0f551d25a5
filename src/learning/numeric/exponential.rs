//! The exponential function, in arithmetic that vectorizes and gives the same bits on every CPU.
//!
//! The function of the standard library differs from one system to the next, and takes one number at a
//! time.

/// Number whose addition rounds to a whole number, which the lowest bits of the sum then hold.
const ROUNDER: f64 = 6_755_399_441_055_744.0;
const LOG2_E: f64 = std::f64::consts::LOG2_E;
/// Natural logarithm of 2 in two parts; products of the first part with exponents are exact.
const LN_2: [f64; 2] = [6.931_471_803_691_238e-1, 1.908_214_929_270_587_7e-10];
/// Coefficients of `e^r = 1 + r + r² · (C0 + C1 r + …)` for `|r| ≤ ln 2 / 2`, with the smallest relative
/// error, 4e-18 (Remez's algorithm, 60 digits).
const C: [f64; 10] = [
    0.500_000_000_000_001,
    0.166_666_666_666_664_2,
    0.041_666_666_666_535_5,
    0.008_333_333_333_493_101,
    0.001_388_888_894_240_101,
    0.000_198_412_695_066_778_03,
    2.480_149_424_304_436_8e-5,
    2.755_758_811_439_487e-6,
    2.762_987_531_908_514e-7,
    2.499_907_547_969_184_6e-8,
];
/// Largest number whose exponential is finite; above it the result is infinite.
const LARGEST: f64 = 709.782_712_893_384;
/// Lower bound: the exponential of a smaller number is 0.
const SMALLEST: f64 = -745.133_219_101_941_2;
/// Twice the bias of an exponent in a 64-bit floating-point number.
const TWO_BIASES: u64 = 2046;

/// Returns `e` to the power of `x`, within one unit in the last place of [`f64::exp`] for every number,
/// including gradual underflow, 0, infinity and NaN.
///
/// The range is reduced to `|r| ≤ ln 2 / 2` by `x = n ln 2 + r`. A polynomial gives `e^r - 1`; it is
/// evaluated by Estrin's scheme, which has short dependency chains. `2^n` is multiplied in two halves, so
/// that neither half overflows before the result does.
#[inline(always)]
#[expect(
    clippy::inline_always,
    reason = "compiled for the instructions of whoever calls it"
)]
#[must_use]
pub fn exp(x: f64) -> f64 {
    let rounded = x.mul_add(LOG2_E, ROUNDER);
    let n = rounded - ROUNDER;
    let r = n.mul_add(-LN_2[0], x);
    let r = n.mul_add(-LN_2[1], r);
    let r2 = r * r;
    let r4 = r2 * r2;
    let r8 = r4 * r4;
    let low = r2.mul_add(r.mul_add(C[3], C[2]), r.mul_add(C[1], C[0]));
    let high = r2.mul_add(r.mul_add(C[7], C[6]), r.mul_add(C[5], C[4]));
    let tail = r8.mul_add(r.mul_add(C[9], C[8]), r4.mul_add(high, low));
    let less_one = r2.mul_add(tail, r);
    let exponent = rounded
        .to_bits()
        .wrapping_sub(ROUNDER.to_bits() - TWO_BIASES);
    let half = exponent >> 1;
    let scale = f64::from_bits(half << 52);
    let rest = f64::from_bits(exponent.wrapping_sub(half) << 52);
    let result = less_one.mul_add(scale, scale) * rest;
    let result = if x > LARGEST { f64::INFINITY } else { result };
    if x < SMALLEST { 0.0 } else { result }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the distance between two numbers that are not negative, counted in floating-point numbers.
    fn distance(one: f64, other: f64) -> u64 {
        one.to_bits().abs_diff(other.to_bits())
    }

    fn assert_near(x: f64) {
        let (ours, theirs) = (exp(x), x.exp());
        let apart = distance(ours, theirs);
        assert!(apart <= 1, "exp({x:?}) is {ours:e}, not {theirs:e}");
    }

    #[test]
    fn it_is_within_one_unit_in_the_last_place_over_the_whole_range() {
        // The ratio of the step to ln 2 is not simple, so that every remainder comes up.
        let count: u32 = 1_600_000;
        for i in 0..=count {
            assert_near(-747.0 + f64::from(i) * (1458.0 / f64::from(count)));
        }
    }

    #[test]
    fn small_numbers_are_exact_enough_too() {
        for exponent in -1074..=9 {
            for mantissa in [1.0, 1.1, 1.5, 1.9] {
                let x = mantissa * 2.0_f64.powi(exponent);
                assert_near(x);
                assert_near(-x);
            }
        }
    }

    #[test]
    fn results_that_underflow_do_so_gradually() {
        for i in 0..200_000 {
            let x = -708.0 - f64::from(i) * (37.5 / 200_000.0);
            assert_near(x);
        }
        assert_eq!(exp(-745.2), 0.0);
        assert_eq!(exp(SMALLEST), SMALLEST.exp());
        assert!(exp(-745.1) > 0.0);
    }

    #[test]
    fn the_ends_of_the_range_are_what_they_must_be() {
        assert_eq!(exp(0.0).to_bits(), 1.0_f64.to_bits());
        assert_eq!(exp(-0.0).to_bits(), 1.0_f64.to_bits());
        assert_eq!(exp(f64::INFINITY), f64::INFINITY);
        assert_eq!(exp(f64::NEG_INFINITY).to_bits(), 0.0_f64.to_bits());
        assert_eq!(exp(1e308), f64::INFINITY);
        assert_eq!(exp(-1e308), 0.0);
        assert!(exp(LARGEST).is_finite());
        assert_eq!(exp(LARGEST.next_up()), f64::INFINITY);
        assert!(exp(f64::NAN).is_nan());
        assert!(exp(-f64::NAN).is_nan());
    }
}
