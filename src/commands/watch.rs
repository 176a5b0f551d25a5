//! `sgdscope watch`: the log of somebody's own program, live beside the run of the options.

mod tail;

use std::fs;
use std::io;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use crate::cli::WatchArgs;
use crate::commands::exit::refuse;
use crate::commands::live;
use crate::commands::own_data::refuse_terminal;
use crate::input::escaped;
use crate::input::training_log::LogLines;
use crate::session::check::ReferencePlan;
use crate::session::engine::Engine;
use crate::session::engine::follow::LogNews;
use crate::session::race::LanePlan;
use crate::session::watched::Watcher;
use crate::session::worker::Feed;
use crate::terminal::StartWatching;

use tail::{News, Tail};

/// Number of rows that may wait to be shown. A program that writes more waits for its pipe.
const MOST_WAITING: usize = 100_000;
/// Time between two looks whether fewer rows wait.
const REST: Duration = Duration::from_millis(20);

/// Shows a log beside the training, until the user quits.
pub fn run(arguments: &WatchArgs) -> ExitCode {
    match Log::new(arguments) {
        Ok(log) => live::run_beside(&arguments.live, Some(log)),
        Err(why) => refuse(&why),
    }
}

/// A log that is to be watched.
pub struct Log {
    file: String,
}

/// What is told to the thread that reads the log, as soon as the data are loaded.
pub struct Begin {
    name: String,
    sender: SyncSender<()>,
}

impl Log {
    /// Checks that the log can be opened.
    fn new(arguments: &WatchArgs) -> Result<Self, String> {
        let file = arguments.log.clone();
        if file == "-" && arguments.live.run.table.data.as_deref() == Some("-") {
            return Err("--data -: standard input has the log; name a file".to_owned());
        }
        refuse_terminal(&file).map_err(|_| {
            format!("{file} is the terminal; pipe a log in, for example python -u my_sgd.py | sgdscope watch -")
        })?;
        if file != "-" {
            let found = fs::metadata(&file)
                .map_err(|error| format!("{file}: {error}; start your program first"))?;
            if found.is_dir() {
                return Err(format!("{file}: is a folder; name a file"));
            }
        }
        Ok(Self { file })
    }

    /// Returns what starts the thread that reads the log, and what tells it that the data are loaded.
    #[must_use]
    pub fn into_parts(self) -> (StartWatching, Begin) {
        let (sender, receiver) = sync_channel(1);
        let name = if self.file == "-" {
            "standard input".to_owned()
        } else {
            escaped(&self.file)
        };
        let file = self.file;
        let start = move |feed: Feed| {
            let thread = thread::Builder::new().name("log".to_owned());
            thread
                .spawn(move || follow(&file, &receiver, &feed))
                .map(|_| ())
        };
        (Box::new(start), Begin { name, sender })
    }
}

impl Begin {
    /// Begins to watch beside an engine whose first lane is made of `plan`.
    pub fn with(self, plan: LanePlan, engine: &mut Engine) {
        let dataset = Arc::clone(engine.trainer().dataset());
        engine.watch(Watcher::new(self.name, ReferencePlan { dataset, plan }));
        // The thread waits for this, unless it could not start.
        let _ = self.sender.send(());
    }
}

/// Reads a log and tells the engine what is new, until the log ends or nobody listens.
fn follow(file: &str, is_loaded: &Receiver<()>, feed: &Feed) {
    if is_loaded.recv().is_err() {
        return;
    }
    if let Err(error) = tell(file, feed) {
        // If nobody listens, the program ends.
        let _ = feed.send(LogNews::Trouble(error.to_string()));
    }
    let _ = feed.send(LogNews::End);
}

/// Reads a log up to its end.
fn tell(file: &str, feed: &Feed) -> io::Result<()> {
    let mut tail = Tail::open(file)?;
    let mut lines = LogLines::default();
    loop {
        while feed.waiting() > MOST_WAITING {
            thread::sleep(REST);
        }
        let news = match tail.next()? {
            News::Nothing => continue,
            News::End => return Ok(()),
            News::BeginsAgain => {
                lines = LogLines::default();
                vec![LogNews::BeginsAgain]
            }
            News::Lines(text) => read(&text, &mut lines),
        };
        if !news.into_iter().all(|news| feed.send(news)) {
            return Ok(());
        }
    }
}

/// Returns the rows of some lines, and the first reason why a line could not be read.
fn read(text: &[Vec<u8>], lines: &mut LogLines) -> Vec<LogNews> {
    let (mut rows, mut trouble) = (Vec::new(), None);
    for line in text {
        match lines.read(&String::from_utf8_lossy(line)) {
            Ok(row) => rows.extend(row),
            Err(why) => {
                trouble.get_or_insert(format!("line {}: {why}", lines.line()));
            }
        }
    }
    let trouble = trouble.map(LogNews::Trouble);
    trouble.into_iter().chain([LogNews::Rows(rows)]).collect()
}
