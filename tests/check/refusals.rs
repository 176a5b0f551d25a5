//! Tests that a log that cannot be read is refused with its line, the value and the remedy.

use super::{START, check};

/// Returns the refusal of a log.
fn refusal(log: &str) -> String {
    let (code, out, err) = check(log, START);
    assert!(code == 2 && out.is_empty(), "{log}: {out}{err}");
    assert!(
        err.starts_with("error: standard input: ") && err.lines().count() == 1,
        "{err}"
    );
    err
}

#[test]
fn bad_lines_are_refused_with_line_value_and_remedy() {
    for (log, words) in [
        ("", "has no rows; log a line such as"),
        ("\n\n", "has no rows"),
        ("update,loss\n", "has no rows"),
        (
            "1,2,3\n",
            "line 1: 1 is a number, not a name; begin with a line of names",
        ),
        (
            "time,accuracy\n1,2\n",
            "line 1: time,accuracy names no column",
        ),
        (
            "update,loss\n1,abc\n",
            "line 2: loss abc: is not a number; write it as 0.512",
        ),
        ("update,loss\n1,1e999\n", "line 2: loss 1e999: is too large"),
        (
            "update,loss\n1\n",
            "line 2: has 1 values, but the line of names has 2",
        ),
        (
            "update,loss\n1.5,2\n",
            "line 2: update 1.5: is not a whole number",
        ),
        (
            "update,loss\n-1,2\n",
            "line 2: update -1: is not a whole number",
        ),
        (
            "epoch,loss\n2,1\n1,1\n",
            "line 3: epoch 1 comes after epoch 2",
        ),
        (
            "epoch,loss\n1,1\n1,1\n",
            "line 3: epoch 1 comes again; name a column update",
        ),
        (
            "Starting training...\nupdate,loss\n1,1\n",
            "and write other text to standard error",
        ),
        (
            "update,loss\n1,1\n1,1\n",
            "line 3: update 1 comes after update 1; count updates from the start",
        ),
        (
            "update,loss\n1,1\n,1\n",
            "line 3: has no update, but the rows before have",
        ),
        (
            "loss,cost\n1,1\n",
            "line 1: loss and cost are the same value",
        ),
        (
            "update,weights\n1,\"[1, x]\"\n",
            "line 2: weights x: is not a number",
        ),
        (
            "{\"loss\": 1}\n{\"update\": 2, \"loss\": 1}\n",
            "line 2: update 2: the rows before have no number",
        ),
        (
            "{\"epoch\": 1, \"loss\": 1}\n{\"update\": 2, \"loss\": 1}\n",
            "line 2: update 2: the rows before count in epochs",
        ),
        (
            "{\"update\": 1, \"loss\": true}\n",
            "line 1: loss true: is not a number",
        ),
        (
            "{\"update\": 1, \"loss\": 1\n",
            "line 1: is not a JSON object",
        ),
        (
            "{\"update\": 1, \"loss\": 1}\nhello\n",
            "line 2: is not a JSON object",
        ),
        ("[{\"update\": 1}]\n", "line 1: begins a JSON list"),
        ("{\"update\": 1}\n", "has no rows"),
    ] {
        assert!(refusal(log).contains(words), "{log}: {}", refusal(log));
    }
}

#[test]
fn control_characters_and_long_values_do_not_reach_the_terminal() {
    let err = refusal("update,loss\n1,\u{1b}[31mred\n");
    assert!(err.contains("\\u{1b}[31mred"), "{err}");
    let err = refusal(&format!("update,loss\n1,{}\n", "x".repeat(1000)));
    assert!(err.len() < 200, "{err}");
    let err = refusal(&format!("update,loss\n1,{}\n", "1".repeat(2_000_000)));
    assert!(err.contains("is longer than 1048576 bytes"), "{err}");
}

#[test]
fn a_file_that_is_missing_and_a_second_standard_input_are_refused() {
    let (code, _, err) = check("", "--data -");
    assert!(
        code == 2 && err.contains("--data -: standard input has the log"),
        "{err}"
    );
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_sgdscope"))
        .args(["check", "no-such-log.jsonl"])
        .output()
        .unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(
        output.status.code() == Some(2) && err.starts_with("error: no-such-log.jsonl: "),
        "{err}"
    );
}
