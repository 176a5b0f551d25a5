//! Tests promises 9 to 11: whatever the terminal sends, only keys count as keys.

use std::thread;
use std::time::Duration;

use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};

use crate::session::{BINARY, SIZE, Session};

const FLAT_OUT: [&str; 4] = ["--speed", "max", "--epochs", "1000000000000"];

#[test]
fn promise_9_incomplete_or_invalid_input_does_not_stop_the_pictures() {
    for cut in [
        &b"\x1b["[..],
        b"\x1b[<",
        b"\x1b[200~",
        b"\xff",
        b"\xe2\x94",
        b"\x1b]11;rgb:",
        b"\x1bP",
        b"\x1b[?2026;2",
    ] {
        let mut session = Session::sgdscope(&FLAT_OUT);
        session.wait_for(&["RUNNING", "quit"]);
        session.send(cut);
        let pictures = session.pictures();
        session.wait_until(&format!("pictures after {cut:?}"), || {
            session.pictures() >= pictures + 10
        });
        // On a busy machine ten frames may arrive at once. A key counts as a key only if it comes after the
        // time in which the rest of the escape sequence could have come.
        thread::sleep(Duration::from_secs(1));
        session.press(" ");
        session.wait_for(&["PAUSED"]);
        session.press("q");
        assert_eq!(session.exit_code(), 0);
    }
}

#[test]
fn promise_10_stray_replies_change_nothing_and_do_not_quit() {
    let mut session = Session::sgdscope(&["--paused"]);
    session.wait_for(&["PAUSED", "quit", "epoch 0/100"]);
    thread::sleep(Duration::from_millis(200));
    let picture = session.text();
    for reply in [
        "\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
        "\x1b]11;rgb:ffff/eeee/ssss\x07",
        "\x1b]10;rgb:d8d8/d8d8/d8d8\x1b\\",
        "\x1b]4;1;rgb:cccc/3333/3333\x1b\\",
        "\x1b[?62;1;6;9;15;22c",
        "\x1b[>41;388;0c",
        "\x1b[>q",
        "\x1b[24;80R",
        "\x1b[?2026;2$y",
        "\x1b[?1u",
        "\x1b[8;24;80t",
        "\x1bP>|tmux 3.3a\x1b\\",
        "\x1bP1+r524742=38\x1b\\",
        "\x1b_Gi=31;OK\x1b\\",
        "\x1b[I\x1b[O",
        "\x1b[<0;10;10M\x1b[<0;10;10m\x1b[<65;10;10M",
        "\x1b[M qs",
        "\x1b[200~",
        "\x1b[201~",
    ] {
        session.press(reply);
        thread::sleep(Duration::from_millis(150));
        assert!(!session.has_ended(), "{reply:?} quits");
        assert_eq!(session.text(), picture, "{reply:?}");
    }
    session.press("s");
    session.wait_for(&["update 1/13"]);
    session.press("q");
    assert_eq!(session.exit_code(), 0);
}

/// Fault: a pasted text was taken for keys. A `q` in it quit the program, and the rest reached the shell.
#[test]
fn a_paste_is_not_taken_for_keys() {
    let mut session = Session::sgdscope(&["--paused"]);
    session.wait_for(&["PAUSED", "quit", "epoch 0/100"]);
    for text in ["hello q world\rs\x03", &"sq".repeat(20_000)] {
        session.press(&format!("\x1b[200~{text}\x1b[201~"));
        session.wait_for(&["pasted text is not taken for keys", "update 0/13"]);
        session.press("\x1b");
        session.wait_for(&["quit"]);
    }
    session.press("s");
    session.wait_for(&["update 1/13"]);
    session.press("q");
    assert_eq!(session.exit_code(), 0);
    session.assert_restored();
    let bytes = String::from_utf8_lossy(&session.bytes()).into_owned();
    let place = |mode: &str| bytes.rfind(mode).unwrap_or_else(|| panic!("no {mode:?}"));
    assert!(place("\x1b[?2004l") > place("\x1b[?2004h"));
}

#[test]
fn a_paste_is_not_taken_for_keys_while_the_data_load() {
    let mut session = Session::sgdscope(&["--samples", "30000000"]);
    session.wait_for(&["LOADING", "q quit"]);
    session.press("\x1b[200~hello q world\x1b[201~");
    session.wait_for(&["LOADING", "pasted text is not taken for keys"]);
    session.press("q");
    assert_eq!(session.exit_code(), 0);
}

#[test]
fn a_paste_is_the_text_of_a_weight_that_is_edited() {
    let mut session = Session::sgdscope(&["--paused", "--init=0,-1,-1"]);
    session.wait_for(&["PAUSED", "quit"]);
    session.press("m");
    session.wait_for(&["take"]);
    session.press("\x1b[200~ 12.5 q\r\x1b[201~");
    session.wait_for(&["12.5"]);
    // The end of a line in a paste is not the key that takes the number.
    session.press("\x7f\r");
    session.wait_for(&["12.0000"]);
    session.press(&format!("\x1b[200~{}\x1b[201~", "1".repeat(30)));
    session.wait_for(&["a weight has at most 24 characters"]);
    session.press("\x1b");
    session.wait_for(&["quit"]);
    session.press("q");
    assert_eq!(session.exit_code(), 0);
}

