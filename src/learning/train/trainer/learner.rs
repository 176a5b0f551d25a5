//! What learns: the weights, the memory of the optimiser, and an update of both.

use crate::learning::kernel::{GeneralSums, Plane};
use crate::learning::model::inputs::Inputs;
use crate::learning::model::parameters::Parameters;
use crate::learning::model::start::GivenWeights;
use crate::learning::optimize::optimizer::{Memory, Optimizer};
use crate::learning::registry::Choice;
use crate::learning::train::hyperparameters::Hyperparameters;

/// The weights of a model and everything that one update keeps for the next.
#[derive(Clone)]
pub struct Learner {
    inputs: Inputs,
    /// The weights of the inputs as training sees them.
    weights: Parameters,
    /// The weights in the units of the data, where they were edited since the last update. Several edits
    /// between two updates have one outcome, whatever their order, for the weights that are not edited
    /// are converted only once.
    edited: Option<Parameters>,
    memory: Memory,
    /// The optimiser that made the last update, whose memory it is.
    optimizer: Choice<Optimizer>,
    attempt: Attempt,
}

/// Room for the outcome of an update, which is taken over only where all its numbers are finite.
#[derive(Clone)]
struct Attempt {
    gradient: Vec<f64>,
    weights: Parameters,
    memory: Memory,
}

impl Learner {
    /// A learner before its first update.
    pub fn new(weights: Parameters, inputs: Inputs) -> Self {
        let memory = Memory::new(weights.len());
        Self {
            inputs,
            edited: None,
            optimizer: Choice::default(),
            attempt: Attempt {
                gradient: vec![0.0; weights.len()],
                weights: weights.clone(),
                memory: memory.clone(),
            },
            memory,
            weights,
        }
    }

    /// The inputs that the weights belong to.
    pub fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    /// The weights of the inputs as training sees them.
    pub fn weights(&self) -> &Parameters {
        &self.weights
    }

    /// The weights in the units of the data.
    pub fn own_weights(&self) -> Parameters {
        let edited = self.edited.clone();
        edited.unwrap_or_else(|| self.inputs.in_own_units(&self.weights))
    }

    /// Replaces all weights by these, in the units of the data.
    pub fn put_weights(&mut self, own: &GivenWeights) {
        self.edit(Parameters::new(self.inputs.shape(), own.iter()));
    }

    /// Replaces one weight, in the units of the data.
    pub fn put_weight(&mut self, place: usize, weight: f64) {
        let mut own = self.own_weights();
        own[place] = weight;
        self.edit(own);
    }

    fn edit(&mut self, own: Parameters) {
        self.weights = self.inputs.for_training(&own);
        self.edited = Some(own);
    }

    /// The three weights of the tutorial's model, for the plain loop to move.
    pub fn plane(&mut self) -> &mut Plane {
        self.weights
            .first_chunk_mut()
            .expect("the bare coordinates have a bias and two weights")
    }

    /// The plain loop has made an update: plain descent keeps nothing for the next.
    pub fn has_descended_plainly(&mut self) {
        self.edited = None;
        self.optimizer = Choice::default();
    }

    /// Makes the update of a mini-batch of this number of samples: moves the weights with the learning rate
    /// `alpha`. Returns whether it was made; it is not where a number would not be finite.
    pub fn update(
        &mut self,
        sums: &GeneralSums,
        samples: usize,
        hyperparameters: &Hyperparameters,
        alpha: f64,
    ) -> bool {
        // All fields are named, so that a new hyperparameter does not compile until it is decided here.
        let Hyperparameters {
            optimizer,
            optimizer_parameters,
            regularization,
            regularization_rate,
            // These decide the learning rate that is handed in, and which samples were summed.
            alpha: _,
            schedule: _,
            schedule_parameters: _,
            batch_size: _,
            epochs: _,
            shuffle: _,
            // These decide what is shown, and when a run is finished.
            loss: _,
            target: _,
            patience: _,
        } = *hyperparameters;
        let rate = regularization_rate.get();
        let Attempt {
            gradient,
            weights,
            memory,
        } = &mut self.attempt;
        sums.write_gradient(gradient);
        for number in gradient.iter_mut() {
            *number /= samples as f64;
        }
        regularization.add_to_gradient(rate, &self.weights, gradient);
        weights.copy_from_slice(&self.weights);
        if self.optimizer == optimizer {
            memory.copy_from(&self.memory);
        } else {
            memory.clear();
        }
        (optimizer.get().step)(memory, weights, gradient, alpha, &optimizer_parameters);
        regularization.shrink(alpha * rate, self.weights.shape(), weights);
        let is_finite = sums.totals().squared_error.is_finite()
            && weights.iter().all(|weight| weight.is_finite());
        if is_finite {
            std::mem::swap(&mut self.weights, weights);
            std::mem::swap(&mut self.memory, memory);
            self.optimizer = optimizer;
            self.edited = None;
        }
        is_finite
    }
}
