//! The arguments of `sgdscope watch`.

use clap::Args;

use crate::cli::LiveArgs;

const EXAMPLES: &str = "\
A log has a line for each update or epoch, as for sgdscope check. Reference and log go on together at the speed of the \
run (--speed max: as fast as the log comes); space pauses both, s makes one update, b goes back.

Examples:
  python -u my_sgd.py | sgdscope watch -         -u: Python writes each line at once
  python my_sgd.py > my_run.jsonl & sgdscope watch my_run.jsonl --init=0,-1,-1";

/// Arguments of watching a log.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub struct WatchArgs {
    /// Log of your own program: a file that grows, a FIFO, or - for standard input
    #[arg(value_name = "LOG")]
    pub log: String,
    /// Arguments of the reference and of the screen.
    #[command(flatten)]
    pub live: LiveArgs,
}
