//! A change and an end that are planned for all lanes of a race, or for one.

use std::fmt;
use std::str::FromStr;

use crate::session::change::Change;
use crate::session::lane::Address;
use crate::session::settings::InvalidValue;

/// A change for some lanes, written `UPDATE:NAME=VALUE` for all of them, or with `LANE:` in front for one.
///
/// ```
/// use sgdscope::session::race::PlannedChange;
///
/// let planned: PlannedChange = "B:120:alpha=0.5".parse()?;
/// assert_eq!(planned.change.update, 120);
/// assert_eq!(planned.to_string(), "B:120:alpha=0.5");
/// # Ok::<(), sgdscope::session::settings::InvalidValue>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedChange {
    /// The lanes.
    pub address: Address,
    /// The change.
    pub change: Change,
}

/// The end of some lanes, written `UPDATE` or `end` for all of them, or with `LANE:` in front for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedEnd {
    /// The lanes.
    pub address: Address,
    /// Update at which the run ends; `None` if it continues until a rule finishes it.
    pub update: Option<u64>,
}

impl FromStr for PlannedChange {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        let (address, rest) = addressed(text);
        let change = rest.parse()?;
        Ok(Self { address, change })
    }
}

impl fmt::Display for PlannedChange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", Prefix(self.address), self.change)
    }
}

impl FromStr for PlannedEnd {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        let (address, rest) = addressed(text);
        let update = match rest {
            "end" => None,
            number => {
                // Only a lane of its own can stand at the start while others train.
                let least = u64::from(address == Address::All);
                let update = number.parse().ok().filter(|update| *update >= least);
                let update = update.ok_or_else(|| {
                    InvalidValue::new("a whole number of at least 1, or end", "1300")
                })?;
                Some(update)
            }
        };
        Ok(Self { address, update })
    }
}

impl fmt::Display for PlannedEnd {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", Prefix(self.address))?;
        match self.update {
            Some(update) => write!(formatter, "{update}"),
            None => formatter.write_str("end"),
        }
    }
}

/// Splits the name of a lane from a text, if it begins with one.
fn addressed(text: &str) -> (Address, &str) {
    let parts = text.split_once(':');
    let lane = parts.and_then(|(lane, rest)| Some((lane.parse().ok()?, rest)));
    match lane {
        Some((lane, rest)) => (Address::Lane(lane), rest),
        None => (Address::All, text),
    }
}

/// Writes the name of a lane and a colon, or nothing for all lanes.
struct Prefix(Address);

impl fmt::Display for Prefix {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Address::All => Ok(()),
            Address::Lane(lane) => write!(formatter, "{lane}:"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_planned_reads_back_and_without_a_lane_is_for_all() {
        for text in ["B:120:alpha=0.5", "120:alpha=0.5", "C:3:weights=0,-1,2"] {
            let planned: PlannedChange = text.parse().expect("a change");
            assert_eq!(planned.to_string(), text);
            let is_for_all = planned.address == Address::All;
            assert_eq!(
                is_for_all,
                text.starts_with(|first: char| first.is_ascii_digit())
            );
        }
        for text in ["400", "B:400", "B:0", "end", "F:end"] {
            let planned: PlannedEnd = text.parse().expect("an end");
            assert_eq!(planned.to_string(), text);
        }
        for text in [
            "b:1:alpha=1",
            "B:alpha=1",
            "B:C:1:alpha=1",
            "B1:1:alpha=1",
            ":1:alpha=1",
        ] {
            assert!(text.parse::<PlannedChange>().is_err(), "{text}");
        }
        for text in ["B:", "0", "B", "b:4", "-1", ""] {
            assert!(text.parse::<PlannedEnd>().is_err(), "{text}");
        }
    }
}
