//! Data sets and problems for the tests of this folder.

use std::sync::Arc;

use clap::Parser;
use sgdscope::cli::{Cli, Task};
use sgdscope::learning::analysis::problem::Problem;
use sgdscope::learning::data::{Dataset, FlipShare, Points, SampleOrder, TrainShare};
use sgdscope::learning::model::inputs::Inputs;
use sgdscope::learning::optimize::regularization::Regularization;
use sgdscope::session::settings::Settings;

/// Makes a data set of points.
pub fn dataset(points: Points) -> Dataset {
    let (flips, train) = (FlipShare::default(), TrainShare::default());
    Dataset::from_points(
        "points",
        None,
        Arc::new(points),
        flips,
        train,
        SampleOrder::default(),
        0,
    )
    .unwrap()
}

/// Returns the settings that options of `sgdscope train` make.
pub fn settings(options: &str) -> Settings {
    let words = ["sgdscope", "train"].into_iter();
    let words = words.chain(options.split_whitespace());
    match Cli::try_parse_from(words).unwrap().task {
        Some(Task::Train(arguments)) => arguments.run.settings().unwrap(),
        other => panic!("{other:?}"),
    }
}

/// Draws the data set that options of `sgdscope train` make.
pub fn drawn(options: &str) -> Dataset {
    settings(options).setup.data.draw(None, &|_| ()).unwrap()
}

/// Makes the problem of training on a data set.
pub fn problem(
    dataset: &Dataset,
    features: &str,
    standardize: bool,
    penalty: &str,
    rate: f64,
) -> Problem {
    let features = features.parse().unwrap();
    let inputs = if standardize {
        Inputs::standardized(features, dataset.training())
    } else {
        Inputs::plain(features)
    };
    let penalty: Regularization = penalty.parse().unwrap();
    Problem::new(dataset, &inputs, penalty, rate)
}
