//! The inner loops: prediction, error, losses and gradient over a mini-batch.
//!
//! There is one definition of the arithmetic, and every CPU gives the same bits: samples go round eight
//! lanes, each lane adds up its own in order, and the lanes are added in one fixed tree; multiplications
//! and additions are fused wherever that is written, in software where the CPU cannot. The compiler makes
//! it for each set of [`Instructions`], which are chosen once at the start. (The logarithm of the
//! cross-entropy and the sine are the system's.)
//!
//! `pulp` compiles plain code for several sets and calls the right one without unsafe code of ours;
//! written with its own vector types the loop was no faster, and longer.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is compiled for the instructions that any CPU has"
)]

mod general;
mod lanes;
mod plain;

use std::fmt;

use pulp::{Arch, NullaryFnOnce};

use crate::learning::dataset::Columns;
use crate::learning::inputs::Inputs;
use crate::learning::model::Weights;

pub use general::GeneralSums;
pub use lanes::LANES;
pub use plain::{Descent, PartialSums, Plane, Sums, moved};

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

    /// Makes an update of the plain model for each mini-batch, the last of which may have fewer samples,
    /// and notes their losses: cross-entropies too where there is room for them. Returns how many were
    /// made: the first whose numbers would not be finite is not, nor any after it.
    #[must_use]
    pub fn descend(self, descent: Descent) -> usize {
        if descent.entropies.is_empty() {
            self.0.dispatch(Descend::<false>(descent))
        } else {
            self.0.dispatch(Descend::<true>(descent))
        }
    }

    /// Adds a part of a mini-batch of the plain model to those before it. Whatever the parts, the sums
    /// are those of the whole, as long as all but the last have a multiple of [`LANES`] samples.
    pub fn extend(self, sums: &mut PartialSums, weights: &Plane, part: Columns) {
        self.0.dispatch(Extend(sums, *weights, part));
    }

    /// The same for any model.
    pub fn extend_general(
        self,
        sums: &mut GeneralSums,
        inputs: &Inputs,
        weights: &Weights,
        part: Columns,
    ) {
        self.0.dispatch(ExtendGeneral(sums, inputs, weights, part));
    }

    /// How many samples of each class stand on the side of the boundary that is their label's.
    #[must_use]
    pub fn count_right(self, inputs: &Inputs, weights: &Weights, samples: Columns) -> [usize; 2] {
        let weights = weights.tamed();
        self.0.dispatch(CountRight(inputs, weights, samples))
    }
}

impl fmt::Debug for Instructions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

// What is compiled for each set of instructions. (A closure is not: it is compiled on its own.)

struct Descend<'a, const ENTROPY: bool>(Descent<'a>);
struct Extend<'a>(&'a mut PartialSums, Plane, Columns<'a>);
struct ExtendGeneral<'a>(&'a mut GeneralSums, &'a Inputs, &'a Weights, Columns<'a>);
struct CountRight<'a>(&'a Inputs, Weights, Columns<'a>);

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
        general::count_right(self.0, &self.1, self.2)
    }
}
