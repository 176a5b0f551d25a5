//! The training as the screen knows it: what the user has requested, and what the engine has confirmed.

use std::collections::VecDeque;

use crate::learning::model::parameters::Parameters;
use crate::learning::model::start::StartKind;
use crate::session::change::Value;
use crate::session::command::Command;
use crate::session::lane::{Address, LaneId};
use crate::session::settings::{Reach, Settings};
use crate::session::snapshot::{Control, LaneView, Snapshot};

/// Largest number of commands that may wait for confirmation. Typing never reaches it between two frames.
/// The limit keeps pasted keys from piling up while the worker is busy.
const MOST_UNCONFIRMED: u64 = 256;

/// The training as the screen knows it: the last snapshot, and what was requested since.
#[derive(Debug)]
pub struct Training {
    confirmed: Snapshot,
    requested: Requested,
    /// The values that were set and are not confirmed, oldest first.
    unconfirmed: VecDeque<Unconfirmed>,
    reach: Reach,
    /// The lane that the panels show and the keys control.
    chosen: LaneId,
    /// Whether keys that set a value set it in all lanes.
    steers_all: bool,
}

/// A value that was set and is not confirmed.
#[derive(Debug)]
struct Unconfirmed {
    /// Number of the command.
    command: u64,
    address: Address,
    value: Value,
}

/// State that the user has requested. It is in effect as soon as the engine has confirmed it.
#[derive(Debug, Clone, PartialEq)]
pub struct Requested {
    /// Requested settings.
    pub settings: Settings,
    /// Whether training is requested to run continuously.
    pub running: bool,
    /// Number of resets that were requested so far.
    pub run: u64,
    /// Number of commands that were requested so far.
    pub commands: u64,
}

impl Training {
    /// Creates the state from a confirmed snapshot, with no request beyond it. `has_own_data` says whether
    /// the user's own data were read.
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
            chosen: confirmed.first().id,
            steers_all: false,
            confirmed,
        }
    }

    /// Records a command that is sent to the engine. A later snapshot confirms that the engine has executed
    /// it.
    pub fn request(&mut self, command: &Command) {
        let requested = &mut self.requested;
        requested.commands += 1;
        match command {
            Command::Run => requested.running = true,
            Command::Pause
            | Command::StepUpdate
            | Command::StepEpoch
            | Command::Back(_)
            | Command::GoTo(..)
            | Command::Stay => requested.running = false,
            Command::Reset | Command::Race(..) => requested.run += 1,
            Command::BringBack | Command::BringForward => {
                requested.running = false;
                requested.run += 1;
            }
            Command::Pin(_)
            | Command::Drop(_)
            | Command::DropAbandoned(_)
            | Command::Attend(_)
            | Command::PutWeightsAt(..) => {}
            Command::Change(address, value) => {
                if address.includes(self.chosen) {
                    set(value, &mut requested.settings);
                }
                self.unconfirmed.push_back(Unconfirmed {
                    command: requested.commands,
                    address: *address,
                    value: value.clone(),
                });
            }
        }
    }

    /// Records a snapshot of the engine. Returns whether it is shown: the snapshot of a run whose reset has
    /// been requested is ignored.
    pub fn confirm(&mut self, snapshot: Snapshot) -> bool {
        if snapshot.control.run < self.requested.run {
            return false;
        }
        self.reach.samples = snapshot.dataset.training().len();
        let confirmed = snapshot.control.commands;
        while let Some(first) = self.unconfirmed.front()
            && first.command <= confirmed
        {
            self.unconfirmed.pop_front();
        }
        if self.requested.commands == confirmed {
            self.requested.running = snapshot.control.running;
        }
        self.confirmed = snapshot;
        if self.confirmed.lane(self.chosen).is_none() {
            self.chosen = self.confirmed.first_live().id;
        }
        self.show_chosen();
        true
    }

    /// Returns the settings of a lane, with the values that were requested since.
    #[must_use]
    pub fn settings_of(&self, lane: LaneId) -> Settings {
        let shown = self.confirmed.lane(lane).unwrap_or_else(|| self.lane());
        let mut settings = shown.settings.clone();
        for unconfirmed in &self.unconfirmed {
            if unconfirmed.address.includes(lane) {
                set(&unconfirmed.value, &mut settings);
            }
        }
        settings
    }

    /// Takes over the settings of the chosen lane, with the values that were requested since. The engine may have
    /// made planned changes since the last snapshot.
    fn show_chosen(&mut self) {
        self.requested.settings = self.settings_of(self.lane().id);
    }

    /// Chooses the next lane; the first one follows the last.
    pub fn choose_next(&mut self) {
        // A log without weights has no numbers that the panels could show.
        let log = self.confirmed.watched.as_ref();
        let has_numbers = log.is_some_and(|log| log.has_weights);
        let shown = self.confirmed.shown_lanes();
        let lanes: Vec<LaneId> = shown
            .map(|lane| lane.id)
            .filter(|lane| *lane != LaneId::WATCHED || has_numbers)
            .collect();
        let place = lanes.iter().position(|lane| *lane == self.chosen);
        self.chosen = lanes[(place.unwrap_or(0) + 1) % lanes.len()];
        self.show_chosen();
    }

    /// Lets keys that set a value set it in all lanes, or only in the chosen one. Returns whether it is all lanes now.
    pub fn toggle_all(&mut self) -> bool {
        self.steers_all = !self.steers_all;
        self.steers_all
    }

    /// Returns whether keys that set a value set it in all lanes.
    #[must_use]
    pub fn steers_all(&self) -> bool {
        self.steers_all
    }

    /// Returns the lanes in which keys set a value.
    #[must_use]
    pub fn address(&self) -> Address {
        if self.steers_all {
            Address::All
        } else {
            Address::Lane(self.chosen)
        }
    }

    /// Returns the last snapshot.
    #[must_use]
    pub fn confirmed(&self) -> &Snapshot {
        &self.confirmed
    }

    /// Returns the last confirmed state of the run that the panels show and the keys control.
    #[must_use]
    pub fn lane(&self) -> &LaneView {
        let lane = self.confirmed.lane(self.chosen);
        lane.unwrap_or_else(|| self.confirmed.first_live())
    }

    /// Returns what the user has requested. The engine may not have confirmed it yet.
    #[must_use]
    pub fn requested(&self) -> &Requested {
        &self.requested
    }

    /// Returns the facts that the steps of settings depend on, in addition to the settings.
    #[must_use]
    pub fn reach(&self) -> &Reach {
        &self.reach
    }

    /// Returns the weights, including weights that were set and are not confirmed yet.
    #[must_use]
    pub fn weights(&self) -> Parameters {
        let mut weights = self.lane().parameters.clone();
        for unconfirmed in &self.unconfirmed {
            if let Value::Weight(place, weight) = &unconfirmed.value
                && unconfirmed.address.includes(self.chosen)
                && let Some(old) = weights.get_mut(*place)
            {
                *old = *weight;
            }
        }
        weights
    }

    /// Returns whether the engine has confirmed everything that was requested.
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

    /// Returns whether the largest allowed number of commands waits for confirmation.
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
