//! The lanes of an engine: runs of one data set, kept level by the samples that they have seen.

mod view;

use crate::learning::train::trainer::Budget;
use crate::session::lane::LaneId;
use crate::session::race::MOST_LANES;
use crate::session::timeline::{Target, Timeline};

/// A run with its letter.
pub struct Lane {
    /// The letter.
    pub id: LaneId,
    /// The run.
    pub timeline: Timeline,
    /// Whether the lane stands still while the others train.
    pub is_pinned: bool,
}

/// The lanes in the order of their letters; at least one of them is not pinned.
///
/// The leader makes an update first. The other lanes that are not pinned follow: each makes its updates as long as it
/// does not see more samples than the leader.
pub struct Lanes {
    all: Vec<Lane>,
    /// The lane that the other lanes follow to another moment, once it has arrived, and the moment.
    follow: Option<(LaneId, Target)>,
}

impl Lane {
    /// Returns whether the lane makes no more updates.
    #[must_use]
    pub fn is_still(&self) -> bool {
        self.is_pinned || self.timeline.run().is_over()
    }

    fn samples(&self) -> u64 {
        self.timeline.run().trainer().samples_seen()
    }

    /// Returns whether the next update sees at most `samples` samples in all.
    fn is_behind(&self, samples: u64) -> bool {
        let next = self.timeline.run().trainer().next_batch() as u64;
        !self.is_still() && self.samples() + next <= samples
    }
}

impl Lanes {
    /// Creates lanes of these runs, with letters from A on.
    ///
    /// # Panics
    /// If there are no runs.
    #[must_use]
    pub fn new(timelines: Vec<Timeline>) -> Self {
        assert!(!timelines.is_empty(), "there is at least one lane");
        let lane = |(place, timeline)| Lane {
            id: LaneId::nth(place),
            timeline,
            is_pinned: false,
        };
        Self {
            all: (0..).zip(timelines).map(lane).collect(),
            follow: None,
        }
    }

    /// Returns all lanes.
    #[must_use]
    pub fn all(&self) -> &[Lane] {
        &self.all
    }

    /// Returns the lanes that are not pinned.
    pub fn live(&self) -> impl Iterator<Item = &Lane> {
        self.all.iter().filter(|lane| !lane.is_pinned)
    }

    /// Returns all lanes, to change them.
    pub fn all_mut(&mut self) -> impl Iterator<Item = &mut Lane> {
        self.all.iter_mut()
    }

    /// Returns the lanes that are not pinned, to change them.
    pub fn live_mut(&mut self) -> impl Iterator<Item = &mut Lane> {
        self.all.iter_mut().filter(|lane| !lane.is_pinned)
    }

    /// Returns the first lane that is not pinned.
    ///
    /// # Panics
    /// Never, because one lane always is not pinned.
    #[must_use]
    pub fn first(&self) -> &Lane {
        self.live().next().expect("one lane is not pinned")
    }

    /// Returns the lane with this letter, if there is one.
    #[must_use]
    pub fn get(&self, id: LaneId) -> Option<&Lane> {
        self.all.iter().find(|lane| lane.id == id)
    }

    /// Returns the lane with this letter, if there is one, to change it.
    pub fn get_mut(&mut self, id: LaneId) -> Option<&mut Lane> {
        self.all.iter_mut().find(|lane| lane.id == id)
    }

    /// Returns the lane that makes the next update; `None` if all lanes stand still.
    #[must_use]
    pub fn leader(&self) -> Option<&Lane> {
        self.all.iter().find(|lane| !lane.is_still())
    }

    /// Returns the lane that makes the next update, to change it; `None` if all lanes stand still.
    pub fn leader_mut(&mut self) -> Option<&mut Lane> {
        self.all.iter_mut().find(|lane| !lane.is_still())
    }

    /// Returns whether no lane has to follow the leader.
    #[must_use]
    pub fn are_level(&self) -> bool {
        self.all.len() == 1 || self.behind().is_none()
    }

    /// Returns the place of a lane that has to follow.
    fn behind(&self) -> Option<usize> {
        let most = self.live().map(Lane::samples).max()?;
        self.all.iter().position(|lane| lane.is_behind(most))
    }

    /// Lets a lane that is behind follow, over about `samples` samples. Returns the number of samples that were seen.
    pub fn catch_up(&mut self, samples: usize) -> usize {
        let Some(place) = self.behind() else {
            return 0;
        };
        let most = self.live().map(Lane::samples).max().unwrap_or(0);
        let lane = &mut self.all[place];
        let next = lane.timeline.run().trainer().next_batch() as u64;
        let budget = Budget {
            updates: (most - lane.samples()) / next,
            samples,
        };
        // A lane that diverges stands still from now on.
        let advance = lane.timeline.advance(budget).unwrap_or_default();
        advance.samples.max(1)
    }

