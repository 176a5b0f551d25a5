//! Tests that the cross-entropy of both loops agrees with the textbook formula as far as that formula is
//! accurate, and that it is right beyond.

use sgdscope::learning::data::Columns;
use sgdscope::learning::kernel::{GeneralSums, Instructions, PartialSums};
use sgdscope::learning::model::inputs::Inputs;
use sgdscope::learning::model::parameters::sigmoid;

/// Returns the sum of the cross-entropies of samples with these scores and labels, by the plain loop and by
/// the general loop.
fn cross_entropies(scores: &[f64], labels: &[f64]) -> [f64; 2] {
    let (instructions, nothing) = (Instructions::best(), vec![0.0; scores.len()]);
    let samples = Columns {
        x1: scores,
        x2: &nothing,
        labels,
    };
    let mut plain = PartialSums::default();
    instructions.extend(&mut plain, &[0.0, 1.0, 0.0], samples);
    let mut general = GeneralSums::default();
    let inputs = Inputs::plain("x1".parse().unwrap());
    instructions.extend_general(&mut general, &inputs, &[0.0, 1.0], samples);
    let general = general.totals().cross_entropy.unwrap();
    [plain.total::<true>().cross_entropy, general]
}

/// Returns the cross-entropy by the textbook formula: -(y ln p + (1 - y) ln(1 - p)).
fn textbook(score: f64, label: f64) -> f64 {
    let p = sigmoid(score);
    -(label * p.ln() + (1.0 - label) * (1.0 - p).ln())
}

#[test]
fn the_cross_entropy_is_the_textbooks() {
    // At larger scores, 1 - p loses the digits that the textbook formula needs.
    let scores: Vec<f64> = (-160..=160).map(|step| f64::from(step) / 40.0).collect();
    let is_close = |found: f64, expected: f64| (found / expected - 1.0).abs() < 1e-12;
    for label in [0.0, 1.0] {
        for score in &scores {
            let expected = textbook(*score, label);
            for found in cross_entropies(&[*score], &[label]) {
                assert!(
                    is_close(found, expected),
                    "{score}: {found}, not {expected}"
                );
            }
        }
    }
    // The largest count is so large that the loops take the logarithm of a product several times.
    for count in [7, 8, 9, 321, 20_000] {
        let scores: Vec<f64> = scores.iter().copied().cycle().take(count).collect();
        let labels: Vec<f64> = (0..count).map(|place| f64::from(place % 3 == 0)).collect();
        let expected: f64 = scores
            .iter()
            .zip(&labels)
            .map(|(s, l)| textbook(*s, *l))
            .sum();
        for found in cross_entropies(&scores, &labels) {
            assert!(
                is_close(found, expected),
                "{count}: {found}, not {expected}"
            );
        }
    }
}

#[test]
fn the_cross_entropy_of_what_is_quite_sure_and_wrong_is_its_score() {
    for score in [40.0, 100.0, 709.0, 745.5, 800.0, 1e5, 1e250] {
        for (score, wrong) in [(score, 0.0), (-score, 1.0)] {
            for found in cross_entropies(&[score], &[wrong]) {
                let error = (found / score.abs() - 1.0).abs();
                assert!(error < 1e-12, "{score}: {found}");
            }
            for found in cross_entropies(&[score], &[1.0 - wrong]) {
                assert!((0.0..1e-15).contains(&found), "{score}: {found}");
            }
            let mixed = cross_entropies(&[score, 0.0, score], &[wrong, 1.0, 1.0 - wrong]);
            for found in mixed {
                let error = (found / (score.abs() + 2.0_f64.ln()) - 1.0).abs();
                assert!(error < 1e-12, "{score}: {found}");
            }
        }
    }
}
