//! A count of samples that reports its progress at intervals.

/// Number of samples between two progress reports.
const NOW_AND_THEN: u32 = 1 << 16;

/// Returns the numbers `0..count` and reports the progress: `show` is called at intervals with the share of
/// all work that is done, which goes from `first` to `last`.
pub fn counted(
    count: u32,
    [first, last]: [f64; 2],
    show: &dyn Fn(f64),
) -> impl Iterator<Item = u32> {
    (0..count).inspect(move |&number| {
        if number % NOW_AND_THEN == 0 {
            show(first + (last - first) * (f64::from(number) / f64::from(count)));
        }
    })
}
