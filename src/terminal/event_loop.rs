//! Runs the event loop, which handles events, draws a frame when something has changed, and never waits for
//! the terminal to accept output.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use ratatui::layout::{Position, Rect};
use rustix::process::{Signal, kill_current_process_group};

use crate::app::Message;
use crate::app::effect::{Effect, End};
use crate::app::scene::Scene;
use crate::session::worker::{Report, Worker};
use crate::terminal::display::Display;
use crate::terminal::frame_clock::FrameClock;
use crate::terminal::link::Link;
use crate::terminal::pacing::{Pacing, Room};
use crate::terminal::saver::{Job, Saver};
use crate::terminal::screen::{self, Screen};
use crate::terminal::signals::Signals;
use crate::terminal::tty::has_job_control;
use crate::terminal::unanswered::Unanswered;
use crate::terminal::writer::Writer;
use crate::terminal::{Event, Outcome, Rehearsal};
use crate::ui;

/// Interval between two checks while the loop waits to be continued or to be in the foreground.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// The event loop, with everything that it reads from and writes to.
pub struct EventLoop {
    pub scene: Scene,
    pub inbox: Receiver<Event>,
    /// Sending end of `inbox`, for the threads that the loop starts.
    pub sender: SyncSender<Event>,
    pub worker: Worker,
    pub signals: Arc<Signals>,
    pub screen: Arc<Screen>,
    pub writer: Writer,
    pub display: Display,
    pub clock: FrameClock,
    pub link: Link,
    pub pacing: Pacing,
    pub unanswered: Arc<Unanswered>,
    pub is_making_raster: bool,
    /// Reason why the loop must end; `None` while it goes on.
    pub end: Option<End>,
    pub rehearsal: Option<Rehearsal>,
    pub saver: Saver,
}

impl EventLoop {
    /// Runs the loop until the app asks for the end of the program.
    pub fn run(mut self) -> Result<Outcome> {
        let begun = Instant::now();
        self.tell_size(begun.elapsed())?;
        loop {
            self.see_to_link(begun.elapsed())?;
            self.see_to_signals(begun.elapsed())?;
            self.see_to_time(begun.elapsed())?;
            self.draw(begun.elapsed());
            match self.next(begun.elapsed()) {
                Some(Event::Message(message)) => self.update(message, begun.elapsed())?,
                Some(Event::Raster(job, raster)) => {
                    self.is_making_raster = false;
                    self.display.rasters().supply(job, raster);
                    self.clock.changed(begun.elapsed());
                }
                Some(Event::Pointer(column, row)) => self.point(column, row, begun.elapsed())?,
                Some(Event::Answered) => self.go_on_after_answer(begun.elapsed()),
                Some(Event::Nudge) | None => {}
            }
            if let Some(end) = self.end.take() {
                return Ok(Outcome {
                    end,
                    command: self.scene.command(),
                    saver: self.saver,
                });
            }
        }
    }

    /// Checks whether the frame under way has been written, and whether the link has begun to stall.
    fn see_to_link(&mut self, now: Duration) -> Result<()> {
        if !self.link.is_free() && self.writer.is_idle() && self.link.arrived() {
            self.update(Message::LinkRecovered, now)?;
        }
        if self.link.begins_to_stall(now) {
            self.update(Message::LinkStalled, now)?;
        }
        Ok(())
    }

    /// Records an answer. A frame that was held back until then must show what has changed meanwhile.
    fn go_on_after_answer(&mut self, now: Duration) {
        let was_held_back = self.pacing.room(now) == Room::None;
        self.pacing.answered(now);
        if was_held_back {
            self.clock.held_back(now);
        }
    }

    fn see_to_signals(&mut self, now: Duration) -> Result<()> {
        if self.signals.take_resized() {
            self.display.forget();
            self.tell_size(now)?;
        }
        if self.signals.take_stop() && has_job_control() {
            self.suspend(now)?;
        }
        if self.signals.take_continued() {
            self.come_back(now)?;
        }
        Ok(())
    }

    /// Tells the app what it must know of the size of the window.
    fn tell_size(&mut self, now: Duration) -> Result<()> {
        let window = Rect::from((Position::ORIGIN, self.display.size()));
        let chart = ui::chart_columns(window);
        let has_space = ui::has_space(window);
        self.update(Message::Resized { chart, has_space }, now)
    }

    /// Tells the app the time once its picture changes by itself.
    fn see_to_time(&mut self, now: Duration) -> Result<()> {
        let time = milliseconds(now);
        if self.scene.calm_at().is_some_and(|at| at <= time) {
            self.update(Message::Time(time), now)?;
        }
        Ok(())
    }

    /// Carries out an effect, which the app itself cannot do.
    fn see_to(&mut self, effect: Effect, now: Duration) -> Result<()> {
        match effect {
            Effect::Command(command) => self.worker.send(command),
            Effect::Suspend if has_job_control() => self.suspend(now)?,
            Effect::Suspend => self.update(Message::CannotSuspend, now)?,
            Effect::Repaint => {
                self.display.forget();
                self.clock.changed(now);
            }
            Effect::Copy(text) => self.display.copy(&text),
            Effect::Save(text) => self.save(Job::Run(text), now)?,
            Effect::Predict(predictions) => self.save(Job::Predictions(predictions), now)?,
            // The first reason for the end is kept.
            Effect::End(end) => drop(self.end.get_or_insert(end)),
        }
        Ok(())
    }

