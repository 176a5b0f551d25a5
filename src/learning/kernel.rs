//! The inner loop: prediction, error, squared error and gradient over a mini-batch.
//!
//! There is one definition of the arithmetic, and every CPU gives the same bits: samples go round eight
//! lanes, each lane adds up its own in order, and the lanes are added in one fixed tree; multiplications
//! and additions are fused wherever that is written, in software where the CPU cannot. The compiler makes
//! it for each set of [`Instructions`], which are chosen once at the start.
//!
//! `pulp` compiles plain code for several sets and calls the right one without unsafe code of ours;
//! written with its own vector types the loop was no faster, and longer.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is compiled for the instructions that any CPU has"
)]

use std::fmt;

use pulp::{Arch, NullaryFnOnce};

use crate::learning::dataset::Columns;
use crate::learning::exponential::exp;
use crate::learning::model::{Weights, score, tamed};

/// Sums that are added up side by side.
pub const LANES: usize = 8;

/// A number for each lane.
type Lanes = [f64; LANES];

/// What changes nothing when it is added, not even the sign of a zero.
const NOTHING: Lanes = [-0.0; LANES];

/// What one pass over a mini-batch adds up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sums {
    /// The sum of squared errors: the batch's loss.
    pub squared_error: f64,
    /// `Xᵀ · error`, the bias first: the gradient before it is divided by the batch's length.
    pub gradient: Weights,
}

/// A mini-batch of which a part has been added up.
#[derive(Debug, Clone, Copy)]
pub struct PartialSums {
    squared_error: Lanes,
    bias: Lanes,
    first: Lanes,
    second: Lanes,
}

/// The instructions by which the arithmetic is carried out. All give the same bits.
#[derive(Clone, Copy)]
pub struct Instructions(Arch);

impl Instructions {
    /// The fastest that this CPU has.
    #[must_use]
    pub fn best() -> Self {
        Self(Arch::new())
    }

    /// All that this CPU has, those that any CPU has first.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut all = vec![Arch::Scalar];
        #[cfg(target_arch = "x86_64")]
        {
            all.extend(pulp::x86::V3::try_new().map(Arch::V3));
            all.extend(pulp::x86::V4::try_new().map(Arch::V4));
        }
        #[cfg(target_arch = "aarch64")]
        all.extend(pulp::aarch64::Neon::try_new().map(Arch::Neon));
        all.into_iter().map(Self).collect()
    }

    /// What they are called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            #[cfg(target_arch = "x86_64")]
            Arch::V3(_) => "AVX2",
            #[cfg(target_arch = "x86_64")]
            Arch::V4(_) => "AVX-512",
            #[cfg(target_arch = "aarch64")]
            Arch::Neon(_) => "NEON",
            _ => "portable",
        }
    }

    /// Makes an update for each mini-batch of `size` consecutive samples, the last of which may have
    /// fewer, and puts their losses into `losses`, which has room for all. Returns how many were made:
    /// the first whose numbers would not be finite is not, nor any after it.
    pub fn descend(
        self,
        weights: &mut Weights,
        samples: Columns,
        size: usize,
        alpha: f64,
        losses: &mut [f64],
    ) -> usize {
        self.0.dispatch(Descend {
            weights,
            samples,
            size,
            alpha,
            losses,
        })
    }

    /// Adds a part of a mini-batch to those before it. Whatever the parts, the sums are those of the
    /// whole, as long as all but the last have a multiple of [`LANES`] samples.
    pub fn extend(self, sums: &mut PartialSums, weights: &Weights, part: Columns) {
        self.0.dispatch(Extend(sums, *weights, part));
    }

    /// How many samples stand on the side of the boundary that is their label's.
    #[must_use]
    pub fn count_right(self, weights: &Weights, samples: Columns) -> usize {
        self.0.dispatch(CountRight(tamed(weights), samples))
    }
}

impl fmt::Debug for Instructions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

// What is compiled for each set of instructions. (A closure is not: it is compiled on its own.)

struct Descend<'a> {
    weights: &'a mut Weights,
    samples: Columns<'a>,
    size: usize,
    alpha: f64,
    losses: &'a mut [f64],
}
struct Extend<'a>(&'a mut PartialSums, Weights, Columns<'a>);
struct CountRight<'a>(Weights, Columns<'a>);

impl NullaryFnOnce for Descend<'_> {
    type Output = usize;

    #[inline(always)]
    fn call(mut self) -> usize {
        let (made, weights) = self.descend();
        *self.weights = weights;
        made
    }
}

impl NullaryFnOnce for Extend<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.0.extend(self.1, self.2);
    }
}

impl NullaryFnOnce for CountRight<'_> {
    type Output = usize;

    #[inline(always)]
    fn call(self) -> usize {
        count_right(&self.0, self.1)
    }
}

impl Descend<'_> {
    #[inline(always)]
    fn descend(&mut self) -> (usize, Weights) {
        let mut weights = *self.weights;
        let step = self.alpha / self.size as f64;
        let Columns { x1, x2, labels } = self.samples;
        if self.size == 1 {
            let samples = x1.iter().zip(x2).zip(labels).zip(self.losses.iter_mut());
            for (made, (((x1, x2), label), loss)) in samples.enumerate() {
                let sums = sum_one(weights, *x1, *x2, *label);
                let Some(moved) = moved(&weights, &sums, step) else {
                    return (made, weights);
                };
                (weights, *loss) = (moved, sums.squared_error);
            }
            return (labels.len(), weights);
        }
        let batches = x1.chunks(self.size).zip(x2.chunks(self.size));
        let batches = batches.zip(labels.chunks(self.size));
        let mut made = 0;
        for (((x1, x2), labels), loss) in batches.zip(self.losses.iter_mut()) {
            let sums = sum(weights, Columns { x1, x2, labels });
            let step = if labels.len() == self.size {
                step
            } else {
                self.alpha / labels.len() as f64
            };
            let Some(moved) = moved(&weights, &sums, step) else {
                break;
            };
            (weights, *loss) = (moved, sums.squared_error);
            made += 1;
        }
        (made, weights)
    }
}

