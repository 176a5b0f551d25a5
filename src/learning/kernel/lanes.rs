//! Eight sums side by side, and how they become one: always in the same order.

/// Sums that are added up side by side.
pub const LANES: usize = 8;

/// A number for each lane.
pub type Lanes = [f64; LANES];

/// What changes nothing when it is added, not even the sign of a zero.
pub const NOTHING: Lanes = [-0.0; LANES];

/// So many factors of at least ½ are multiplied in a lane before their logarithm is taken: the product
/// of all lanes is still far above the smallest number.
const FACTORS: usize = 64;

/// No sample is counted as further on the wrong side, so that the sum of any number is finite. Only
/// weights near the largest number take one there.
const MOST: f64 = 1e280;

/// A column of fewer samples than lanes, with zeros behind.
#[inline(always)]
pub fn padded(rest: &[f64]) -> Lanes {
    std::array::from_fn(|lane| rest.get(lane).copied().unwrap_or(0.0))
}

/// The sum of the lanes, always in this order.
#[inline(always)]
pub fn tree(lanes: &Lanes) -> f64 {
    let pair = |lane: usize| lanes[lane] + lanes[lane + 4];
    (pair(0) + pair(2)) + (pair(1) + pair(3))
}

/// The cross-entropy of some samples, as far as it has been added up.
///
/// Of a sample with score `s` it is `max(±s, 0) - ln p`, where the sign is minus for class 1 and `p` is
/// the probability of the likelier class: logarithms are of numbers from ½ to 1, and many of them are
/// taken at once, of a product. What is below 1e-16 is 0.
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
    /// Adds a sample for each of the first `count` lanes, with these scores and probabilities.
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

    /// How many times samples can be added before the logarithm is due.
    #[inline(always)]
    pub fn room(&self) -> usize {
        FACTORS - self.factors
    }

    /// Takes the logarithm, if it is due. That is a call, and so no part of an inner loop.
    #[inline(always)]
    pub fn settle(&mut self) {
        if self.factors == FACTORS {
            self.logarithms -= logarithm(self.products);
            self.products = [1.0; LANES];
            self.factors = 0;
        }
    }

    /// The sum.
    #[inline(always)]
    pub fn total(&self) -> f64 {
        tree(&self.margins) + (self.logarithms - logarithm(self.products))
    }
}

/// What [`Entropy`] makes of one sample.
#[inline(always)]
pub fn of_one(score: f64, probability: f64, label: f64) -> f64 {
    let (margin, factor) = parts(score, probability, label);
    margin + (0.0 - factor.ln())
}

/// How far the score is on the wrong side, and the probability of the likelier class.
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

/// The logarithm of the product of the lanes, always in this order. Were it inlined, the compiler would
/// keep the lanes in the order of this tree all through the loop before it, which is slower.
#[inline(never)]
fn logarithm(lanes: Lanes) -> f64 {
    let pair = |lane: usize| lanes[lane] * lanes[lane + 4];
    ((pair(0) * pair(2)) * (pair(1) * pair(3))).ln()
}
