//! What the scores of many samples tell: the area under the ROC curve.

use crate::learning::data::{Columns, room};
use crate::learning::predictor::Predictor;
use crate::learning::quality;
use crate::learning::train::trainer::Trainer;
use crate::learning::train::trainer::accuracy::MOST_COUNTED;

/// Largest number of samples that are ranked while training is running, at each picture. Ranking takes longer
/// than counting, so that it would slow down the training of more samples.
const MOST_AT_A_GLANCE: usize = 1 << 14;
/// Number of samples whose scores are computed at once.
const CHUNK: usize = 1 << 10;

impl Trainer {
    /// Returns the model that the current weights make.
    #[must_use]
    pub fn predictor(&self) -> Predictor {
        Predictor::new(self.learner.inputs().clone(), self.learner.weights())
    }

    /// Returns the area under the ROC curve of the test samples, or of the training samples if there are no test
    /// samples. It is never estimated: `None` if there are more than half a million samples, with
    /// `at_a_glance` more than 16384. It is also `None` if it is not defined.
    #[must_use]
    pub fn auc_on_screen(&self, at_a_glance: bool) -> Option<f64> {
        let most = if at_a_glance {
            MOST_AT_A_GLANCE
        } else {
            MOST_COUNTED
        };
        (self.judged().len() <= most).then(|| self.auc()).flatten()
    }

    /// Returns the area under the ROC curve of the test samples, or of the training samples if there are no test
    /// samples, however many there are. `None` if it is not defined: one class has no samples, a score is not
    /// a number, or the system does not give the memory, 8 bytes a sample.
    #[must_use]
    pub fn auc(&self) -> Option<f64> {
        let (inputs, weights) = (self.learner.inputs(), self.learner.weights().tamed());
        let instructions = self.arithmetic.instructions;
        let samples = self.judged();
        let ones = samples.labels.iter().filter(|label| **label > 0.5).count();
        let mut of_class = [room(samples.len() - ones).ok()?, room(ones).ok()?];
        let mut scores = [0.0; CHUNK];
        for from in (0..samples.len()).step_by(CHUNK) {
            let part = samples.part(from..samples.len().min(from + CHUNK));
            let scores = &mut scores[..part.len()];
            instructions.scores(inputs, &weights, part.x1, part.x2, scores);
            for (score, label) in scores.iter().zip(part.labels) {
                of_class[usize::from(*label > 0.5)].push(*score);
            }
        }
        let [zeros, ones] = &mut of_class;
        quality::auc([zeros, ones])
    }

    /// Returns the samples by which the model is judged: the test samples, or the training samples if there are
    /// no test samples.
    fn judged(&self) -> Columns<'_> {
        let test = self.dataset.test();
        if test.is_empty() {
            self.dataset.training()
        } else {
            test
        }
    }
}
