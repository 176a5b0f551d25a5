//! Configures property tests to keep the seeds of their failures, so that the next run tries these first.

use proptest::prelude::ProptestConfig;
use proptest::test_runner::FileFailurePersistence;

/// Returns a configuration for `cases` cases. Failing seeds are kept in `file`, a path relative to the
/// package.
pub fn cases(cases: u32, file: &'static str) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(file))),
        ..ProptestConfig::default()
    }
}
