//! The options of one command that repeats all lanes of a race.

use crate::learning::data::Source;
use crate::session::change::SettingValue;
use crate::session::race::{MOST_LANES, lane_id};
use crate::session::recipe::{self, Recipe};
use crate::session::settings::{ALPHA, Setting, Settings, TABLE};
use crate::session::values;

/// Returns the options of `sgdscope train` that repeat several runs on the same data, each up to its current
/// update, as lanes A, B and so on: an option for each setting that differs from its default, `--race` for each
/// setting that differs between the lanes, and each change and each end once for all lanes, or with the letter
/// of its lane. For one run, these are its own options. `own_data` holds the options that read the user's own
/// data. Returns `None` if some changes of a run were not kept, or there are more lanes than a race has.
///
/// Lanes that are the same run to the end are described too, but the command line refuses them.
#[must_use]
pub fn options(recipes: &[&Recipe], own_data: &[String]) -> Option<Vec<String>> {
    if let [recipe] = recipes {
        return recipe.options(own_data);
    }
    let are_cut = recipes.iter().any(|recipe| recipe.changes.are_cut());
    if are_cut || recipes.is_empty() || recipes.len() > MOST_LANES {
        return None;
    }
    let (began, later): (Vec<Settings>, Vec<Vec<String>>) =
        recipes.iter().map(|recipe| recipe.folded()).unzip();
    let is_own_data = began[0].setup.data.source == Source::Own;
    let mut options = Vec::new();
    if is_own_data {
        options.extend_from_slice(own_data);
    }
    // The options that read a file select it as the source of the data, so no family is given.
    let is_told = |setting: &Setting| is_own_data && setting.flag == "family";
    let deciding = TABLE.into_iter().filter(|setting| setting.decides_run);
    let deciding = deciding.filter(|setting| !is_told(setting));
    let (differing, common): (Vec<_>, Vec<_>) = deciding.partition(|setting| {
        let mut texts = began.iter().map(|settings| setting.text(settings));
        let first = texts.next();
        texts.any(|text| Some(text) != first)
    });
    // Lanes may begin alike and differ only in their changes. One setting then tells how many they are.
    let differing = if differing.is_empty() {
        vec![&ALPHA]
    } else {
        differing
    };
    let common = common
        .into_iter()
        .filter(|setting| !differing.contains(setting));
    options.extend(common.filter_map(|setting| recipe::option(setting, &began[0])));
    options.extend(differing.into_iter().map(|setting| raced(setting, &began)));
    options.extend(changes(&later));
    let ends: Vec<Option<u64>> = recipes.iter().map(|it| it.stands_at.or(it.until)).collect();
    options.extend(until(&ends));
    Some(options)
}

fn raced(setting: &'static Setting, began: &[Settings]) -> String {
    let values = began
        .iter()
        .map(|settings| SettingValue::of(setting, settings));
    let values: Vec<SettingValue> = values.collect();
    format!("--race={}={}", setting.flag, values::join(&values))
}

/// Returns the options of the changes. A change that all lanes have is given once, without changing the order
/// of the changes of any lane.
fn changes(lanes: &[Vec<String>]) -> Vec<String> {
    let mut rest: Vec<&[String]> = lanes.iter().map(Vec::as_slice).collect();
    let mut options = Vec::new();
    let of_lane = |place: usize, change: &String| format!("--at={}:{change}", lane_id(place));
    for change in &lanes[0] {
        let places = rest
            .iter()
            .map(|rest| rest.iter().position(|other| other == change));
        // A change that some lane lacks waits for the next common one, or the end.
        let Some(places) = places.collect::<Option<Vec<usize>>>() else {
            continue;
        };
        for (lane, (rest, place)) in rest.iter_mut().zip(places).enumerate() {
            options.extend(rest[..place].iter().map(|before| of_lane(lane, before)));
            *rest = &rest[place + 1..];
        }
        options.push(format!("--at={change}"));
    }
    for (lane, rest) in rest.into_iter().enumerate() {
        options.extend(rest.iter().map(|change| of_lane(lane, change)));
    }
    options
}

fn until(ends: &[Option<u64>]) -> Vec<String> {
    match ends {
        [Some(first), others @ ..] if others.iter().all(|other| *other == Some(*first)) => {
            vec![format!("--until={first}")]
        }
        _ => {
            let ends = ends.iter().enumerate();
            let own = |(place, end): (usize, &Option<u64>)| {
                end.map(|update| format!("--until={}:{update}", lane_id(place)))
            };
            ends.filter_map(own).collect()
        }
    }
}
