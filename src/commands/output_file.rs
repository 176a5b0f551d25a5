//! A file that a command writes: completely or not at all, and never over a file that it reads.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

/// Permissions of a new file, of which the umask of the process takes some away.
const NEW: u32 = 0o666;

/// A file that is being written.
pub struct OutputFile {
    name: String,
    /// File that gets the name; links are followed.
    path: PathBuf,
    place: Place,
}

enum Place {
    /// A hidden file in the same folder, which is removed unless it takes the place of the file.
    Draft(BufWriter<NamedTempFile>),
    /// A device or a pipe, which is written to as it is.
    Device(BufWriter<File>),
}

impl OutputFile {
    /// Begins to write a file. `inputs` are the files that the command reads.
    ///
    /// # Errors
    /// The reason and the remedy, if the file is one of the inputs or cannot be made.
    pub fn begin(name: &str, inputs: &[&str]) -> Result<Self, String> {
        if let Some(input) = inputs.iter().find(|input| is_same(name, input)) {
            return Err(format!("it is {input}, which is read; name another file"));
        }
        let failed = |error: io::Error| {
            // The text goes on with the name of the draft, which means nothing to the user.
            let text = error.to_string();
            let reason = text.split(" (os error").next().unwrap_or_default();
            format!("{reason}; name a file in a folder that you may write to")
        };
        let path = fs::canonicalize(name).unwrap_or_else(|_| PathBuf::from(name));
        let existing = fs::metadata(&path).ok();
        if existing.as_ref().is_some_and(fs::Metadata::is_dir) || path.file_name().is_none() {
            return Err("it is a folder; name a file in it".to_owned());
        }
        let place = match existing {
            Some(metadata) if !metadata.is_file() => {
                let device = OpenOptions::new().write(true).open(&path);
                Place::Device(BufWriter::new(device.map_err(failed)?))
            }
            existing => {
                let mode = existing.map_or(NEW, |metadata| metadata.mode() & 0o7777);
                let draft = Builder::new()
                    .prefix(".sgdscope-")
                    .permissions(Permissions::from_mode(mode))
                    .tempfile_in(folder(&path));
                Place::Draft(BufWriter::new(draft.map_err(failed)?))
            }
        };
        Ok(Self {
            name: name.to_owned(),
            path,
            place,
        })
    }

    /// Returns the name of the file, as it was given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Puts what was written in place of the file, once it is on the disk. An existing file is replaced as a whole.
    ///
    /// # Errors
    /// If the disk does not take it. The file is then as it was before.
    pub fn finish(self) -> io::Result<()> {
        match self.place {
            Place::Draft(draft) => {
                let draft = draft.into_inner().map_err(io::IntoInnerError::into_error)?;
                draft.as_file().sync_all()?;
                draft.persist(self.path).map_err(|error| error.error)?;
                Ok(())
            }
            Place::Device(mut device) => device.flush(),
        }
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.place {
            Place::Draft(draft) => draft.write(bytes),
            Place::Device(device) => device.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.place {
            Place::Draft(draft) => draft.flush(),
            Place::Device(device) => device.flush(),
        }
    }
}

/// Returns the folder of a file.
fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Returns whether two names are of one file, also through links.
fn is_same(one: &str, other: &str) -> bool {
    let identity = |name| fs::metadata(name).map(|file| (file.dev(), file.ino()));
    match (identity(one), identity(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}
