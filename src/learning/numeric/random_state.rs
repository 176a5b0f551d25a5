//! NumPy's legacy random stream, `numpy.random.RandomState(seed)`, bit for bit.

use std::collections::TryReserveError;

use rand_mt::Mt;

/// Random stream that `np.random.seed(seed)` and `RandomState(seed)` start, with the few draws that the
/// tutorial and scikit-learn's generators make from it.
///
/// The only step that depends on the platform is the natural logarithm in [`normal`](Self::normal). On
/// Linux, the logarithms of glibc and Rust agree.
#[derive(Clone)]
pub struct RandomState {
    twister: Mt,
    /// Second of the two normal numbers that one polar step yields, kept for the next call.
    spare_normal: Option<f64>,
}

impl RandomState {
    /// Makes the stream of the integer `seed` (`init_genrand`, not the array seeding of newer generators).
    #[must_use]
    pub fn new(seed: u32) -> Self {
        Self {
            twister: Mt::new(seed),
            spare_normal: None,
        }
    }

    /// Draws a number in `[0, 1)` with 53 random bits.
    pub fn double(&mut self) -> f64 {
        let high = f64::from(self.twister.next_u32() >> 5);
        let low = f64::from(self.twister.next_u32() >> 6);
        (high * 67_108_864.0 + low) / 9_007_199_254_740_992.0
    }

    /// Draws a number in `[low, high)`, uniformly.
    pub fn uniform(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.double()
    }

    /// Draws a normal number with this mean and this standard deviation, by Marsaglia's polar method.
    pub fn normal(&mut self, mean: f64, deviation: f64) -> f64 {
        mean + deviation * self.standard_normal()
    }

    fn standard_normal(&mut self) -> f64 {
        if let Some(spare) = self.spare_normal.take() {
            return spare;
        }
        loop {
            let x1 = 2.0 * self.double() - 1.0;
            let x2 = 2.0 * self.double() - 1.0;
            let r2 = x1 * x1 + x2 * x2;
            if r2 < 1.0 && r2 != 0.0 {
                let factor = (-2.0 * r2.ln() / r2).sqrt();
                self.spare_normal = Some(factor * x1);
                return factor * x2;
            }
        }
    }

    /// Draws a whole number in `0..=max`, by masking and drawing again. If `max` is 0, it draws no random
    /// number.
    pub fn interval(&mut self, max: u32) -> u32 {
        if max == 0 {
            return 0;
        }
        let mask = u32::MAX >> max.leading_zeros();
        loop {
            let value = self.twister.next_u32() & mask;
            if value <= max {
                return value;
            }
        }
    }

    /// Puts `items` in a random order, as `RandomState.shuffle` does (Fisher–Yates shuffle, from the end).
    ///
    /// # Panics
    /// If there are more than 2³² items, which no data set here has.
    pub fn shuffle(&mut self, items: &mut [u32]) {
        for last in (1..items.len()).rev() {
            let max = u32::try_from(last).expect("sample indices fit 32 bits");
            items.swap(last, self.interval(max) as usize);
        }
    }

    /// Returns the numbers `0..count` in a random order, as `RandomState.permutation` does.
    ///
    /// # Errors
    /// If the system does not give the memory.
    pub fn permutation(&mut self, count: u32) -> Result<Vec<u32>, TryReserveError> {
        let mut order = Vec::new();
        order.try_reserve_exact(count as usize)?;
        order.extend(0..count);
        self.shuffle(&mut order);
        Ok(order)
    }
}
