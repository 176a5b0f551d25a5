//! Tests of the verdicts: each one has a run that must lead to it, and one close to it that must not.

use sgdscope::learning::analysis::optimum::Optimum;
use sgdscope::learning::analysis::verdict::{EpochEnd, Verdict};

use crate::judged::{follow, judge, judged, objectives, problem_of, trainer};
use crate::support::settings;

/// Past the edge there are two verdicts, depending on whether the jumps are seen yet.
const PAST: [&str; 2] = ["past the edge", "period two"];
const FULL: &str = "--noise 5 --init zeros --batch-size all";
const FAR: &str = "--noise 5 --init=0,-1,1";
const L2: &str = "--regularization l2 --regularization-rate";
const ALL_FEATURES: &str = "--features x1,x2,x1^2,x2^2,x1x2,sinx1,sinx2 --standardize";

#[test]
fn runaway_is_said_where_the_penalty_alone_lengthens_the_weights() {
    for (optimizer, limit) in [("sgd", 2.0), ("momentum", 3.8), ("nesterov", 3.8 / 2.8)] {
        for batch in ["all", "7"] {
            let run = |product: f64| {
                let alpha = product / 10.0;
                let options = format!(
                    "--noise 5 --optimizer {optimizer} --batch-size {batch} {L2} 10 --alpha {alpha} --epochs 5"
                );
                judged(&options)
            };
            run(limit * 1.01).always_says("runaway");
            run(limit * 0.99).never_says(&["runaway"]);
        }
    }
    judged(&format!(
        "--noise 5 {L2} 10 --alpha 3 --optimizer adam --epochs 5"
    ))
    .never_says(&["runaway"]);
    judged("--noise 5 --regularization l1 --regularization-rate 10 --alpha 3 --epochs 5")
        .never_says(&["runaway"]);
}

#[test]
fn period_two_is_said_where_each_full_batch_undoes_the_one_before() {
    let run = judged(&format!("{FULL} --alpha 2.3 --epochs 300")).ends_with("period two");
    assert_eq!(
        run.verdicts[1].as_ref().map(Verdict::name),
        Some("past the edge")
    );
    // Each second loss is the same, and the ones between are others.
    let losses = |epoch: usize| match run.verdicts[epoch] {
        Some(Verdict::PeriodTwo { losses, .. }) => losses,
        other => panic!("{other:?}"),
    };
    let [before, now] = losses(300);
    assert!((losses(299)[0] - now).abs() < 1e-6 && (before - now).abs() > 1e-3);
    // With a still larger learning rate, nothing repeats.
    judged(&format!("{FULL} --alpha 3.7 --epochs 300")).always_says("past the edge");
}

#[test]
fn past_the_edge_is_said_from_the_start_and_only_past_it() {
    for (optimizer, edge) in [("sgd", 2.0342), ("momentum", 3.865), ("nesterov", 1.380)] {
        let run = |alpha: f64| {
            judged(&format!(
                "{FULL} --optimizer {optimizer} --alpha {alpha} --epochs 20"
            ))
        };
        run(edge * 1.002).always_says("past the edge");
        run(edge * 0.998).never_says(&PAST);
    }
    // The penalty makes the valley steeper, so that less is too much.
    judged(&format!("{FULL} {L2} 1 --alpha 0.56 --epochs 5")).always_says("past the edge");
    judged(&format!("{FULL} {L2} 1 --alpha 0.54 --epochs 5")).never_says(&PAST);
}

