//! Labels: texts that are numbered in order of appearance and then mapped to classes 0 and 1.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::input::error::{Choices, Column, Fault, Problem};
use crate::input::escaped::shortened;
use crate::input::missing::Missing;
use crate::input::number::{Notation, trimmed};
use crate::input::options::TableOptions;

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
    notation: Notation,
    missing: Missing,
    /// Value above which a label is class 1, if that decides.
    above: Option<f64>,
    /// Two spellings of one class.
    alike: Option<[Vec<u8>; 2]>,
    /// First spellings, as they are written in the file, and the numbers of their classes.
    known: Vec<(Vec<u8>, u16)>,
    numbers: HashMap<Class, u16>,
    /// First spelling of each class.
    spellings: Vec<Vec<u8>>,
    /// Whether labels of at most, and above, the value that decides have been seen.
    seen: [bool; 2],
}

/// Value of a label; labels with equal values are in one class.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Class {
    /// Bits of a finite number; 0 has no sign.
    Number(u64),
    Truth(bool),
    /// A text in lower case, with one space in place of several.
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
    pub fn new(notation: Notation, options: &TableOptions) -> Self {
        Self {
            notation,
            missing: options.missing.clone(),
            above: options.above,
            alike: None,
            known: Vec::new(),
            numbers: HashMap::new(),
            spellings: Vec::new(),
            seen: [false; 2],
        }
    }

    /// Returns the number of a label's class. Classes are numbered from 0 in order of appearance.
    ///
    /// # Errors
    /// If the label is missing or too long, or if there are too many classes.
    #[inline]
    pub fn number_of(&mut self, label: &[u8]) -> Result<u16, Fault> {
        if let Some(limit) = self.above {
            return self.side_of(limit, label);
        }
        let known = self.known.iter().find(|(spelling, _)| spelling == label);
        match known {
            Some((_, number)) => Ok(*number),
            None => self.number_of_new(label),
        }
    }

    /// Returns 1 for a label above `limit`, and 0 for any other number.
    fn side_of(&mut self, limit: f64, label: &[u8]) -> Result<u16, Fault> {
        if self.missing.is(label) {
            return Err(Fault::NoLabel);
        }
        let number = self
            .notation
            .number(label)
            .filter(|number| !number.is_nan());
        let number = number.ok_or_else(|| Fault::NoNumber(shortened(trimmed(label))))?;
        let class = u16::from(number > limit);
        if self.spellings.is_empty() {
            let names = [format!("at most {limit}"), format!("above {limit}")];
            self.spellings = names.map(String::into_bytes).to_vec();
        }
        self.seen[usize::from(class)] = true;
        Ok(class)
    }

    fn number_of_new(&mut self, label: &[u8]) -> Result<u16, Fault> {
        if self.missing.is(label) {
            return Err(Fault::NoLabel);
        }
        let text = trimmed(label);
        if text.len() > LONGEST {
            return Err(Fault::LongLabel(shortened(text)));
        }
        let class = Class::of(text, &self.notation);
        let number = if let Some(number) = self.numbers.get(&class) {
            let first = &self.spellings[usize::from(*number)];
            if matches!(class, Class::Text(_)) && self.alike.is_none() && first != text {
                self.alike = Some([first.clone(), text.to_vec()]);
            }
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
    pub fn decide(
        &self,
        positive: Option<&str>,
        (column, choices): (&Column, &Choices),
    ) -> Result<Decision, Problem> {
        if self.above.is_some() {
            return self.decide_by_value(column, choices);
        }
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
                return Err(one_class(class, column, choices));
            }
            (None, _) => {
                return Err(Problem::ManyClasses {
                    classes: names(&order),
                    count,
                    column: column.clone(),
                    choices: Box::new(choices.clone()),
                });
            }
            (Some(asked), _) => {
                let class = Class::of(trimmed(asked.as_bytes()), &self.notation);
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
            [] => return Err(one_class(one_name, column, choices)),
            [other] => shortened(&self.spellings[*other]),
            _ => format!("not {one_name}"),
        };
        Ok(Decision {
            is_one: (0..count).map(|number| number == one).collect(),
            names: [zero_name, one_name],
        })
    }

    fn decide_by_value(&self, column: &Column, choices: &Choices) -> Result<Decision, Problem> {
        let names = self.spellings.iter().map(|name| shortened(name));
        let names: Vec<String> = names.collect();
        match (<[String; 2]>::try_from(names), self.seen) {
            (Ok(names), [true, true]) => Ok(Decision {
                is_one: vec![false, true],
                names,
            }),
            (names, [_, is_above]) => {
                let [at_most, above] = names.unwrap_or_default();
                let class = if is_above { above } else { at_most };
                Err(one_class(class, column, choices))
            }
        }
    }

    /// Returns what a person may not expect: that two spellings are one class.
    pub fn remark(&self) -> Option<String> {
        let [first, other] = self.alike.as_ref()?.each_ref().map(|text| shortened(text));
        Some(format!(
            "\"{first}\" and \"{other}\" are one class: only case or spaces differ"
        ))
    }

    /// Returns the numbers of the classes, the lowest class first. If all classes are numbers, they are
    /// ordered by value, and otherwise by the alphabet.
    fn order(&self) -> Vec<usize> {
        let spelling = |number: usize| self.spellings[number].as_slice();
        let number = |place| self.notation.finite(spelling(place));
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
    fn of(text: &[u8], notation: &Notation) -> Self {
        match text {
            text if text.eq_ignore_ascii_case(b"true") => Self::Truth(true),
            text if text.eq_ignore_ascii_case(b"false") => Self::Truth(false),
            text if is_code(text) => Self::Text(plain(text)),
            text => match notation.finite(text) {
                // Adding 0 turns -0 into 0.
                Some(number) => Self::Number((number + 0.0).to_bits()),
                None => Self::Text(plain(text)),
            },
        }
    }
}

fn one_class(class: String, column: &Column, choices: &Choices) -> Problem {
    Problem::OneClass {
        class,
        column: column.clone(),
        choices: Box::new(choices.clone()),
    }
}

/// Returns whether digits are a code and no number: with a zero before others, as in postal codes, or with more
/// digits than a number keeps.
fn is_code(text: &[u8]) -> bool {
    let has_zero = matches!(text, [b'0', b'0'..=b'9', ..]);
    has_zero || (text.len() > 15 && text.iter().all(u8::is_ascii_digit))
}

/// Returns a text in lower case, with one space in place of several.
fn plain(text: &[u8]) -> Vec<u8> {
    let text = match std::str::from_utf8(text) {
        Ok(text) => text.to_lowercase().into_bytes(),
        Err(_) => text.to_ascii_lowercase(),
    };
    let words = text.split(u8::is_ascii_whitespace);
    let words: Vec<&[u8]> = words.filter(|word| !word.is_empty()).collect();
    words.join(&b' ')
}
