//! Programs with mini-batches of another size.

use crate::learning::check::program::{Program, Simulation};
use crate::learning::check::row::Row;
use crate::session::check::Cause;
use crate::session::check::alternatives::{Alternatives, Fit, MOST_TRIED};
use crate::session::check::comparison::Alignment;

/// Sizes that are often used. Mini-batches of one sample, and of all, are slips of their own.
const SIZES: [usize; 15] = [2, 4, 5, 8, 10, 16, 20, 25, 32, 50, 64, 100, 128, 200, 256];

impl Alternatives<'_> {
    /// The right program with another size of the mini-batches.
    pub(super) fn of_batch_sizes(
        &self,
        right: &Program,
        rows: &[Row],
        alignment: Alignment,
    ) -> Vec<(Fit, Cause)> {
        let samples = self.reference.dataset.training();
        if samples.len() > MOST_TRIED {
            return Vec::new();
        }
        let is_meant = |size: &usize| *size != right.batch_size && *size < samples.len();
        let of_size = |batch_size| {
            let program = Program {
                batch_size,
                ..*right
            };
            let (fit, reading) = self.fit(Simulation::new(program, samples), rows, alignment)?;
            let own = right.batch_size;
            let says = format!("the mini-batches have {batch_size} samples, not {own}");
            let remedy = format!("take {own}, or compare with --batch-size {batch_size}");
            let cause = Cause {
                updates_of_epoch: self.updates_of_epoch(&program, right),
                ..self.cause(says, remedy, fit, reading)
            };
            Some((fit, cause))
        };
        SIZES
            .into_iter()
            .filter(is_meant)
            .filter_map(of_size)
            .collect()
    }
}
