//! Follows a file that grows, or a pipe, line by line.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::os::fd::AsFd;
use std::os::unix::fs::MetadataExt;
use std::thread;
use std::time::Duration;

use crate::input::training_log::LONGEST_LINE;

/// Time between two looks at a file that has not grown.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// A source of lines that may still grow.
pub struct Tail {
    source: Source,
    /// Bytes after the last complete line.
    partial: Vec<u8>,
    /// Number of bytes that were read from the file.
    read: u64,
}

enum Source {
    /// Ends when its writer closes it.
    Pipe(Box<dyn Read>),
    /// May grow, be truncated, or be replaced.
    File { path: String, file: File },
}

/// What is new in a source.
#[derive(Debug, PartialEq, Eq)]
pub enum News {
    /// Nothing for a moment, or no complete line.
    Nothing,
    /// Complete lines, each with its end.
    Lines(Vec<Vec<u8>>),
    /// The file was truncated or replaced: its lines begin again.
    BeginsAgain,
    /// No more lines come.
    End,
}

impl Tail {
    /// Opens a file or a FIFO; `-` is standard input. Opening a FIFO waits for its writer.
    ///
    /// # Errors
    /// If it cannot be opened.
    pub fn open(path: &str) -> io::Result<Self> {
        let source = if path == "-" {
            Source::Pipe(Box::new(File::from(
                io::stdin().as_fd().try_clone_to_owned()?,
            )))
        } else {
            let file = File::open(path)?;
            if file.metadata()?.is_file() {
                Source::File {
                    path: path.to_owned(),
                    file,
                }
            } else {
                Source::Pipe(Box::new(file))
            }
        };
        Ok(Self {
            source,
            partial: Vec::new(),
            read: 0,
        })
    }

    /// Waits for news: without limit for those of a pipe, and a moment for those of a file. The last line of a pipe need not
    /// have an end.
    ///
    /// # Errors
    /// If the source cannot be read.
    pub fn next(&mut self) -> io::Result<News> {
        let mut buffer = [0; 1 << 14];
        let count = match &mut self.source {
            Source::Pipe(pipe) => match pipe.read(&mut buffer) {
                Ok(0) if self.partial.is_empty() => return Ok(News::End),
                Ok(0) => return Ok(News::Lines(vec![std::mem::take(&mut self.partial)])),
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
                Err(error) => return Err(error),
            },
            Source::File { path, file } => {
                let count = file.read(&mut buffer)?;
                if count == 0 {
                    let begins_again = renewed(path, file, self.read)?;
                    if let Some(renewed) = begins_again {
                        *file = renewed;
                        (self.read, self.partial) = (0, Vec::new());
                        return Ok(News::BeginsAgain);
                    }
                    thread::sleep(LOOK_AGAIN);
                }
                count
            }
        };
        self.read += count as u64;
        Ok(match self.lines(&buffer[..count]) {
            lines if lines.is_empty() => News::Nothing,
            lines => News::Lines(lines),
        })
    }

    /// Adds bytes and returns the lines that are complete. A line that is too long is cut, so that it is refused.
    fn lines(&mut self, bytes: &[u8]) -> Vec<Vec<u8>> {
        let mut lines = Vec::new();
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            let room = (LONGEST_LINE + 1).saturating_sub(self.partial.len());
            self.partial
                .extend_from_slice(&piece[..piece.len().min(room)]);
            if piece.ends_with(b"\n") {
                lines.push(std::mem::take(&mut self.partial));
            }
        }
        lines
    }
}

/// Returns the file at a path, opened again, if it has become shorter than what was read, or is another file.
fn renewed(path: &str, file: &File, read: u64) -> io::Result<Option<File>> {
    let id = |metadata: &Metadata| (metadata.dev(), metadata.ino());
    let Ok(now) = fs::metadata(path) else {
        // A file that is gone may come back.
        return Ok(None);
    };
    if now.is_file() && (now.len() < read || id(&now) != id(&file.metadata()?)) {
        return Ok(Some(File::open(path)?));
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::path::PathBuf;

    use super::*;

    fn path(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("sgdscope-tail-{}-{name}", std::process::id()))
    }

    /// Returns the next news that are not nothing.
    fn next(tail: &mut Tail) -> News {
        loop {
            match tail.next().unwrap() {
                News::Nothing => {}
                news => return news,
            }
        }
    }

    fn lines(lines: &[&str]) -> News {
        News::Lines(lines.iter().map(|line| line.as_bytes().to_vec()).collect())
    }

    #[test]
    fn a_partial_line_waits_and_a_truncated_file_begins_again() {
        let path = path("grows");
        fs::write(&path, "one\ntw").unwrap();
        let mut tail = Tail::open(path.to_str().unwrap()).unwrap();
        assert_eq!(next(&mut tail), lines(&["one\n"]));
        assert_eq!(tail.next().unwrap(), News::Nothing);
        let mut file = File::options().append(true).open(&path).unwrap();
        file.write_all(b"o\nthree\n").unwrap();
        assert_eq!(next(&mut tail), lines(&["two\n", "three\n"]));
        fs::write(&path, "new\n").unwrap();
        assert_eq!(next(&mut tail), News::BeginsAgain);
        assert_eq!(next(&mut tail), lines(&["new\n"]));
        // A file that takes the place of the old one may be longer.
        fs::remove_file(&path).unwrap();
        assert_eq!(tail.next().unwrap(), News::Nothing);
        fs::write(&path, "another one\n").unwrap();
        assert_eq!(next(&mut tail), News::BeginsAgain);
        assert_eq!(next(&mut tail), lines(&["another one\n"]));
        fs::remove_file(&path).unwrap();
    }

    #[test]
    fn the_last_line_of_a_pipe_needs_no_end() {
        let (reader, mut writer) = io::pipe().unwrap();
        let mut tail = Tail {
            source: Source::Pipe(Box::new(reader)),
            partial: Vec::new(),
            read: 0,
        };
        writer.write_all(b"one\ntwo").unwrap();
        assert_eq!(next(&mut tail), lines(&["one\n"]));
        drop(writer);
        assert_eq!(next(&mut tail), lines(&["two"]));
        assert_eq!(next(&mut tail), News::End);
    }
}
