//! The lanes of a race, trained on several threads and written as lines in an order that no thread decides.

use std::io::Write;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, ScopedJoinHandle};
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::commands::lines::{LineFormat, Lines, RunLines, write_names};
use crate::commands::train::epochs_between_reports;
use crate::session::lane::LaneId;
use crate::session::run::Run;

/// Size of a block of lines in bytes, from which on it is handed over.
const BLOCK: usize = 1 << 14;
/// Time after which a block of lines is handed over, even if it is small.
const LATEST: Duration = Duration::from_millis(10);
/// Number of blocks that may wait. A lane that is further ahead of the others waits itself.
const WAITING: usize = 4;

/// Lines of one lane.
#[derive(Default)]
struct Block {
    text: Vec<u8>,
    /// The epoch of each line, and where it ends in the text.
    lines: Vec<(u64, usize)>,
}

/// Trains the lanes of a race at the same time, each on a thread of its own, and writes their lines to `out`:
/// in the order of their epochs, and those of one epoch in the order of the lanes. `show_epochs` is called now
/// and then with the number of epochs that were completed since. `report` is called with each lane that
/// diverges; the others go on.
///
/// # Errors
/// If writing to `out` fails.
pub fn train(
    mut runs: Vec<Run>,
    lines: Lines,
    out: &mut impl Write,
    show_epochs: impl Fn(u64) + Sync,
    mut report: impl FnMut(LaneId, &anyhow::Error),
) -> Result<()> {
    if lines.header && lines.format == LineFormat::Tsv {
        let weights = |run: &&Run| run.trainer().parameters().len();
        if let Some(widest) = runs.iter().max_by_key(weights) {
            write!(out, "lane\t")?;
            write_names(widest, out)?;
        }
    }
    thread::scope(|scope| {
        let show_epochs = &show_epochs;
        let names = (0..).map(LaneId::nth);
        let running = names.zip(&mut runs).map(|(id, run)| {
            let (sender, receiver) = sync_channel(WAITING);
            let thread = scope.spawn(move || send_lines(run, id, lines, &sender, show_epochs));
            Lane {
                id,
                receiver,
                block: Block::default(),
                written: 0,
                thread: Some(thread),
            }
        });
        merge(running.collect(), out, &mut report)
    })
}

/// Trains a run and sends its lines, until it is over or nobody receives them.
///
/// # Errors
/// If the run diverges.
fn send_lines(
    run: &mut Run,
    id: LaneId,
    lines: Lines,
    sender: &SyncSender<Block>,
    show_epochs: &impl Fn(u64),
) -> Result<()> {
    // Telling of each short epoch would cost the time of several mini-batches.
    let now_and_then = epochs_between_reports(run.trainer().dataset().training().len() as u64);
    let show_epoch = |epoch: u64| {
        if epoch.is_multiple_of(now_and_then) {
            show_epochs(now_and_then);
        }
    };
    let mut lines = RunLines::new(run, lines, Some(id));
    let (mut block, mut sent) = (Block::default(), Instant::now());
    loop {
        let written = lines.write_next(&mut block.text, show_epoch);
        if let Ok(Some(epoch)) = written {
            block.lines.push((epoch, block.text.len()));
            if block.text.len() < BLOCK && sent.elapsed() < LATEST {
                continue;
            }
        }
        let is_wanted = sender.send(std::mem::take(&mut block)).is_ok();
        sent = Instant::now();
        if !is_wanted || !matches!(written, Ok(Some(_))) {
            return written.map(|_| ());
        }
    }
}

/// A lane whose lines arrive from its thread.
struct Lane<'scope> {
    id: LaneId,
    receiver: Receiver<Block>,
    block: Block,
    /// Number of lines of the block that are written.
    written: usize,
    /// The thread; `None` if the lane is over.
    thread: Option<ScopedJoinHandle<'scope, Result<()>>>,
}

impl Lane<'_> {
    /// Returns the epoch of the next line, and waits for it; `None` if the lane is over. Then `report` is called
    /// once if it diverged.
    fn next_epoch(&mut self, report: &mut impl FnMut(LaneId, &anyhow::Error)) -> Option<u64> {
        loop {
            if let Some((epoch, _)) = self.block.lines.get(self.written) {
                return Some(*epoch);
            }
            if let Ok(block) = self.receiver.recv() {
                (self.block, self.written) = (block, 0);
                continue;
            }
            match self.thread.take()?.join() {
                Ok(Ok(())) => {}
                Ok(Err(diverged)) => report(self.id, &diverged),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    }

    /// Returns the next line, which must have arrived.
    fn take_line(&mut self) -> &[u8] {
        let end = |line: usize| self.block.lines[line].1;
        let from = self.written.checked_sub(1).map_or(0, end);
        let to = end(self.written);
        self.written += 1;
        &self.block.text[from..to]
    }
}

/// Writes the lines of all lanes in the order of their epochs.
fn merge(
    mut lanes: Vec<Lane>,
    out: &mut impl Write,
    report: &mut impl FnMut(LaneId, &anyhow::Error),
) -> Result<()> {
    loop {
        let epochs = lanes.iter_mut().enumerate();
        let epochs = epochs.filter_map(|(place, lane)| Some((lane.next_epoch(report)?, place)));
        let Some((_, next)) = epochs.min() else {
            return Ok(out.flush()?);
        };
        out.write_all(lanes[next].take_line())?;
    }
}
