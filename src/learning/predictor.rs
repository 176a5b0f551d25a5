//! A trained model apart from its training: it predicts the class of any point.

use crate::learning::kernel::{Instructions, probability};
use crate::learning::model::inputs::Inputs;
use crate::learning::model::parameters::Parameters;

/// A trained model: the features with the scaling of its training, and the weights that belong to them.
///
/// The scores are those from which the accuracy is counted, bit for bit.
///
/// ```
/// use std::sync::Arc;
/// use sgdscope::learning::setup::Setup;
/// use sgdscope::learning::train::trainer::Trainer;
///
/// let setup = Setup::default();
/// let dataset = Arc::new(setup.data.draw(None, &|_| ())?);
/// let predictor = Trainer::new(dataset, &setup).predictor();
/// let prediction = predictor.predict(-9.0, 9.0).expect("a finite point");
/// assert_eq!(prediction.class, usize::from(prediction.probability > 0.5));
/// # Ok::<(), sgdscope::learning::data::NoMemory>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Predictor {
    inputs: Inputs,
    weights: Parameters,
}

/// A prediction for one point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prediction {
    /// Predicted probability of class 1, from 0 to 1.
    pub probability: f64,
    /// Predicted class, 0 or 1: the side of the decision boundary. A point on the boundary is of class 0.
    pub class: usize,
}

impl Predictor {
    /// Makes a model of the weights of training, which belong to the inputs.
    #[must_use]
    pub fn new(inputs: Inputs, weights: &Parameters) -> Self {
        Self {
            inputs,
            weights: weights.tamed(),
        }
    }

    /// Returns the prediction for a point; `None` if its score is not a number, because the point is too far
    /// away.
    #[must_use]
    pub fn predict(&self, x1: f64, x2: f64) -> Option<Prediction> {
        let mut score = [0.0];
        Instructions::best().scores(&self.inputs, &self.weights, &[x1], &[x2], &mut score);
        let [score] = score;
        (!score.is_nan()).then(|| Prediction {
            probability: probability(score),
            class: usize::from(score > 0.0),
        })
    }
}