    /// Adds a pinned copy of a lane with the first letter that is free. If no letter is free, nothing is added.
    pub fn pin(&mut self, id: LaneId) {
        let mut letters = (0..).map(LaneId::nth).take(MOST_LANES);
        let free = letters.find(|letter| self.get(*letter).is_none());
        let (Some(letter), Some(lane)) = (free, self.get(id)) else {
            return;
        };
        let pinned = Lane {
            id: letter,
            timeline: lane.timeline.set_aside(),
            is_pinned: true,
        };
        self.all.push(pinned);
        self.all.sort_by_key(|lane| lane.id);
    }

    /// Returns whether a lane can be removed: it is pinned, or another one is not.
    #[must_use]
    pub fn can_drop(&self, id: LaneId) -> bool {
        let is_last = |lane: &Lane| !lane.is_pinned && self.live().count() == 1;
        self.get(id).is_some_and(|lane| !is_last(lane))
    }

    /// Removes a lane.
    pub fn drop(&mut self, id: LaneId) {
        if self.can_drop(id) {
            self.all.retain(|lane| lane.id != id);
        }
    }

    /// Replaces the lanes that are not pinned by new runs in the same order, and drops the pinned ones unless
    /// `keeps_pinned`.
    pub fn restart(&mut self, timelines: Vec<Timeline>, keeps_pinned: bool) {
        self.follow = None;
        if !keeps_pinned {
            self.all.retain(|lane| !lane.is_pinned);
        }
        for (lane, timeline) in self.live_mut().zip(timelines) {
            lane.timeline = timeline;
        }
    }

    /// Pauses lanes at their planned ends: if all lanes stand still and some have reached such an end, these ends
    /// are removed, so that the runs can continue. A lane that is then behind the others is pinned. Returns whether
    /// there were such ends.
    pub fn stop_at_ends(&mut self) -> bool {
        let is_there = |lane: &Lane| lane.timeline.run().has_reached_end();
        if self.leader().is_some() || !self.live().any(is_there) {
            return false;
        }
        for lane in self.live_mut() {
            lane.timeline.run_mut().forget_end();
        }
        while let Some(place) = self.behind() {
            self.all[place].is_pinned = true;
        }
        true
    }

    /// Lets a lane go to another moment. The other lanes that are not pinned follow when it has arrived.
    pub fn go_to(&mut self, id: LaneId, target: Target) {
        if let Some(lane) = self.get_mut(id) {
            lane.timeline.go_to(target);
            self.follow = Some((id, target));
        }
    }

    /// Lets all lanes stay where they are on the way to another moment.
    pub fn stop_travelling(&mut self) {
        self.follow = None;
        for lane in &mut self.all {
            lane.timeline.stop_travelling();
        }
    }

    /// Returns whether a lane goes to another moment.
    #[must_use]
    pub fn are_travelling(&self) -> bool {
        self.traveller().is_some() || self.follow.is_some()
    }

    /// Returns the lane that goes to another moment.
    #[must_use]
    pub fn traveller(&self) -> Option<&Lane> {
        self.all
            .iter()
            .find(|lane| lane.timeline.target().is_some())
    }

    /// Returns the lane that the others follow to another moment, until it has arrived.
    #[must_use]
    pub fn leads_journey(&self) -> Option<LaneId> {
        self.follow.map(|(lane, _)| lane)
    }

    /// Goes on towards the moment, over about `samples` samples. Returns the number of samples that were seen.
    pub fn travel(&mut self, samples: usize) -> usize {
        let is_traveller = |lane: &&mut Lane| lane.timeline.target().is_some();
        if let Some(lane) = self.all.iter_mut().find(is_traveller) {
            return lane.timeline.travel(samples);
        }
        if let Some((id, target)) = self.follow.take()
            && let Some(leader) = self.get(id)
        {
            let trainer = leader.timeline.run().trainer();
            let target = match target {
                Target::Updates(goal) if trainer.updates() == goal => {
                    Target::Samples(leader.samples())
                }
                // A lane that is over before the moment does not hold the others back.
                target => target,
            };
            for lane in self.live_mut().filter(|lane| lane.id != id) {
                lane.timeline.go_to(target);
            }
        }
        0
    }

    /// Returns a copy that can be put aside; see [`Timeline::set_aside`].
    #[must_use]
    pub fn set_aside(&self) -> Self {
        let lane = |lane: &Lane| Lane {
            id: lane.id,
            timeline: lane.timeline.set_aside(),
            is_pinned: lane.is_pinned,
        };
        Self {
            all: self.all.iter().map(lane).collect(),
            follow: None,
        }
    }
}
