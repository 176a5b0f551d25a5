//! The axes of the loss chart: their ranges, and their ticks at round numbers.

use crate::learning::numeric::nice::nice_step;
use crate::session::settings::Scale;
use crate::ui::number;

/// Largest number of decades of losses that a logarithmic axis covers, before the axis is extended downwards
/// to a whole number of steps.
const MOST_DECADES: f64 = 8.0;

/// Losses up to this value are treated as 0, because the steps between ticks would be too small for numbers.
const SMALLEST: f64 = 1e-290;

/// Ratio of the upper end of a linear axis to the highest loss.
const HEADROOM: f64 = 1.03;

/// Largest number of steps between the ticks of an axis.
const MOST_STEPS: f64 = 8.0;

/// Smallest number of steps into which a linear axis is divided, before the step is rounded up to 1, 2 or 5
/// times a power of ten. Rounding multiplies the step by at most 2.5, so that it is not longer than the axis
/// and there is a second tick.
const FEWEST_STEPS: f64 = 2.5;

/// A vertical axis on which losses are drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct LossAxis {
    scale: Scale,
    /// Lower end; its logarithm to base 10 if the scale is logarithmic.
    low: f64,
    /// Upper end; its logarithm to base 10 if the scale is logarithmic.
    high: f64,
    ticks: Vec<Tick>,
}

/// A tick on an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Height of the tick, from 0 at the bottom of the axis to 1 at the top.
    pub height: f64,
    /// Text next to the tick.
    pub label: String,
}

impl LossAxis {
    /// Makes the axis for losses from `low` to `high` on `rows` rows of text. Ticks are at least two rows
    /// apart, because closer ticks would look unevenly spaced. If there is room for only one such tick, two
    /// ticks are closer.
    #[must_use]
    pub fn new(scale: Scale, [low, high]: [f64; 2], rows: u16) -> Self {
        let steps = f64::from(rows) / 2.0;
        match scale {
            Scale::Linear => Self::linear(high, steps.clamp(FEWEST_STEPS, MOST_STEPS)),
            // Ticks can be in every second row, including the top row and the bottom row.
            Scale::Log => Self::log(low, high, (steps.ceil() - 1.0).clamp(1.0, MOST_STEPS)),
        }
    }

    /// Makes an axis from 0 to a little above the highest loss, with at most `steps` steps between ticks.
    /// The step is 1, 2 or 5 times a power of ten.
    fn linear(high: f64, steps: f64) -> Self {
        let high = if high > SMALLEST {
            high * HEADROOM
        } else {
            1.0
        };
        let step = nice_step(high / steps);
        let ticks = counted((high / step).floor())
            .map(|tick| Tick {
                height: tick * step / high,
                label: number::tick(tick * step, step),
            })
            .collect();
        Self {
            scale: Scale::Linear,
            low: 0.0,
            high,
            ticks,
        }
    }

    /// Makes a linear axis for values from `low` to `high`, which may be negative, with ticks at round numbers.
    #[must_use]
    pub fn signed([low, high]: [f64; 2], rows: u16) -> Self {
        let steps = (f64::from(rows) / 2.0).clamp(FEWEST_STEPS, MOST_STEPS);
        let narrowest = low.abs().max(high.abs()).max(SMALLEST) * 1e-3;
        let step = nice_step((high - low).max(narrowest) / steps);
        let first = (low / step).floor();
        let end = (high / step).ceil().max(first + 1.0);
        let (low, high) = (first * step, end * step);
        let ticks = counted(end - first)
            .map(|tick| Tick {
                height: tick * step / (high - low),
                label: number::tick((first + tick) * step, step),
            })
            .collect();
        Self {
            scale: Scale::Linear,
            low,
            high,
            ticks,
        }
    }

