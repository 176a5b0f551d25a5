//! How far the making of a data set is, told now and then.

/// After so many samples it is told.
const NOW_AND_THEN: u32 = 1 << 16;

/// The numbers `0..count`; on the way `show` is told the share of all work, which goes from `first` to
/// `last`.
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
