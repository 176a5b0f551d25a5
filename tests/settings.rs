//! Tests the table of settings: the values that keys step through, the values that are refused, and the
//! messages.

use sgdscope::learning::data::Family;
use sgdscope::learning::optimize::optimizer::Optimizer;
use sgdscope::learning::optimize::schedule::Schedule;
use sgdscope::learning::registry::Registered;
use sgdscope::session::settings::{Direction, Reach, Setting, Settings, TABLE};

const REACH: Reach = Reach {
    samples: 400,
    given: None,
    has_own_data: false,
};

fn row(flag: &str) -> &'static Setting {
    Settings::find(flag).unwrap()
}

/// Returns the settings with one row set to this text.
fn with(settings: &Settings, row: &Setting, text: &str) -> Settings {
    let mut settings = settings.clone();
    row.set(&mut settings, text).unwrap();
    settings
}

/// Returns the values of a row in one direction, from the value in `from` to the end of the grid or once
/// round the ring.
fn walk(row: &Setting, from: &Settings, direction: Direction, reach: &Reach) -> Vec<String> {
    let mut settings = from.clone();
    let mut texts = vec![row.text(&settings)];
    while let Some(text) = row.stepped(&settings, direction, reach) {
        settings = with(&settings, row, &text);
        let text = row.text(&settings);
        if texts.contains(&text) || texts.len() > 50 {
            break;
        }
        texts.push(text);
    }
    texts
}

/// Returns all values that keys reach, from the lowest to the highest.
fn values(flag: &str, reach: &Reach) -> String {
    let (row, default) = (row(flag), Settings::default());
    let down = walk(row, &default, Direction::Down, reach);
    let lowest = with(&default, row, down.last().unwrap());
    let up = walk(row, &lowest, Direction::Up, reach);
    up.join(" ")
}

#[test]
fn keys_step_through_these_values() {
    for (flag, expected) in [
        (
            "samples",
            "10 20 50 100 200 400 1000 2000 5000 10000 100000 1000000 10000000",
        ),
        ("noise", "0 0.5 1 1.5 2 2.5 3 3.5 4 4.5 5 6 8 10"),
        ("flip", "0% 5% 10% 15% 20% 25% 30% 35% 40% 45% 50%"),
        ("train-share", "10% 20% 30% 40% 50% 60% 70% 80% 90% 100%"),
        (
            "regularization-rate",
            "0 0.001 0.003 0.01 0.03 0.1 0.3 1 3 10",
        ),
        (
            "alpha",
            "0.00001 0.00002 0.00005 0.0001 0.0002 0.0005 0.001 0.002 0.005 0.01 0.02 0.05 0.1 \
             0.2 0.5 1 2 5 10 20 50 100",
        ),
        ("batch-size", "1 2 4 8 16 32 64 128 256 all"),
        (
            "epochs",
            "10 20 50 100 200 500 1000 2000 5000 10000 20000 50000 100000 200000 500000 1000000",
        ),
        (
            "speed",
            "1 2 5 10 20 50 100 200 500 1000 2000 5000 10000 20000 50000 100000 200000 500000 \
             1000000 max",
        ),
        ("momentum", "0 0.5 0.8 0.9 0.95 0.99 0.995 0.999"),
        ("smoothing", "0 0.5 0.8 0.9 0.95 0.99 0.995 0.999"),
        ("epsilon", "auto 1e-12 1e-10 1e-8 1e-6 0.0001 0.01"),
        ("gamma", "0.05 0.1 0.2 0.5 0.8 0.9 0.95 0.99"),
        ("period", "1 2 5 10 20 30 50 100 200 500 1000"),
        (
            "target-loss",
            "off 0.0001 0.0002 0.0005 0.001 0.002 0.005 0.01 0.02 0.05 0.1 0.2 0.5 1 2 5 10",
        ),
        ("patience", "off 1 2 5 10 20 50 100 200 500 1000"),
    ] {
        assert_eq!(values(flag, &REACH), expected, "{flag}");
    }
}