#[test]
fn past_the_edge_is_not_said_where_nothing_follows_from_the_edge() {
    for options in [
        // Separable: no learning rate is too large.
        "--alpha 2 --batch-size all",
        "--alpha 100 --batch-size all --init=0,1,-1",
        // One sample is missing in the mini-batch.
        "--noise 5 --alpha 2.5 --batch-size 399",
        "--noise 5 --alpha 2.5 --batch-size 399 --shuffle",
        "--noise 5 --alpha 10 --batch-size all --optimizer adam",
        "--noise 5 --alpha 10 --batch-size all --optimizer rmsprop",
        "--noise 5 --alpha 2.5 --batch-size all --schedule cosine",
        "--noise 5 --alpha 2.5 --batch-size all --regularization l1",
    ] {
        judged(&format!("{options} --epochs 60")).never_says(&PAST);
    }
    let squared = judged(&format!(
        "{FULL} --alpha 30 --objective squared --epochs 60"
    ));
    assert!(
        squared.verdicts.iter().all(Option::is_none),
        "{:?}",
        squared.names()
    );
    judged("--alpha 2 --batch-size all").always_says("separable");
    judged("--alpha 2").always_says("separable");
}

#[test]
fn overfit_is_said_where_the_test_loss_rises_while_training_goes_on() {
    let few = format!("{ALL_FEATURES} --samples 60 --noise 6 --batch-size all --alpha 0.3");
    let run = judged(&format!("{few} --train-share 50 --epochs 600")).ends_with("overfit");
    let Some(Verdict::Overfits {
        since,
        test: [lowest, now],
        ..
    }) = run.verdicts[600]
    else {
        unreachable!("it ends with overfit");
    };
    assert!(
        (100..400).contains(&since) && now > 1.03 * lowest,
        "{since} {lowest} {now}"
    );
    // Without a test nothing can be said, and two features of many samples do not overfit.
    judged(&format!("{few} --epochs 600")).never_says(&["overfit"]);
    judged(&format!("{FULL} --alpha 0.3 --train-share 50 --epochs 600")).never_says(&["overfit"]);
}

#[test]
fn separable_is_said_where_a_boundary_separates_and_nothing_penalises() {
    let run =
        judged("--family gauss --noise 0 --init=0,1,-1 --batch-size all --alpha 1 --epochs 100");
    let run = run.always_says("separable");
    assert!(matches!(
        run.verdicts[0],
        Some(Verdict::Separable { growth: None, .. })
    ));
    let Some(Verdict::Separable {
        growth: Some(([before, now], 10)),
        is_line: true,
    }) = run.verdicts[100]
    else {
        panic!("{:?}", run.verdicts[100]);
    };
    assert!(2.8 < before && before < now && now < 3.0, "{before} {now}");
    judged("--optimizer adam --epochs 20").always_says("separable");
    judged(&format!("{L2} 0.01 --epochs 20")).never_says(&["separable"]);
    // Two of the 400 points change sides.
    judged("--flip 1 --epochs 20").never_says(&["separable"]);
}

#[test]
fn bounces_is_said_where_shuffled_mini_batches_keep_the_loss_far_above_the_best() {
    let options = "--noise 5 --alpha 1 --batch-size 8 --epochs 100";
    judged(&format!("{options} --shuffle")).ends_with("bounces");
    judged(options).never_says(&["bounces"]);
    judged("--noise 5 --alpha 1 --batch-size 128 --epochs 100 --shuffle").never_says(&["bounces"]);
    // So far away, the loss seems to stand still, but all mini-batches lead the same way.
    judged("--noise 5 --init=0,1e5,-1e5 --alpha 0.1 --epochs 60 --shuffle")
        .never_says(&["bounces"]);
    judged("--noise 5 --alpha 1 --batch-size 8 --epochs 100 --shuffle --schedule cosine")
        .never_says(&["bounces"]);
}

#[test]
fn floor_is_said_where_mini_batches_leave_a_little_and_not_while_it_still_falls() {
    judged("--noise 5 --alpha 0.1 --batch-size 8 --epochs 100").ends_with("floor");
    judged("--family moons --noise 0.3 --init zeros --alpha 1 --batch-size 8 --epochs 60")
        .ends_with("floor");
    judged(&format!("{FAR} --alpha 0.001 --batch-size 8 --epochs 100"))
        .never_says(&["floor", "bounces"]);
    judged("--noise 5 --alpha 1 --batch-size all --epochs 200").never_says(&["floor", "bounces"]);
}

