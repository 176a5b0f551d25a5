//! The number of samples of a data set.

use crate::learning::numeric::checked::checked_number;

checked_number! {
    /// Number of samples of a drawn data set, 2 to 100 million. The default is 400, as in the tutorial.
    Samples: u32 = 400, |samples| (2..=100_000_000).contains(&samples), |samples| samples.to_string()
}
