//! Tests promises 1 to 3: when the terminal goes away, the program ends.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use crate::process::Process;
use crate::session::{A_SECOND, BINARY, LIMIT, SIZE, Session, eventually};

/// Arguments with which the program trains without end, as fast as it can.
const FLAT_OUT: [&str; 4] = ["--speed", "max", "--epochs", "1000000000000"];

#[test]
fn promise_1_a_terminal_that_goes_away_ends_it() {
    for arguments in [&FLAT_OUT[..], &["--paused"], &[]] {
        let mut session = Session::sgdscope(arguments);
        session.wait_for(&["epoch", "quit"]);
        let begun = Instant::now();
        session.hang_up();
        assert!(session.process().ends_within(A_SECOND), "{arguments:?}");
        println!("{arguments:?}: gone after {:?}", begun.elapsed());
        assert_eq!(session.exit_code(), 129, "{arguments:?}");
    }
}

/// Runs the program under a shell that survives the hangup signal, hangs up, and returns the exit code of
/// the program. The shell is the leader of the session, and the system sends the signal only to the leader.
fn exit_code_under_a_leader_that_survives(name: &str, seed: &str, prefix: &str) -> String {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_file(&file);
    let script = format!(
        "{prefix} {BINARY} --speed max --epochs 1000000000 --init-seed {seed}; echo $? > {}; sleep 60",
        file.display()
    );
    let mut session = Session::start("sh", &["-c", &script], SIZE);
    session.wait_for(&["RUNNING", "quit"]);
    let process = Process::find(seed);
    let begun = Instant::now();
    session.hang_up();
    assert!(process.ends_within(A_SECOND), "it goes on under {name}");
    println!("{name}: gone after {:?}", begun.elapsed());
    let written = || fs::read_to_string(&file).is_ok_and(|code| code.ends_with('\n'));
    assert!(eventually(LIMIT, written));
    fs::read_to_string(&file).unwrap().trim().to_owned()
}

#[test]
fn promise_2_so_it_does_where_the_signal_is_ignored() {
    let code = exit_code_under_a_leader_that_survives("ignoring", "20001", "trap '' HUP;");
    assert_eq!(code, "129");
}

#[test]
fn promise_2_and_where_the_leader_of_the_session_survives_as_under_su() {
    // Only the leader ignores the signal. Its child has the default action of the system again.
    let prefix = "trap : HUP;";
    let code = exit_code_under_a_leader_that_survives("surviving", "20002", prefix);
    assert_eq!(code, "129");
}

#[test]
fn promise_3_and_while_it_is_suspended() {
    for (shell, seed) in [("bash", "30001"), ("dash", "30002")] {
        let mut session = Session::shell(shell);
        session.enter(&format!(
            "{BINARY} --speed max --epochs 1000000000 --init-seed {seed}"
        ));
        session.wait_for(&["RUNNING", "quit"]);
        let process = Process::find(seed);
        session.press("\x1a");
        process.wait_until_stopped();
        let begun = Instant::now();
        session.hang_up();
        assert!(process.ends_within(A_SECOND), "it is left under {shell}");
        println!("suspended under {shell}: gone after {:?}", begun.elapsed());
    }
}
