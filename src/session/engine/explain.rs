//! The engine's reasons: what is worked out for the settings of the view, and weights that are set in weight space.

use std::sync::Arc;

use crate::learning::model::start::GivenWeights;
use crate::session::change::Value;
use crate::session::engine::Engine;
use crate::session::lane::{Address, LaneId};
use crate::session::snapshot::LaneView;
use crate::session::why::Why;

/// Number of the last boundaries that are shown, if they are.
const TRAIL: usize = 8;

impl Engine {
    /// Returns the reasons of the lane that is looked at, and adds the curves of the chart to all lanes, as far as they
    /// are asked for.
    pub(super) fn explain(&self, lanes: &mut [LaneView]) -> Option<Arc<Why>> {
        let settings = self.settings();
        let (why, loss) = (&settings.view.why, settings.setup.hyperparameters.loss);
        let mut explainer = self.explainer.borrow_mut();
        let ids: Vec<LaneId> = lanes.iter().map(|lane| lane.id).collect();
        explainer.forget_all_but(&ids);
        for (view, lane) in lanes.iter_mut().zip(self.lanes.all()) {
            view.traced = explainer.trace(lane, why, loss).map(Arc::new);
            let count = usize::from(why.trail) * TRAIL;
            view.trail = lane.timeline.run().boundaries_before(count);
        }
        let asked = self.lanes.get(self.attention.lane);
        let lane = asked.unwrap_or_else(|| self.lanes.first());
        let probe = self.attention.probe;
        let reasons = explainer.explain(lane, why, probe, self.is_training());
        reasons.map(Arc::new)
    }

    /// Sets the weights of a lane to those at a point of weight space.
    pub(super) fn put_weights_at(&mut self, lane: LaneId, at: [f64; 2]) {
        let why = self.settings().view.why;
        let explainer = self.explainer.get_mut();
        let found = self
            .lanes
            .get(lane)
            .map(|lane| explainer.weights_at(lane, &why, at));
        if let Some(Ok(weights)) = found.map(|weights| GivenWeights::new(weights.iter().copied())) {
            self.change(Address::Lane(lane), &Value::Weights(weights));
        }
    }
}