#[test]
fn a_value_is_typed_pasted_and_refused_in_a_line_while_training_goes_on() {
    let mut session = Session::sgdscope(&["--speed", "50"]);
    session.wait_for(&["RUNNING", "[Training]"]);
    session.press("\r0.\x1b[200~03\r\x1b[201~7q");
    session.wait_for(&["alpha 0.037q", "enter set"]);
    session.press("\r");
    session.wait_for(&["alpha 0.037q: must be a finite number above 0"]);
    let before = session.text();
    session.wait_until("training goes on", || session.text() != before);
    session.press("\x7f\r");
    session.wait_for(&["‹ 0.037 ›", "RUNNING", "q quit"]);
    // In the smallest window the status line has it all.
    session.resize((30, 10));
    session.press("\r0.5");
    session.wait_for(&["alpha 0.5"]);
    session.press("\r");
    session.wait_for(&["RUNNING   alpha 0.5 "]);
    session.press("\r");
    session.wait_for(&["esc leave"]);
    session.press("\x03");
    assert_eq!(session.exit_code(), 0);
    session.assert_restored();
}

#[test]
fn a_setting_is_found_and_set_by_its_name() {
    let mut session = Session::sgdscope(&["--paused"]);
    session.wait_for(&["PAUSED", "[Training]"]);
    session.press("/smoo");
    session.wait_for(&["find smoo", "▸ smoothing", "[View]"]);
    session.press("\x1b");
    session.wait_for(&["▸ alpha", "q quit"]);
    session.press(":opt=ad\t\t");
    session.wait_for(&["find opt=adam"]);
    session.press("\r");
    session.wait_for(&["▸ optimizer", "‹ adam ›", "adam: momentum in units"]);
    session.press("\x1b[Z");
    session.wait_for(&["[Model]"]);
    session.press("q");
    assert_eq!(session.exit_code(), 0);
}

/// Returns a megabyte of random bytes with many beginnings of escape sequences, but without the two keys
/// that quit.
/// Fault: they were read as Alt-s, and both were lost.
#[test]
fn an_escape_and_a_key_within_a_moment_are_two_keys() {
    for pause in [0, 2] {
        let mut session = Session::sgdscope(&["--paused"]);
        session.wait_for(&["PAUSED", "epoch 0/100"]);
        session.press("?");
        session.wait_for(&["╭ Help"]);
        session.press("\x1b");
        thread::sleep(Duration::from_millis(pause));
        session.press("s");
        session.wait_for(&["update 1/13"]);
        session.press("q");
        assert_eq!(session.exit_code(), 0);
    }
}

/// Fault: another program had left the terminal in this mode, and Ctrl-C did not end the program.
#[test]
fn control_c_ends_it_in_the_kitty_keyboard_mode() {
    let mut session = Session::sgdscope(&FLAT_OUT);
    session.wait_for(&["RUNNING", "quit"]);
    session.press("\x1b[99;5u");
    assert_eq!(session.exit_code(), 0);
    session.assert_restored();
}

fn noise(seed: u64) -> Vec<u8> {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let starts: [&[u8]; 8] = [
        b"\x1b[",
        b"\x1b]",
        b"\x1bP",
        b"\x1bO",
        b"\x1b",
        b"\x1b[<",
        b"\x1b[200~",
        b"\xf0\x9f",
    ];
    let mut bytes = Vec::new();
    while bytes.len() < 1 << 20 {
        if random.random_ratio(1, 6) {
            bytes.extend(starts[random.random_range(0..starts.len())]);
        }
        let byte: u8 = random.random();
        bytes.push(if byte == b'q' || byte == 3 {
            b's'
        } else {
            byte
        });
    }
    bytes
}

#[test]
fn promise_11_a_megabyte_of_anything_does_no_harm() {
    let mut session = Session::start(BINARY, &[&FLAT_OUT[..], &["--noise", "5"]].concat(), SIZE);
    session.wait_for(&["RUNNING", "quit"]);
    // The histories of the losses reach their full size before the memory is measured.
    session.send(&noise(1)[..1 << 16]);
    thread::sleep(Duration::from_secs(1));
    let before = session.process().memory();
    session.send(&noise(2));
    thread::sleep(Duration::from_millis(500));
    assert!(!session.has_ended(), "{}", session.text());
    let after = session.process().memory();
    println!("{before} bytes before, {after} after");
    assert!(after < before + (2 << 20), "{before} bytes become {after}");
    // An escape sequence that was cut at the end must not become a part of the next key.
    thread::sleep(Duration::from_millis(200));
    // The random keys may have opened the weights, which would take q as text.
    session.press("\x1b");
    thread::sleep(Duration::from_millis(200));
    session.press("q");
    assert_eq!(session.exit_code(), 0);
    session.assert_restored();
}
