//! Files that are written: whole or not at all, and never over another.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process;

/// So many files may lie in the folder already.
const MOST: u32 = 10_000;

/// Writes a run to a new file of the working folder, and tells its name.
///
/// # Errors
/// Where it cannot be written, in words; nothing is left of it then.
pub fn save(text: &str) -> Result<String, String> {
    save_in(Path::new("."), text)
}

fn save_in(folder: &Path, text: &str) -> Result<String, String> {
    let draft = folder.join(format!(".sgdscope-run.{}.tmp", process::id()));
    let name = write(&draft, text).and_then(|()| publish(folder, &draft));
    // Published, it has another name; else nobody wants it.
    let _ = fs::remove_file(&draft);
    name.map_err(|error| format!("{}; try another folder", words(&error)))
}

/// What the system says of an error, without its number, for which the status line has no room.
fn words(error: &io::Error) -> String {
    let text = error.to_string();
    let words = text.split_once(" (os error");
    words.map_or(text.as_str(), |(words, _)| words).to_owned()
}

/// Writes a file that only its owner knows of yet, and waits until the disk has it.
fn write(draft: &Path, text: &str) -> io::Result<()> {
    // What a program that was killed has left behind is in nobody's way.
    let _ = fs::remove_file(draft);
    let mut file: File = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Gives it the first name that is free. A link, unlike a renaming, never takes the place of another file.
fn publish(folder: &Path, draft: &Path) -> io::Result<String> {
    for number in 1..MOST {
        let name = format!("sgdscope-run-{number}.jsonl");
        let path: PathBuf = folder.join(&name);
        match fs::hard_link(draft, &path) {
            Ok(()) => return Ok(name),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("there are too many runs already"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own for each test.
    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("sgdscope-{name}-{}", process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir(&folder).expect("a folder");
        folder
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder");
        let name = |entry: io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
        let mut names: Vec<String> = entries
            .map(|entry| name(entry).to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn each_run_gets_a_file_of_its_own() {
        let folder = folder("own");
        fs::write(folder.join("sgdscope-run-2.jsonl"), "another").expect("a file");
        assert_eq!(
            save_in(&folder, "one"),
            Ok("sgdscope-run-1.jsonl".to_owned())
        );
        assert_eq!(
            save_in(&folder, "two"),
            Ok("sgdscope-run-3.jsonl".to_owned())
        );
        let read = |name: &str| fs::read_to_string(folder.join(name)).expect("a file");
        assert_eq!(read("sgdscope-run-1.jsonl"), "one");
        assert_eq!(read("sgdscope-run-2.jsonl"), "another");
        assert_eq!(read("sgdscope-run-3.jsonl"), "two");
        assert_eq!(names(&folder).len(), 3);
        fs::remove_dir_all(folder).expect("a folder");
    }

    /// Where a folder of the system takes no files, or it is none, even root cannot write.
    #[test]
    fn nobody_can_write_where_there_is_no_room_for_files() {
        let folder = folder("none");
        let file = folder.join("file");
        fs::write(&file, "another").expect("a file");
        for place in [file.as_path(), Path::new("/proc")] {
            let said = save_in(place, "one").expect_err("it takes no file");
            assert!(said.contains("try another folder"), "{said}");
            assert!(!said.contains(char::is_control), "{said}");
            assert!(!said.contains("os error"), "{said}");
        }
        assert_eq!(fs::read_to_string(&file).expect("a file"), "another");
        assert_eq!(names(&folder), ["file"]);
        fs::remove_dir_all(folder).expect("a folder");
    }

    #[test]
    fn a_draft_that_was_left_behind_is_in_nobodys_way() {
        let folder = folder("left");
        let draft = folder.join(format!(".sgdscope-run.{}.tmp", process::id()));
        fs::write(&draft, "half a r").expect("a file");
        assert!(save_in(&folder, "one").is_ok());
        assert_eq!(names(&folder), ["sgdscope-run-1.jsonl"]);
        // What cannot be taken away is said, and what lies there is left alone.
        fs::create_dir(&draft).expect("a folder");
        assert!(save_in(&folder, "two").is_err());
        assert!(draft.is_dir());
        assert_eq!(names(&folder).len(), 2);
        fs::remove_dir_all(folder).expect("a folder");
    }

    #[test]
    fn a_name_that_is_a_link_to_nowhere_is_taken() {
        let folder = folder("link");
        let link = folder.join("sgdscope-run-1.jsonl");
        std::os::unix::fs::symlink("nowhere", link).expect("a link");
        assert_eq!(
            save_in(&folder, "one"),
            Ok("sgdscope-run-2.jsonl".to_owned())
        );
        assert!(!folder.join("nowhere").exists());
        fs::remove_dir_all(folder).expect("a folder");
    }

    #[test]
    fn where_nothing_can_be_written_nothing_is_left() {
        let gone = std::env::temp_dir().join("sgdscope-there-is-no-such-folder");
        let said = save_in(&gone, "one").expect_err("there is no such folder");
        assert!(said.contains("try another folder"), "{said}");
    }
}
