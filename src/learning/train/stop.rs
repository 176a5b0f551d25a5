//! The rules that finish a run: all epochs complete, the loss low enough, or no more progress.

use crate::learning::numeric::checked::{optional_number, shortest};
use crate::learning::train::loss::{LossKind, Losses};

/// Reason why a run is finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// All requested epochs are complete.
    Epochs,
    /// The loss is at or below the target.
    Target,
    /// The loss has not improved for the number of epochs that [`Patience`] allows.
    Patience,
}

optional_number! {
    /// Loss at which a run is finished: a finite number of at least 0, or `off` (the default), which sets
    /// no target.
    TargetLoss: f64, "off", |loss| loss.is_finite() && loss >= 0.0, shortest
}

optional_number! {
    /// Number of epochs without a lower loss after which a run is finished: at least 1, or `off` (the
    /// default), which never finishes it.
    Patience: u64, "off", |epochs| epochs > 0, |epochs| epochs.to_string()
}

/// Lowest losses of a run, and the epochs in which they were reached.
///
/// The loss that counts is that of the test samples if there are any, and the epoch's own loss otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct BestLosses {
    last: Option<Losses>,
    /// For each kind, the lowest loss and the number of epochs that were complete at that time.
    best: [Option<(f64, u64)>; LossKind::ALL.len()],
}

impl BestLosses {
    /// Records the losses of an epoch; `epochs` is the number of complete epochs.
    pub fn note(&mut self, epochs: u64, losses: &Losses) {
        self.last = Some(*losses);
        for (kind, best) in LossKind::ALL.into_iter().zip(&mut self.best) {
            if let Some(loss) = losses.of(kind)
                && best.is_none_or(|(lowest, _)| loss < lowest)
            {
                *best = Some((loss, epochs));
            }
        }
    }

    /// Returns whether the last loss of a kind is at or below the target.
    #[must_use]
    pub fn has_reached(&self, target: TargetLoss, kind: LossKind) -> bool {
        let loss = self.last.and_then(|losses| losses.of(kind));
        target
            .0
            .zip(loss)
            .is_some_and(|(target, loss)| loss <= target)
    }

    /// Returns whether the lowest loss of a kind was reached at least `patience` epochs ago, after `epochs`
    /// complete epochs.
    #[must_use]
    pub fn has_stalled(&self, patience: Patience, kind: LossKind, epochs: u64) -> bool {
        let best = self.best[kind as usize];
        let since = best.map(|(_, best)| epochs.saturating_sub(best));
        patience
            .0
            .zip(since)
            .is_some_and(|(most, since)| since >= most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn losses(loss: f64) -> Losses {
        Losses {
            sum: 32.0 * loss,
            squared: loss,
            cross_entropy: Some(2.0 * loss),
        }
    }

    #[test]
    fn a_target_is_reached_in_the_unit_it_is_given_in() {
        let mut best = BestLosses::default();
        let target: TargetLoss = "0.1".parse().expect("a loss");
        assert!(!best.has_reached(target, LossKind::Squared));
        best.note(1, &losses(0.1));
        assert!(best.has_reached(target, LossKind::Squared));
        assert!(!best.has_reached(target, LossKind::Sum));
        assert!(!best.has_reached(target, LossKind::CrossEntropy));
        assert!(!best.has_reached(TargetLoss::default(), LossKind::Squared));
    }

    #[test]
    fn patience_counts_from_the_lowest_loss() {
        let mut best = BestLosses::default();
        let patience: Patience = "2".parse().expect("a number");
        for (epochs, loss, stalled) in [
            (1, 3.0, false),
            (2, 2.0, false),
            (3, 2.0, false),
            (4, 2.5, true),
            (5, 1.0, false),
            (6, 1.0, false),
            (7, 1.0, true),
        ] {
            best.note(epochs, &losses(loss));
            let kind = LossKind::Squared;
            assert_eq!(
                best.has_stalled(patience, kind, epochs),
                stalled,
                "{epochs}"
            );
            assert!(!best.has_stalled(Patience::default(), kind, epochs));
        }
    }

    #[test]
    fn values_out_of_range_are_refused() {
        for text in ["0", "-1", "1.5", "on", ""] {
            assert!(text.parse::<Patience>().is_err(), "{text}");
        }
        for text in ["-0.1", "nan", "inf", "low"] {
            assert!(text.parse::<TargetLoss>().is_err(), "{text}");
        }
    }
}
