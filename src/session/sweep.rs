//! A sweep: a grid of runs, one for each combination of the values of a few settings.

use crate::session::change::SettingValue;
use crate::session::settings::{LOSS, Setting, SettingGroup, Settings};

/// Largest number of runs.
pub const MOST_RUNS: usize = 100_000;
/// Largest number of settings that are swept at once.
pub const MOST_AXES: usize = 3;

/// A setting that is swept, with two values or more.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// The setting.
    pub setting: &'static Setting,
    /// Its values, in the order in which they were given.
    pub values: Vec<SettingValue>,
}

/// The runs of a sweep, in the order of the grid: the last setting changes from run to run, the first one last.
#[derive(Debug, Clone, PartialEq)]
pub struct Sweep {
    base: Settings,
    axes: Vec<Axis>,
}

impl Sweep {
    /// Creates a sweep. `base` has the settings that all runs share.
    ///
    /// # Errors
    /// If nothing is swept, too much is, a value is given twice, or the settings of a run are not valid together.
    /// The message names the value and the remedy.
    pub fn new(base: Settings, axes: Vec<Axis>) -> Result<Self, String> {
        if axes.is_empty() {
            return Err(
                "nothing is swept; give an option several values, as in --alpha 1e-4..10:20"
                    .to_owned(),
            );
        }
        if axes.len() > MOST_AXES {
            let flags: Vec<String> = axes
                .iter()
                .map(|axis| format!("--{}", axis.setting.flag))
                .collect();
            return Err(format!(
                "{} options have several values; sweep {MOST_AXES} of them at most: {}",
                axes.len(),
                flags.join(" ")
            ));
        }
        for Axis { setting, values } in &axes {
            if *setting == &LOSS {
                let why = "losses of different kinds cannot be compared; give one kind";
                return Err(format!("--{}: {why}", setting.flag));
            }
            let mut texts: Vec<&str> = values.iter().map(SettingValue::text).collect();
            texts.sort_unstable();
            if let Some(twice) = texts.windows(2).find(|pair| pair[0] == pair[1]) {
                let text = twice[0];
                return Err(format!(
                    "--{}: {text} is given twice; give it once",
                    setting.flag
                ));
            }
        }
        let lengths = axes.iter().map(|axis| axis.values.len());
        let runs = lengths.fold(1, usize::saturating_mul);
        if runs > MOST_RUNS {
            return Err(format!(
                "{runs} runs are too many; give values for {MOST_RUNS} at most"
            ));
        }
        let sweep = Self { base, axes };
        for run in 0..runs {
            let settings = sweep.settings(run);
            if let Err((setting, why)) = settings.check() {
                let value = setting.text(&settings);
                return Err(format!("--{} {value}: {why}", setting.flag));
            }
        }
        Ok(sweep)
    }

    /// Returns the number of runs.
    #[must_use]
    pub fn runs(&self) -> usize {
        self.axes.iter().map(|axis| axis.values.len()).product()
    }

    /// Returns the settings that are swept.
    #[must_use]
    pub fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// Returns the indices of the values of a run, one for each axis.
    #[must_use]
    pub fn places(&self, run: usize) -> Vec<usize> {
        let mut rest = run;
        let mut places: Vec<usize> = Vec::with_capacity(self.axes.len());
        for axis in self.axes.iter().rev() {
            places.push(rest % axis.values.len());
            rest /= axis.values.len();
        }
        places.reverse();
        places
    }

    /// Returns the values of a run, one for each axis.
    #[must_use]
    pub fn values(&self, run: usize) -> Vec<&SettingValue> {
        let places = self.places(run).into_iter();
        places
            .zip(&self.axes)
            .map(|(place, axis)| &axis.values[place])
            .collect()
    }

    /// Returns the initial settings of a run.
    #[must_use]
    pub fn settings(&self, run: usize) -> Settings {
        let mut settings = self.base.clone();
        for value in self.values(run) {
            value.set(&mut settings);
        }
        settings
    }

    /// Returns the number of rows of a table that has the axis `across` across and all others down.
    #[must_use]
    pub fn rows(&self, across: usize) -> usize {
        self.runs() / self.axes[across].values.len()
    }

    /// Returns the row and the column of a run in a table that has the axis `across` across and all others down.
    #[must_use]
    pub fn cell(&self, run: usize, across: usize) -> (usize, usize) {
        let places = self.places(run);
        let down = places.iter().zip(&self.axes).enumerate();
        let down = down.filter(|(axis, _)| *axis != across);
        let row = down.fold(0, |row, (_, (place, axis))| row * axis.values.len() + place);
        (row, places[across])
    }

    /// Returns whether all runs have the same data.
    #[must_use]
    pub fn has_common_data(&self) -> bool {
        let is_of_data = |axis: &Axis| axis.setting.group == SettingGroup::Data;
        !self.axes.iter().any(is_of_data)
    }
}

/// Returns values in words, such as "alpha 1.6, batch size 8".
#[must_use]
pub fn in_words(values: &[&SettingValue]) -> String {
    let words = values
        .iter()
        .map(|value| format!("{} {}", value.setting().name, value.text()));
    words.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::values;

    fn axis(flag: &str, texts: &str) -> Axis {
        let setting = Settings::find(flag).expect("a setting");
        let values = values::parse(setting, texts, MOST_RUNS).expect("values");
        Axis { setting, values }
    }

    #[test]
    fn the_last_setting_changes_from_run_to_run() {
        let axes = vec![axis("alpha", "0.1,0.2"), axis("batch-size", "1,8,all")];
        let sweep = Sweep::new(Settings::default(), axes).expect("a sweep");
        let words: Vec<String> = (0..sweep.runs())
            .map(|run| in_words(&sweep.values(run)))
            .collect();
        assert_eq!(words.len(), 6);
        assert_eq!(words[0], "alpha 0.1, batch size 1");
        assert_eq!(words[1], "alpha 0.1, batch size 8");
        assert_eq!(words[5], "alpha 0.2, batch size all");
        assert_eq!(sweep.settings(5).setup.hyperparameters.alpha.get(), 0.2);
        assert!(sweep.has_common_data());
        let sweep = Sweep::new(Settings::default(), vec![axis("noise", "1,2")]).expect("a sweep");
        assert!(!sweep.has_common_data());
    }

    #[test]
    fn what_makes_no_sweep_is_refused_with_a_remedy() {
        let refused = |axes: Vec<Axis>| Sweep::new(Settings::default(), axes).unwrap_err();
        assert!(refused(Vec::new()).starts_with("nothing is swept; "));
        let said = refused(vec![axis("alpha", "0.1,0.10")]);
        assert_eq!(said, "--alpha: 0.1 is given twice; give it once");
        let said = refused(vec![axis("init-seed", "1..1000"), axis("seed", "1..1000")]);
        assert_eq!(
            said,
            "1000000 runs are too many; give values for 100000 at most"
        );
        let said = refused(vec![
            axis("features", "x1,x2;x1"),
            axis("init", "zeros;0,1,2"),
        ]);
        assert_eq!(
            said,
            "--init 0,1,2: must be 2 numbers, for the bias and each feature; try 0,0"
        );
        let four = ["alpha", "momentum", "beta1", "beta2"].map(|flag| axis(flag, "0.1,0.2"));
        assert!(refused(four.to_vec()).starts_with("4 options have several values; "));
    }
}
