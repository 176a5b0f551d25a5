//! Works out the reasons of the lane that is looked at, and the charts of all lanes, and keeps what can be used again.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::learning::analysis::numbers;
use crate::learning::analysis::optimum::Optimum;
use crate::learning::analysis::problem::{Local, Problem, length};
use crate::learning::model::parameters::Parameters;
use crate::learning::train::loss::LossKind;
use crate::learning::train::trainer::NextUpdate;
use crate::session::lane::LaneId;
use crate::session::lanes::Lane;
use crate::session::run::Run;
use crate::session::settings::{Across, ChartKind, ShownView, WhySettings};
use crate::session::trail::{RecentUpdate, Trail};
use crate::session::why::landscape::Landscape;
use crate::session::why::opinion::{Opinion, last_change};
use crate::session::why::traced::{TraceCache, Traced};
use crate::session::why::weight_space::{Pair, Question, SurfaceCache, WeightSpace};
use crate::session::why::{Best, Next, NextBatch, Numbers, Why};

/// Largest number of samples with which mini-batches that point away are counted. With more it takes too long.
const MOST_COUNTED: usize = 2048;

/// Largest number of mini-batches that are counted.
const MOST_BATCHES: usize = 60;

/// What is asked about a training.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attention {
    /// The lane that is looked at.
    pub lane: LaneId,
    /// The point of weight space that is asked for, on the two axes that are shown.
    pub probe: Option<Pair>,
}

impl Default for Attention {
    fn default() -> Self {
        Self {
            lane: LaneId::FIRST,
            probe: None,
        }
    }
}

/// Works out reasons, and keeps what does not change from picture to picture. The results depend only on the runs and on
/// what is asked.
#[derive(Default)]
pub struct Explainer {
    lanes: BTreeMap<LaneId, Known>,
}

/// What is known of one lane.
struct Known {
    landscape: Landscape,
    opinion: Opinion,
    surface: SurfaceCache,
    trace: TraceCache,
}

impl Known {
    fn of(run: &Run) -> Self {
        let landscape = Landscape::of(run);
        Self {
            opinion: Opinion::new(run, &landscape),
            landscape,
            surface: SurfaceCache::default(),
            trace: TraceCache::default(),
        }
    }
}

impl Explainer {
    /// Forgets what is known of lanes that do not exist any more; `lanes` are those that do.
    pub fn forget_all_but(&mut self, lanes: &[LaneId]) {
        self.lanes.retain(|id, _| lanes.contains(id));
    }

    /// Returns the curves of the chart for a lane; `None` if the chart shows the loss over epochs, which every run keeps.
    pub fn trace(&mut self, lane: &Lane, why: &WhySettings, loss: LossKind) -> Option<Traced> {
        if (why.chart, why.across) == (ChartKind::Loss, Across::Epochs) {
            return None;
        }
        let run = lane.timeline.run();
        let Known {
            landscape, trace, ..
        } = self.known(lane.id, run);
        Some(trace.trace(run, landscape, (why.chart, why.across), loss))
    }

    /// Returns the reasons for what the run of a lane does; `None` if they are not looked at.
    pub fn explain(
        &mut self,
        lane: &Lane,
        why: &WhySettings,
        probe: Option<Pair>,
        is_training: bool,
    ) -> Option<Why> {
        let run = lane.timeline.run();
        let trail = run.trail().filter(|_| why.view == ShownView::Why)?;
        let known = self.known(lane.id, run);
        let (landscape, trainer) = (&known.landscape, run.trainer());
        let weights = trainer.weights_of_training();
        let local = landscape.problem.local(weights);
        let next = trainer.next_update().filter(|_| !lane.is_still());
        let batch_gradient = next
            .as_ref()
            .map(|next| landscape.problem.as_full(weights, &next.gradient));
        let numbers = numbers_of(
            run,
            trail,
            landscape,
            local.as_ref(),
            batch_gradient.as_deref(),
        );
        let verdict = known.opinion.follow(run, landscape, is_training);
        let gradients = [
            local.as_ref().map(|local| &*local.gradient),
            batch_gradient.as_deref(),
        ];
        let question = Question::new(why, weights.len());
        let space = known
            .surface
            .space(landscape, trail, trainer, gradients, &question);
        let space = space.map(|space| WeightSpace {
            probe: probe.map(|at| question.ask(landscape, trainer, at)),
            ..space
        });
        Some(Why {
            lane: lane.id,
            is_sampled: landscape.problem.is_sampled(),
            hyperparameters: *trainer.hyperparameters(),
            best: match &*landscape.optimum {
                Optimum::At(_) => Best::Known,
                Optimum::Separable { .. } => Best::Nowhere,
                Optimum::Unknown => Best::Unknown,
            },
            next: match next {
                Some(next) => Next::Update(batch(next)),
                None if lane.is_still() => Next::None,
                None => Next::TooLarge,
            },
            numbers,
            verdict,
            space,
        })
    }

