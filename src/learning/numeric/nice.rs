//! Round numbers, as people choose them for ticks: 1, 2 or 5 times a power of ten.

/// Returns the smallest number of the form 1, 2 or 5 times a power of ten that is at least `least`, apart
/// from rounding errors. `least` must be above 0.
#[must_use]
pub fn nice_step(least: f64) -> f64 {
    let power = 10_f64.powf(least.log10().floor());
    let candidates = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power);
    let step = candidates
        .into_iter()
        .find(|step| *step >= least * (1.0 - 1e-9));
    step.unwrap_or(10.0 * power)
}