/// The weights after a step against the gradient, unless its numbers are not finite.
#[inline(always)]
#[must_use]
pub fn moved(weights: &Weights, sums: &Sums, step: f64) -> Option<Weights> {
    let mut moved = *weights;
    let mut is_finite = sums.squared_error.is_finite();
    for (weight, sum) in moved.iter_mut().zip(sums.gradient) {
        *weight -= step * sum;
        is_finite &= weight.is_finite();
    }
    is_finite.then_some(moved)
}

#[inline(always)]
fn sum(weights: Weights, batch: Columns) -> Sums {
    if let ([x1], [x2], [label]) = (batch.x1, batch.x2, batch.labels) {
        return sum_one(weights, *x1, *x2, *label);
    }
    let mut sums = PartialSums::default();
    sums.extend(weights, batch);
    sums.total()
}

/// What the lanes would make of one sample, without the way through them.
#[inline(always)]
fn sum_one(weights: Weights, x1: f64, x2: f64, label: f64) -> Sums {
    let error = error(weights, x1, x2, label);
    Sums {
        squared_error: error * error,
        gradient: [error, error * x1, error * x2],
    }
}

impl PartialSums {
    #[inline(always)]
    fn extend(&mut self, weights: Weights, part: Columns) {
        let (x1, x1_rest) = part.x1.as_chunks::<LANES>();
        let (x2, x2_rest) = part.x2.as_chunks::<LANES>();
        let (labels, labels_rest) = part.labels.as_chunks::<LANES>();
        let mut sums = *self;
        for ((x1, x2), labels) in x1.iter().zip(x2).zip(labels) {
            sums.add(weights, x1, x2, labels, LANES);
        }
        if !labels_rest.is_empty() {
            let [x1, x2, labels] = [x1_rest, x2_rest, labels_rest].map(padded);
            sums.add(weights, &x1, &x2, &labels, labels_rest.len());
        }
        *self = sums;
    }

    /// One sample for each of the first `count` lanes.
    #[inline(always)]
    fn add(&mut self, weights: Weights, x1: &Lanes, x2: &Lanes, labels: &Lanes, count: usize) {
        for lane in 0..LANES {
            let error = error(weights, x1[lane], x2[lane], labels[lane]);
            let error = if lane < count { error } else { NOTHING[lane] };
            self.squared_error[lane] = error.mul_add(error, self.squared_error[lane]);
            self.bias[lane] += error;
            self.first[lane] = error.mul_add(x1[lane], self.first[lane]);
            self.second[lane] = error.mul_add(x2[lane], self.second[lane]);
        }
    }

    /// The sums of the parts so far.
    #[inline(always)]
    #[must_use]
    pub fn total(&self) -> Sums {
        Sums {
            squared_error: tree(&self.squared_error),
            gradient: [&self.bias, &self.first, &self.second].map(tree),
        }
    }
}

impl Default for PartialSums {
    #[inline(always)]
    fn default() -> Self {
        Self {
            squared_error: NOTHING,
            bias: NOTHING,
            first: NOTHING,
            second: NOTHING,
        }
    }
}

/// A column of fewer samples than lanes, with zeros behind.
#[inline(always)]
fn padded(rest: &[f64]) -> Lanes {
    std::array::from_fn(|lane| rest.get(lane).copied().unwrap_or(0.0))
}

/// The sum of the lanes, always in this order.
#[inline(always)]
fn tree(lanes: &Lanes) -> f64 {
    let pair = |lane: usize| lanes[lane] + lanes[lane + 4];
    (pair(0) + pair(2)) + (pair(1) + pair(3))
}

/// `sigmoid(W · (1, x1, x2)) - label`.
#[inline(always)]
fn error([bias, first, second]: Weights, x1: f64, x2: f64, label: f64) -> f64 {
    let score = second.mul_add(x2, first.mul_add(x1, bias));
    1.0 / (1.0 + exp(-score)) - label
}

#[inline(always)]
fn count_right(weights: &Weights, samples: Columns) -> usize {
    let is_right = |x1, x2, label| (score(weights, x1, x2) > 0.0) == (label > 0.5);
    let (x1, x1_rest) = samples.x1.as_chunks::<LANES>();
    let (x2, x2_rest) = samples.x2.as_chunks::<LANES>();
    let (labels, labels_rest) = samples.labels.as_chunks::<LANES>();
    let mut right = [0_u64; LANES];
    for ((x1, x2), labels) in x1.iter().zip(x2).zip(labels) {
        for lane in 0..LANES {
            right[lane] += u64::from(is_right(x1[lane], x2[lane], labels[lane]));
        }
    }
    let rest = x1_rest.iter().zip(x2_rest).zip(labels_rest);
    let rest = rest.filter(|((x1, x2), label)| is_right(**x1, **x2, **label));
    let whole: u64 = right.iter().sum();
    usize::try_from(whole).expect("no more than there are samples") + rest.count()
}
