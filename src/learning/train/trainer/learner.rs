//! The learner: the weights, the memory of the optimiser, and the update of both.

use crate::learning::kernel::{GeneralSums, Plane};
use crate::learning::model::inputs::Inputs;
use crate::learning::model::parameters::Parameters;
use crate::learning::model::start::GivenWeights;
use crate::learning::optimize::optimizer::{Memory, Optimizer};
use crate::learning::registry::Choice;
use crate::learning::train::hyperparameters::Hyperparameters;

/// The weights of a model, and everything that one update keeps for the next one.
#[derive(Clone)]
pub struct Learner {
    inputs: Inputs,
    /// Weights for the inputs as they are used in training, which may be standardised.
    weights: Parameters,
    /// Weights in the units of the data, if they were edited since the last update. The result of several
    /// edits between two updates does not depend on their order, because the weights that are not edited are
    /// converted only once.
    edited: Option<Parameters>,
    memory: Memory,
    /// Optimiser that made the last update. The memory belongs to it.
    optimizer: Choice<Optimizer>,
    attempt: Attempt,
}

/// Buffers for the result of an update, which is used only if all its numbers are finite.
#[derive(Clone)]
struct Attempt {
    gradient: Vec<f64>,
    weights: Parameters,
    memory: Memory,
}

impl Learner {
    /// Creates a learner before its first update.
    pub fn new(weights: Parameters, inputs: Inputs) -> Self {
        let optimizer: Choice<Optimizer> = Choice::default();
        let memory = optimizer.get().memory(weights.len());
        Self {
            inputs,
            edited: None,
            optimizer,
            attempt: Attempt {
                gradient: vec![0.0; weights.len()],
                weights: weights.clone(),
                memory: memory.clone(),
            },
            memory,
            weights,
        }
    }

    /// Returns the inputs that the weights belong to.
    pub fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    /// Returns the weights for the inputs as they are used in training, which may be standardised.
    pub fn weights(&self) -> &Parameters {
        &self.weights
    }

    /// Returns the weights in the units of the data.
    pub fn own_weights(&self) -> Parameters {
        let edited = self.edited.clone();
        edited.unwrap_or_else(|| self.inputs.in_own_units(&self.weights))
    }

    /// Replaces all weights by `own`, in the units of the data.
    pub fn put_weights(&mut self, own: &GivenWeights) {
        self.edit(Parameters::new(self.inputs.shape(), own.iter()));
    }

    /// Replaces the weight at the index `place`, in the units of the data.
    pub fn put_weight(&mut self, place: usize, weight: f64) {
        let mut own = self.own_weights();
        own[place] = weight;
        self.edit(own);
    }

    fn edit(&mut self, own: Parameters) {
        self.weights = self.inputs.for_training(&own);
        self.edited = Some(own);
    }

    /// Returns the three weights of the tutorial's model, so that the plain loop can move them.
    pub fn plane(&mut self) -> &mut Plane {
        self.weights
            .first_chunk_mut()
            .expect("the bare coordinates have a bias and two weights")
    }

    /// Records that the plain loop has made an update. Plain gradient descent keeps no memory.
    pub fn has_descended_plainly(&mut self) {
        self.edited = None;
        self.optimizer = Choice::default();
    }

    /// Makes the update of a mini-batch of `samples` samples: moves the weights with the learning rate
    /// `alpha`. Returns whether the update was made; it is not made if a number would not be finite.
    pub fn update(
        &mut self,
        sums: &GeneralSums,
        samples: usize,
        hyperparameters: &Hyperparameters,
        alpha: f64,
    ) -> bool {
        // All fields are named, so that a new hyperparameter does not compile until it is handled here.
        let Hyperparameters {
            optimizer,
            optimizer_parameters,
            regularization,
            regularization_rate,
            // These decide the learning rate, which is passed in, which samples were summed, and the loss
            // whose gradient was summed.
            objective: _,
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
            *memory = optimizer.get().memory(weights.len());
        }
        (optimizer.get().step)(memory, weights, gradient, alpha, &optimizer_parameters);
        regularization.shrink(alpha * rate, self.weights.shape(), weights);
        let is_finite =
            sums.squared_error().is_finite() && self.inputs.are_finite_in_own_units(weights);
        if is_finite {
            std::mem::swap(&mut self.weights, weights);
            std::mem::swap(&mut self.memory, memory);
            self.optimizer = optimizer;
            self.edited = None;
        }
        is_finite
    }
}