    /// Makes an axis from one power of ten to another, with at most `steps` steps between ticks. Both ends
    /// have a tick. Between them, every power of ten has a tick if there is room, else every second or third
    /// one and so on.
    fn log(low: f64, high: f64, steps: f64) -> Self {
        let top = if high > SMALLEST {
            high.log10().ceil()
        } else {
            0.0
        };
        let bottom = if low > SMALLEST {
            low.log10().floor()
        } else {
            top - MOST_DECADES
        };
        let bottom = bottom.clamp(top - MOST_DECADES, top - 1.0);
        let stride = ((top - bottom) / steps).ceil();
        let count = ((top - bottom) / stride).ceil();
        let bottom = top - stride * count;
        let ticks = counted(count)
            .map(|tick| {
                let decade = top - tick * stride;
                Tick {
                    height: (decade - bottom) / (top - bottom),
                    label: number::tick(10_f64.powf(decade), 10_f64.powf(decade)),
                }
            })
            .collect();
        Self {
            scale: Scale::Log,
            low: bottom,
            high: top,
            ticks,
        }
    }

    /// Returns the height of a loss on the axis: 0 at the bottom, 1 at the top, and a value outside this
    /// range for a loss outside the axis. On a logarithmic axis, the loss must be at least 0, and a loss of 0
    /// has the height minus infinity.
    #[must_use]
    pub fn height(&self, loss: f64) -> f64 {
        match self.scale {
            Scale::Linear => (loss - self.low) / (self.high - self.low),
            Scale::Log => (loss.log10() - self.low) / (self.high - self.low),
        }
    }

    /// Returns the ticks.
    #[must_use]
    pub fn ticks(&self) -> &[Tick] {
        &self.ticks
    }
}

/// Returns the whole numbers from 0 up to and including `last`.
fn counted(last: f64) -> impl Iterator<Item = f64> {
    std::iter::successors(Some(0.0), |number| Some(number + 1.0)).take_while(move |n| *n <= last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: &LossAxis) -> Vec<&str> {
        axis.ticks()
            .iter()
            .map(|tick| tick.label.as_str())
            .collect()
    }

    #[test]
    fn a_linear_axis_goes_from_zero_to_just_above_the_highest_with_ticks_on_nice_numbers() {
        let axis = LossAxis::new(Scale::Linear, [0.0114, 0.0241], 5);
        assert_eq!(labels(&axis), ["0", "0.01", "0.02"]);
        assert!((axis.ticks()[2].height - axis.height(0.02)).abs() < 1e-12);
        assert!((0.95..1.0).contains(&axis.height(0.0241)));
        let axis = LossAxis::new(Scale::Linear, [0.0, 30.0], 6);
        assert_eq!(labels(&axis), ["0", "20"]);
        let axis = LossAxis::new(Scale::Linear, [0.0, 30.0], 10);
        assert_eq!(labels(&axis), ["0", "10", "20", "30"]);
    }

    #[test]
    fn ticks_of_a_linear_axis_stand_two_rows_apart_unless_there_would_be_one() {
        for rows in 1..=40 {
            for high in (1..2000).map(|place| 0.003 * 1.01_f64.powi(place)) {
                let axis = LossAxis::new(Scale::Linear, [0.0, high], rows);
                let [bottom, first, ..] = axis.ticks() else {
                    panic!("{rows} rows up to {high}: {:?}", axis.ticks());
                };
                let apart = (first.height - bottom.height) * f64::from(rows);
                assert!(
                    rows < 5 || apart > 1.999,
                    "{rows} rows up to {high}: {apart}"
                );
            }
        }
    }

    #[test]
    fn a_log_axis_covers_whole_decades() {
        let axis = LossAxis::new(Scale::Log, [0.02, 31.0], 9);
        assert_eq!(labels(&axis), ["100", "10", "1", "0.1", "0.01"]);
        assert!((axis.height(1.0) - 0.5).abs() < 1e-12);
        assert_eq!(axis.height(0.0), f64::NEG_INFINITY);
        let sparse = LossAxis::new(Scale::Log, [1e-5, 31.0], 9);
        assert_eq!(labels(&sparse), ["100", "1", "0.01", "1e-4", "1e-6"]);
    }

    #[test]
    fn losses_that_are_all_zero_still_have_an_axis() {
        let tiny = [0.0, f64::from_bits(1), f64::MIN_POSITIVE];
        let cases = tiny.map(|loss| [(Scale::Linear, loss), (Scale::Log, loss)]);
        for (scale, loss) in cases.into_iter().flatten() {
            let axis = LossAxis::new(scale, [loss, loss], 5);
            assert!(axis.height(0.0) <= 0.0);
            assert!(axis.ticks().len() >= 2);
        }
    }
}
