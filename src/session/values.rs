//! Several values of one setting as a text: a list, a range, or both.
//!
//! Values are separated by commas, or by semicolons if the text has one, because some values contain commas.
//! `FROM..TO` stands for all whole numbers from one to the other, and `FROM..TO:COUNT` for that many numbers.

use crate::learning::numeric::checked::shortest;
use crate::session::change::SettingValue;
use crate::session::settings::Setting;

/// Largest number of significant digits of a number between the ends of a range.
const MOST_DIGITS: usize = 17;

/// Parses the values of a setting. There may be one value only.
///
/// ```
/// use sgdscope::session::settings::Settings;
/// use sgdscope::session::values;
///
/// let alpha = Settings::find("alpha").expect("it is a setting");
/// let values = values::parse(alpha, "0.001..1:4,5", 100)?;
/// let texts: Vec<&str> = values.iter().map(|value| value.text()).collect();
/// assert_eq!(texts, ["0.001", "0.01", "0.1", "1", "5"]);
/// # Ok::<(), String>(())
/// ```
///
/// # Errors
/// If one is not a valid value of the setting, or there are more than `most`. The message names the value and
/// the remedy.
pub fn parse(
    setting: &'static Setting,
    text: &str,
    most: usize,
) -> Result<Vec<SettingValue>, String> {
    // The whole text comes first: `x1,x2` is one choice of features.
    if let Ok(value) = SettingValue::new(setting, text) {
        return Ok(vec![value]);
    }
    let separator = if text.contains(';') { ';' } else { ',' };
    let mut values = Vec::new();
    for item in text.split(separator) {
        match item.split_once("..") {
            Some((from, to)) => {
                let most = most - values.len();
                values.extend(range(setting, item, (from, to), most)?);
            }
            None => values.push(value(setting, item)?),
        }
        if values.len() > most {
            return Err(too_many(most));
        }
    }
    Ok(values)
}

/// Writes values so that [`parse`] reads them back.
#[must_use]
pub fn join(values: &[SettingValue]) -> String {
    let texts: Vec<&str> = values.iter().map(SettingValue::text).collect();
    let (by_commas, by_semicolons) = (texts.join(","), texts.join(";"));
    let has_comma = texts.iter().any(|text| text.contains(','));
    let is_one = |setting| SettingValue::new(setting, &by_commas).is_ok();
    let setting = values.first().map(SettingValue::setting);
    if has_comma || (values.len() > 1 && setting.is_some_and(is_one)) {
        by_semicolons
    } else {
        by_commas
    }
}

/// Returns whether the numbers of a setting are whole numbers.
#[must_use]
pub fn is_whole(setting: &'static Setting) -> bool {
    // Each setting whose numbers may have a fraction accepts this one.
    SettingValue::new(setting, "0.5").is_err()
}

fn value(setting: &'static Setting, text: &str) -> Result<SettingValue, String> {
    SettingValue::new(setting, text).map_err(|_| {
        let example = (setting.example)();
        // The example of the weights has the name of their option in front.
        let example = example.rsplit_once('=').map_or(&*example, |(_, it)| it);
        let text = if text.is_empty() {
            "an empty value"
        } else {
            text
        };
        format!("{text} must be {}; try {example}", (setting.range)())
    })
}

fn too_many(most: usize) -> String {
    format!("more than {most} values are too many; give fewer")
}

/// Returns the values of a range that is written `FROM..TO` or `FROM..TO:COUNT`.
fn range(
    setting: &'static Setting,
    item: &str,
    (from, to): (&str, &str),
    most: usize,
) -> Result<Vec<SettingValue>, String> {
    let (to, count) = match to.split_once(':') {
        Some((to, count)) => (to, Some(count)),
        None => (to, None),
    };
    let ends = [value(setting, from)?, value(setting, to)?];
    let number = |end: &SettingValue| end.text().parse::<f64>().ok();
    let [Some(first), Some(last)] = [number(&ends[0]), number(&ends[1])] else {
        return Err(format!(
            "{item} must run between two numbers; give a list: {from},{to}"
        ));
    };
    if first == last {
        return Err(format!("{item} is one value; give it as {from}"));
    }
    if first > last {
        return Err(format!(
            "{item} must go up; try {to}..{from}{}",
            count.map(|count| format!(":{count}")).unwrap_or_default()
        ));
    }
    let count = match count {
        Some(count) => match count.parse() {
            Ok(count) if count >= 2 => count,
            _ => {
                return Err(format!(
                    "{item} must have a count of 2 or more; try {from}..{to}:10"
                ));
            }
        },
        None if is_whole(setting) => whole_between(first, last),
        None => return Err(format!("{item} must have a count; try {from}..{to}:10")),
    };
    if count > most {
        return Err(too_many(most));
    }
    if is_whole(setting) && count > whole_between(first, last) {
        let all = whole_between(first, last);
        return Err(format!(
            "{item} has only {all} whole numbers; try {from}..{to}"
        ));
    }
    let texts = if is_whole(setting) {
        let steps = linear(first, last, count);
        steps
            .into_iter()
            .map(|number| shortest_whole(number.round()))
            .collect()
    } else if first > 0.0 {
        rounded(&logarithmic(first, last, count))
    } else {
        rounded(&linear(first, last, count))
    };
    let inner = texts[1..count - 1].iter().map(|text| value(setting, text));
    let inner = inner.collect::<Result<Vec<_>, _>>()?;
    let [first, last] = ends;
    Ok([vec![first], inner, vec![last]].concat())
}

