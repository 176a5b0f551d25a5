//! Tests promises 16, 17 and 19: the program is silent when nothing happens, stays within its byte budget
//! when much happens, and answers a key at once.

use std::thread;
use std::time::{Duration, Instant};

use crate::process::Process;
use crate::session::{BINARY, PICTURE, SIZE, Session, count, epoch};

const WATCHED: Duration = Duration::from_secs(5);

/// Amounts of output and processor time of a program while it was watched.
#[derive(Debug)]
struct Traffic {
    bytes: f64,
    pictures: f64,
    calls: f64,
    time: Duration,
    watched: Duration,
}

fn watch(session: &Session) -> Traffic {
    let process = session.process();
    let begun = Instant::now();
    let before = (
        session.written(),
        session.pictures(),
        process.written().calls,
        process.time(),
    );
    thread::sleep(WATCHED);
    Traffic {
        bytes: (session.written() - before.0) as f64,
        pictures: (session.pictures() - before.1) as f64,
        calls: (process.written().calls - before.2) as f64,
        time: process.time_since(before.3),
        watched: begun.elapsed(),
    }
}

impl Traffic {
    fn assert_silent(&self) {
        println!("{self:?}");
        assert_eq!(self.bytes, 0.0);
        assert!(self.time < self.watched / 100, "{self:?}");
    }

    fn assert_within_budget(&self) {
        let seconds = self.watched.as_secs_f64();
        println!(
            "{:.1} pictures, {:.0} bytes a second, {:.2} writes a picture, {:.1} % CPU",
            self.pictures / seconds,
            self.bytes / seconds,
            self.calls / self.pictures,
            100.0 * self.time.as_secs_f64() / seconds
        );
        assert!(
            self.pictures > 0.0 && self.pictures / seconds <= 30.5,
            "{self:?}"
        );
        // A frame that has begun is sent completely, even if it exceeds the budget.
        let whole = 16.0 * 1024.0;
        assert!(self.bytes <= 64.0 * 1024.0 * seconds + whole, "{self:?}");
        assert!(self.calls <= 2.0 * self.pictures, "{self:?}");
    }
}

#[test]
fn promise_16_paused_it_is_silent() {
    let mut session = Session::sgdscope(&["--paused"]);
    session.wait_for(&["PAUSED", "quit"]);
    session.press("sss");
    session.wait_for(&["update 3/13"]);
    thread::sleep(Duration::from_millis(500));
    // Keys without a meaning are not answered either.
    session.press("~~~");
    watch(&session).assert_silent();
    session.press("q");
    assert_eq!(session.exit_code(), 0);
}

#[test]
fn promise_16_finished_it_is_silent() {
    let mut session = Session::sgdscope(&["--speed", "max"]);
    session.wait_for(&["FINISHED", "quit"]);
    thread::sleep(Duration::from_millis(500));
    watch(&session).assert_silent();
    session.press("q");
    assert_eq!(session.exit_code(), 0);
}

#[test]
fn promise_17_training_at_the_default_speed_takes_few_pictures_and_bytes() {
    for arguments in [&["--init=0,-1,-1"][..], &["--color", "rgb"]] {
        let session = Session::sgdscope(arguments);
        session.wait_for(&["RUNNING", "quit"]);
        println!("{arguments:?}");
        watch(&session).assert_within_budget();
    }
}

#[test]
fn promise_17_and_so_does_any_other() {
    // These arguments give the widest frame, the noisiest data and the fastest training.
    let arguments = [
        "--color",
        "rgb",
        "--speed",
        "max",
        "--noise",
        "9",
        "--alpha",
        "30",
        "--shuffle",
        "--batch-size",
        "1",
        "--epochs",
        "1000000000",
    ];
    for size in [SIZE, (200, 50)] {
        let session = Session::start(BINARY, &arguments, size);
        session.wait_for(&["RUNNING", "quit"]);
        // The byte budget that was saved up at the start may be used first.
        thread::sleep(Duration::from_secs(2));
        println!("{size:?}");
        watch(&session).assert_within_budget();
    }
}

