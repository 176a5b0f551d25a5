//! The why view: the points with the next mini-batch on the left; weight space, numbers and a sentence on the right.

use ratatui::buffer::Buffer;

use crate::app::App;
use crate::ui::layout::why::WhyArrangement;
use crate::ui::panels::scatter::RasterCache;
use crate::ui::panels::{loss, reasons, scatter, settings, status, weight_space};
use crate::ui::theme::Theme;
use crate::ui::train::{draw_over, place_in_column};

/// Draws the panels of the view, and what lies over them.
pub fn draw(
    app: &App,
    theme: &Theme,
    raster: &mut RasterCache,
    arrangement: &WhyArrangement,
    buffer: &mut Buffer,
) {
    scatter::draw(app, theme, raster, arrangement.scatter, buffer);
    let place = |area| place_in_column(area, arrangement.scatter);
    if let Some(area) = arrangement.space {
        weight_space::draw(app, place(area), theme, area, buffer);
    }
    if let Some(area) = arrangement.chart {
        loss::draw(app, place(area), theme, area, buffer);
    }
    if let Some(area) = arrangement.hyperparameters {
        settings::draw(app, theme, area, buffer);
    }
    let area = arrangement.reasons;
    if arrangement.is_framed {
        reasons::draw(app, place(area), theme, area, buffer);
    } else {
        reasons::draw_unframed(app, theme, area, buffer);
    }
    let has_settings = arrangement.hyperparameters.is_some();
    status::draw(app, has_settings, theme, arrangement.status, buffer);
    draw_over(app, theme, arrangement.scatter, arrangement.status, buffer);
}
