//! The curves of the chart that are not kept while a run trains, but computed from the way of its weights.

use std::collections::VecDeque;

use crate::learning::analysis::problem::length;
use crate::learning::model::parameters::Parameters;
use crate::learning::train::hyperparameters::BatchSize;
use crate::learning::train::loss::LossKind;
use crate::session::history::Bucket;
use crate::session::run::Run;
use crate::session::settings::{Across, ChartKind};
use crate::session::trail::{Moment, Place, RecentUpdate};
use crate::session::why::landscape::Landscape;

/// Number of the last updates that the chart of the last updates shows.
pub const LAST: usize = 60;

/// Largest number of points times samples that a curve is measured with. The first picture of a chart takes about ten milliseconds for it.
const MOST_WORK: usize = 1 << 21;

/// The curves of a chart, worked out for one run.
#[derive(Debug, Clone, PartialEq)]
pub struct Traced {
    /// What the chart shows.
    pub kind: ChartKind,
    /// What it has on its horizontal axis.
    pub across: Across,
    /// Whether some values are measured on a part of the training samples, because there are many.
    pub is_sampled: bool,
    /// The curves, the most important one first. Empty if the chart has no values for this run.
    pub series: Vec<Series>,
}

/// One curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What it shows.
    pub what: What,
    /// Its points, oldest first; those whose value is not finite are left out.
    pub points: Vec<TracedPoint>,
}

/// What a curve shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The loss of all training samples at the weights of the moment.
    AllPoints,
    /// The loss that was measured while the weights moved.
    Running,
    /// What training minimises, above the least there is.
    Excess,
    /// The length of all weights.
    Norm,
    /// The length of the weights without the bias.
    NormWithoutBias,
    /// The length of the gradient over all training samples.
    Gradient,
    /// The weight at a place, in the units of the data.
    Weight(usize),
}

/// A point of a curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TracedPoint {
    /// The moment.
    pub moment: Moment,
    /// The value.
    pub value: f64,
}

/// Values that were measured at points of the way of the weights, to be used again.
#[derive(Default)]
pub struct TraceCache {
    /// What was measured, of the present landscape, and the batch size, on which the sum of a mini-batch depends.
    of: Option<(ChartKind, LossKind, BatchSize)>,
    /// For each point: its update, its weights and its value; ascending updates.
    measured: VecDeque<(u64, Box<[f64]>, f64)>,
}

impl TraceCache {
    /// Returns the curves of a chart for a run.
    pub fn trace(
        &mut self,
        run: &Run,
        landscape: &Landscape,
        (kind, across): (ChartKind, Across),
        loss: LossKind,
    ) -> Traced {
        let of = (kind, loss, run.trainer().hyperparameters().batch_size);
        if self.of != Some(of) {
            self.of = Some(of);
            self.measured.clear();
        }
        let most = MOST_WORK / landscape.problem.samples().max(1);
        let places = thinned(places(run, across), most.max(LAST + 1));
        let whats: &[What] = match kind {
            ChartKind::Loss => &[],
            ChartKind::Full => &[What::AllPoints],
            ChartKind::Excess => &[What::Excess],
            ChartKind::Norm => &[What::Norm, What::NormWithoutBias],
            ChartKind::Gradient => &[What::Gradient],
            ChartKind::Weight(place) => &[What::Weight(place)],
        };
        let mut series: Vec<Series> = whats
            .iter()
            .map(|what| Series {
                what: *what,
                points: self.measure(run, landscape, *what, loss, &places),
            })
            .collect();
        if matches!(kind, ChartKind::Loss | ChartKind::Full) {
            series.push(Series {
                what: What::Running,
                points: running(run, across, loss),
            });
        }
        series.retain(|series| !series.points.is_empty());
        let is_sampled = landscape.problem.is_sampled()
            && matches!(
                kind,
                ChartKind::Full | ChartKind::Excess | ChartKind::Gradient
            );
        Traced {
            kind,
            across,
            is_sampled,
            series,
        }
    }

    /// Returns the values at some places. Those that were measured before are not measured again.
    fn measure(
        &mut self,
        run: &Run,
        landscape: &Landscape,
        what: What,
        loss: LossKind,
        places: &[(Moment, &[f64])],
    ) -> Vec<TracedPoint> {
        let is_slow = matches!(what, What::AllPoints | What::Excess | What::Gradient);
        let mut before = std::mem::take(&mut self.measured).into_iter().peekable();
        let mut points = Vec::with_capacity(places.len());
        for &(moment, weights) in places {
            while before
                .next_if(|(update, ..)| *update < moment.update)
                .is_some()
            {}
            let known = before
                .peek()
                .filter(|(update, of, _)| *update == moment.update && **of == *weights);
            let value = known.map_or_else(
                || value(run, landscape, what, loss, weights),
                |(.., value)| *value,
            );
            if is_slow {
                self.measured
                    .push_back((moment.update, weights.into(), value));
            }
            if value.is_finite() {
                points.push(TracedPoint { moment, value });
            }
        }
        points
    }
}

