//! `sgdscope watch`: the log of somebody's own program, live beside the run of the options.

mod tail;

use std::fs;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::cli::WatchArgs;
use crate::commands::exit::refuse;
use crate::commands::live;
use crate::commands::own_data::refuse_terminal;
use crate::input::escaped;
use crate::input::training_log::LogLines;
use crate::session::check::ReferencePlan;
use crate::session::engine::Engine;
use crate::session::race::LanePlan;
use crate::session::watched::Watcher;
use crate::session::worker::Feed;
use crate::terminal::StartWatching;

use tail::{News, Tail};

/// Time between two reports to the engine, however fast the log grows.
const REPORT: Duration = Duration::from_millis(20);

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
    sender: SyncSender<Watcher>,
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
        let watcher = Watcher::new(self.name, ReferencePlan { dataset, plan });
        engine.watch(Arc::new(watcher.view()));
        // The thread waits for this, unless it could not start.
        let _ = self.sender.send(watcher);
    }
}

/// Reads a log and tells the engine what is new, until the log ends or nobody listens.
fn follow(file: &str, watchers: &Receiver<Watcher>, feed: &Feed) {
    let Ok(mut watcher) = watchers.recv() else {
        return;
    };
    let mut lines = LogLines::default();
    let mut tail = match Tail::open(file) {
        Ok(tail) => tail,
        Err(error) => {
            watcher.cannot_read(format!("{error}"));
            watcher.end();
            let _ = feed.send(watcher.view());
            return;
        }
    };
    let (mut reported, mut has_news) = (Instant::now(), false);
    loop {
        match tail.next(has_news.then_some(REPORT)) {
            Ok(News::Nothing) => {}
            Ok(News::Lines(text)) => {
                for line in text {
                    add(&line, &mut lines, &mut watcher);
                    has_news = true;
                }
            }
            Ok(News::BeginsAgain) => {
                (lines, watcher, has_news) = (LogLines::default(), watcher.again(), true);
            }
            Ok(News::End) => {
                watcher.end();
                let _ = feed.send(watcher.view());
                return;
            }
            Err(error) => {
                watcher.cannot_read(format!("{error}"));
                watcher.end();
                let _ = feed.send(watcher.view());
                return;
            }
        }
        if has_news && reported.elapsed() >= REPORT {
            (reported, has_news) = (Instant::now(), false);
            if !feed.send(watcher.view()) {
                return;
            }
        }
    }
}

/// Adds a line of the log.
fn add(line: &[u8], lines: &mut LogLines, watcher: &mut Watcher) {
    match lines.read(&String::from_utf8_lossy(line)) {
        Ok(row) => row.iter().for_each(|row| watcher.push(row)),
        Err(why) => watcher.cannot_read(format!("line {}: {why}", lines.line())),
    }
}