/// Returns the text of the screen after each frame.
fn screens(session: &Session, (columns, rows): (u16, u16)) -> Vec<String> {
    let bytes = session.bytes();
    let mut screen = vt100::Parser::new(rows.try_into().unwrap(), columns.try_into().unwrap(), 0);
    let end = b"\x1b[?2026l";
    let mut screens = Vec::new();
    let mut from = 0;
    while let Some(length) = bytes[from..].windows(end.len()).position(|it| it == end) {
        screen.process(&bytes[from..from + length + end.len()]);
        from += length + end.len();
        screens.push(screen.screen().contents());
    }
    screens
}

#[test]
fn promise_19_flat_out_a_key_is_answered_within_three_pictures() {
    let mut session = Session::sgdscope(&["--speed", "max", "--epochs", "1000000000"]);
    session.wait_for(&["RUNNING", "quit", "‹ 0.01 ›"]);
    for (key, answer) in [
        ("+", "‹ 0.02 ›"),
        ("+", "‹ 0.05 ›"),
        ("-", "‹ 0.02 ›"),
        ("?", "next kind of start"),
        ("?", "‹ 0.02 ›"),
        (" ", "PAUSED"),
        (" ", "RUNNING"),
        ("]", "‹ 64 ›"),
    ] {
        let (before, begun) = (session.bytes().len(), Instant::now());
        session.press(key);
        session.wait_for(&[answer]);
        let pictures = count(&session.bytes()[before..], PICTURE);
        println!(
            "{key:?}: answered in {:?}, {pictures} pictures",
            begun.elapsed()
        );
        assert!(pictures <= 4, "{key:?} waits for {pictures} pictures");
    }
}

#[test]
fn promise_19_flat_out_memory_is_flat() {
    let session = Session::sgdscope(&["--speed", "max", "--epochs", "1000000000"]);
    session.wait_for(&["RUNNING", "quit"]);
    // The curves and the checkpoints have a largest number, which a debug build reaches after some seconds.
    thread::sleep(Duration::from_secs(6));
    // Frames are allocated in one thread and freed in another, and the allocator returns free memory only
    // now and then. Half a megabyte therefore comes and goes. The three maxima show whether the memory
    // grows.
    let heights = [0; 3].map(|_| highest_memory(session.process(), Duration::from_secs(3)));
    println!("at most, in 3 s each: {heights:?} bytes");
    let [before, .., after] = heights;
    assert!(after < before + (1 << 19), "{before} bytes become {after}");
}

/// Returns the largest amount of memory that the process is seen to hold within `time`, in bytes.
fn highest_memory(process: Process, time: Duration) -> usize {
    let begun = Instant::now();
    let mut highest = 0;
    while begun.elapsed() < time {
        highest = highest.max(process.memory());
        thread::sleep(Duration::from_millis(20));
    }
    highest
}

#[test]
fn promise_19_after_a_reset_nothing_of_the_old_run_is_shown() {
    let mut session = Session::sgdscope(&["--speed", "max", "--epochs", "900000000"]);
    // The second picture waits for the answer to the first one, which this terminal does not give.
    session.wait_until("moving pictures", || session.pictures() > 5);
    for round in 0..10_u64 {
        session.wait_for(&["RUNNING"]);
        // The old run must get far ahead of the new one.
        thread::sleep(Duration::from_millis(120 + 7 * round));
        session.press("r");
        let pictures = session.pictures();
        session.wait_until("pictures of the new run", || {
            session.pictures() > pictures + 3
        });
    }
    let screens = screens(&session, SIZE);
    let epochs: Vec<u64> = screens.iter().filter_map(|screen| epoch(screen)).collect();
    // Within a run the epoch only grows, so it falls once at each reset and at no other time.
    let falls = epochs.windows(2).filter(|pair| pair[1] < pair[0]).count();
    assert_eq!(falls, 10, "{epochs:?}");
}
