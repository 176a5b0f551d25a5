//! What the user has requested of the training, and what the engine has confirmed.

use std::collections::VecDeque;

use crate::learning::model::parameters::Parameters;
use crate::learning::model::start::StartKind;
use crate::session::change::Value;
use crate::session::engine::Command;
use crate::session::settings::{Reach, Settings};
use crate::session::snapshot::{Control, LaneView, Snapshot};

/// The largest number of commands that may wait to be confirmed. Nobody types as many in the time between
/// two pictures; what is pasted must not pile up before a worker that is busy.
const MOST_UNCONFIRMED: u64 = 256;

/// The training as the screen knows it: the last snapshot, and what was requested since.
#[derive(Debug)]
pub struct Training {
    confirmed: Snapshot,
    requested: Requested,
    /// The values that were set and are not confirmed, oldest first, each with the number of its command.
    unconfirmed: VecDeque<(u64, Value)>,
    reach: Reach,
}

/// What the user wants. It holds as soon as the engine has confirmed it.
#[derive(Debug, Clone, PartialEq)]
pub struct Requested {
    /// The settings.
    pub settings: Settings,
    /// Whether training is to go on by itself.
    pub running: bool,
    /// The number of resets.
    pub run: u64,
    /// The number of commands.
    pub commands: u64,
}

impl Training {
    /// A training of which this much is confirmed, and nothing else requested.
    #[must_use]
    pub fn new(confirmed: Snapshot, has_own_data: bool) -> Self {
        let settings = &confirmed.first().settings;
        let given = match &settings.setup.start.kind {
            StartKind::Given(weights) => Some(weights.clone()),
            _ => None,
        };
        Self {
            requested: Requested {
                settings: settings.clone(),
                running: confirmed.control.running,
                run: confirmed.control.run,
                commands: confirmed.control.commands,
            },
            unconfirmed: VecDeque::new(),
            reach: Reach {
                samples: confirmed.dataset.training().len(),
                given,
                has_own_data,
            },
            confirmed,
        }
    }

    /// Notes what the engine is asked, which it will confirm when it has obeyed.
    pub fn request(&mut self, command: &Command) {
        let requested = &mut self.requested;
        requested.commands += 1;
        match command {
            Command::Run => requested.running = true,
            Command::Pause | Command::StepUpdate | Command::StepEpoch => requested.running = false,
            Command::Reset => requested.run += 1,
            Command::Change(_, value) => {
                set(value, &mut requested.settings);
                let change = (requested.commands, value.clone());
                self.unconfirmed.push_back(change);
            }
        }
    }

    /// Takes in what the engine confirms. Returns whether that is shown: a run that has been reset is not
    /// shown any more.
    pub fn confirm(&mut self, snapshot: Snapshot) -> bool {
        if snapshot.control.run < self.requested.run {
            return false;
        }
        self.reach.samples = snapshot.dataset.training().len();
        let confirmed = snapshot.control.commands;
        while let Some((command, _)) = self.unconfirmed.front()
            && *command <= confirmed
        {
            self.unconfirmed.pop_front();
        }
        // Changes that were planned may have been made in the meantime.
        self.requested.settings = snapshot.first().settings.clone();
        for (_, value) in &self.unconfirmed {
            set(value, &mut self.requested.settings);
        }
        if self.requested.commands == confirmed {
            self.requested.running = snapshot.control.running;
        }
        self.confirmed = snapshot;
        true
    }

    /// The last snapshot.
    #[must_use]
    pub fn confirmed(&self) -> &Snapshot {
        &self.confirmed
    }

    /// The run that the panels show and the keys steer.
    #[must_use]
    pub fn lane(&self) -> &LaneView {
        self.confirmed.first()
    }

    /// What the user wants.
    #[must_use]
    pub fn requested(&self) -> &Requested {
        &self.requested
    }

    /// What the steps of the settings depend on.
    #[must_use]
    pub fn reach(&self) -> &Reach {
        &self.reach
    }

    /// The weights, with those that were set and are not confirmed.
    #[must_use]
    pub fn weights(&self) -> Parameters {
        let mut weights = self.lane().parameters.clone();
        for (_, value) in &self.unconfirmed {
            if let Value::Weight(place, weight) = value
                && let Some(old) = weights.get_mut(*place)
            {
                *old = *weight;
            }
        }
        weights
    }

    /// Whether everything that was requested is confirmed.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        let Requested {
            settings,
            running,
            run,
            commands,
        } = &self.requested;
        let control = Control {
            running: *running,
            run: *run,
            commands: *commands,
        };
        self.confirmed.control == control && self.lane().settings == *settings
    }

    /// Whether so many commands wait to be confirmed that another one would only pile up.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        let confirmed = self.confirmed.control.commands;
        self.requested.commands.saturating_sub(confirmed) >= MOST_UNCONFIRMED
    }
}

fn set(value: &Value, settings: &mut Settings) {
    if let Value::Setting(value) = value {
        value.set(settings);
    }
}