#[test]
fn keys_go_round_these_words_in_either_direction() {
    for (flag, expected) in [
        ("order", "original sorted"),
        ("init", "uniform normal zeros"),
        ("regularization", "none l1 l2"),
        ("loss", "sum mse cross-entropy"),
        ("objective", "cross-entropy squared"),
        ("axis", "linear log"),
        ("window", "all tenth hundred"),
        ("shading", "smooth two"),
        ("shuffle", "off on"),
        ("standardize", "off on"),
        (
            "features",
            "x1,x2 x1,x2,x1x2 x1^2,x2^2 x1,x2,x1^2,x2^2,x1x2 x1,x2,x1^2,x2^2,x1x2,sinx1,sinx2",
        ),
    ] {
        goes_round(flag, expected);
    }
    goes_round("family", &names::<Family>(" "));
    goes_round("optimizer", &names::<Optimizer>(" "));
    goes_round("schedule", &names::<Schedule>(" "));
}

fn goes_round(flag: &str, expected: &str) {
    let (row, default) = (row(flag), Settings::default());
    let up = walk(row, &default, Direction::Up, &REACH);
    assert_eq!(up.join(" "), expected, "{flag}");
    let mut down = walk(row, &default, Direction::Down, &REACH);
    down[1..].reverse();
    assert_eq!(down, up, "{flag}");
}

/// Returns the names in a registry, in the order of the registry and joined by `between`.
fn names<T: Registered>(between: &str) -> String {
    let names: Vec<&str> = T::all().iter().map(|entry| entry.name()).collect();
    names.join(between)
}

#[test]
fn every_row_has_a_value_of_its_own_to_step_to_and_each_step_is_one_of_its_values() {
    for row in TABLE {
        let default = Settings::default();
        let steps: Vec<String> = [Direction::Down, Direction::Up]
            .into_iter()
            .filter_map(|direction| row.stepped(&default, direction, &REACH))
            .collect();
        assert!(!steps.is_empty(), "{row:?}");
        for text in steps {
            let stepped = with(&default, row, &text);
            assert_ne!(row.text(&stepped), row.text(&default), "{row:?} {text}");
        }
    }
}

#[test]
fn a_value_beside_the_grid_steps_to_its_neighbours_on_it() {
    for (flag, text, down, up) in [
        ("alpha", "0.03", Some("0.02"), Some("0.05")),
        ("alpha", "1e-9", None, Some("0.00001")),
        ("alpha", "3e9", Some("100"), None),
        ("batch-size", "1000", Some("256"), None),
        ("batch-size", "33", Some("32"), Some("64")),
        ("epsilon", "1e-300", Some("auto"), Some("1e-12")),
        ("flip", "12", Some("10"), Some("15")),
        ("train-share", "75", Some("70"), Some("80")),
        ("patience", "7", Some("5"), Some("10")),
        ("seed", "0", None, Some("1")),
        ("init-seed", "4294967295", Some("4294967294"), None),
        ("samples", "100000000", Some("10000000"), None),
    ] {
        let settings = with(&Settings::default(), row(flag), text);
        let step = |direction| row(flag).stepped(&settings, direction, &REACH);
        assert_eq!(step(Direction::Down).as_deref(), down, "{flag} {text}");
        assert_eq!(step(Direction::Up).as_deref(), up, "{flag} {text}");
    }
}

#[test]
fn noise_steps_along_the_grid_of_its_family() {
    let step = |family: &str, noise: &str, direction| {
        let settings = with(&Settings::default(), row("family"), family);
        let settings = with(&settings, row("noise"), noise);
        row("noise").stepped(&settings, direction, &REACH)
    };
    assert_eq!(step("blobs", "auto", Direction::Up).as_deref(), Some("3"));
    assert_eq!(step("blobs", "auto", Direction::Down).as_deref(), Some("2"));
    assert_eq!(
        step("moons", "auto", Direction::Up).as_deref(),
        Some("0.15")
    );
    assert_eq!(step("xor", "auto", Direction::Down), None);
    // Noise above the maximum of the family counts as that maximum.
    assert_eq!(step("spiral", "1000", Direction::Up), None);
    assert_eq!(
        step("spiral", "1000", Direction::Down).as_deref(),
        Some("45")
    );
}

#[test]
fn own_data_and_given_weights_are_among_the_steps_where_there_are_any() {
    let reach = Reach {
        given: Some("1,2,3".parse().unwrap()),
        has_own_data: true,
        ..REACH
    };
    let all = |flag| walk(row(flag), &Settings::default(), Direction::Up, &reach).join(" ");
    assert_eq!(all("family"), names::<Family>(" ") + " file");
    assert_eq!(all("init"), "uniform normal zeros 1,2,3");
}