    /// Returns all weights at a point of weight space, in the units of the data.
    pub fn weights_at(&mut self, lane: &Lane, why: &WhySettings, at: Pair) -> Parameters {
        let run = lane.timeline.run();
        let known = self.known(lane.id, run);
        let question = Question::new(why, run.trainer().weights_of_training().len());
        question.ask(&known.landscape, run.trainer(), at).weights
    }

    fn known(&mut self, lane: LaneId, run: &Run) -> &mut Known {
        let known = self.lanes.entry(lane).or_insert_with(|| Known::of(run));
        if !known.landscape.is_of(run) {
            *known = Known::of(run);
        }
        known
    }
}

fn batch(next: NextUpdate) -> NextBatch {
    NextBatch {
        number: next.number,
        of: next.of,
        samples: Arc::new(next.samples),
        weights: next.weights,
    }
}

fn numbers_of(
    run: &Run,
    trail: &Trail,
    landscape: &Landscape,
    local: Option<&Local>,
    batch_gradient: Option<&[f64]>,
) -> Numbers {
    let (trainer, problem) = (run.trainer(), &landscape.problem);
    let (weights, hyperparameters) = (trainer.weights_of_training(), trainer.hyperparameters());
    let samples = trainer.dataset().training().len();
    let gradient = local.map(|local| &*local.gradient);
    let largest_margin = landscape.largest_margin;
    Numbers {
        alpha: trainer.alpha(),
        batch: hyperparameters.batch_size.of(samples),
        of_weights: local.map(|local| {
            numbers::Numbers::new(local, weights, hyperparameters, &landscape.optimum)
        }),
        loss: local.map(|local| local.loss),
        batch_gradient: batch_gradient.map(length),
        cosine: gradient
            .zip(batch_gradient)
            .and_then(|(one, other)| cosine(one, other)),
        margins: largest_margin.and_then(|largest| Some([problem.margin(weights)?, largest])),
        away: away(run, trail, problem),
    }
}

/// Returns the cosine of the angle between two vectors; `None` if one of them has no direction.
fn cosine(one: &[f64], other: &[f64]) -> Option<f64> {
    let cosine = product(one, other) / (length(one) * length(other));
    cosine.is_finite().then(|| cosine.clamp(-1.0, 1.0))
}

fn product(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

/// Returns how many of the mini-batches of the last complete epoch pointed away from the full gradient, and their number.
/// Of an epoch with more than 60 mini-batches, the last 60 are counted, up to the present one. `None` if an epoch has one
/// mini-batch, or not enough of them are known.
fn away(run: &Run, trail: &Trail, problem: &Problem) -> Option<[usize; 2]> {
    let trainer = run.trainer();
    let of_epoch = usize::try_from(trainer.updates_of_epoch()).unwrap_or(usize::MAX);
    if of_epoch < 2 || problem.samples() > MOST_COUNTED || trainer.updates() == 0 {
        return None;
    }
    // Gradients before the last change are those of another problem, or of other mini-batches.
    let changed_at = last_change(run).map_or(0, |change| change.update);
    let updates = trail.updates();
    let updates: Vec<_> = updates
        .filter(|update| update.moment.update >= changed_at)
        .collect();
    let epoch = trainer.epochs() as f64;
    let is_counted =
        |position: f64| of_epoch > MOST_BATCHES || (epoch - 1.0 < position && position <= epoch);
    let steps = updates
        .windows(2)
        .filter(|step| is_counted(step[1].moment.position));
    let first = steps.clone().count().saturating_sub(MOST_BATCHES);
    let points_away = |step: &[RecentUpdate]| {
        let full = problem.gradient(step[0].weights)?;
        let batch = problem.as_full(step[0].weights, step[1].gradient?);
        Some(product(&full, &batch) < 0.0)
    };
    let away: Vec<bool> = steps.skip(first).map(points_away).collect::<Option<_>>()?;
    let is_enough = away.len() == of_epoch.min(MOST_BATCHES);
    is_enough.then(|| [away.iter().filter(|is_away| **is_away).count(), away.len()])
}
