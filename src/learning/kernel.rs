//! The inner loops: prediction, error, losses and gradient over a mini-batch.
//!
//! There is one definition of the arithmetic, and every CPU gives the same bits. Samples are distributed
//! over eight lanes in turn. Each lane adds up its own samples in order, and the lanes are added in one
//! fixed tree. Multiplications and additions are fused wherever the code says so, in software if the CPU
//! cannot fuse them. The code is compiled for each set of [`Instructions`]; one set is chosen at the start.
//! (The logarithm of the cross-entropy and the sine come from the system's library.)
//!
//! `pulp` compiles plain code for several sets of instructions and calls the right version, without unsafe
//! code in this crate. A version of the loop with the vector types of `pulp` was longer and no faster.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is compiled for the instructions that any CPU has"
)]

mod general;
mod lanes;
mod plain;
mod second_order;

use std::fmt;

use pulp::{Arch, NullaryFnOnce};

use crate::learning::data::Columns;
use crate::learning::model::inputs::Inputs;
use crate::learning::model::parameters::Parameters;
use crate::learning::train::objective::Objective;

pub use general::GeneralSums;
pub use lanes::{LANES, Lanes};
pub use plain::{Descent, PartialSums, PlainStep, Plane, Sums, moved, probability, recorded};
pub use second_order::{MOST_WEIGHTS, Rows, SecondOrderSums, Square};

/// Set of CPU instructions that carries out the arithmetic. All sets give the same bits.
#[derive(Clone, Copy)]
pub struct Instructions(Arch);

impl Instructions {
    /// Returns the fastest set of instructions that this CPU has.
    #[must_use]
    pub fn best() -> Self {
        Self(Arch::new())
    }

    /// Returns all sets of instructions that this CPU has. The first is the portable one, which every CPU
    /// has.
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

    /// Returns the name of the set of instructions.
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

    /// Makes one update of the plain model for each mini-batch; the last mini-batch may have fewer samples.
    /// Writes the loss of each mini-batch, and also its cross-entropy if `descent.entropies` is not empty.
    /// Stops before the first update whose numbers would not be finite. Returns the number of updates made.
    #[must_use]
    pub fn descend(self, descent: Descent) -> usize {
        if descent.entropies.is_empty() {
            self.0.dispatch(Descend::<false>(descent))
        } else {
            self.0.dispatch(Descend::<true>(descent))
        }
    }

    /// Adds a part of a mini-batch of the plain model to `sums`. The sums do not depend on how the
    /// mini-batch is cut, as long as every part except the last has a multiple of [`LANES`] samples.
    pub fn extend(self, sums: &mut PartialSums, weights: &Plane, part: Columns) {
        self.0.dispatch(Extend(sums, *weights, part));
    }

    /// Adds a part of a mini-batch of any model to `sums`. The sums do not depend on how the mini-batch is
    /// cut, as long as every part except the last has a multiple of [`LANES`] samples.
    pub fn extend_general(
        self,
        sums: &mut GeneralSums,
        inputs: &Inputs,
        weights: &[f64],
        part: Columns,
    ) {
        self.0.dispatch(ExtendGeneral(sums, inputs, weights, part));
    }

    /// Returns, for each class, the number of samples on the correct side of the decision boundary.
    #[must_use]
    pub fn count_right(
        self,
        inputs: &Inputs,
        weights: &Parameters,
        samples: Columns,
    ) -> [usize; 2] {
        let weights = weights.tamed();
        self.0.dispatch(CountRight(inputs, &weights, samples))
    }

    /// Writes the scores of points, one to each place of `scores`. They do not depend on which points are
    /// handed over together.
    ///
    /// # Panics
    /// If the columns and `scores` differ in length.
    pub fn scores(
        self,
        inputs: &Inputs,
        weights: &[f64],
        x1: &[f64],
        x2: &[f64],
        scores: &mut [f64],
    ) {
        assert_eq!([x1.len(), x2.len()], [scores.len(); 2]);
        self.0.dispatch(Scores(inputs, weights, [x1, x2], scores));
    }

    /// Returns the sum of the losses of some samples, of the kind that is trained. There is one weight for each
    /// column of theirs, after the bias.
    #[must_use]
    pub fn loss(self, objective: Objective, rows: Rows, weights: &[f64]) -> f64 {
        self.0.dispatch(Loss(objective, rows, weights))
    }

    /// Returns the sums over some samples of the loss that is trained and its first and second derivatives.
    /// There is one weight for each column of theirs, after the bias.
    #[must_use]
    pub fn second_order(
        self,
        objective: Objective,
        rows: Rows,
        weights: &[f64],
    ) -> SecondOrderSums {
        self.0.dispatch(SecondOrder(objective, rows, weights))
    }
}

impl fmt::Debug for Instructions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

// Each type below is compiled for every set of instructions. A closure does not work here, because it is
// compiled separately.

struct Descend<'a, const ENTROPY: bool>(Descent<'a>);
struct Extend<'a>(&'a mut PartialSums, Plane, Columns<'a>);
struct ExtendGeneral<'a>(&'a mut GeneralSums, &'a Inputs, &'a [f64], Columns<'a>);
struct CountRight<'a>(&'a Inputs, &'a [f64], Columns<'a>);
struct Scores<'a>(&'a Inputs, &'a [f64], [&'a [f64]; 2], &'a mut [f64]);
struct Loss<'a>(Objective, Rows<'a>, &'a [f64]);
struct SecondOrder<'a>(Objective, Rows<'a>, &'a [f64]);

impl<const ENTROPY: bool> NullaryFnOnce for Descend<'_, ENTROPY> {
    type Output = usize;

    #[inline(always)]
    fn call(self) -> usize {
        self.0.run::<ENTROPY>()
    }
}

impl NullaryFnOnce for Extend<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.0.extend::<true>(self.1, self.2);
    }
}

impl NullaryFnOnce for ExtendGeneral<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.0.extend(self.1, self.2, self.3);
    }
}

impl NullaryFnOnce for CountRight<'_> {
    type Output = [usize; 2];

    #[inline(always)]
    fn call(self) -> [usize; 2] {
        general::count_right(self.0, self.1, self.2)
    }
}

impl NullaryFnOnce for Scores<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        general::write_scores(self.0, self.1, self.2, self.3);
    }
}

impl NullaryFnOnce for Loss<'_> {
    type Output = f64;

    #[inline(always)]
    fn call(self) -> f64 {
        match self.0 {
            Objective::CrossEntropy => second_order::loss::<false>(self.1, self.2),
            Objective::Squared => second_order::loss::<true>(self.1, self.2),
        }
    }
}

impl NullaryFnOnce for SecondOrder<'_> {
    type Output = SecondOrderSums;

    #[inline(always)]
    fn call(self) -> SecondOrderSums {
        match self.0 {
            Objective::CrossEntropy => second_order::second_order::<false>(self.1, self.2),
            Objective::Squared => second_order::second_order::<true>(self.1, self.2),
        }
    }
}
