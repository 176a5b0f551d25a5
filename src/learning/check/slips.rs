//! The slips that are often made in a first program, each as one or several programs that make it.

use crate::learning::check::program::{
    Batches, Column, Divisor, ErrorTerm, Labels, Program, Weights,
};

use Column::{FixedOne, One, X1, X2, Zero};

/// A slip.
#[derive(Debug, Clone, Copy)]
pub struct Slip {
    /// What the program does, as a sentence without its full stop.
    pub says: &'static str,
    /// How to mend it.
    pub remedy: &'static str,
    /// Returns the programs that make the slip, from the right one.
    pub programs: fn(&Program) -> Vec<Program>,
}

/// The tutorial's program: the columns 1, x1, x2, and mini-batches in order. `weights` are the initial ones.
#[must_use]
pub fn right_program(alpha: f64, batch_size: usize, weights: Weights) -> Program {
    Program {
        columns: &[One, X1, X2],
        standardizes: false,
        labels: Labels::ZeroOne,
        is_reversed: false,
        batches: Batches::All,
        batch_size,
        divisor: Divisor::Batch,
        error: ErrorTerm::CrossEntropy,
        alpha,
        reports_before: false,
        start: weights,
    }
}

/// All slips that are tried, the most frequent ones first.
pub const SLIPS: [Slip; 20] = [
    Slip {
        says: "the gradient is summed over the mini-batch, not averaged",
        remedy: "divide it by the number of samples of the mini-batch",
        programs: |right| with(right, |program| program.divisor = Divisor::One),
    },
    Slip {
        says: "the gradient is divided by the number of all samples",
        remedy: "divide it by the number of samples of the mini-batch",
        programs: |right| with(right, |program| program.divisor = Divisor::Data),
    },
    Slip {
        says: "the gradient is halved",
        remedy: "take the factor 1/2 out, or log a run with twice the alpha",
        programs: |right| with(right, |program| program.alpha /= 2.0),
    },
    Slip {
        says: "the gradient is averaged over the weights, too",
        remedy: "average over the samples only: axis=0 in NumPy",
        programs: |right| {
            with(right, |program| {
                program.alpha /= program.columns.len() as f64;
            })
        },
    },
    Slip {
        says: "the short last mini-batch of an epoch is dropped",
        remedy: "let the range of the batches go to the end of the data",
        programs: |right| with(right, |program| program.batches = Batches::FullOnly),
    },
    Slip {
        says: "the short last mini-batch is divided by the full batch size",
        remedy: "divide by len(batch), not by the batch size",
        programs: |right| with(right, |program| program.divisor = Divisor::FullBatch),
    },
    Slip {
        says: "each sample moves the weights on its own",
        remedy: "add up the gradient of the mini-batch first, then make one update",
        programs: sample_by_sample,
    },
    Slip {
        says: "each update uses all the data",
        remedy: "take only the samples of the mini-batch",
        programs: whole_data,
    },
    Slip {
        says: "the bias is left out",
        remedy: "put a column of ones before x1 and x2, and move its weight, too",
        programs: without_bias,
    },
    Slip {
        says: "the bias is the last weight, not the first",
        remedy: "put the column of ones first: weights are W0 (bias), W1, W2",
        programs: |right| permuted(right, &[X1, X2, One], [1, 2, 0]),
    },
    Slip {
        says: "the columns x1 and x2 are swapped",
        remedy: "take the columns in the order of the data: x1, x2",
        programs: |right| permuted(right, &[One, X2, X1], [0, 2, 1]),
    },
    Slip {
        says: "the labels are turned: 0 is taken for 1",
        remedy: "use the labels as they are in the data",
        programs: |right| with(right, |program| program.labels = Labels::Turned),
    },
    Slip {
        says: "the labels are -1 and 1",
        remedy: "the sigmoid needs labels 0 and 1",
        programs: |right| with(right, |program| program.labels = Labels::Signs),
    },
    Slip {
        says: "the step has the wrong sign: it goes up the gradient",
        remedy: "subtract alpha times the gradient; the error is p - y",
        programs: |right| with(right, |program| program.alpha = -program.alpha),
    },
    Slip {
        says: "the samples are taken from the last to the first",
        remedy: "take them in the order of the data",
        programs: |right| with(right, |program| program.is_reversed = true),
    },
    Slip {
        says: "the weights are reported before the update of their row",
        remedy: "log them after the update; the start is update 0",
        programs: |right| with(right, |program| program.reports_before = true),
    },
    Slip {
        says: "the gradient is that of half the squared error: it has the factor p(1-p)",
        remedy: "the cross-entropy's gradient has no p(1-p)",
        programs: |right| with(right, |program| program.error = ErrorTerm::HalfSquared),
    },
    Slip {
        says: "the gradient is that of the squared error: it has the factor 2p(1-p)",
        remedy: "the cross-entropy's gradient has no 2p(1-p)",
        programs: |right| with(right, |program| program.error = ErrorTerm::Squared),
    },
    Slip {
        says: "the features are standardised",
        remedy: "train on the features as they are",
        programs: |right| with(right, |program| program.standardizes = true),
    },
    Slip {
        says: "the weights start at 0",
        remedy: "start with the same weights, or compare with --init zeros",
        programs: |right| with(right, |program| program.start = [0.0; 3]),
    },
];

/// Returns the right program with one change.
fn with(right: &Program, change: impl Fn(&mut Program)) -> Vec<Program> {
    let mut program = *right;
    change(&mut program);
    vec![program]
}

/// A row for each mini-batch, or for each sample.
fn sample_by_sample(right: &Program) -> Vec<Program> {
    let mut programs = with(right, |program| program.batches = Batches::SampleBySample);
    programs.extend(with(right, |program| program.batch_size = 1));
    programs
}

/// As many updates as there are mini-batches, or one in each epoch.
fn whole_data(right: &Program) -> Vec<Program> {
    let mut programs = with(right, |program| program.batches = Batches::WholeData);
    programs.extend(with(right, |program| {
        (program.batches, program.batch_size) = (Batches::WholeData, usize::MAX);
    }));
    programs
}

/// The bias is not moved, or has no effect, or does not exist; then the two weights start with the first or with the
/// last two numbers.
fn without_bias(right: &Program) -> Vec<Program> {
    let [bias, first, second] = right.start;
    let two = |start| Program {
        columns: &[X1, X2],
        start,
        ..*right
    };
    let mut programs = with(right, |program| program.columns = &[FixedOne, X1, X2]);
    programs.extend(with(right, |program| program.columns = &[Zero, X1, X2]));
    programs.push(two([first, second, 0.0]));
    programs.push(two([bias, first, 0.0]));
    programs
}

/// The columns in another order. The initial weights are the same numbers, or are in this order, too.
fn permuted(right: &Program, columns: &'static [Column], order: [usize; 3]) -> Vec<Program> {
    let mut programs = with(right, |program| program.columns = columns);
    programs.extend(with(right, |program| {
        (program.columns, program.start) = (columns, order.map(|place| right.start[place]));
    }));
    programs
}