#[test]
fn converged_is_said_once_the_minimum_is_reached() {
    let run = judged(&format!("{FULL} --alpha 1 --epochs 300")).ends_with("converged");
    let Some(Verdict::Converged { loss, .. }) = run.verdicts[300] else {
        unreachable!("it has converged");
    };
    assert!((loss - 0.096_225).abs() < 1e-5, "{loss}");
    // It is never said above a ten-thousandth of the least loss.
    for verdict in run.verdicts.iter().flatten() {
        if let Verdict::Converged { loss: then, .. } = verdict {
            assert!(*then < 1.0001 * loss, "{then} {loss}");
        }
    }
    judged(&format!("{FULL} {L2} 0.1 --alpha 0.5 --epochs 200")).ends_with("converged");
    judged(&format!(
        "{FULL} --regularization l1 --alpha 1 --epochs 300"
    ))
    .ends_with("converged");
    judged(&format!("{FULL} --alpha 0.1 --epochs 100")).never_says(&["converged"]);
    // Adam has been seen to burst again after hundreds of epochs at rest.
    judged(&format!("{FULL} --alpha 0.1 --optimizer adam --epochs 300")).never_says(&["converged"]);
}

#[test]
fn no_line_is_said_where_the_least_loss_is_that_of_guessing() {
    let xor = "--family xor --batch-size all --alpha 0.5 --epochs 60";
    let run = judged(&format!("{xor} --features x1,x2")).ends_with("no line");
    let Some(Verdict::NoLine { best, guess, .. }) = run.verdicts[60] else {
        unreachable!("no line does it");
    };
    assert!(
        (best - 0.6918).abs() < 5e-5 && (guess - 0.6927).abs() < 5e-5,
        "{best} {guess}"
    );
    judged(&format!("{xor} --features x1,x2,x1x2")).never_says(&["no line"]);
    // A penalty makes every model guess.
    judged(&format!("{FULL} {L2} 10 --alpha 0.01 --epochs 60")).never_says(&["no line"]);
}

#[test]
fn crawls_is_said_where_half_the_rest_takes_longer_than_the_run() {
    let run = judged(&format!(
        "{FAR} --batch-size all --alpha 0.0001 --epochs 100"
    ));
    assert_eq!(run.names()[60], Some("crawls"), "{:?}", run.names());
    let Some(Verdict::Crawls {
        halving,
        left: 40,
        condition,
        ..
    }) = run.verdicts[60]
    else {
        panic!("{:?}", run.verdicts[60]);
    };
    assert!(condition.is_some_and(|number| (number - 41.9).abs() < 0.05));
    // Half of the excess is left after as many epochs, and not much later.
    let options = format!("{FAR} --batch-size all --alpha 0.0001 --epochs 4000");
    let Optimum::At(minimum) = Optimum::of(&problem_of(&trainer(&options), &options)) else {
        panic!("there is a minimum");
    };
    let objectives = objectives(&options);
    let excess = objectives[1..]
        .iter()
        .map(|objective| objective - minimum.objective);
    let excess: Vec<f64> = excess.collect();
    let half = excess[51..61].iter().sum::<f64>() / 20.0;
    let halved = excess.iter().position(|excess| *excess < half).unwrap();
    let ratio = (halved - 55) as f64 / halving;
    assert!((1.0..2.0).contains(&ratio), "{halved} {halving}");
    // The end of a longer run is far enough away.
    assert_ne!(judged(&options).names()[60], Some("crawls"));
}

#[test]
fn falls_is_said_while_the_loss_falls_steadily() {
    let run = judged(&format!("{FAR} --batch-size all --alpha 0.01 --epochs 500"));
    assert_eq!(run.names()[60], Some("falls"), "{:?}", run.names());
    let Some(Verdict::Falls {
        losses: [before, now],
        epochs: 20,
        best,
        ..
    }) = run.verdicts[60]
    else {
        panic!("{:?}", run.verdicts[60]);
    };
    assert!(before > now && now > best);
    judged("--noise 5 --alpha 1 --batch-size 1 --epochs 60 --shuffle").never_says(&["falls"]);
    judged(&format!("{FULL} --alpha 2.5 --epochs 60")).never_says(&["falls"]);
}

