//! The arguments of `sgdscope check`.

use clap::Args;

use crate::cli::RunArgs;

const EXAMPLES: &str = "\
A log has a line for each update or epoch: a JSON object, or columns under a line of names. It may have update or \
epoch, loss, and the weights as w0, w1, w2 or as a list; a number counts to the digits that are written.

Examples:
  python my_sgd.py > my_run.jsonl; sgdscope check my_run.jsonl
  python my_sgd.py | sgdscope check - --init=0,-1,-1 --alpha 0.1
  sgdscope train --format jsonl --noise 5 | sgdscope check - --noise 5

The exit code is 0 if log and reference agree, and 1 if they part.";

/// Arguments of a check.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub struct CheckArgs {
    /// Log of your own program; - is standard input
    #[arg(value_name = "LOG")]
    pub log: String,
    /// Arguments that decide the run of the reference.
    #[command(flatten)]
    pub run: RunArgs,
}
