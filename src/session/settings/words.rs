//! The words that a setting takes as values, for the completion of what is typed.

use crate::session::settings::{Reach, Setting, Settings, Steps};

/// The words that a setting takes as values.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// All words, those that keys step through first.
    pub all: Vec<String>,
    /// Whether a value is a list of them, with commas between.
    pub is_list: bool,
}

impl Setting {
    /// Returns the words that the setting takes as values: the words among its steps, and the words in the text of
    /// its range that are values. A number is no word.
    #[must_use]
    pub fn words(&self, settings: &Settings, reach: &Reach) -> Words {
        let stepped = match (self.steps)(settings, reach) {
            Steps::Ring(words) => words,
            Steps::Grid(grid) => {
                let words = [grid.below, grid.above].into_iter().flatten();
                words.map(str::to_owned).collect()
            }
        };
        let range = (self.range)();
        let ranged = range.split([',', ' ', ':']).map(str::to_owned);
        let mut all: Vec<String> = Vec::new();
        for word in stepped.into_iter().chain(ranged) {
            // A combination of words is no word of its own; its parts are.
            let is_word = !word.contains(',') && word.parse::<f64>().is_err();
            if is_word && !all.contains(&word) && self.takes(settings, &word) {
                all.push(word);
            }
        }
        let pair = all.iter().take(2).cloned().collect::<Vec<_>>().join(",");
        let is_list = all.len() > 1 && self.takes(settings, &pair);
        Words { all, is_list }
    }

    /// Returns whether a text is a valid value.
    fn takes(&self, settings: &Settings, text: &str) -> bool {
        self.set(&mut settings.clone(), text).is_ok()
    }
}

impl Words {
    /// Returns the words that complete a typed text, and the part of the text that stays before them. Capitals do
    /// not count. In a list, the last item is completed, with a word that is not in the list yet.
    #[must_use]
    pub fn completions<'a>(&self, typed: &'a str) -> (&'a str, Vec<String>) {
        let split = if self.is_list { typed.rfind(',') } else { None };
        let (head, last) = typed.split_at(split.map_or(0, |comma| comma + 1));
        let last = last.trim_start().to_lowercase();
        let listed: Vec<&str> = head.split(',').map(str::trim).collect();
        let words = self.all.iter().filter(|word| word.starts_with(&last));
        let words = words.filter(|word| !listed.contains(&word.as_str()));
        (head, words.cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::settings::TABLE;

    fn words(flag: &str) -> Words {
        let row = Settings::find(flag).expect(flag);
        row.words(&Settings::default(), &Reach::default())
    }

    #[test]
    fn the_table_tells_the_words_of_each_setting() {
        for (flag, expected) in [
            (
                "family",
                "blobs moons circles circle xor gauss spiral scales",
            ),
            ("order", "original sorted"),
            ("features", "x1 x2 x1^2 x2^2 x1x2 sinx1 sinx2"),
            ("optimizer", "sgd momentum nesterov adagrad rmsprop adam"),
            ("schedule", "constant step exponential inverse cosine"),
            ("init", "uniform normal zeros"),
            ("regularization", "none l1 l2"),
            ("loss", "sum mse cross-entropy"),
            ("objective", "cross-entropy squared"),
            ("shuffle", "off on"),
            ("batch-size", "all"),
            ("speed", "max"),
            ("target-loss", "off"),
            ("patience", "off"),
            ("epsilon", "auto"),
            ("noise", "auto"),
            ("window", "all tenth hundred"),
            ("alpha", ""),
            ("flip", ""),
            ("seed", ""),
        ] {
            assert_eq!(words(flag).all.join(" "), expected, "{flag}");
        }
        let lists = TABLE.map(|row| (row.flag, words(row.flag).is_list));
        let lists: Vec<&str> = lists.iter().filter(|row| row.1).map(|row| row.0).collect();
        assert_eq!(lists, ["features"]);
    }

    #[test]
    fn every_word_is_a_value() {
        for row in TABLE {
            for word in words(row.flag).all {
                let outcome = row.set(&mut Settings::default(), &word);
                assert_eq!(outcome, Ok(()), "{} {word}", row.flag);
            }
        }
    }

    #[test]
    fn the_last_item_of_a_list_is_completed_and_none_is_listed_twice() {
        let completed = |flag: &str, typed: &str| {
            let all = words(flag);
            let (head, words) = all.completions(typed);
            let texts = words.iter().map(|word| format!("{head}{word}"));
            texts.collect::<Vec<_>>().join(" ")
        };
        for (flag, typed, expected) in [
            ("features", "si", "sinx1 sinx2"),
            ("features", "x1,sinx1,si", "x1,sinx1,sinx2"),
            ("features", "sinx2,X2", "sinx2,x2 sinx2,x2^2"),
            ("features", "x9", ""),
            ("family", "c", "circles circle"),
            ("family", "blobs,c", ""),
            ("alpha", "", ""),
        ] {
            assert_eq!(completed(flag, typed), expected, "{flag} {typed}");
        }
    }
}