    fn save(&mut self, job: Job, now: Duration) -> Result<()> {
        match self.saver.start(job) {
            Ok(()) => Ok(()),
            Err(error) => self.update(Message::Saved(Err(error.to_string())), now),
        }
    }

    fn point(&mut self, column: u16, row: u16, now: Duration) -> Result<()> {
        let window = Rect::from((Position::ORIGIN, self.display.size()));
        if let Some(cursor) = ui::cursor_at(window, self.scene.lanes(), Position::new(column, row))
        {
            self.update(Message::Pointer(cursor), now)?;
        }
        Ok(())
    }

    fn suspend(&mut self, now: Duration) -> Result<()> {
        screen::restore();
        self.stop();
        self.come_back(now)
    }

    /// Stops the whole process group, as Ctrl-Z does outside raw mode, because a shell waits for the whole
    /// group. Returns when the process is continued, or at once if the group cannot be stopped.
    fn stop(&self) {
        let _ = self.signals.take_continued();
        // If the group cannot be stopped, the program goes on.
        if kill_current_process_group(Signal::STOP).is_ok() {
            while !self.signals.take_continued() {
                thread::sleep(LOOK_AGAIN);
            }
        }
    }

    /// Waits until the program is in the foreground, then takes over the terminal again. The terminal may be
    /// in any state by then.
    fn come_back(&mut self, now: Duration) -> Result<()> {
        while !self.screen.is_foreground() {
            if self.signals.take_stop() {
                self.stop();
            }
            thread::sleep(LOOK_AGAIN);
        }
        let _ = self.signals.take_continued();
        self.screen.enter().context("cannot set up the terminal")?;
        self.display.come_back();
        // Another terminal may have been attached meanwhile, and it may answer.
        self.pacing = Pacing::default();
        self.unanswered.forget();
        self.clock.changed(now);
        Ok(())
    }

    /// Draws a frame if one is due, and requests a snapshot for the next frame if it is time. Does nothing
    /// while a frame is under way or the terminal must first answer.
    fn draw(&mut self, now: Duration) {
        if !self.link.is_free() {
            return;
        }
        let room = match self.pacing.room(now) {
            Room::None => return,
            Room::Part(bytes) => Some(bytes),
            Room::All => None,
        };
        if self.clock.is_due(now, self.is_settled()) {
            let is_rehearsal = self.rehearsal == Some(Rehearsal::EventLoop);
            assert!(!(is_rehearsal && self.scene.has_trained()), "a rehearsal");
            let picture = self.display.draw(&self.scene, room);
            if !picture.is_empty() {
                self.send(&picture, now);
            }
            self.clock.drawn(now, self.link.affords_at());
            if self.display.is_cut_off() {
                self.clock.changed(now);
            }
            self.make_raster();
        }
        if self.clock.wants_snapshot(now) {
            self.worker.request_snapshot();
        }
    }

    /// Returns whether a frame drawn now would show all that was requested. While a frame continues one that
    /// was cut off, something new may have been requested, so the frame must wait for the next snapshot.
    fn is_settled(&self) -> bool {
        self.scene.is_settled() && !self.display.is_cut_off()
    }

    /// Sends a picture, with the status requests that show when the terminal has taken it.
    fn send(&mut self, picture: &str, now: Duration) {
        let [before, after] = self.pacing.ask(now, picture.len());
        let requests = [before, after].into_iter().filter(|it| !it.is_empty());
        self.unanswered.sent(requests.count());
        self.unanswered.give_up(self.pacing.take_given_up());
        let frame = [before, picture, after].concat();
        self.link.sent(now, frame.len());
        self.writer.send(frame);
    }

    /// Starts a thread that makes the raster which the last frame needed and did not have. Only one such
    /// thread runs at a time.
    fn make_raster(&mut self) {
        if self.is_making_raster {
            return;
        }
        if let Some(job) = self.display.rasters().take_wanted() {
            let sender = self.sender.clone();
            let make = move || drop(sender.send(Event::Raster(job.clone(), job.run())));
            // If the thread cannot start, a later frame requests the raster again.
            let thread = thread::Builder::new().name("raster".to_owned());
            self.is_making_raster = thread.spawn(make).is_ok();
        }
    }

    /// Waits for the next event and returns it. Returns `None` when the frame clock, the link or the time must be
    /// checked first.
    fn next(&mut self, now: Duration) -> Option<Event> {
        let wait = if !self.link.is_free() {
            self.link.wait(now)
        } else if self.pacing.room(now) == Room::None {
            self.pacing.wait(now)
        } else {
            self.clock.wait(now, self.is_settled())
        };
        let calm = self.scene.calm_at().map(Duration::from_millis);
        let calm = calm.map(|at| at.saturating_sub(now));
        let wait = wait.into_iter().chain(calm).min();
        self.inbox.recv_timeout(wait.unwrap_or(Duration::MAX)).ok()
    }

    fn update(&mut self, message: Message, now: Duration) -> Result<()> {
        let shown = self.scene.revision();
        if matches!(message, Message::Worker(Report::Snapshot(_))) {
            self.clock.snapshot_arrived();
        }
        if matches!(message, Message::Saved(_)) {
            self.saver.seen();
        }
        if matches!(message, Message::Key(_) | Message::Paste(_)) {
            self.clock.hasten(self.link.affords_key_at());
        }
        self.scene.update(Message::Time(milliseconds(now)));
        let effects = self.scene.update(message);
        if self.scene.revision() != shown {
            self.clock.changed(now);
        }
        for effect in effects {
            self.see_to(effect, now)?;
        }
        Ok(())
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
