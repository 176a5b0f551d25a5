//! The settings that determine a data set.

use std::borrow::Cow;
use std::collections::TryReserveError;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::learning::data::Dataset;
use crate::learning::data::family::{Draw, Family, NoiseMeaning, Points};
use crate::learning::data::flip::FlipShare;
use crate::learning::data::memory::NoMemory;
use crate::learning::data::noise::Noise;
use crate::learning::data::order::SampleOrder;
use crate::learning::data::origin::Origin;
use crate::learning::data::samples::Samples;
use crate::learning::data::split::TrainShare;
use crate::learning::numeric::checked::{OutOfRange, shortest};
use crate::learning::registry::{Choice, Registered};

/// Length from which the text of an amount of noise is rounded where there is little room.
const LONGEST_NOISE: usize = 8;

/// Settings that determine a data set. Equal settings give bit for bit equal data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DataSettings {
    /// Source of the samples.
    pub source: Source,
    /// Number of samples of both classes together, training and test samples.
    pub samples: Samples,
    /// Amount of noise.
    pub noise: Noise,
    /// Seed of everything that is drawn.
    pub seed: u32,
    /// Share of the labels that are flipped.
    pub flips: FlipShare,
    /// Share of the samples that are trained on.
    pub train: TrainShare,
    /// Order of the training samples.
    pub order: SampleOrder,
}

impl Default for DataSettings {
    fn default() -> Self {
        Self {
            source: Source::default(),
            samples: Samples::default(),
            noise: Noise::default(),
            seed: 95,
            flips: FlipShare::default(),
            train: TrainShare::default(),
            order: SampleOrder::default(),
        }
    }
}

/// Source of the samples of a data set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Source {
    /// Samples drawn from a family.
    Family(Choice<Family>),
    /// A person's own samples, read from a file.
    Own,
}

/// A person's own samples, read from a file.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnData {
    /// Name of the data.
    pub name: String,
    /// Features and labels of the samples.
    pub points: Arc<Points>,
    /// What is known of the table.
    pub origin: Arc<Origin>,
}

impl DataSettings {
    /// Makes the data set: draws it from its family, or takes the samples of `table` if the source is a
    /// person's own data. In that case `table` must be given; without it, the default family is drawn.
    /// `show` is called at intervals with the share of the work that is done, from 0 to 1.
    ///
    /// # Errors
    /// If the system does not give the memory.
    pub fn draw(&self, table: Option<&OwnData>, show: &dyn Fn(f64)) -> Result<Dataset, NoMemory> {
        self.try_draw(table, show).map_err(|_| {
            let own = table.filter(|_| self.source == Source::Own);
            let samples = own.map_or(self.samples.get() as usize, |table| table.points.x1.len());
            NoMemory::for_data(samples, own.is_none())
        })
    }

    fn try_draw(
        &self,
        table: Option<&OwnData>,
        show: &dyn Fn(f64),
    ) -> Result<Dataset, TryReserveError> {
        match (self.source, table) {
            (Source::Own, Some(table)) => {
                let name = Cow::Owned(table.name.clone());
                let points = Arc::clone(&table.points);
                Ok(Dataset {
                    origin: Some(Arc::clone(&table.origin)),
                    ..self.made(name, None, points)?
                })
            }
            (Source::Family(family), _) => self.draw_family(family.get(), show),
            (Source::Own, None) => self.draw_family(Choice::<Family>::default().get(), show),
        }
    }

    fn draw_family(&self, family: &Family, show: &dyn Fn(f64)) -> Result<Dataset, TryReserveError> {
        let draw = Draw {
            samples: self.samples.get(),
            noise: self.noise.of(family),
            seed: self.seed,
        };
        let points = Arc::new((family.draw)(&draw, show)?);
        let name = Cow::Owned(family.name.to_owned());
        self.made(name, Some(self.seed), points)
    }

    /// Makes the data set from its points. `seed` is the seed that they were drawn from, if they were drawn.
    fn made(
        &self,
        name: Cow<'static, str>,
        seed: Option<u32>,
        points: Arc<Points>,
    ) -> Result<Dataset, TryReserveError> {
        let (flips, train, order) = (self.flips, self.train, self.order);
        Dataset::from_points(name, seed, points, flips, train, order, self.seed)
    }

    /// Returns the meaning of the noise; `None` if the samples are not drawn and have no noise.
    #[must_use]
    pub fn noise_meaning(&self) -> Option<&'static NoiseMeaning> {
        self.source.family().map(|family| &family.noise)
    }

    /// Returns the amount of noise as text; empty if the samples are not drawn.
    #[must_use]
    pub fn noise_shown(&self) -> String {
        let family = self.source.family();
        family.map_or_else(String::new, |family| shortest(self.noise.of(family)))
    }

    /// Returns the amount of noise as a short text, rounded to four digits if it has many; empty if the
    /// samples are not drawn.
    #[must_use]
    pub fn noise_rounded(&self) -> String {
        let shown = self.noise_shown();
        if shown.len() <= LONGEST_NOISE {
            return shown;
        }
        let rounded = shown.parse().map(|noise: f64| format!("{noise:.3e}"));
        let rounded = rounded.ok().and_then(|digits| digits.parse().ok());
        rounded.map_or(shown, shortest)
    }

    /// Returns the family's largest amount of noise if the settings ask for more; `None` otherwise.
    #[must_use]
    pub fn exceeded_noise(&self) -> Option<f64> {
        let family = self.source.family()?;
        self.noise.exceeds(family).then_some(family.noise.most)
    }
}

impl Source {
    /// Name of the source that is a person's own data.
    pub const OWN: &str = "file";

    /// Returns the family that the samples are drawn from; `None` for a person's own data.
    #[must_use]
    pub fn family(self) -> Option<&'static Family> {
        match self {
            Self::Family(family) => Some(family.get()),
            Self::Own => None,
        }
    }

    /// Returns a description of the source in one line.
    #[must_use]
    pub fn described(self) -> String {
        match self {
            Self::Family(family) => format!("{family}: {}", family.get().help()),
            Self::Own => "your own data".to_owned(),
        }
    }
}

impl Default for Source {
    fn default() -> Self {
        Self::Family(Choice::default())
    }
}

impl FromStr for Source {
    type Err = OutOfRange;

    fn from_str(text: &str) -> Result<Self, OutOfRange> {
        if text == Self::OWN {
            return Ok(Self::Own);
        }
        text.parse().map(Self::Family)
    }
}

impl fmt::Display for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Family(family) => family.fmt(formatter),
            Self::Own => formatter.pad(Self::OWN),
        }
    }
}
