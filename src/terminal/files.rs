//! Writes a new file: completely or not at all, and never over an existing file.

use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::Path;
use std::process;

/// Upper limit of the number in the name of a file; the number is less than this.
const MOST: u32 = 10_000;

/// Names of the files of one kind, which are numbered: what comes before the number and after it.
pub type Names = [&'static str; 2];

/// Names of the files of runs.
pub const RUNS: Names = ["sgdscope-run-", ".jsonl"];
/// Names of the files of predictions.
pub const PREDICTIONS: Names = ["sgdscope-predictions-", ".csv"];

/// Reason why a file is not written.
#[derive(Debug)]
pub enum Unwritten {
    /// The system does not write it.
    System(io::Error),
    /// There is nothing to write, for this reason, which ends with the remedy.
    Content(String),
}

/// What is written to a file. It may be written more than once.
pub type Content<'a> = &'a dyn Fn(&mut dyn Write) -> Result<(), Unwritten>;

impl From<io::Error> for Unwritten {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

/// Writes a new file in the working folder and returns its name.
///
/// # Errors
/// Returns the reason as a text if the file cannot be written. No part of the file remains then.
pub fn save(names: Names, content: Content) -> Result<String, String> {
    save_in(Path::new("."), names, content)
}

fn save_in(folder: &Path, names: Names, content: Content) -> Result<String, String> {
    save_by(folder, names, content, |draft, path| {
        fs::hard_link(draft, path)
    })
}

/// Returns the name of the hidden file that is written to before the file gets its own name.
pub fn draft_name() -> String {
    format!(".sgdscope-run.{}.tmp", process::id())
}

/// Saves with `link`, which gives the draft a second name and, unlike a rename, fails if the name is taken.
fn save_by(
    folder: &Path,
    names: Names,
    content: Content,
    link: impl Fn(&Path, &Path) -> io::Result<()>,
) -> Result<String, String> {
    let draft = folder.join(draft_name());
    // A killed program with this process id may have left a draft behind.
    let _ = fs::remove_file(&draft);
    let name = write_new(&draft, content).and_then(|()| {
        publish(folder, names, |path| Ok(link(&draft, path)?)).or_else(|_| {
            // Some file systems have no links, such as FAT. Files can be written here, as the draft has shown.
            let _ = fs::remove_file(&draft);
            publish(folder, names, |path| write_new(path, content))
        })
    });
    // A published file keeps its new name. An unpublished draft is not needed.
    let _ = fs::remove_file(&draft);
    name.map_err(|error| match error {
        Unwritten::System(error) => format!("{}; try another folder", words(&error)),
        Unwritten::Content(why) => why,
    })
}

/// Returns the text of a system error without its number, because the status line has no room for the number.
fn words(error: &io::Error) -> String {
    let text = error.to_string();
    let words = text.split_once(" (os error");
    words.map_or(text.as_str(), |(words, _)| words).to_owned()
}

/// Writes a new file and waits until it is on the disk. An existing file is left alone. If writing fails, no
/// file remains.
fn write_new(path: &Path, content: Content) -> Result<(), Unwritten> {
    let file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let mut file = BufWriter::new(file);
    let written = content(&mut file).and_then(|()| {
        file.flush()?;
        Ok(file.get_ref().sync_all()?)
    });
    if written.is_err() {
        let _ = fs::remove_file(path);
    }
    written
}

/// Calls `place` with the names of files, in order, until it does not fail because the name is taken. Returns
/// that name.
fn publish(
    folder: &Path,
    [before, after]: Names,
    place: impl Fn(&Path) -> Result<(), Unwritten>,
) -> Result<String, Unwritten> {
    for number in 1..MOST {
        let name = format!("{before}{number}{after}");
        match place(&folder.join(&name)) {
            Ok(()) => return Ok(name),
            Err(Unwritten::System(error)) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("there are too many of them already").into())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn save_in(folder: &Path, text: &str) -> Result<String, String> {
        super::save_in(folder, RUNS, &|file| Ok(file.write_all(text.as_bytes())?))
    }

    fn save_by(
        folder: &Path,
        text: &str,
        link: impl Fn(&Path, &Path) -> io::Result<()>,
    ) -> Result<String, String> {
        let content: Content = &|file| Ok(file.write_all(text.as_bytes())?);
        super::save_by(folder, RUNS, content, link)
    }

    #[test]
    fn a_file_without_content_leaves_nothing_and_its_reason_is_all_that_is_said() {
        let folder = folder("content");
        let content: Content = &|file| {
            file.write_all(b"half a r")?;
            Err(Unwritten::Content("line 3 is bad; mend it".to_owned()))
        };
        let said = super::save_in(&folder, PREDICTIONS, content);
        assert_eq!(said, Err("line 3 is bad; mend it".to_owned()));
        assert!(names(&folder).is_empty());
        fs::remove_dir_all(folder).expect("a folder");
    }

    /// Creates an empty folder for one test.
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

    #[test]
    fn where_there_are_no_hard_links_a_run_still_gets_a_file_of_its_own() {
        let folder = folder("no-links");
        fs::write(folder.join("sgdscope-run-1.jsonl"), "another").expect("a file");
        for (kind, number) in [
            (ErrorKind::PermissionDenied, 2),
            (ErrorKind::Unsupported, 3),
            (ErrorKind::CrossesDevices, 4),
        ] {
            let name = format!("sgdscope-run-{number}.jsonl");
            let saved = save_by(&folder, "one", |_, _| Err(io::Error::from(kind)));
            assert_eq!(saved.as_ref(), Ok(&name), "{kind:?}");
            let text = fs::read_to_string(folder.join(&name)).expect("a file");
            assert_eq!(text, "one");
        }
        let kept = fs::read_to_string(folder.join("sgdscope-run-1.jsonl")).expect("a file");
        assert_eq!(kept, "another");
        assert_eq!(names(&folder).len(), 4, "no draft is left");
        fs::remove_dir_all(folder).expect("a folder");
    }

    /// Writing fails even for root if the folder is a regular file, or a system folder that takes no files.
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
        let draft = folder.join(draft_name());
        fs::write(&draft, "half a r").expect("a file");
        assert!(save_in(&folder, "one").is_ok());
        assert_eq!(names(&folder), ["sgdscope-run-1.jsonl"]);
        // A folder with the name of the draft cannot be removed: saving fails and leaves the folder alone.
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
