//! Tests what follows a training, with the real binary: predictions, and what the lines of output tell.

mod output;
mod predictions;
mod why;

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// Folder for one test. It is removed when the value is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("sgdscope-after-training-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.0.join(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// Runs the program in the folder, with `input` on its standard input.
    fn run_with(&self, arguments: &str, input: &str) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sgdscope"))
            .args(shlex::split(arguments).unwrap())
            .current_dir(&self.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that refuses its arguments does not read.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        child.wait_with_output().unwrap()
    }

    /// Returns what the program says on standard output and on standard error; it must succeed.
    fn says(&self, arguments: &str) -> [String; 2] {
        let output = self.run_with(arguments, "");
        let [out, err] = [output.stdout, output.stderr].map(|it| String::from_utf8(it).unwrap());
        assert_eq!(output.status.code(), Some(0), "{arguments}: {err}");
        [out, err]
    }

    /// Returns the line with which the program refuses the arguments.
    fn refusal(&self, arguments: &str, input: &str) -> String {
        let output = self.run_with(arguments, input);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments}: {said}");
        assert!(output.stdout.is_empty(), "{arguments}");
        assert!(
            said.starts_with("error: ") && said.lines().count() == 1,
            "{said}"
        );
        said
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Returns the text of a run's file with these options.
fn kept(options: &[&str]) -> String {
    let head = serde_json::json!({"sgdscope": env!("CARGO_PKG_VERSION"), "options": options});
    format!("{head}\n")
}

/// A table of two overlapping classes, with a first and a last column that a model does not see.
fn table() -> String {
    let mut text = "note,a,b,kind,place\n".to_owned();
    for row in 0..90_u32 {
        let kind = if row * 37 % 11 < 5 { "low" } else { "high" };
        let shift = f64::from(u8::from(kind == "high"));
        let a = f64::from(row * 29 % 17) / 3.0 + shift;
        let b = 100.0 * f64::from(row * 13 % 19) - 300.0 * shift;
        writeln!(text, "\"n {row}, \"\"x\"\"\",{a},{b},{kind},{row}").unwrap();
    }
    text
}
