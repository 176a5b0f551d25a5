//! Whole powers of a number, by the same multiplications on every CPU.

/// Returns `base` to the power of `exponent`, by repeated squaring; 1 if the exponent is 0.
///
/// `f64::powi` and `f64::powf` leave the last digits to the system. The error of this function is at worst
/// about one rounding for each factor of `base`. If the base is from 0 to 1 and not close to 1, the power
/// becomes negligible before this error is visible.
#[must_use]
pub fn power(base: f64, exponent: u64) -> f64 {
    let (mut power, mut square, mut rest) = (1.0, base, exponent);
    while rest > 0 {
        if rest % 2 == 1 {
            power *= square;
        }
        square *= square;
        rest /= 2;
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_whole_powers_are_exact() {
        assert_eq!(power(3.0, 0), 1.0);
        assert_eq!(power(0.0, 0), 1.0);
        assert_eq!(power(3.0, 1), 3.0);
        assert_eq!(power(3.0, 13), 1_594_323.0);
        assert_eq!(power(0.5, 1000), 2.0_f64.powf(-1000.0));
        assert_eq!(power(0.0, 7), 0.0);
    }

    #[test]
    fn large_exponents_are_close_and_come_to_an_end() {
        for base in [0.9_f64, 0.99, 0.999] {
            for exponent in [7_u32, 100, 1000, 5000] {
                let expected = base.powf(f64::from(exponent));
                let found = power(base, u64::from(exponent));
                assert!((found / expected - 1.0).abs() < 1e-12, "{base}^{exponent}");
            }
            assert_eq!(power(base, u64::MAX), 0.0);
        }
    }
}
