//! Tests the file of a run: its content, and that it repeats the run.

#[path = "../support/keyboard.rs"]
mod keyboard;
#[path = "../support/proptests.rs"]
mod proptests;
#[path = "../support/test_file.rs"]
mod test_file;

mod accuracies;
mod earlier_versions;

use std::process::{Command, Output};
use std::sync::Arc;

use crossterm::event::KeyCode;
use proptest::prelude::*;
use proptests::cases;
use serde_json::Value;
use sgdscope::app::effect::Effect;
use sgdscope::learning::train::trainer::Budget;
use sgdscope::session::recipe::file;
use sgdscope::session::settings::Settings;
use sgdscope::session::snapshot::{Phase, Snapshot};

use keyboard::{Session, events, options, state, train};
use test_file::TestFile;

fn sgdscope(arguments: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_sgdscope");
    Command::new(program).args(arguments).output().unwrap()
}

fn lines(text: &str) -> Vec<Value> {
    assert!(text.ends_with('\n'));
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn has_keys(line: &Value, needed: &[&str], others: &[&str]) -> bool {
    let object = line.as_object().unwrap();
    needed.iter().all(|key| object.contains_key(*key))
        && object
            .keys()
            .all(|key| needed.contains(&key.as_str()) || others.contains(&key.as_str()))
}

/// Returns the bits of the weights in a line.
fn weights(line: &Value) -> Vec<u64> {
    let weights = line["weights"].as_array().unwrap().iter();
    weights
        .map(|weight| weight.as_f64().unwrap().to_bits())
        .collect()
}

/// Checks that the lines have the documented form and agree with the snapshot.
fn is_as_described(text: &str, snapshot: &Snapshot) {
    let lines = lines(text);
    let (head, rest) = lines.split_first().unwrap();
    assert_eq!(head["sgdscope"], env!("CARGO_PKG_VERSION"));
    assert!(has_keys(head, &["sgdscope", "options"], &[]));
    let (last, rest) = rest.split_last().unwrap();
    assert!(has_keys(
        last,
        &["updates", "epochs", "accuracy", "weights"],
        &["test_accuracy"]
    ));
    assert_eq!(last["updates"], snapshot.first().progress.updates);
    assert_eq!(last["epochs"], snapshot.first().progress.epochs);
    let shown = snapshot
        .first()
        .parameters
        .iter()
        .map(|weight| weight.to_bits());
    assert_eq!(weights(last), shown.collect::<Vec<_>>());
    let epochs = usize::try_from(snapshot.first().progress.epochs).unwrap();
    let (epochs, changes) = rest.split_at(epochs);
    for (place, line) in epochs.iter().enumerate() {
        let needed = ["epoch", "loss", "accuracy"];
        let of_tests = ["test_loss", "test_accuracy"];
        assert!(has_keys(line, &needed, &of_tests), "{line}");
        assert_eq!(line["epoch"], place + 1);
        assert!(line["loss"].is_number(), "{line}");
        let has_test = !snapshot.dataset.test().is_empty();
        assert_eq!(
            line.get("test_loss").is_some_and(Value::is_number),
            has_test
        );
        assert_eq!(line.get("test_accuracy").is_some(), has_test);
    }
    assert_eq!(changes.len(), snapshot.first().recipe.changes.made().len());
    for line in changes {
        assert!(has_keys(line, &["update", "change", "from", "to"], &[]));
    }
}

proptest! {
    #![proptest_config(cases(200, "tests/proptest-regressions/kept_file.txt"))]

    #[test]
    fn a_file_tells_of_its_run_and_repeats_it(options in options(), events in events()) {
        let mut session = Session::open(&options);
        for event in &events {
            session.play(event);
        }
        let snapshot = session.confirm();
        let text = file::write(&snapshot.lanes, &[], None).unwrap();
        is_as_described(&text, &snapshot);
        let options = file::options(text.lines().next().unwrap()).unwrap();
        let mut repeated = train(&options);
        while repeated.trainer().updates() < snapshot.first().progress.updates {
            let left = snapshot.first().progress.updates - repeated.trainer().updates();
            repeated.advance(Budget::of_updates(left)).unwrap();
        }
        prop_assert_eq!(state(repeated.trainer()), state(session.engine.trainer()));
    }
}

/// Presses the key w and returns the text that it asks to be written.
fn written(session: &mut Session) -> String {
    session.press(KeyCode::Char('w'));
    match session.asked.pop() {
        Some(Effect::Save(text)) => text,
        other => panic!("{other:?}"),
    }
}

/// Returns the file of a finished run with changes. If `in_the_middle`, one of the changes ends the run in
/// the middle of an epoch.
fn finished(options: &[&str], in_the_middle: bool) -> String {
    let options: Vec<String> = options.iter().map(|&option| option.to_owned()).collect();
    let mut session = Session::open(&options);
    session.press(KeyCode::Char(' '));
    session.advance(137);
    for key in "+]om5".chars().map(KeyCode::Char) {
        session.press(key);
    }
    session.press(KeyCode::Enter);
    session.press(KeyCode::Esc);
    session.advance(27);
    if in_the_middle {
        let epochs = sgdscope::session::settings::Settings::find("epochs").unwrap();
        for _ in 0..4 {
            session.adjust(epochs, false);
        }
    }
    session.advance(10_000);
    assert_eq!(session.engine.phase(), Phase::Finished);
    written(&mut session)
}

#[test]
fn the_program_repeats_a_finished_run_from_its_file() {
    let runs: [(&[&str], bool); 4] = [
        (&[], false),
        (&["--shuffle", "--train-share=70"], false),
        (&["--noise=4"], true),
        (
            &["--standardize", "--features=x1,x2,x1^2", "--optimizer=adam"],
            true,
        ),
    ];
    for (place, (options, in_the_middle)) in runs.into_iter().enumerate() {
        let text = finished(options, in_the_middle);
        let file = TestFile::new(&format!("finished-{place}"), &text);
        let output = sgdscope(&[
            "train",
            "--from",
            file.name(),
            "--every",
            "0",
            "--format=jsonl",
        ]);
        assert_eq!(output.status.code(), Some(0));
        let printed = lines(&String::from_utf8(output.stdout).unwrap());
        assert_eq!(printed.len(), 1, "{options:?}");
        let told = lines(&text);
        let last = told.last().unwrap();
        assert_eq!(weights(&printed[0]), weights(last), "{options:?}");
        assert_eq!(printed[0]["epoch"], last["epochs"]);
        assert_eq!(printed[0]["accuracy"], last["accuracy"]);
        assert_eq!(printed[0].get("test_accuracy"), last.get("test_accuracy"));
    }
}

#[test]
fn options_beside_the_file_count_more() {
    let file = TestFile::new("beside", finished(&["--noise=4"], false));
    for arguments in [
        &["train", "--from", file.name(), "--epochs=5", "--noise=2"][..],
        &["train", "--noise=2", "-e", "5", "--from", file.name()],
    ] {
        let output = sgdscope(arguments);
        let printed = String::from_utf8(output.stdout).unwrap();
        assert_eq!(printed.lines().count(), 5, "{arguments:?}");
        let plain = sgdscope(&["train", "--epochs=5", "--noise=2"]).stdout;
        assert_eq!(printed.as_bytes(), plain, "{arguments:?}");
    }
}

#[test]
fn a_file_that_is_no_run_is_refused_in_one_line() {
    let head = |options: &str| format!("{{\"sgdscope\":\"0.1.0\",\"options\":[{options}]}}\n");
    let files = [
        ("empty", String::new()),
        ("text", "x1,x2,label\n1,2,0\n".to_owned()),
        ("number", "17\n".to_owned()),
        ("other", "{\"epoch\":1,\"loss\":2.5}\n".to_owned()),
        ("numbers", head("1,2")),
        ("alpha", head("\"--alpha=-1\"")),
        ("unknown", head("\"--alhpa=1\"")),
        ("help", head("\"--help\"")),
        ("version", head("\"--version\"")),
        ("noise", head("\"--family=xor\",\"--noise=500\"")),
        ("weights", head("\"--at=5:weights=1,2\"")),
        ("control", head("\"--alpha=\\u001b[2J\\r\\n\\u009b1\"")),
        ("positional", head("\"data\"")),
        ("table", head("\"--data=there-is-no-such-file.csv\"")),
        ("escape", "\u{1b}[2J\u{7}\n".to_owned()),
    ];
    let files = files.map(|(name, content)| TestFile::new(name, content));
    let binary = TestFile::new("binary", [0xff, 0xfe, 0, 1, b'\n']);
    let folder = std::env::temp_dir();
    let mut names: Vec<&str> = files.iter().map(TestFile::name).collect();
    names.extend([binary.name(), folder.to_str().unwrap(), "/there/is/no/such"]);
    for name in names {
        let output = sgdscope(&["train", "--from", name]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{name}: {said}");
        assert!(
            said.starts_with(&format!("error: --from {name}: ")),
            "{said}"
        );
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(!said.trim_end().contains(char::is_control), "{said:?}");
        assert!(output.stdout.is_empty(), "{name}");
    }
}

#[test]
fn controls_in_the_options_are_escaped_in_the_file() {
    let session = Session::open(&[]);
    let table = [
        "--data=\u{1b}[2J\n.csv".to_owned(),
        "--positive=\u{7}\"".to_owned(),
    ];
    let mut snapshot = session.engine.snapshot();
    let lane = &mut snapshot.lanes[0];
    let mut began = Settings::clone(&lane.recipe.began);
    began.setup.data.source = "file".parse().unwrap();
    lane.recipe.began = Arc::new(began);
    let text = file::write(std::slice::from_ref(lane), &table, None).unwrap();
    assert!(!text.trim_end().replace('\n', "").contains(char::is_control));
    assert_eq!(file::options(text.lines().next().unwrap()).unwrap(), table);
}

#[test]
fn a_run_of_many_epochs_has_few_lines() {
    let mut session = Session::open(&["--epochs=10000".to_owned(), "--batch-size=all".to_owned()]);
    session.press(KeyCode::Char(' '));
    session.advance(10_000);
    let text = written(&mut session);
    let lines = lines(&text);
    assert!(lines.len() < 4100);
    assert_eq!(lines[lines.len() - 2]["epoch"], 10_000);
}

/// Regression test: a run that was kept while it was paused was repeated past the update at which it stood.
#[test]
fn the_program_repeats_a_run_to_where_it_stood_when_it_was_kept() {
    for (options, updates) in [
        (&["--noise=5"][..], 51),
        (&["--shuffle", "--train-share=70", "--at=5:alpha=0.1"], 30),
        (&["--at=1000:alpha=0.1"], 5),
    ] {
        let options: Vec<String> = options.iter().map(|&option| option.to_owned()).collect();
        let mut session = Session::open(&options);
        session.press(KeyCode::Char(' '));
        session.advance(updates);
        session.press(KeyCode::Char(' '));
        session.confirm();
        let text = written(&mut session);
        let file = TestFile::new(&format!("paused-{updates}"), &text);
        let arguments = ["train", "--from", file.name(), "--format=jsonl"];
        let output = sgdscope(&arguments);
        assert_eq!(output.status.code(), Some(0));
        let printed = lines(&String::from_utf8(output.stdout).unwrap());
        let (last, told) = (printed.last().unwrap(), lines(&text).pop().unwrap());
        assert_eq!(weights(last), weights(&told), "{options:?}");
        assert_eq!(last["epoch"], told["epochs"]);
        assert_eq!(told["updates"], updates);
        // With `--until=end` the run goes on to its end.
        let output = sgdscope(&[&arguments[..], &["--until=end"]].concat());
        let printed = lines(&String::from_utf8(output.stdout).unwrap());
        assert_eq!(printed.last().unwrap()["epoch"], 100, "{options:?}");
    }
}

/// Regression test: one missing test loss moved all later test losses to other epochs.
#[test]
fn a_test_loss_stands_in_the_line_of_its_epoch_even_where_others_are_missing() {
    let session = Session::open(&["--train-share=50".to_owned()]);
    let mut snapshot = session.engine.snapshot();
    let lane = &mut snapshot.lanes[0];
    let test_loss = |epoch: u64| (epoch % 3 != 2).then_some(100.0 + epoch as f64);
    for epoch in 1..=9_u64 {
        let position = epoch as f64;
        lane.curves.epochs.push(position, position);
        match test_loss(epoch) {
            Some(loss) => lane.curves.tests.push(position, loss),
            None => lane.curves.tests.push_gap(position),
        }
    }
    let text = file::write(std::slice::from_ref(lane), &[], None).unwrap();
    let lines = lines(&text);
    for epoch in 1..=9_u64 {
        let told = &lines[usize::try_from(epoch).unwrap()];
        assert_eq!(told["epoch"], epoch);
        assert_eq!(told["loss"], epoch as f64);
        let told = told.get("test_loss").map(|loss| loss.as_f64().unwrap());
        assert_eq!(told, test_loss(epoch), "{epoch}");
    }
}

/// Compares every value of a kept run with a golden file that was checked by eye. (Other tests compare the
/// losses of whole runs with independent scripts.)
#[test]
fn a_kept_run_is_written_as_the_golden_file_has_it() {
    let options = [
        "--init-seed=0",
        "--noise=4",
        "--train-share=80",
        "--epochs=3",
        "--at=2:alpha=0.5",
    ];
    let mut session = Session::open(&options.map(str::to_owned));
    session.press(KeyCode::Char(' '));
    session.advance(12);
    for key in "]om".chars() {
        session.press(KeyCode::Char(key));
    }
    session.press(KeyCode::Up);
    session.press(KeyCode::Esc);
    session.advance(1000);
    assert_eq!(session.engine.phase(), Phase::Finished);
    let golden = include_str!("../golden/kept_run.jsonl");
    let golden = golden.replacen("0.2.0", env!("CARGO_PKG_VERSION"), 1);
    assert_eq!(written(&mut session), golden);
}
