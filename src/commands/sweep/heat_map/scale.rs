//! The scale of the losses in the map of a sweep.

/// Largest factor between the median of the losses and one with a colour of its own. Losses of separable points
/// fall without end, and would leave one colour for all others.
const MOST_SPAN: f64 = 1e6;

/// The losses that have colours of their own. Those beyond share the first or the last colour.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    pub low: f64,
    pub high: f64,
    /// Whether some losses lie beyond the low end, and beyond the high one.
    pub is_cut: [bool; 2],
}

impl Scale {
    /// Makes the scale of losses; `None` if there are none.
    pub fn new(mut losses: Vec<f64>) -> Option<Self> {
        losses.sort_by(f64::total_cmp);
        let (lowest, highest) = (*losses.first()?, *losses.last()?);
        let median = losses[losses.len() / 2];
        let (low, high) = (
            lowest.max(median / MOST_SPAN),
            highest.min(median * MOST_SPAN),
        );
        Some(Self {
            low,
            high,
            is_cut: [lowest < low, highest > high],
        })
    }

    /// Returns where a loss lies on the logarithmic scale, from 0 at its low end to 1 at its high end.
    pub fn level(self, loss: f64) -> f64 {
        let log = |loss: f64| loss.max(f64::MIN_POSITIVE).ln();
        let (low, high) = (log(self.low), log(self.high));
        let is_wide = high > low;
        if is_wide {
            ((log(loss) - low) / (high - low)).clamp(0.0, 1.0)
        } else {
            0.0
        }
    }
}

/// Returns the digit of a level, from 0 for the lowest loss to 9 for the highest one.
#[expect(clippy::cast_possible_truncation, reason = "a level lies from 0 to 1")]
#[expect(clippy::cast_sign_loss, reason = "a level lies from 0 to 1")]
pub fn digit(level: f64) -> String {
    ((level * 9.0).round() as u8).to_string()
}
