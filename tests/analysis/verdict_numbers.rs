//! Tests that the numbers of a verdict are those of now, also while it stays after its rule has ceased to hold.

use sgdscope::learning::analysis::verdict::{EpochEnd, Verdict};

use crate::judged::{follow, judge, judged, objectives, trainer};

fn range(numbers: &[f64]) -> [f64; 2] {
    let low = numbers.iter().copied().fold(f64::INFINITY, f64::min);
    let high = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    [low, high]
}

fn are_near([a, b]: [f64; 2], [c, d]: [f64; 2]) -> bool {
    (a - c).abs() < 1e-12 && (b - d).abs() < 1e-12
}

#[test]
fn bounces_and_floor_tell_the_range_of_the_last_20_epochs_at_each_epoch() {
    for (options, name, least) in [
        (
            "--noise 6 --alpha 2 --batch-size 4 --shuffle --epochs 162",
            "bounces",
            30,
        ),
        (
            "--noise 5 --flip 20% --alpha 0.05 --shuffle --epochs 660",
            "floor",
            20,
        ),
    ] {
        let run = judged(options);
        let objectives = objectives(options);
        let mut said = 0;
        for (epoch, verdict) in run.verdicts.iter().enumerate().skip(19) {
            let last = range(&objectives[epoch - 19..=epoch]);
            let is_true = match *verdict {
                Some(Verdict::Bounces { between, .. }) => are_near(between, last),
                Some(Verdict::Floor { above, best, .. }) => {
                    are_near(above.map(|above| above + best), last)
                }
                _ => continue,
            };
            assert!(
                is_true,
                "{options}, epoch {epoch}: {verdict:?}, not {last:?}"
            );
            said += usize::from(verdict.is_some_and(|verdict| verdict.name() == name));
        }
        assert!(said >= least, "{options}: {name} in {said} epochs");
    }
}

#[test]
fn crawls_counts_the_epochs_that_are_left_and_is_said_to_the_end() {
    for options in [
        "--noise 5 --alpha 0.01 --batch-size all --epochs 200",
        "--noise 5 --alpha 0.001 --batch-size all --epochs 100",
    ] {
        let run = judged(options).ends_with("crawls");
        let end = run.verdicts.len() - 1;
        let first = run
            .names()
            .iter()
            .position(|name| *name == Some("crawls"))
            .unwrap();
        assert!(first < end - 20, "{options}: {first}");
        for (epoch, verdict) in run.verdicts.iter().enumerate().skip(first) {
            let Some(Verdict::Crawls { halving, left, .. }) = *verdict else {
                panic!("{options}, epoch {epoch}: {verdict:?}");
            };
            assert_eq!(left, (end - epoch) as u64, "{options}");
            assert!(halving > left as f64, "{options}");
        }
        let sentence = |ago: usize| run.verdicts[end - ago].unwrap().sentence().join(" ");
        assert!(sentence(2).contains("but 2 remain."), "{}", sentence(2));
        assert!(sentence(1).contains("but 1 remains."), "{}", sentence(1));
        assert!(
            sentence(0).contains(" more epochs. alpha 0.0"),
            "{}",
            sentence(0)
        );
    }
}

#[test]
fn crawls_is_not_said_where_only_the_last_epochs_are_too_few() {
    // Halving takes about 60 epochs at the end of a run of 300.
    let run = judged("--noise 5 --alpha 0.05 --batch-size all --epochs 300");
    let late = run.names().iter().position(|name| *name == Some("crawls"));
    assert!(late.is_none_or(|epoch| epoch < 290), "{late:?}");
}

#[test]
fn crawls_is_not_said_with_the_l1_penalty_whose_gradient_does_not_tell_the_pace() {
    // The excess has halved before the end.
    judged(
        "--family gauss --noise 2.467 --samples 72 --seed 61566 --standardize --init zeros \
         --alpha 1.5692e-4 --batch-size 15 --shuffle --optimizer momentum --epochs 100 \
         --regularization l1 --regularization-rate 0.254",
    )
    .never_says(&["crawls"]);
}

#[test]
fn falls_is_not_said_where_the_two_losses_print_equal() {
    let options = "--noise 5 --alpha 0.8 --batch-size all --epochs 250";
    let run = judged(options).ends_with("converged");
    assert!(run.names().contains(&Some("falls")), "{:?}", run.names());
    for verdict in run.verdicts.iter().flatten() {
        if let Verdict::Falls { .. } = verdict {
            let sentence = verdict.sentence().join(" ");
            let words: Vec<&str> = sentence.split(' ').collect();
            let to = words.iter().position(|word| *word == "to").unwrap();
            assert_ne!(words[to - 1], words[to + 1], "{sentence}");
        }
    }
}

#[test]
fn converged_is_let_go_as_soon_as_the_loss_leaves_the_minimum() {
    let options = "--noise 5 --init zeros --batch-size all --alpha 1 --epochs 300";
    let mut trainer = trainer(options);
    let mut judge = judge(&trainer, options);
    follow(&mut trainer, &mut judge, 0);
    let mut weights = trainer.weights_of_training().to_vec();
    let mut said = |epoch, weights: &[f64]| {
        judge.see(&EpochEnd {
            epoch,
            weights,
            test_loss: None,
        });
        judge.verdict().map(|verdict| verdict.name())
    };
    assert_eq!(said(301, &weights), Some("converged"));
    weights[1] += 0.1;
    assert_eq!(said(302, &weights), None);
}
