//! Tests what the real binary makes of its environment: where it refuses to start, and what it never sends.

use std::process::{Command, Stdio};

use crate::session::{BINARY, SIZE, Session, count};

/// Starts the live program with these environment variables. Variables that would change its colours or its
/// character set are unset first.
fn with(variables: &[&str], arguments: &[&str]) -> Session {
    let unset = [
        "NO_COLOR",
        "CLICOLOR",
        "CLICOLOR_FORCE",
        "LC_ALL",
        "LC_CTYPE",
    ];
    let unset = unset.iter().flat_map(|name| ["-u", name]);
    let command: Vec<&str> = unset
        .chain(variables.iter().copied())
        .chain([BINARY])
        .chain(arguments.iter().copied())
        .collect();
    Session::start("env", &command, SIZE)
}

/// Returns how the program made characters look: the parameters of every SGR escape sequence.
fn looks(session: &Session) -> Vec<String> {
    let text = String::from_utf8_lossy(&session.bytes()).into_owned();
    let sequences = text.split("\x1b[").skip(1);
    let looks = sequences.filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != ';')?;
        rest[end..].starts_with('m').then(|| rest[..end].to_owned())
    });
    looks.collect()
}

/// Returns whether any of the SGR sequences has these parameters.
fn has(looks: &[String], parameters: &str) -> bool {
    let within = format!(";{parameters};");
    looks
        .iter()
        .any(|look| format!(";{look};").contains(&within))
}

/// Returns the parameters of the SGR sequences that set a colour other than the terminal's own.
fn coloured(session: &Session) -> Vec<String> {
    let mut looks = looks(session);
    let is_colour = |code: &str| code.len() > 1 && !["39", "49"].contains(&code);
    looks.retain(|look| look.split(';').any(is_colour));
    looks
}

/// Runs the program until it has drawn a full frame, presses keys, waits for the help, and quits.
fn shown(variables: &[&str], arguments: &[&str]) -> Session {
    let mut session = with(variables, arguments);
    session.wait_for(&["PAUSED", "quit", "0.01"]);
    session.press("+?");
    session.wait_for(&["Help"]);
    session.press("q");
    assert_eq!(session.exit_code(), 0);
    session.assert_restored();
    session
}

#[test]
fn promise_20_a_dumb_terminal_is_told_in_one_line_without_an_escape_sequence() {
    for (variable, why) in [("TERM=dumb", "TERM=dumb"), ("TERM=", "TERM is not set")] {
        let mut session = with(&[variable], &[]);
        session.wait_for(&[why, "TERM=xterm-256color"]);
        assert_eq!(session.exit_code(), 2);
        assert!(!session.bytes().contains(&0x1b));
    }
}

#[test]
fn promise_20_without_a_terminal_there_is_one_line_and_no_escape_sequence() {
    let output = Command::new(BINARY)
        .env("TERM", "xterm-256color")
        .env("CLICOLOR_FORCE", "1")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(output.stdout, b"");
    let line = String::from_utf8(output.stderr).unwrap();
    assert_eq!(line.lines().count(), 1, "{line}");
    assert!(line.contains("sgdscope train"), "{line}");
    assert!(!line.contains('\x1b'));
}

#[test]
fn promise_20_no_color_keeps_bold_and_reverse_and_nothing_else() {
    let session = shown(&["NO_COLOR=1", "COLORTERM=truecolor"], &["--paused"]);
    assert_eq!(coloured(&session), [""; 0]);
    let looks = looks(&session);
    assert!(has(&looks, "1") && has(&looks, "7"), "{looks:?}");
}

#[test]
fn promise_20_a_locale_without_utf_8_gets_ascii_and_nothing_else() {
    for locale in [&["LANG=C"][..], &["LANG=C.UTF-8", "LC_ALL=POSIX"]] {
        let session = shown(locale, &["--paused"]);
        assert!(session.bytes().is_ascii());
    }
    assert!(!shown(&["LANG=C.UTF-8"], &["--paused"]).bytes().is_ascii());
    assert!(shown(&[], &["--paused", "--ascii"]).bytes().is_ascii());
}

#[test]
fn colours_are_those_that_the_terminal_has() {
    for (variables, arguments, wanted, unwanted) in [
        (&["TERM=xterm"][..], &[][..], "96", "38"),
        (&["TERM=xterm-256color"], &[], "38;5", "38;2"),
        (&["COLORTERM=truecolor"], &[], "38;2", "38;5"),
        (
            &["COLORTERM=truecolor"],
            &["--color", "256"],
            "38;5",
            "38;2",
        ),
        (&["NO_COLOR=1"], &["--color", "rgb"], "38;2", "38;5"),
        (&["TERM=linux"], &[], "96", "38"),
    ] {
        let arguments = [&["--paused"], arguments].concat();
        let session = shown(variables, &arguments);
        let looks = looks(&session);
        assert!(has(&looks, wanted), "{variables:?}: no {wanted}");
        assert!(!has(&looks, unwanted), "{variables:?}: {unwanted}");
    }
    assert_eq!(
        coloured(&shown(&[], &["--paused", "--color", "never"])),
        [""; 0]
    );
}

#[test]
fn a_terminal_that_tells_its_background_is_believed_and_one_that_does_not_is_not_waited_for() {
    for (reply, accent) in [
        (
            "\x1b]10;rgb:0000/0000/0000\x1b\\\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?62c",
            "38;5;94",
        ),
        (
            "\x1b]10;rgb:ffff/ffff/ffff\x1b\\\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[?62c",
            "38;5;215",
        ),
        ("", "38;5;215"),
    ] {
        let mut session = with(&["TERM=xterm-256color"], &["--paused", "--theme", "auto"]);
        session.wait_until("question", || count(&session.bytes(), b"\x1b]11;?") > 0);
        session.press(reply);
        session.wait_for(&["PAUSED", "quit", "epoch 0/100"]);
        assert!(has(&looks(&session), accent), "{reply:?}");
        session.press("q");
        assert_eq!(session.exit_code(), 0);
        session.assert_restored();
    }
}

#[test]
fn nothing_but_its_status_is_asked_of_the_terminal() {
    let bytes = shown(&[], &["--paused"]).bytes();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    for question in [
        "\x1b[6n",
        "\x1b[c",
        "\x1b]11;?",
        "$p",
        "\x1b[?u",
        "\x1b[18t",
    ] {
        assert!(!text.contains(question), "{question:?}");
    }
}
