//! The train view: the points on the left; the loss, the table of the lanes if there are several, the hyperparameters and
//! the run on the right.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::App;
use crate::app::view::Overlay;
use crate::app::warning::warnings;
use crate::ui::layout::Arrangement;
use crate::ui::panels::frame::Place;
use crate::ui::panels::scatter::RasterCache;
use crate::ui::panels::{
    command, help, loss, prompt, race, reading, run, scatter, settings, status,
};
use crate::ui::theme::Theme;

/// Draws the panels of the view, and what lies over them.
pub fn draw(
    app: &App,
    theme: &Theme,
    raster: &mut RasterCache,
    arrangement: &Arrangement,
    buffer: &mut Buffer,
) {
    scatter::draw(app, theme, raster, arrangement.scatter, buffer);
    if let Some(area) = arrangement.loss {
        let place = place_in_column(area, arrangement.scatter);
        loss::draw(app, place, theme, area, buffer);
    }
    if let Some(area) = arrangement.race {
        let place = place_in_column(area, arrangement.scatter);
        race::draw(
            app,
            arrangement.is_framed.then_some(place),
            theme,
            area,
            buffer,
        );
    }
    if let Some(area) = arrangement.hyperparameters {
        settings::draw(app, theme, area, buffer);
    }
    match arrangement.run {
        Some(area) if arrangement.is_framed => {
            let place = place_in_column(area, arrangement.scatter);
            run::draw(app, place, theme, area, buffer);
        }
        Some(area) => run::draw_unframed(app, theme, area, buffer),
        None => {}
    }
    let has_settings = arrangement.hyperparameters.is_some();
    status::draw(app, has_settings, theme, arrangement.status, buffer);
    draw_over(app, theme, arrangement.scatter, arrangement.status, buffer);
}

/// Draws what lies over the panels of a view: an overlay, and a line that is being typed. `scatter` and `status` are the
/// areas of the points and of the status line.
pub fn draw_over(app: &App, theme: &Theme, scatter: Rect, status: Rect, buffer: &mut Buffer) {
    let body = Rect {
        height: status.y,
        ..buffer.area
    };
    match &app.view().overlay {
        Overlay::None => {}
        Overlay::Help => help::draw(app.view().help_page, theme, body, buffer),
        Overlay::Reading(place) => {
            if let Some(origin) = app.confirmed().dataset.origin() {
                let warnings = warnings(origin, &app.requested().settings);
                let (lines, areas) = (&origin.reading.lines, [scatter, body]);
                reading::draw(lines, &warnings, *place, theme, areas, buffer);
            }
        }
        Overlay::Command(command) => command::draw(command, false, theme, body, buffer),
        Overlay::CommandWithLook(command) => command::draw(command, true, theme, body, buffer),
    }
    if let Some(line) = &app.view().prompt {
        prompt::draw(line, app, theme, status, buffer);
    }
}

/// Returns the place of a panel in its column. A panel that starts lower than the points panel has another
/// panel above it.
pub fn place_in_column(area: Rect, scatter: Rect) -> Place {
    if area.y > scatter.y {
        Place::Below
    } else {
        Place::Alone
    }
}
