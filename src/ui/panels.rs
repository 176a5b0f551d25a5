//! The panels that the views are made of, one file for each panel.

pub mod axis;
mod batch;
pub mod boundaries;
pub mod breaks;
pub mod command;
mod confusion;
pub mod frame;
mod gauge;
pub mod help;
pub mod legend;
pub mod loading;
pub mod loss;
pub mod marks;
pub mod moment;
pub mod names;
pub mod outside;
pub mod prompt;
pub mod race;
pub mod reading;
pub mod reasons;
pub mod run;
pub mod scatter;
pub mod settings;
pub mod status;
mod tabs;
pub mod traced;
pub mod weight_space;
