//! Tests what is refused, with the value and the remedy in one line.

use crate::sgdscope;

fn refusal(arguments: &[&str]) -> String {
    let output = sgdscope(arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
    assert_eq!(said.lines().count(), 1, "{arguments:?}: {said}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    said.trim_end().to_owned()
}

#[test]
fn every_refusal_names_the_value_and_the_remedy() {
    for (options, said) in [
        (
            &["--race", "alpha=0.1,x"][..],
            "--race alpha=0.1,x: x must be a finite number above 0; try 0.01",
        ),
        (
            &["--race", "noise=1,2"],
            "--race noise=1,2: lanes share their data, so noise is the same for all; give --noise once",
        ),
        (
            &["--race", "data=a.csv,b.csv"],
            "--race data=a.csv,b.csv: lanes share their data, so data is the same for all; give --data once",
        ),
        (
            &["--race", "speed=1,2"],
            "--race speed=1,2: speed must be an option that decides a run; try alpha=0.001,0.02,2",
        ),
        (
            &["--race", "alpha"],
            "--race alpha: must be NAME=VALUES; try alpha=0.001,0.02,2",
        ),
        (
            &["--race", "alpha=0.1"],
            "--race alpha=0.1: one value makes no race; give 2 to 6, or use --alpha 0.1",
        ),
        (
            &["--race", "features=x1,x2"],
            "--race features=x1,x2: x1,x2 is one value; separate values that have commas by ;",
        ),
        (
            &["--race", "init-seed=1..7"],
            "--race init-seed=1..7: 7 lanes are too many; give 2 to 6 values",
        ),
        (
            &["--race", "alpha=0.1,0.10"],
            "--race alpha=0.1,0.1: lanes A and B are the same run; give them different values",
        ),
        (
            &[
                "--race",
                "alpha=0.1,0.2",
                "--race",
                "optimizer=sgd,adam,adagrad",
            ],
            "--race optimizer=sgd,adam,adagrad: has 3 values, but --race alpha=0.1,0.2 has 2; \
             give both one for each lane",
        ),
        (
            &["--race", "init=zeros;0,1", "--features", "x1,x2"],
            "--race: lane B: init 0,1: must be 3 numbers, for the bias and each feature; try 0,0,0",
        ),
        (
            &["--race", "alpha=0.1,0.2", "--alpha", "3"],
            "--alpha: --race alpha=0.1,0.2 gives each lane its own; leave one of them out",
        ),
        (
            &["--race", "alpha=0.1,0.2", "--at", "C:3:alpha=1"],
            "--at C:3:alpha=1: there is no lane C; name one from A to B",
        ),
        (
            &["--until", "B:3"],
            "--until B:3: there is no lane B without --race; leave B: out",
        ),
        (
            &["--race", "features=x1;x1,x2", "--at", "A:3:W2=1"],
            "--at A:3:W2=1: must be one of the weights W0 to W1; try W1=0",
        ),
        (
            &["--race", "alpha=0.1,0.2", "--predict", "p.csv"],
            "--predict p.csv: each lane of a race has its own model; leave --race out, or use \
             sgdscope predict --from RACE --lane A",
        ),
    ] {
        let arguments = [&["train"], options].concat();
        assert_eq!(refusal(&arguments), format!("error: {said}"));
    }
}

#[test]
fn the_later_option_for_a_setting_counts_and_features_may_differ_with_their_weights() {
    let count = |options: &[&str]| {
        let arguments = [&["train", "-e", "1"], options].concat();
        let output = sgdscope(&arguments);
        assert_eq!(output.status.code(), Some(0), "{options:?}");
        String::from_utf8(output.stdout).unwrap().lines().count()
    };
    assert_eq!(count(&["--race", "alpha=1,2", "--race", "alpha=1,2,3"]), 3);
    let weights = [
        "--race",
        "init=0,1,1;0,1,1,1",
        "--race",
        "features=x1,x2;x1,x2,x1x2",
    ];
    assert_eq!(count(&weights), 2);
}
