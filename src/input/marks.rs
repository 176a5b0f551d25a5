//! Decides from the numbers at the start of a file what points and commas mean in each column.
//!
//! A mark is proven to be a decimal mark by a number in which it cannot group digits by three (`1,5`), and
//! proven to group by a number in which it cannot be a decimal mark (`1,234,567`). A number such as `1,234` proves
//! nothing by itself. Then the other numbers of the column decide, and after them the other columns:
//!
//! - In a column in which every comma groups by three, and numbers below 1000 have none, commas group. They are
//!   decimal marks if a number of 1000 or more has none.
//! - Points are decimal marks unless commas are.

use crate::input::affix::Affix;
use crate::input::error::Column;
use crate::input::number::{Marks, Notation, parse, trimmed, ungrouped, ungrouped_by_blanks};

/// What the numbers of one column tell about points and commas.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    pub point: Mark,
    pub comma: Mark,
    /// Whether a whole number below 1000, or of 1000 or more, has no mark.
    has_small: bool,
    has_large: bool,
}

/// What the numbers of one column tell about one mark.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mark {
    is_decimal: bool,
    is_group: bool,
    /// First number in which the mark may be either.
    pub unclear: Option<Vec<u8>>,
}

/// A column whose marks have two meanings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unclear {
    /// Number with the mark.
    pub example: Vec<u8>,
}

/// Decimal mark of a file, if a person has said it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decimal {
    /// A point.
    Point,
    /// A comma.
    Comma,
}

impl Evidence {
    /// Takes a field into account. Returns whether it is a number in some notation.
    pub fn take(&mut self, field: &[u8]) -> bool {
        let (_, digits) = Affix::split(trimmed(field));
        let Some(digits) = ungrouped_by_blanks(&digits) else {
            return false;
        };
        match (digits.contains(&b'.'), digits.contains(&b',')) {
            (false, false) => self.take_whole(&digits),
            (true, false) => self.point.take(&digits, b'.'),
            (false, true) => self.comma.take(&digits, b','),
            (true, true) => self.take_both(&digits),
        }
    }

    fn take_whole(&mut self, digits: &[u8]) -> bool {
        let Some(number) = parse(digits) else {
            return false;
        };
        let is_whole = number.is_finite() && number.fract() == 0.0;
        // An exponent is not written beside groups.
        if is_whole && digits.iter().all(|byte| !matches!(byte, b'e' | b'E')) {
            self.has_large |= number.abs() >= 1000.0;
            self.has_small |= number.abs() < 1000.0;
        }
        true
    }

    /// Takes a number with points and commas into account: the last of them is the decimal mark.
    fn take_both(&mut self, digits: &[u8]) -> bool {
        let last = digits.iter().rfind(|byte| matches!(byte, b'.' | b','));
        let (decimal, group, marks) = match last {
            Some(b'.') => (&mut self.point, &mut self.comma, (b',', b'.')),
            _ => (&mut self.comma, &mut self.point, (b'.', b',')),
        };
        let Some(plain) = ungrouped(digits, marks.0, marks.1) else {
            return false;
        };
        let is_number = Mark::pointed(&plain, marks.1).is_some();
        decimal.is_decimal |= is_number;
        group.is_group |= is_number;
        is_number
    }

    /// Returns what a person may not expect of the notation in which the column is read; `None` if it has no marks
    /// but decimal points.
    pub fn remark(&self, notation: &Notation, column: &Column) -> Option<String> {
        let affix = match notation.affix {
            Affix::None => None,
            Affix::Sign(sign) => Some(format!("{column}: {sign} is left out")),
        };
        let marks = match notation.marks {
            Marks::PointGroupsComma if self.comma.is_used() => {
                Some(format!("{column}: commas group thousands"))
            }
            Marks::CommaGroupsPoint if self.point.is_used() => {
                Some(format!("{column}: points group thousands"))
            }
            Marks::CommaGroupsPoint | Marks::PointOrComma if self.comma.is_used() => {
                Some(format!("{column}: commas are decimal marks"))
            }
            _ => None,
        };
        marks
            .into_iter()
            .chain(affix)
            .reduce(|marks, affix| format!("{marks}; {affix}"))
    }