/// Returns how many whole numbers there are from `first` to `last`, both included.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a bound of the values cuts it anyway"
)]
#[expect(clippy::cast_sign_loss, reason = "the range goes up")]
fn whole_between(first: f64, last: f64) -> usize {
    (last - first) as usize + 1
}

fn shortest_whole(number: f64) -> String {
    format!("{number:.0}")
}

fn linear(first: f64, last: f64, count: usize) -> Vec<f64> {
    let step = (last - first) / (count - 1) as f64;
    (0..count)
        .map(|place| first + step * place as f64)
        .collect()
}

fn logarithmic(first: f64, last: f64, count: usize) -> Vec<f64> {
    let powers = linear(first.ln(), last.ln(), count);
    powers.into_iter().map(f64::exp).collect()
}

/// Returns numbers in as few digits as move none of them by more than a hundredth of its distance to the next.
fn rounded(numbers: &[f64]) -> Vec<String> {
    let distances: Vec<f64> = numbers.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let with = |digits: usize| {
        let text = |number: &f64| format!("{number:.digits$e}");
        numbers.iter().map(text).collect::<Vec<_>>()
    };
    let is_close = |texts: &Vec<String>| {
        let moved = texts.iter().zip(numbers).map(|(text, number)| {
            let read: f64 = text.parse().unwrap_or(f64::NAN);
            (read - number).abs()
        });
        moved
            .zip(&distances)
            .all(|(moved, distance)| moved <= distance / 100.0)
    };
    let texts = (1..MOST_DIGITS).map(with).find(is_close);
    let texts = texts.unwrap_or_else(|| with(MOST_DIGITS));
    let read = |text: String| text.parse().map_or(text, shortest);
    texts.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::settings::Settings;

    fn texts(flag: &str, text: &str) -> Result<String, String> {
        let setting = Settings::find(flag).expect("a setting");
        let values = parse(setting, text, 100)?;
        let texts: Vec<&str> = values.iter().map(SettingValue::text).collect();
        Ok(texts.join(" "))
    }

    #[test]
    fn lists_and_ranges_give_their_values() {
        for (flag, text, values) in [
            ("alpha", "0.1,2", "0.1 2"),
            ("alpha", "0.10", "0.1"),
            ("alpha", "0.01..1:3", "0.01 0.1 1"),
            ("alpha", "1..2:3", "1 1.41 2"),
            ("momentum", "0..0.5:6", "0 0.1 0.2 0.3 0.4 0.5"),
            ("init-seed", "1..5", "1 2 3 4 5"),
            ("init-seed", "0..10:3", "0 5 10"),
            ("init-seed", "1..2,95", "1 2 95"),
            ("batch-size", "1,32,all", "1 32 all"),
            ("features", "x1,x2", "x1,x2"),
            ("features", "x1,x2;x1x2", "x1,x2 x1x2"),
            ("init", "zeros;0,-1,1", "zeros 0,-1,1"),
            ("shuffle", "on,off", "on off"),
        ] {
            assert_eq!(texts(flag, text).as_deref(), Ok(values), "{flag} {text}");
        }
        let narrow = texts("alpha", "2.034..2.0341:3").expect("values");
        assert_eq!(narrow, "2.034 2.03405 2.0341");
    }

    #[test]
    fn what_is_no_value_or_no_range_is_refused_with_a_remedy() {
        for (flag, text, why) in [
            (
                "alpha",
                "0.1,x",
                "x must be a finite number above 0; try 0.01",
            ),
            (
                "alpha",
                "0.1,",
                "an empty value must be a finite number above 0; try 0.01",
            ),
            ("alpha", "1..2", "1..2 must have a count; try 1..2:10"),
            ("alpha", "2..1:3", "2..1:3 must go up; try 1..2:3"),
            ("alpha", "1..1:3", "1..1:3 is one value; give it as 1"),
            (
                "alpha",
                "1..2:1",
                "1..2:1 must have a count of 2 or more; try 1..2:10",
            ),
            (
                "alpha",
                "0..2:3",
                "0 must be a finite number above 0; try 0.01",
            ),
            (
                "alpha",
                "1..2:101",
                "more than 100 values are too many; give fewer",
            ),
            (
                "init-seed",
                "1..500",
                "more than 100 values are too many; give fewer",
            ),
            (
                "init-seed",
                "1..3:4",
                "1..3:4 has only 3 whole numbers; try 1..3",
            ),
            (
                "batch-size",
                "1..all",
                "1..all must run between two numbers; give a list: 1,all",
            ),
            (
                "optimizer",
                "sgd,adan",
                "adan must be sgd, momentum, nesterov, adagrad, rmsprop or adam; try sgd",
            ),
        ] {
            assert_eq!(texts(flag, text), Err(why.to_owned()), "{flag} {text}");
        }
    }

    #[test]
    fn values_read_back() {
        for (flag, text) in [
            ("alpha", "0.1,2"),
            ("features", "x1;x2"),
            ("features", "x1,x2;x1"),
            ("init", "0,1,2;zeros"),
            ("features", "x1,x2"),
        ] {
            let setting = Settings::find(flag).expect("a setting");
            let values = parse(setting, text, 9).expect("values");
            assert_eq!(join(&values), text);
        }
    }
}
