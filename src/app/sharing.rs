//! The commands that repeat the run: they are shown and copied.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::notice::Notice;
use crate::app::view::Overlay;
use crate::session::race;
use crate::session::recipe::{self, Recipe};
use crate::session::snapshot::LaneView;

impl App {
    /// Returns the command that repeats the run up to its current update, quoted for a shell; `None` if too
    /// many changes were made to repeat the run.
    #[must_use]
    pub fn command(&self) -> Option<String> {
        self.command_of(&self.recipes_to_keep(|lane| lane.recipe.clone()))
    }

    /// Returns the lanes that a file keeps: all of them, except those that are the same run as another one.
    pub(super) fn lanes_to_keep(&self) -> Vec<LaneView> {
        let lanes = self.confirmed().lanes.iter();
        let lanes = lanes.map(|lane| (lane.clone(), lane.recipe.clone()));
        let kept = without_twins(lanes.collect());
        kept.into_iter().map(|(lane, _)| lane).collect()
    }

    /// Returns the recipes of all lanes, except those that are the same run as another one.
    fn recipes_to_keep(&self, recipe: impl Fn(&LaneView) -> Recipe) -> Vec<Recipe> {
        let lanes = self.confirmed().lanes.iter();
        let recipes = lanes.map(|lane| ((), recipe(lane)));
        let kept = without_twins(recipes.collect());
        kept.into_iter().map(|((), recipe)| recipe).collect()
    }

    fn command_of(&self, recipes: &[Recipe]) -> Option<String> {
        let recipes: Vec<&Recipe> = recipes.iter().collect();
        let options = race::options(&recipes, &self.own_data)?;
        Some(recipe::with_options("sgdscope".to_owned(), &options))
    }

    /// Returns the command that repeats the run up to its current update and looks as the screen does now: it
    /// also has the requested settings of the view and the speed, and the options of the screen. `None` if
    /// too many changes were made to repeat the run.
    #[must_use]
    pub fn command_with_look(&self) -> Option<String> {
        let mut look = recipe::look(&self.requested().settings);
        look.extend_from_slice(&self.screen_options);
        Some(recipe::with_options(self.command()?, &look))
    }

    /// Returns the command that repeats the whole run, wherever it stands, quoted for a shell; `None` if
    /// too many changes were made to repeat the run.
    #[must_use]
    pub fn command_of_whole_run(&self) -> Option<String> {
        // A pinned lane stays where it is.
        let recipe = |lane: &LaneView| {
            if lane.is_pinned {
                lane.recipe.clone()
            } else {
                lane.recipe.of_whole_run()
            }
        };
        self.command_of(&self.recipes_to_keep(recipe))
    }

    /// Shows and copies the command that repeats the run, or the one with the whole look if that command is
    /// shown already; closes the latter.
    pub(super) fn share(&mut self) -> Vec<Effect> {
        let (command, overlay): (_, fn(String) -> Overlay) = match self.view.overlay {
            Overlay::CommandWithLook(_) => {
                self.view.overlay = Overlay::None;
                return Vec::new();
            }
            Overlay::Command(_) => (self.command_with_look(), Overlay::CommandWithLook),
            Overlay::None | Overlay::Help | Overlay::Reading(_) => {
                (self.command(), Overlay::Command)
            }
        };
        let Some(command) = command else {
            self.notices.tell(Notice::too_many_changes());
            return Vec::new();
        };
        self.view.overlay = overlay(command.clone());
        vec![Effect::Copy(command)]
    }
}

/// Removes what has the recipe of an earlier one. Two recipes are equal if the same options repeat them: how a run is
/// watched does not count, nor whether a setting was changed before the first update or had its value from the start.
fn without_twins<T>(lanes: Vec<(T, Recipe)>) -> Vec<(T, Recipe)> {
    let mut kept: Vec<(T, Recipe)> = Vec::new();
    for (lane, recipe) in lanes {
        let options = recipe.options(&[]);
        let is_twin = |(_, other): &(T, Recipe)| options.is_some() && other.options(&[]) == options;
        if !kept.iter().any(is_twin) {
            kept.push((lane, recipe));
        }
    }
    kept
}
