//! The arguments of `sgdscope sweep`: the options of a run, each of which may have several values.

use clap::{ArgMatches, Args, Command, FromArgMatches, ValueEnum};

use crate::cli::settings::{RunScope, Scope, option};
use crate::cli::{LookArgs, TableArgs};
use crate::session::change::{Change, SettingValue};
use crate::session::lane::Address;
use crate::session::race::PlannedEnd;
use crate::session::settings::{Setting, Settings, TABLE};
use crate::session::sweep::{Axis, MOST_RUNS, Sweep};
use crate::session::values;

/// Largest number of last losses that are kept of each run, and of all runs together.
const MOST_LAST: usize = 10_000_000;

const EXAMPLES: &str = "\
VALUES are one value, a list as in 1,8,all, or a range: 1..5 is each whole number, and 1e-4..10:20 are 20 numbers
in equal factors (in equal steps from 0 on, and for whole numbers). One to three options may have several values.

Examples:
  sgdscope sweep --alpha 1e-4..10:20 --batch-size 1,8,32,all --loss mse
  sgdscope sweep --init-seed 1..50 --noise 5 --format tsv
  sgdscope sweep --features 'x1,x2;x1,x2,x1x2' --family xor   (; where values have commas)
  sgdscope sweep --noise 5 --batch-size all --epochs 2000 --alpha 1.5..3.9:150 --last 64";

/// Arguments of a sweep.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub struct SweepArgs {
    /// Arguments that read the user's own data.
    #[command(flatten)]
    pub table: TableArgs,
    /// Settings that decide the runs.
    #[command(flatten)]
    pub settings: SweptArgs,
    /// Changes that are made after a given number of updates
    #[arg(
        long,
        value_name = "UPDATE:NAME=VALUE",
        help_heading = "Training",
        help = "Change a hyperparameter or weights of each run after an update; may be given again"
    )]
    pub at: Vec<Change>,
    /// Update at which each run ends, if it ends early
    #[arg(
        long,
        value_name = "UPDATE",
        help_heading = "Training",
        help = "Stop each run after this update"
    )]
    pub until: Option<PlannedEnd>,
    /// Format of the output [default: a map on a terminal, table elsewhere]
    #[arg(long, value_enum, help_heading = "Output")]
    pub format: Option<SweepFormat>,
    /// Print the names of the columns first; for the format tsv
    #[arg(long, help_heading = "Output")]
    pub header: bool,
    /// Print the last N losses of each run, one for each epoch, which shows whether it settled
    #[arg(long, value_name = "N", help_heading = "Output", value_parser = parse_last,
          allow_negative_numbers = true)]
    pub last: Option<usize>,
    /// Look of the map.
    #[command(flatten)]
    pub look: LookArgs,
}

/// Format of the output of a sweep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SweepFormat {
    /// A table of the losses, for people to read
    Table,
    /// A line for each run, with columns separated by tabs
    Tsv,
    /// One JSON object for each run
    Jsonl,
}

/// Settings with their values, in the order in which they were given.
#[derive(Debug, Clone)]
pub struct SweptArgs {
    given: Vec<Axis>,
}

impl Args for SweptArgs {
    fn augment_args(command: Command) -> Command {
        rows().fold(command, |command, setting| {
            let parse = move |text: &str| values::parse(setting, text, MOST_RUNS);
            command.arg(option(setting, parse).value_name("VALUES"))
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for SweptArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = |setting: &'static Setting| {
            let values = matches.get_one::<Vec<SettingValue>>(setting.flag)?.clone();
            let place = matches.indices_of(setting.flag)?.next_back();
            Some((place, Axis { setting, values }))
        };
        let mut given: Vec<(Option<usize>, Axis)> = rows().filter_map(given).collect();
        given.sort_by_key(|(place, _)| *place);
        let given = given.into_iter().map(|(_, axis)| axis).collect();
        Ok(Self { given })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn rows() -> impl Iterator<Item = &'static Setting> {
    TABLE.into_iter().filter(|setting| RunScope::has(setting))
}

impl SweepArgs {
    /// Returns the runs of the sweep.
    ///
    /// # Errors
    /// If the arguments make no sweep. The message names the value and the remedy.
    pub fn sweep(&self) -> Result<Sweep, String> {
        let mut base = Settings::default();
        let mut axes = Vec::new();
        for axis in &self.settings.given {
            match &axis.values[..] {
                [value] => value.set(&mut base),
                _ => axes.push(axis.clone()),
            }
        }
        if let Some(end) = &self.until
            && let Address::Lane(lane) = end.address
        {
            return Err(format!(
                "--until {end}: a sweep has no lanes; leave {lane}: out"
            ));
        }
        self.table.choose(&mut base)?;
        if self.table.data.is_some() && axes.iter().any(|axis| axis.setting.flag == "family") {
            return Err("--family: the points come from --data; leave one of them out".to_owned());
        }
        let sweep = Sweep::new(base, axes)?;
        for run in 0..sweep.runs() {
            let weights = 1 + sweep.settings(run).setup.inputs.features.len();
            for planned in &self.at {
                let check = planned.value.check(weights);
                check.map_err(|why| format!("--at {planned}: {why}"))?;
            }
        }
        let kept = self.last.unwrap_or(0).saturating_mul(sweep.runs());
        if kept > MOST_LAST {
            return Err(format!(
                "--last: {kept} losses of all runs are too many; try --last {}",
                MOST_LAST / sweep.runs()
            ));
        }
        Ok(sweep)
    }
}

fn parse_last(text: &str) -> Result<usize, String> {
    let last = text.parse().ok().filter(|last| *last > 0);
    last.ok_or_else(|| "must be a whole number of at least 1; try 64".to_owned())
}
