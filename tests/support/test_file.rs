//! Files for tests in the directory for temporary files.

use std::fs;
use std::path::PathBuf;

/// File for one test. It is removed when the value is dropped.
pub struct TestFile(PathBuf);

impl TestFile {
    /// Writes a file whose name ends with `name`.
    pub fn new(name: &str, content: impl AsRef<[u8]>) -> Self {
        let name = format!("sgdscope-test-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::write(&path, content).unwrap();
        Self(path)
    }

    /// Returns the path.
    pub fn name(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for TestFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}
