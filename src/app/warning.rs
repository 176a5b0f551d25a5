//! Warnings about a person's own data, each with the key or the option that helps.

use crate::learning::data::{Facts, Names, Origin};
use crate::learning::numeric::checked::shortest;
use crate::session::settings::Settings;

/// Number of times that one deviation must be greater than the other to be warned of.
const SCALES: f64 = 100.0;
/// A class is rare if fewer than one row in this number are of it.
const RARE: usize = 10;

/// Returns the warnings that apply to data while they are trained on with these settings, the most urgent first: a
/// value far outside makes the scales differ, and both spoil more than an order or a rare class.
#[must_use]
pub fn warnings(origin: &Origin, settings: &Settings) -> Vec<String> {
    let Origin { facts, names, .. } = origin;
    let standardizes = settings.setup.inputs.standardize;
    let hyperparameters = &settings.setup.hyperparameters;
    let rows = facts.classes[0] + facts.classes[1];
    let takes_in_order = !hyperparameters.shuffle && hyperparameters.batch_size.of(rows) < rows;
    let all = [
        far(facts),
        scales(facts).filter(|_| !standardizes),
        sorted(facts).filter(|_| takes_in_order),
        rare(facts, names),
    ];
    all.into_iter().flatten().collect()
}

fn far(facts: &Facts) -> Option<String> {
    let far = facts.far?;
    let feature = 1 + far.feature;
    // With all its digits, the value can be found in the file.
    let value = shortest(far.value);
    let deviations = rounded(far.deviations);
    Some(format!(
        "x{feature} = {value} lies {deviations} deviations from the others; if it is a mistake or stands for no \
         number, take its row out of the file"
    ))
}

fn scales(facts: &Facts) -> Option<String> {
    let [x1, x2] = facts.deviations;
    let (wide, narrow, ratio) = if x1 > x2 {
        ("x1", "x2", x1 / x2)
    } else {
        ("x2", "x1", x2 / x1)
    };
    // A column that does not vary has no scale.
    let differ = ratio > SCALES && x1.min(x2) > 0.0;
    differ.then(|| {
        let ratio = rounded(ratio);
        format!("{wide} spreads {ratio} times as wide as {narrow}; z standardizes (--standardize)")
    })
}

fn sorted(facts: &Facts) -> Option<String> {
    facts.is_sorted.then(|| {
        "the rows are sorted by class, and each mini-batch sees one class only; select shuffle with j or k and \
         turn it on with l (--shuffle)"
            .to_owned()
    })
}

fn rare(facts: &Facts, names: &Names) -> Option<String> {
    let [zeros, ones] = facts.classes;
    let (class, rows) = if ones < zeros { (1, ones) } else { (0, zeros) };
    let all = zeros + ones;
    (rows * RARE < all).then(|| {
        let name = &names.classes[class];
        let percent = 100.0 * (1.0 - rows as f64 / all as f64);
        format!(
            "class {class} ({name}) has {rows} of {all} rows: a model that never finds it is right in \
             {percent:.1} %; look at the confusion table, in a window of 30 rows or more"
        )
    })
}

/// Returns a number with three digits.
fn rounded(number: f64) -> String {
    let rounded = format!("{number:.2e}").parse().unwrap_or(number);
    shortest(rounded)
}
