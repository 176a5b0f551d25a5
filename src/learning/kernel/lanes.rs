//! Eight sums side by side, which are always added in one fixed order.

/// Number of sums that are added up side by side.
pub const LANES: usize = 8;

/// One number for each lane.
pub type Lanes = [f64; LANES];

/// Numbers that change no sum when they are added, not even the sign of a zero.
pub const NOTHING: Lanes = [-0.0; LANES];

/// Number of factors that are multiplied in a lane before their logarithm is taken. Each factor is at least
/// ½, so the product over all lanes is still far above the smallest positive number.
const FACTORS: usize = 64;

/// Largest distance on the wrong side that is counted for a sample, so that the sum over any number of
/// samples is finite. Only weights near the largest floating-point number lead to such a distance.
const MOST: f64 = 1e280;

/// Returns a column with fewer samples than lanes, padded with zeros.
#[inline(always)]
pub fn padded(rest: &[f64]) -> Lanes {
    std::array::from_fn(|lane| rest.get(lane).copied().unwrap_or(0.0))
}

/// Returns the sum of the lanes, always added in this order.
#[inline(always)]
pub fn tree(lanes: &Lanes) -> f64 {
    let pair = |lane: usize| lanes[lane] + lanes[lane + 4];
    (pair(0) + pair(2)) + (pair(1) + pair(3))
}

/// Sum of the cross-entropies of the samples added so far.
///
/// The cross-entropy of a sample with score `s` is `max(±s, 0) - ln p`, where the sign is minus for class 1
/// and `p` is the probability of the likelier class. Logarithms are therefore taken only of numbers from ½
/// to 1, and of many numbers at once: of their product. Amounts below 1e-16 become 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entropy {
    margins: Lanes,
    products: Lanes,
    logarithms: f64,
    factors: usize,
}

impl Default for Entropy {
    #[inline(always)]
    fn default() -> Self {
        Self {
            margins: NOTHING,
            products: [1.0; LANES],
            logarithms: 0.0,
            factors: 0,
        }
    }
}

impl Entropy {
    /// Adds one sample for each of the first `count` lanes, with these scores, probabilities and labels.
    #[inline(always)]
    pub fn add(&mut self, scores: &Lanes, probabilities: &Lanes, labels: &Lanes, count: usize) {
        for lane in 0..LANES {
            let (margin, factor) = parts(scores[lane], probabilities[lane], labels[lane]);
            let is_used = lane < count;
            self.margins[lane] += if is_used { margin } else { NOTHING[lane] };
            self.products[lane] *= if is_used { factor } else { 1.0 };
        }
        self.factors += 1;
    }

    /// Returns how often samples can be added before [`settle`](Self::settle) has to take the logarithm.
    #[inline(always)]
    pub fn room(&self) -> usize {
        FACTORS - self.factors
    }

    /// Takes the logarithm if it is due. The logarithm is a function call, so this is kept out of the inner
    /// loop.
    #[inline(always)]
    pub fn settle(&mut self) {
        if self.factors == FACTORS {
            self.logarithms -= logarithm(self.products);
            self.products = [1.0; LANES];
            self.factors = 0;
        }
    }

    /// Returns the sum of the cross-entropies.
    #[inline(always)]
    pub fn total(&self) -> f64 {
        tree(&self.margins) + (self.logarithms - logarithm(self.products))
    }
}

/// Returns the cross-entropy of one sample, computed as in [`Entropy`].
#[inline(always)]
pub fn of_one(score: f64, probability: f64, label: f64) -> f64 {
    let (margin, factor) = parts(score, probability, label);
    margin + (0.0 - factor.ln())
}

/// Returns how far the score is on the wrong side, and the probability of the likelier class.
#[inline(always)]
fn parts(score: f64, probability: f64, label: f64) -> (f64, f64) {
    let wrong = if label > 0.5 { -score } else { score };
    let margin = if wrong > 0.0 { wrong } else { 0.0 };
    let margin = if margin < MOST { margin } else { MOST };
    let other = 1.0 - probability;
    let likelier = if probability > other {
        probability
    } else {
        other
    };
    (margin, likelier)
}

/// Returns the logarithm of the product of the lanes, always multiplied in this order. It is not inlined:
/// if it were, the compiler would keep the lanes in the order of this tree throughout the loop before it,
/// which is slower.
#[inline(never)]
fn logarithm(lanes: Lanes) -> f64 {
    let pair = |lane: usize| lanes[lane] * lanes[lane + 4];
    ((pair(0) * pair(2)) * (pair(1) * pair(3))).ln()
}
