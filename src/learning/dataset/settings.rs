//! All that decides a drawn data set.

use crate::learning::dataset::Dataset;
use crate::learning::dataset::family::{Draw, Family};
use crate::learning::dataset::flip::FlipShare;
use crate::learning::dataset::noise::Noise;
use crate::learning::dataset::samples::Samples;
use crate::learning::dataset::split::TrainShare;
use crate::learning::registry::Choice;

/// What is to be drawn; the same settings give the same bits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DataSettings {
    /// The family.
    pub family: Choice<Family>,
    /// How many samples, both classes together, those for training and the others.
    pub samples: Samples,
    /// How noisy they are.
    pub noise: Noise,
    /// The seed of all that is drawn.
    pub seed: u32,
    /// How many labels are wrong.
    pub flips: FlipShare,
    /// How many samples are for training.
    pub train: TrainShare,
}

impl Default for DataSettings {
    fn default() -> Self {
        Self {
            family: Choice::default(),
            samples: Samples::default(),
            noise: Noise::AUTO,
            seed: 95,
            flips: FlipShare::default(),
            train: TrainShare::default(),
        }
    }
}

impl DataSettings {
    /// Draws the data set. Now and then `show` is told which share of the work is done, from 0 to 1.
    #[must_use]
    pub fn draw(&self, show: &dyn Fn(f64)) -> Dataset {
        let family = self.family.get();
        let draw = Draw {
            samples: self.samples.get(),
            noise: self.noise.of(family),
            seed: self.seed,
        };
        let points = (family.draw)(&draw, show);
        let (flips, train) = (self.flips, self.train);
        Dataset::from_points(
            family.name,
            Some(self.seed),
            points,
            flips,
            train,
            self.seed,
        )
    }
}