#[test]
fn long_momentum_is_not_taken_for_what_the_data_do() {
    // A gradient goes on acting for 100 updates, which are 50 epochs here.
    for rest in ["", "--shuffle", "--shuffle --standardize --train-share 60"] {
        let options = "--noise 5 --optimizer nesterov --momentum 0.99 --batch-size 200 --alpha 0.5";
        judged(&format!("{options} --epochs 150 {rest}"))
            .never_says(&["bounces", "floor", "falls", "overfit"]);
    }
}

#[test]
fn many_samples_are_judged_only_by_what_a_part_of_them_shows() {
    let many = "--noise 5 --samples 20000 --batch-size all --init zeros --epochs 45";
    judged(&format!("{many} --alpha 3")).always_says("past the edge");
    for options in [
        format!("{many} --alpha 1"),
        "--samples 20000 --epochs 3".to_owned(),
    ] {
        let run = judged(&options);
        assert!(
            run.verdicts.iter().all(Option::is_none),
            "{options}: {:?}",
            run.names()
        );
    }
}

#[test]
fn a_judge_that_sees_only_the_last_64_epochs_says_the_same() {
    for (options, name) in [
        (
            "--noise 5 --alpha 3 --batch-size 8 --epochs 200 --shuffle",
            "bounces",
        ),
        ("--noise 5 --alpha 0.1 --batch-size 8 --epochs 200", "floor"),
        (
            "--noise 5 --init zeros --batch-size all --alpha 1 --epochs 400",
            "converged",
        ),
        (
            "--noise 5 --init zeros --batch-size all --alpha 2.3 --epochs 400",
            "period two",
        ),
    ] {
        let mut trainer = trainer(options);
        let mut judge = judge(&trainer, options);
        let from = settings(options).setup.hyperparameters.epochs.get() - 63;
        let verdicts = follow(&mut trainer, &mut judge, from);
        assert_eq!(verdicts.len(), 65);
        let last = verdicts[64].as_ref().map(Verdict::name);
        assert_eq!(last, Some(name), "{options}");
        judged(options).ends_with(name);
    }
}

#[test]
fn what_is_said_changes_no_more_often_than_the_holding_times_allow() {
    for options in [
        "--noise 5 --alpha 0.3 --batch-size 16 --epochs 300 --shuffle",
        "--noise 5 --alpha 2.5 --batch-size 399 --epochs 300 --shuffle",
        "--family moons --noise 0.3 --alpha 2 --batch-size 32 --epochs 300 --shuffle",
        "--family moons --noise 0.3 --optimizer momentum --alpha 0.1 --batch-size 32 --epochs 300",
    ] {
        let names = judged(options).names();
        let changes: Vec<usize> = (1..names.len())
            .filter(|place| names[*place] != names[place - 1])
            .collect();
        for pair in changes.windows(2) {
            // What is no fact must be sure for at least five epochs. It stays for as long after that, unless the
            // numbers of the last epoch contradict it: then nothing is said.
            let is_let_go = names[pair[1]].is_none();
            let is_calm = is_let_go || pair[1] - pair[0] >= 5;
            assert!(is_calm, "{options}: {changes:?} {names:?}");
        }
        assert!(changes.len() <= 12, "{options}: {changes:?}");
    }
}

#[test]
fn a_judge_forgets_what_it_saw_before_a_gap() {
    let options = "--noise 5 --init zeros --batch-size all --alpha 1 --epochs 200";
    let mut trainer = trainer(options);
    let mut judge = judge(&trainer, options);
    follow(&mut trainer, &mut judge, 0);
    assert_eq!(judge.verdict().map(|said| said.name()), Some("converged"));
    let weights = trainer.weights_of_training();
    for epoch in 300..311 {
        judge.see(&EpochEnd {
            epoch,
            weights,
            test_loss: None,
        });
    }
    assert_eq!(judge.verdict(), None);
}
