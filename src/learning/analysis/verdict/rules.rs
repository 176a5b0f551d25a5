//! The rules of the verdicts in their order: the first one that holds is said.
//!
//! Thresholds and holding times were made on 2400 random runs, adjusted once on 4100 others, and measured on 1600
//! more, where no sentence was wrong except for "falls", in half a percent of the epochs at which it was said.

mod case;
mod facts;
mod noise;
mod overfit;
mod progress;

use crate::learning::analysis::verdict::Verdict;
use crate::learning::analysis::verdict::observed::Observed;

pub use case::Case;
pub use overfit::TestLosses;

/// What a rule looks at.
pub struct Scene<'a> {
    /// What does not change during the run.
    pub case: &'a Case,
    /// The last epochs.
    pub observed: &'a Observed,
    /// The test losses since the start.
    pub tests: &'a TestLosses,
}

/// A rule: what is said, and when.
pub struct Rule {
    /// Returns the verdict with the numbers of the last epochs; `None` if they contradict it.
    pub tells: fn(&Scene) -> Option<Verdict>,
    /// Returns whether the last epochs show that the verdict will remain true; `None` if there are too few.
    pub is_sure: fn(&Scene) -> Option<bool>,
    /// Number of epochs in a row in which it must be sure before it is said.
    pub enters_after: u32,
    /// Number of epochs for which it is still said after it has ceased to be sure.
    pub stays: u32,
}

/// All rules, in their order.
pub static RULES: [Rule; 11] = [
    fact(facts::runaway),
    fact(facts::period_two),
    fact(facts::past_the_edge),
    held(overfit::overfits, overfit::goes_on, 10, 5),
    fact(facts::separable),
    // It is a fact that explains more than that the minimum is reached.
    held(facts::no_line, facts::is_nearly_reached, 5, 10),
    held(noise::bounces, noise::surely_bounces, 10, 20),
    held(noise::floor, noise::surely_hovers, 10, 20),
    held(progress::converged, progress::has_surely_converged, 5, 10),
    held(progress::crawls, progress::surely_crawls, 5, progress::LAST),
    held(progress::falls, progress::surely_falls, 5, 5),
];

/// Number of rules.
pub const COUNT: usize = RULES.len();

/// A rule that is said at once and as long as it holds.
const fn fact(tells: fn(&Scene) -> Option<Verdict>) -> Rule {
    held(tells, |_| Some(true), 1, 0)
}

const fn held(
    tells: fn(&Scene) -> Option<Verdict>,
    is_sure: fn(&Scene) -> Option<bool>,
    enters_after: u32,
    stays: u32,
) -> Rule {
    Rule {
        tells,
        is_sure,
        enters_after,
        stays,
    }
}