    /// Decides what the marks of this column mean, from it and from `all` columns of the file. `asked` is the
    /// decimal mark that a person has said, and `is_european` whether the file is written as where commas are
    /// decimal marks.
    ///
    /// # Errors
    /// If a mark has two meanings.
    pub fn decide(
        &self,
        all: &[Self],
        asked: Option<Decimal>,
        is_european: bool,
    ) -> Result<Marks, Unclear> {
        match asked {
            Some(Decimal::Point) => return Ok(Marks::PointGroupsComma),
            Some(Decimal::Comma) => return Ok(Marks::CommaGroupsPoint),
            None => {}
        }
        let (point, comma) = (&self.point, &self.comma);
        let comma_is_decimal =
            |it: &Self| it.comma.is_decimal || (it.comma.unclear.is_some() && it.has_large);
        let comma_groups = |it: &Self| {
            it.comma.is_group || (it.comma.unclear.is_some() && it.has_small && !it.has_large)
        };
        let elsewhere_decimal = all.iter().any(comma_is_decimal);
        let points_are_decimal = all.iter().any(|it| it.point.is_decimal);
        match (comma.is_decimal, point.is_decimal) {
            // A number such as 1,234 has two meanings beside numbers with either decimal mark.
            (true, true) => {
                let unclear = point.unclear.as_ref().or(comma.unclear.as_ref());
                return unclear.map_or(Ok(Marks::PointOrComma), |example| {
                    Err(Unclear {
                        example: example.clone(),
                    })
                });
            }
            (true, false) => return Ok(Marks::CommaGroupsPoint),
            (false, true) if comma.is_used() => return Ok(Marks::PointGroupsComma),
            (false, true) => return Ok(Marks::Point),
            (false, false) => {}
        }
        if comma.is_group || point.is_group {
            let marks = [Marks::CommaGroupsPoint, Marks::PointGroupsComma];
            return Ok(marks[usize::from(comma.is_group)]);
        }
        if let Some(example) = &comma.unclear {
            return if self.has_large {
                Ok(Marks::CommaGroupsPoint)
            } else if self.has_small {
                Ok(Marks::PointGroupsComma)
            } else if elsewhere_decimal {
                Ok(Marks::CommaGroupsPoint)
            } else if points_are_decimal || all.iter().any(comma_groups) {
                Ok(Marks::PointGroupsComma)
            } else {
                Err(Unclear {
                    example: example.clone(),
                })
            };
        }
        match &point.unclear {
            Some(_) if self.has_large => Ok(Marks::Point),
            _ if elsewhere_decimal => Ok(Marks::CommaGroupsPoint),
            Some(example) if is_european && !points_are_decimal => Err(Unclear {
                example: example.clone(),
            }),
            _ => Ok(Marks::Point),
        }
    }
}

impl Mark {
    fn is_used(&self) -> bool {
        self.is_decimal || self.is_group || self.unclear.is_some()
    }

    /// Takes a number with this mark and not the other one into account.
    fn take(&mut self, digits: &[u8], mark: u8) -> bool {
        // No byte is used for the decimal mark, so that all marks group.
        let groups = ungrouped(digits, mark, b'\0').is_some_and(|plain| parse(&plain).is_some());
        let is_decimal = Self::pointed(digits, mark).is_some();
        match (groups, is_decimal) {
            (true, true) => drop(self.unclear.get_or_insert_with(|| digits.to_vec())),
            (true, false) => self.is_group = true,
            (false, true) => self.is_decimal = true,
            (false, false) => return false,
        }
        true
    }

    /// Parses digits with this decimal mark.
    fn pointed(digits: &[u8], mark: u8) -> Option<f64> {
        let place = digits.iter().position(|byte| *byte == mark)?;
        // "3," is a piece of a row, not a number.
        if mark == b',' && !digits.get(place + 1)?.is_ascii_digit() {
            return None;
        }
        let mut pointed = digits.to_vec();
        pointed[place] = b'.';
        parse(&pointed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(fields: &str) -> Evidence {
        let mut evidence = Evidence::default();
        for field in fields.split(' ') {
            assert!(evidence.take(field.as_bytes()), "{field}");
        }
        evidence
    }

    #[test]
    fn a_column_is_read_in_the_notation_that_fits_all_of_its_numbers() {
        use Marks::{CommaGroupsPoint, Point, PointGroupsComma, PointOrComma};
        for (column, others, marks) in [
            ("49,398 48,202 947", "", Some(PointGroupsComma)),
            ("49,398 48,202 1036", "", Some(CommaGroupsPoint)),
            ("37,791 1,036", "", None),
            ("37,791 1,036", "49,398 947", Some(PointGroupsComma)),
            ("37,791 1,036", "1.5", Some(PointGroupsComma)),
            ("37,791 1,036", "1,5", Some(CommaGroupsPoint)),
            ("37,791 1,036,000", "", Some(PointGroupsComma)),
            ("37,791 1,5", "", Some(CommaGroupsPoint)),
            ("37,791 0,125", "", Some(CommaGroupsPoint)),
            ("37,791 1,036.25", "", Some(PointGroupsComma)),
            ("3.750 950 1.200", "39,10", Some(CommaGroupsPoint)),
            ("3.750 950 1.200", "", Some(Point)),
            ("3.750 2000", "39,10", Some(Point)),
            ("3.75 1.200", "39,10", Some(Point)),
            ("1.234.567 12", "", Some(CommaGroupsPoint)),
            ("1.5 2,5", "", Some(PointOrComma)),
            ("1.234 3,5 2.5", "", None),
            ("1 2 3", "39,10", Some(CommaGroupsPoint)),
            ("1 2 3", "", Some(Point)),
        ] {
            let column_evidence = evidence(column);
            let mut all = vec![column_evidence.clone()];
            if !others.is_empty() {
                all.push(evidence(others));
            }
            let decided = column_evidence.decide(&all, None, false).ok();
            assert_eq!(decided, marks, "{column} beside {others}");
        }
        let points = evidence("3.750 1.200");
        assert!(points.decide(&[], None, true).is_err());
        let said = points.decide(&[], Some(Decimal::Comma), true);
        assert_eq!(said, Ok(CommaGroupsPoint));
    }
}
