//! Labels: texts that are numbered in order of appearance and then mapped to classes 0 and 1.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::input::error::{Fault, Problem};
use crate::input::escaped::shortened;
use crate::input::number::{Decimals, is_missing, trimmed};

/// Largest number of classes in a column.
pub const MOST: usize = 1000;
/// Largest number of bytes in the text of a class.
pub const LONGEST: usize = 1024;
/// Number of spellings that are recognised fast, by a comparison of bytes.
const KNOWN: usize = 8;
/// Largest number of classes that an error lists.
const LISTED: usize = 10;

/// Classes that have been seen.
pub struct Classes {
    decimals: Decimals,
    /// First spellings, as they are written in the file, and the numbers of their classes.
    known: Vec<(Vec<u8>, u16)>,
    numbers: HashMap<Class, u16>,
    /// First spelling of each class.
    spellings: Vec<Vec<u8>>,
}

/// Value of a label; labels with equal values are in one class.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Class {
    /// Bits of a finite number; 0 has no sign.
    Number(u64),
    Truth(bool),
    Text(Vec<u8>),
}

/// Decision which of the classes seen are 1, in the order in which they were seen, and the names of classes
/// 0 and 1.
pub struct Decision {
    pub is_one: Vec<bool>,
    pub names: [String; 2],
}

impl Classes {
    /// Makes an empty set of classes.
    pub fn new(decimals: Decimals) -> Self {
        Self {
            decimals,
            known: Vec::new(),
            numbers: HashMap::new(),
            spellings: Vec::new(),
        }
    }

    /// Returns the number of a label's class. Classes are numbered from 0 in order of appearance.
    ///
    /// # Errors
    /// If the label is missing or too long, or if there are too many classes.
    #[inline]
    pub fn number_of(&mut self, label: &[u8]) -> Result<u16, Fault> {
        let known = self.known.iter().find(|(spelling, _)| spelling == label);
        match known {
            Some((_, number)) => Ok(*number),
            None => self.number_of_new(label),
        }
    }

    fn number_of_new(&mut self, label: &[u8]) -> Result<u16, Fault> {
        if is_missing(label) {
            return Err(Fault::NoLabel);
        }
        let text = trimmed(label);
        if text.len() > LONGEST {
            return Err(Fault::LongLabel(shortened(text)));
        }
        let class = Class::of(text, self.decimals);
        let number = if let Some(number) = self.numbers.get(&class) {
            *number
        } else {
            let number = u16::try_from(self.spellings.len()).unwrap_or(u16::MAX);
            if usize::from(number) >= MOST {
                return Err(Fault::TooManyClasses);
            }
            self.spellings.push(text.to_vec());
            self.numbers.insert(class, number);
            number
        };
        if self.known.len() < KNOWN {
            self.known.push((label.to_vec(), number));
        }
        Ok(number)
    }

    /// Decides which class is 1: the `positive` class if that is given, and otherwise the greater of two
    /// classes. The greater class is the greater number, true, or the text that is later in the alphabet.
    ///
    /// # Errors
    /// If there is only one class, if there are more than two and `positive` is not given, or if `positive`
    /// was not seen.
    pub fn decide(&self, positive: Option<&str>) -> Result<Decision, Problem> {
        let order = self.order();
        let names = |order: &[usize]| -> Vec<String> {
            let listed = order.iter().take(LISTED);
            listed
                .map(|&number| shortened(&self.spellings[number]))
                .collect()
        };
        let count = order.len();
        let one = match (positive, order.as_slice()) {
            (None, [_, one]) => *one,
            (None, [_]) => {
                let class = names(&order).concat();
                return Err(Problem::OneClass { class });
            }
            (None, _) => {
                let classes = names(&order);
                return Err(Problem::ManyClasses { classes, count });
            }
            (Some(asked), _) => {
                let class = Class::of(trimmed(asked.as_bytes()), self.decimals);
                let number = self.numbers.get(&class).map(|number| usize::from(*number));
                number.ok_or_else(|| Problem::NoPositive {
                    asked: shortened(asked.as_bytes()),
                    classes: names(&order),
                    count,
                })?
            }
        };
        let one_name = shortened(&self.spellings[one]);
        let others: Vec<usize> = order.into_iter().filter(|number| *number != one).collect();
        let zero_name = match others.as_slice() {
            [] => return Err(Problem::OneClass { class: one_name }),
            [other] => shortened(&self.spellings[*other]),
            _ => format!("not {one_name}"),
        };
        Ok(Decision {
            is_one: (0..count).map(|number| number == one).collect(),
            names: [zero_name, one_name],
        })
    }

    /// Returns the numbers of the classes, the lowest class first. If all classes are numbers, they are
    /// ordered by value, and otherwise by the alphabet.
    fn order(&self) -> Vec<usize> {
        let spelling = |number: usize| self.spellings[number].as_slice();
        let number = |place| self.decimals.finite(spelling(place));
        let mut order: Vec<usize> = (0..self.spellings.len()).collect();
        if order.iter().all(|&place| number(place).is_some()) {
            let by_value = |a: &usize, b: &usize| number(*a).partial_cmp(&number(*b));
            order.sort_by(|a, b| by_value(a, b).unwrap_or(Ordering::Equal));
        } else {
            let lower = |place| String::from_utf8_lossy(spelling(place)).to_lowercase();
            order.sort_by_cached_key(|&place| (lower(place), spelling(place).to_vec()));
        }
        order
    }
}

impl Class {
    fn of(text: &[u8], decimals: Decimals) -> Self {
        match text {
            text if text.eq_ignore_ascii_case(b"true") => Self::Truth(true),
            text if text.eq_ignore_ascii_case(b"false") => Self::Truth(false),
            text => match decimals.finite(text) {
                // Adding 0 turns -0 into 0.
                Some(number) => Self::Number((number + 0.0).to_bits()),
                None => Self::Text(text.to_vec()),
            },
        }
    }
}
