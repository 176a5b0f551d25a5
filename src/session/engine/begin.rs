//! The beginning of new runs: a reset, and a race.

use std::sync::Arc;

use crate::learning::data::{Dataset, NoMemory};
use crate::session::change::SettingValue;
use crate::session::engine::Engine;
use crate::session::lane::LaneId;
use crate::session::lanes::{Lane, Lanes};
use crate::session::race::MOST_LANES;
use crate::session::run::Run;
use crate::session::settings::Settings;
use crate::session::timeline::Timeline;

impl Engine {
    /// Begins new runs in all lanes that are not pinned.
    pub(super) fn reset(&mut self) {
        self.control.run += 1;
        self.goal = None;
        let settings = self.lanes.live().map(|lane| lane.timeline.run().settings());
        let settings = settings.cloned().collect();
        let begun = self.begin_again(settings);
        if begun.is_err() {
            for lane in self.lanes.live_mut() {
                lane.timeline.run_mut().keep_data();
            }
        }
        self.note(begun);
    }

    /// Begins a race from the settings of a lane: one lane for each value.
    pub(super) fn begin_race(&mut self, lane: LaneId, values: &[SettingValue]) {
        self.control.run += 1;
        self.goal = None;
        let Some(lane) = self.lanes.get(lane) else {
            return;
        };
        let base = lane.timeline.run().settings().clone();
        let settings = values.iter().take(MOST_LANES).map(|value| {
            let mut settings = base.clone();
            value.set(&mut settings);
            settings
        });
        let begun = self.begin_again(settings.collect());
        self.note(begun);
    }

    /// Begins a new run for each of these settings, and puts the present lanes aside. The number of lanes stays if
    /// there are as many settings as lanes that are not pinned.
    fn begin_again(&mut self, settings: Vec<Settings>) -> Result<(), NoMemory> {
        let first = self.lanes.first().timeline.run();
        let has_data = settings
            .iter()
            .all(|settings| settings.setup.data == first.began().setup.data);
        let dataset = if has_data {
            Arc::clone(first.trainer().dataset())
        } else {
            self.draw(&settings)?
        };
        let run = |settings| {
            Run::new(Arc::clone(&dataset), settings)
                .with_room()
                .map(Timeline::new)
        };
        let is_reset = settings.len() == self.lanes.live().count();
        let timelines: Result<Vec<Timeline>, NoMemory> = settings.into_iter().map(run).collect();
        let timelines = timelines?;
        if !is_reset || self.is_worth_keeping(has_data) {
            self.shelf.put(self.lanes.set_aside());
        }
        if is_reset {
            self.lanes.restart(timelines, has_data);
        } else {
            self.lanes = Lanes::new(timelines);
        }
        Ok(())
    }

    /// Draws the data of new runs. If there is no memory, what was put aside makes room, the oldest first.
    fn draw(&mut self, settings: &[Settings]) -> Result<Arc<Dataset>, NoMemory> {
        let data = settings
            .first()
            .map_or(self.settings().setup.data, |first| first.setup.data);
        loop {
            match data.draw(self.own_data.as_deref(), &|_| ()) {
                Ok(dataset) => return Ok(Arc::new(dataset)),
                Err(_) if self.shelf.forget_oldest() => {}
                Err(why) => return Err(why),
            }
        }
    }

    /// Returns whether the present lanes are put aside when new runs begin: some update or change has been made or
    /// planned, or something else than these runs is lost.
    fn is_worth_keeping(&self, has_data: bool) -> bool {
        let has_begun = |lane: &Lane| {
            let run = lane.timeline.run();
            let is_planned = !run.changes().all().is_empty() || run.has_end();
            run.work() > 0 || lane.timeline.future().is_some() || is_planned
        };
        let is_own = self.trainer().dataset().origin().is_some();
        let lanes = self.lanes.all();
        lanes.len() > 1 || lanes.iter().any(has_begun) || (is_own && !has_data)
    }
}