/// Settings, texts that are not values of them, and what the error says.
const REFUSED: &[(&str, &[&str], &str)] = &[
    (
        "alpha",
        &["0", "-1", "nan", "inf", ""],
        "a finite number above 0; try 0.01",
    ),
    (
        "batch-size",
        &["0", "-1", "2.5"],
        "a whole number of at least 1, or all; try 32",
    ),
    (
        "epochs",
        &["0", "1000000000001"],
        "a whole number from 1 to 1000000000000; try 100",
    ),
    (
        "momentum",
        &["1", "-0.1", "auto"],
        "a number of at least 0 and below 1; try 0.9",
    ),
    (
        "epsilon",
        &["0", "1.1", "Auto"],
        "a number above 0 and up to 1, or auto; try 1e-8",
    ),
    (
        "gamma",
        &["0", "1.1", "-0.5"],
        "a number above 0 and up to 1; try 0.1",
    ),
    (
        "period",
        &["0", "1.5"],
        "a whole number from 1 to 1000000000000; try 30",
    ),
    (
        "regularization",
        &["L2", "elastic"],
        "none, l1 or l2; try l2",
    ),
    (
        "regularization-rate",
        &["-0.1", "10.1"],
        "a number from 0 to 10; try 0.01",
    ),
    (
        "target-loss",
        &["-0.1", "low"],
        "a finite number of at least 0, or off; try 0.1",
    ),
    (
        "patience",
        &["0", "on"],
        "a whole number of at least 1, or off; try 10",
    ),
    (
        "speed",
        &["0", "1000001"],
        "a whole number from 1 to 1000000, or max; try 50",
    ),
    (
        "samples",
        &["1", "100000001"],
        "a whole number from 2 to 100000000; try 400",
    ),
    (
        "noise",
        &["-1", "1000001", "5%"],
        "auto or a number from 0 to 1000000; try 2.5",
    ),
    (
        "seed",
        &["-1", "4294967296"],
        "a whole number from 0 to 4294967295; try 95",
    ),
    (
        "flip",
        &["51", "10%%"],
        "a whole percentage from 0 to 50; try 10",
    ),
    (
        "train-share",
        &["9", "101"],
        "a whole percentage from 10 to 100; try 80",
    ),
    (
        "order",
        &["random", "label"],
        "original or sorted; try sorted",
    ),
    (
        "objective",
        &["mse", "sum", "Squared"],
        "cross-entropy or squared; try squared",
    ),
    ("shuffle", &["yes"], "on or off; try on"),
    ("axis", &["lin"], "linear or log; try linear"),
    (
        "features",
        &["x3", "x1,x1", ""],
        "some of x1,x2,x1^2,x2^2,x1x2,sinx1,sinx2; try x1,x2,x1x2",
    ),
    (
        "init",
        &["random", "1", "1,x"],
        "uniform, normal, zeros or numbers: W0,W1,W2, the bias first; try --init=0,-1,-1",
    ),
];

#[test]
fn values_out_of_range_are_refused_with_the_range_and_an_example() {
    for (flag, texts, said) in REFUSED {
        for text in *texts {
            let error = row(flag).set(&mut Settings::default(), text).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("must be {said}"),
                "{flag} {text}"
            );
        }
    }
}

#[test]
fn a_name_that_is_not_in_a_registry_is_refused_with_all_that_are() {
    for (flag, names) in [
        ("family", names::<Family>(", ")),
        ("optimizer", names::<Optimizer>(", ")),
        ("schedule", names::<Schedule>(", ")),
    ] {
        let error = row(flag).set(&mut Settings::default(), "SGD").unwrap_err();
        let (others, last) = names.rsplit_once(", ").unwrap();
        let first = names.split(", ").next().unwrap();
        let said = format!("must be {others} or {last}; try {first}");
        assert_eq!(error.to_string(), said);
    }
}

#[test]
fn every_example_is_a_value() {
    for row in TABLE {
        let example = (row.example)();
        let text = example.rsplit('=').next().unwrap();
        assert_eq!(
            row.set(&mut Settings::default(), text),
            Ok(()),
            "{row:?} {example}"
        );
    }
}
