//! Finds settings by a part of their name, of their flag or of their description.

use crate::session::settings::{Setting, TABLE};

/// What was typed to find a setting, and perhaps a value for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// The settings that match, the best match first.
    pub matches: Vec<&'static Setting>,
    /// Text of the value if one is being typed, which may be empty, and the place in the typed text where it begins, in
    /// bytes.
    pub value: Option<(String, usize)>,
}

/// Returns what a typed text asks for: a part of a name, `NAME VALUE` or `NAME=VALUE`. Dashes before the name, as
/// on the command line, do not count, and neither do capitals. An empty text matches nothing.
#[must_use]
pub fn query(typed: &str) -> Query {
    if let Some((name, value)) = typed.split_once('=') {
        return with_value(name, value, name.len() + 1);
    }
    let matches = matching(typed);
    if !matches.is_empty() {
        let is_complete = typed.ends_with(' ');
        let value = is_complete.then(|| (String::new(), typed.len()));
        return Query { matches, value };
    }
    // A name may consist of several words, so the longest part that is a name counts as one.
    let blanks = typed.rmatch_indices(' ').map(|(place, _)| place);
    let split = blanks.map(|place| with_value(&typed[..place], &typed[place + 1..], place + 1));
    let mut found = split.filter(|query| !query.matches.is_empty());
    found.next().unwrap_or(Query {
        matches,
        value: None,
    })
}

fn with_value(name: &str, value: &str, place: usize) -> Query {
    Query {
        matches: matching(name),
        value: Some((value.to_owned(), place)),
    }
}

/// Returns the settings that match a text, the best first: those with this name or flag, those whose name or flag
/// begins with it, those whose name or flag contains it, and those whose description does.
fn matching(text: &str) -> Vec<&'static Setting> {
    let text = text.trim().trim_start_matches('-').to_lowercase();
    if text.is_empty() {
        return Vec::new();
    }
    let rank = |setting: &Setting| {
        let names = [setting.name, setting.flag];
        let ranks: [&dyn Fn(&str) -> bool; 3] = [
            &|name| name == text,
            &|name| name.starts_with(&text),
            &|name| name.contains(&text),
        ];
        let place = ranks
            .iter()
            .position(|fits| names.iter().any(|name| fits(name)));
        let is_described = setting.help.to_lowercase().contains(&text);
        place.or(is_described.then_some(ranks.len()))
    };
    let ranked = TABLE.into_iter().map(|row| (rank(row), row));
    let mut ranked: Vec<_> = ranked.filter(|(rank, _)| rank.is_some()).collect();
    // The order of the table is kept within each rank.
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, row)| row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(typed: &str) -> (&'static str, String) {
        let Query { matches, value } = query(typed);
        let flag = matches.first().map_or("", |row| row.flag);
        (flag, value.map_or_else(String::new, |(value, _)| value))
    }

    #[test]
    fn the_best_match_comes_first() {
        for (typed, flag) in [
            ("al", "alpha"),
            ("BATCH", "batch-size"),
            ("batch-s", "batch-size"),
            ("size", "batch-size"),
            ("rate", "regularization-rate"),
            ("learning rate", "alpha"),
            ("loss", "loss"),
            ("start seed", "init-seed"),
            ("seed", "seed"),
            ("--momentum", "momentum"),
            ("nesterov", "momentum"),
            ("zzz", ""),
            ("", ""),
            ("--", ""),
        ] {
            assert_eq!(first(typed), (flag, String::new()), "{typed}");
        }
        let all: Vec<&str> = query("rate").matches.iter().map(|row| row.flag).collect();
        assert_eq!(all, ["regularization-rate", "alpha"]);
    }

    #[test]
    fn a_name_of_several_words_may_be_followed_by_a_value() {
        for (typed, flag, value) in [
            ("alpha 0.5", "alpha", "0.5"),
            ("batch-size=all", "batch-size", "all"),
            ("batch size all", "batch-size", "all"),
            ("--batch-size all", "batch-size", "all"),
            ("-a 0.5", "alpha", "0.5"),
            ("init 0, -1, -1", "init", "0, -1, -1"),
            ("init=0,-1,-1", "init", "0,-1,-1"),
            ("start seed 7", "init-seed", "7"),
            ("alpha=", "alpha", ""),
            ("alpha ", "alpha", ""),
            ("zzz 5", "", ""),
        ] {
            assert_eq!(first(typed), (flag, value.to_owned()), "{typed}");
        }
        for (typed, is_value) in [("alpha", false), ("alpha ", true), ("alpha=", true)] {
            assert_eq!(query(typed).value.is_some(), is_value, "{typed}");
        }
        let (value, place) = query("batch size al").value.expect("a value");
        assert_eq!(&"batch size al"[place..], value);
    }
}
