//! All that decides a drawn data set.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::learning::dataset::Dataset;
use crate::learning::dataset::family::{Draw, Family, NoiseMeaning, Points};
use crate::learning::dataset::flip::FlipShare;
use crate::learning::dataset::names::Names;
use crate::learning::dataset::noise::Noise;
use crate::learning::dataset::samples::Samples;
use crate::learning::dataset::split::TrainShare;
use crate::learning::hyperparameters::{Direction, shortest};
use crate::learning::invalid_value::InvalidValue;
use crate::learning::registry::{Choice, Registered};

/// What is to be drawn; the same settings give the same bits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DataSettings {
    /// Where they come from.
    pub source: Source,
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
            source: Source::default(),
            samples: Samples::default(),
            noise: Noise::AUTO,
            seed: 95,
            flips: FlipShare::default(),
            train: TrainShare::default(),
        }
    }
}

/// Where data come from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Source {
    /// They are drawn, as a family has it.
    Family(Choice<Family>),
    /// They are the user's own.
    Table,
}

/// Samples of the user's own.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What they are called.
    pub name: String,
    /// The samples.
    pub points: Arc<Points>,
    /// How many rows of the table could not be used.
    pub skipped: u64,
    /// What its columns and classes are called.
    pub names: Arc<Names>,
}

impl DataSettings {
    /// Makes the data set: draws it, or takes the `table`, which must be there where that is the source.
    /// Now and then `show` is told which share of the work is done, from 0 to 1.
    #[must_use]
    pub fn draw(&self, table: Option<&Table>, show: &dyn Fn(f64)) -> Dataset {
        let (flips, train, seed) = (self.flips, self.train, self.seed);
        match (self.source, table) {
            (Source::Table, Some(table)) => {
                let name = Cow::Owned(table.name.clone());
                let points = Arc::clone(&table.points);
                Dataset {
                    skipped: table.skipped,
                    names: Some(Arc::clone(&table.names)),
                    ..Dataset::from_points(name, None, points, flips, train, seed)
                }
            }
            (Source::Family(family), _) => self.draw_family(family.get(), show),
            (Source::Table, None) => self.draw_family(Choice::<Family>::default().get(), show),
        }
    }

    fn draw_family(&self, family: &Family, show: &dyn Fn(f64)) -> Dataset {
        let draw = Draw {
            samples: self.samples.get(),
            noise: self.noise.of(family),
            seed: self.seed,
        };
        let points = Arc::new((family.draw)(&draw, show));
        let name = Cow::Owned(family.name.to_owned());
        let (flips, train) = (self.flips, self.train);
        Dataset::from_points(name, Some(self.seed), points, flips, train, self.seed)
    }

    /// What noise means here, where there is any.
    #[must_use]
    pub fn noise_meaning(&self) -> Option<&'static NoiseMeaning> {
        self.source.family().map(|family| &family.noise)
    }

    /// How much noise there is, as a number.
    #[must_use]
    pub fn noise_shown(&self) -> String {
        let family = self.source.family();
        family.map_or_else(String::new, |family| shortest(self.noise.of(family)))
    }

    /// Whether the family can have so much noise.
    ///
    /// # Errors
    /// Where it is more than its most.
    pub fn check_noise(&self) -> Result<(), InvalidValue> {
        let Some(family) = self.source.family() else {
            return Ok(());
        };
        let most = family.noise.most;
        if self.noise.exceeds(family) {
            let range = format!("auto or a number from 0 to {most} for {}", family.name);
            return Err(InvalidValue::new(&range, &shortest(most)));
        }
        Ok(())
    }
}

impl Source {
    /// The name of what is the user's own.
    const TABLE: &str = "file";

    /// The values allowed, in words.
    #[must_use]
    pub fn range() -> String {
        Choice::<Family>::range()
    }

    /// The family, where data are drawn.
    #[must_use]
    pub fn family(self) -> Option<&'static Family> {
        match self {
            Self::Family(family) => Some(family.get()),
            Self::Table => None,
        }
    }

    /// What it is, in one line.
    #[must_use]
    pub fn described(self) -> String {
        match self {
            Self::Family(family) => format!("{family}: {}", family.get().help()),
            Self::Table => "your own data".to_owned(),
        }
    }

    /// The next source, round and round; the user's own comes before the first family, where there is it.
    #[must_use]
    pub fn stepped(self, direction: Direction, has_table: bool) -> Self {
        let first = Choice::<Family>::default();
        let last = first.stepped(Direction::Down);
        match (self, direction) {
            (Self::Table, Direction::Up) => Self::Family(first),
            (Self::Table, Direction::Down) => Self::Family(last),
            (Self::Family(family), Direction::Up) if has_table && family == last => Self::Table,
            (Self::Family(family), Direction::Down) if has_table && family == first => Self::Table,
            (Self::Family(family), _) => Self::Family(family.stepped(direction)),
        }
    }
}

impl Default for Source {
    fn default() -> Self {
        Self::Family(Choice::default())
    }
}

impl FromStr for Source {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        if text == Self::TABLE {
            return Ok(Self::Table);
        }
        text.parse().map(Self::Family)
    }
}

impl fmt::Display for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Family(family) => family.fmt(formatter),
            Self::Table => formatter.pad(Self::TABLE),
        }
    }
}
