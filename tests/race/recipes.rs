//! Tests that the recipes of lanes become the options of one command, and are read back from it.

use std::sync::Arc;

use clap::Parser;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use sgdscope::cli::{Cli, Task};
use sgdscope::session::change::Change;
use sgdscope::session::changes::Changes;
use sgdscope::session::race;
use sgdscope::session::recipe::Recipe;
use sgdscope::session::settings::Settings;

use crate::proptests::cases;

/// Changes of a model with two features or more.
const CHANGES: [&str; 12] = [
    "5:alpha=0.1",
    "5:alpha=0.2",
    "5:shuffle=on",
    "5:shuffle=off",
    "5:W1=2",
    "5:W0=1",
    "9:W1=0.5",
    "9:batch-size=all",
    "9:alpha=0.1",
    "12:optimizer=adam",
    "0:W1=3",
    "12:momentum=0.5",
];

/// Values of settings in which lanes may differ.
const VALUES: [(&str, &[&str]); 6] = [
    ("alpha", &["0.01", "0.5", "1e-7"]),
    ("features", &["x1,x2", "x1,x2,x1x2"]),
    ("init", &["uniform", "zeros"]),
    ("init-seed", &["1", "2", "95"]),
    ("standardize", &["on", "off"]),
    ("batch-size", &["1", "32", "all"]),
];

fn recipe() -> impl Strategy<Value = Recipe> {
    let values = vec(0..3_usize, VALUES.len());
    let changes = vec(select(CHANGES.to_vec()), 0..6);
    let ends = select(vec![None, Some(3), Some(40)]);
    (values, changes, ends.clone(), ends).prop_map(|(values, changes, until, stands_at)| {
        let mut settings = Settings::default();
        settings.setup.data.seed = 7;
        for ((flag, texts), choice) in VALUES.iter().zip(values) {
            let setting = Settings::find(flag).unwrap();
            setting
                .set(&mut settings, texts[choice % texts.len()])
                .unwrap();
        }
        let changes: Vec<Change> = changes.iter().map(|text| text.parse().unwrap()).collect();
        Recipe {
            began: Arc::new(settings),
            changes: Arc::new(Changes::planned(changes)),
            until,
            stands_at,
        }
    })
}

/// Returns the recipes that options give; `None` if two are the same run, which the command line refuses.
fn read(options: &[String]) -> Option<Vec<Recipe>> {
    let words = ["sgdscope", "train"].map(str::to_owned).into_iter();
    let words = words.chain(options.iter().cloned());
    let arguments = match Cli::try_parse_from(words).unwrap().task {
        Some(Task::Train(arguments)) => arguments,
        other => panic!("{other:?}"),
    };
    let lanes = match arguments.run.lanes(&arguments.race.options) {
        Ok(lanes) => lanes,
        Err(why) => {
            assert!(why.contains("are the same run"), "{why}");
            return None;
        }
    };
    let recipe = |lane: race::LanePlan| Recipe {
        began: Arc::new(lane.settings),
        changes: Arc::new(Changes::planned(lane.changes)),
        until: lane.until,
        stands_at: None,
    };
    Some(lanes.into_iter().map(recipe).collect())
}

proptest! {
    #![proptest_config(cases(400, "tests/proptest-regressions/race.txt"))]

    #[test]
    fn recipes_are_read_back_from_the_options_of_one_command(
        recipes in vec(recipe(), 1..=race::MOST_LANES)
    ) {
        let all: Vec<&Recipe> = recipes.iter().collect();
        let options = race::options(&all, &[]).unwrap();
        // The options end each lane where it stands.
        let wanted: Vec<Recipe> = recipes.iter().map(|recipe| Recipe {
            until: recipe.stands_at.or(recipe.until),
            stands_at: None,
            ..recipe.clone()
        }).collect();
        let has_twins = wanted.iter().enumerate().any(|(place, one)| wanted[..place].contains(one));
        match read(&options) {
            Some(read) => prop_assert_eq!(read, wanted, "{:?}", options),
            None => prop_assert!(has_twins, "{:?}", options),
        }
    }
}

fn options(lanes: &[(&str, &[&str], Option<u64>)]) -> Vec<String> {
    let recipe = |(alpha, changes, until): &(&str, &[&str], Option<u64>)| {
        let mut settings = Settings::default();
        Settings::find("alpha")
            .unwrap()
            .set(&mut settings, alpha)
            .unwrap();
        let changes = changes.iter().map(|text| text.parse().unwrap()).collect();
        Recipe {
            began: Arc::new(settings),
            changes: Arc::new(Changes::planned(changes)),
            until: *until,
            stands_at: None,
        }
    };
    let recipes: Vec<Recipe> = lanes.iter().map(recipe).collect();
    race::options(&recipes.iter().collect::<Vec<_>>(), &[]).unwrap()
}

#[test]
fn what_lanes_share_is_said_once() {
    assert_eq!(
        options(&[
            (
                "0.1",
                &["5:batch-size=8", "7:momentum=0.5", "9:W1=2"],
                Some(40)
            ),
            ("0.2", &["5:batch-size=8", "9:W1=2", "9:W0=1"], Some(40)),
        ]),
        [
            "--race=alpha=0.1,0.2",
            "--at=5:batch-size=8",
            "--at=A:7:momentum=0.5",
            "--at=9:W1=2",
            "--at=B:9:W0=1",
            "--until=40"
        ]
    );
    assert_eq!(
        options(&[("0.5", &[], None), ("0.5", &[], Some(9))]),
        ["--race=alpha=0.5,0.5", "--until=B:9"]
    );
    assert_eq!(
        options(&[("0.5", &["3:W1=2"], Some(9))]),
        ["--alpha=0.5", "--at=3:W1=2", "--until=9"]
    );
}
