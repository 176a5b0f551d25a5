//! The why view: what it shows is what the run does, and it is worked out only while it is looked at.

#[path = "../support/stage.rs"]
mod stage;

mod charts;
mod cursor;
mod next_update;
mod numbers;
mod screens;
mod sentence;

use crossterm::event::KeyCode;
use sgdscope::session::why::Why;
use sgdscope::studio::stage::Stage;

/// Opens the why view, paused, at 80x24.
fn open(options: &str) -> Stage {
    let command_line = format!("sgdscope --paused --view why {options}");
    stage::open(&command_line, (80, 24))
}

fn why(stage: &Stage) -> &Why {
    stage
        .app()
        .confirmed()
        .why
        .as_ref()
        .expect("the why view is shown")
}

fn press(stage: &mut Stage, key: KeyCode) {
    stage.press(key.into());
}
