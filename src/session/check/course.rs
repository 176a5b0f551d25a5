//! Anything that makes one update after another: the reference, and the programs that are tried in its place.

use std::sync::Arc;

use crate::learning::check::program::{Simulation, Step};
use crate::learning::check::row::Unit;
use crate::learning::train::loss::Totals;
use crate::learning::train::trainer::Budget;
use crate::session::check::{Ended, ReferencePlan};
use crate::session::run::Run;

/// A training that is followed update by update.
pub trait Course {
    /// Makes the next update; `None` if there is none.
    fn step(&mut self) -> Option<Step>;

    /// Returns the weights that are reported now, in rows that count in a unit.
    fn weights(&self, unit: Unit) -> Vec<f64>;

    /// Returns the losses of all training samples at the present weights; `None` if they are not finite.
    fn totals_now(&self) -> Option<Totals>;

    /// Returns the number of training samples, and the number of mini-batches of an epoch.
    fn sizes(&self) -> (usize, usize);
}

/// The run of the reference.
pub struct Reference {
    run: Run,
    ended: Option<Ended>,
}

impl Reference {
    /// Creates the reference at its start. It goes on after the last epoch of its settings.
    #[must_use]
    pub fn new(plan: &ReferencePlan) -> Self {
        let run = Run::new(Arc::clone(&plan.dataset), plan.plan.settings.clone())
            .with_plan(plan.plan.changes.clone())
            .ending_at(plan.plan.until);
        Self { run, ended: None }
    }

    /// Returns why there were no more updates; `None` if none was missed.
    #[must_use]
    pub fn ended(&self) -> Option<Ended> {
        self.ended
    }
}

impl Course for Reference {
    fn step(&mut self) -> Option<Step> {
        let updates = self.run.trainer().updates();
        if self.run.has_reached_end() {
            self.ended = Some(Ended::AsPlanned(updates));
            return None;
        }
        let mut samples = 0;
        loop {
            let Ok(advance) = self.run.advance(Budget::of_updates(1)) else {
                self.ended = Some(Ended::Diverged(updates));
                return None;
            };
            samples += advance.samples;
            if advance.updates > 0 {
                let losses = self.run.batch_losses()?;
                return Some(Step {
                    totals: Totals {
                        squared_error: losses.sum,
                        cross_entropy: losses.cross_entropy.map(|mean| mean * samples as f64),
                    },
                    samples,
                    completes_epoch: advance.completed_epoch,
                });
            }
        }
    }

    fn weights(&self, _unit: Unit) -> Vec<f64> {
        self.run.trainer().parameters().to_vec()
    }

    fn totals_now(&self) -> Option<Totals> {
        let samples = self.sizes().0 as f64;
        let losses = self.run.trainer().losses_now(false)?.own;
        Some(Totals {
            squared_error: losses.squared * samples,
            cross_entropy: losses.cross_entropy.map(|mean| mean * samples),
        })
    }

    fn sizes(&self) -> (usize, usize) {
        let samples = self.run.trainer().dataset().training().len();
        let batch_size = self.run.settings().setup.hyperparameters.batch_size;
        (samples, samples.div_ceil(batch_size.of(samples)))
    }
}

impl Course for Simulation<'_> {
    fn step(&mut self) -> Option<Step> {
        Simulation::step(self)
    }

    fn weights(&self, unit: Unit) -> Vec<f64> {
        self.reported(unit).to_vec()
    }

    fn totals_now(&self) -> Option<Totals> {
        Some(Simulation::totals_now(self))
    }

    fn sizes(&self) -> (usize, usize) {
        Simulation::sizes(self)
    }
}