/// Returns the weights from which a chart is worked out, oldest first: the thinned way and the present weights, or the
/// weights after each of the last updates.
fn places(run: &Run, across: Across) -> Vec<(Moment, &[f64])> {
    let Some(trail) = run.trail() else {
        return Vec::new();
    };
    if across == Across::Last {
        let last: Vec<_> = trail.updates().rev().take(LAST + 1).collect();
        return last
            .into_iter()
            .rev()
            .map(|it| (it.moment, it.weights))
            .collect();
    }
    let way = trail
        .way()
        .iter()
        .map(|place| (place.moment, &*place.weights));
    let mut places: Vec<_> = way.collect();
    let trainer = run.trainer();
    let here = Moment {
        update: trainer.updates(),
        position: trainer.position(),
    };
    if places
        .last()
        .is_none_or(|(moment, _)| moment.update < here.update)
    {
        places.push((here, trainer.weights_of_training()));
    }
    places
}

/// Leaves out places until there are at most `most`: it keeps those whose update is a multiple of 2, 4, 8 and so on, and the
/// last one.
fn thinned(mut places: Vec<(Moment, &[f64])>, most: usize) -> Vec<(Moment, &[f64])> {
    let mut stride = 1;
    while places.len() > most {
        stride *= 2;
        let last = places.last().map(|(moment, _)| moment.update);
        places.retain(|(moment, _)| {
            moment.update.is_multiple_of(stride) || Some(moment.update) == last
        });
    }
    places
}

/// Returns a value at some weights of training; NaN if there is none.
fn value(run: &Run, landscape: &Landscape, what: What, loss: LossKind, weights: &[f64]) -> f64 {
    let problem = &landscape.problem;
    let value = match what {
        What::AllPoints => run
            .trainer()
            .losses_at(weights)
            .and_then(|losses| losses.of(loss)),
        What::Excess => {
            let least = landscape.optimum.minimum().map(|minimum| minimum.objective);
            // Rounding can put the minimum itself below 0.
            least
                .map(|least| problem.objective(weights) - least)
                .filter(|excess| *excess > 0.0)
        }
        What::Norm => Some(length(weights)),
        What::NormWithoutBias => Some(length(&weights[1..])),
        What::Gradient => problem.local(weights).map(|local| local.gradient_length()),
        What::Weight(place) => {
            let inputs = run.trainer().inputs();
            let weights = Parameters::new(inputs.shape(), weights.iter().copied());
            inputs.in_own_units(&weights).get(place).copied()
        }
        What::Running => None,
    };
    value.unwrap_or(f64::NAN)
}

/// Returns the loss that was measured while the weights moved: of the epochs, or of the last mini-batches.
fn running(run: &Run, across: Across, loss: LossKind) -> Vec<TracedPoint> {
    let Some(trail) = run.trail() else {
        return Vec::new();
    };
    if across == Across::Last {
        let last: Vec<_> = trail.updates().rev().take(LAST).collect();
        let point = |update: RecentUpdate| {
            let (moment, value) = (update.moment, update.loss(loss)?);
            Some(TracedPoint { moment, value })
        };
        return last.into_iter().rev().filter_map(point).collect();
    }
    let curves = run.curves(loss);
    let way = trail.way();
    let point = |bucket: &Bucket| {
        let position = bucket.position;
        let update = update_at(way, position, run);
        let moment = Moment { update, position };
        let value = bucket.mean();
        TracedPoint { moment, value }
    };
    curves.epochs.iter().map(point).collect()
}

/// Returns about the number of updates up to a position, between two points of the way.
fn update_at(way: &[Place], position: f64, run: &Run) -> u64 {
    let trainer = run.trainer();
    let end = (trainer.updates(), trainer.position());
    let after = way.partition_point(|place| place.moment.position < position);
    let moment = |place: &Place| (place.moment.update, place.moment.position);
    let (from, from_position) = after
        .checked_sub(1)
        .map_or((0, 0.0), |before| moment(&way[before]));
    let (to, to_position) = way.get(after).map_or(end, moment);
    let share = (position - from_position) / (to_position - from_position);
    let share = if share.is_finite() {
        share.clamp(0.0, 1.0)
    } else {
        0.0
    };
    #[expect(
        clippy::cast_possible_truncation,
        reason = "between two numbers of updates"
    )]
    #[expect(clippy::cast_sign_loss, reason = "a share of a number of updates")]
    let further = ((to - from) as f64 * share).round() as u64;
    from + further
}
