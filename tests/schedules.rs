//! Compares the schedules of the learning rate with the formulas of PyTorch's documentation.

use serde::Deserialize;
use sgdscope::learning::numeric::checked::OutOfRange;
use sgdscope::learning::optimize::schedule::{
    Gamma, Period, Schedule, ScheduleInput, ScheduleParameter, ScheduleParameters,
};
use sgdscope::learning::registry::{Choice, Registered};

#[derive(Deserialize)]
struct Golden {
    runs: Vec<Run>,
}

#[derive(Deserialize)]
struct Run {
    schedule: String,
    epochs: u64,
    gamma: f64,
    period: u64,
    factors: Vec<f64>,
}

fn schedule(name: &str) -> &'static Schedule {
    name.parse::<Choice<Schedule>>().unwrap().get()
}

fn input(epoch: u64) -> ScheduleInput {
    ScheduleInput {
        epoch,
        epochs: 100,
        gamma: 0.5,
        period: 10,
    }
}

#[test]
fn every_schedule_gives_the_factors_of_its_formula() {
    let golden: Golden = serde_json::from_str(include_str!("golden/schedules.json")).unwrap();
    assert_eq!(golden.runs.len(), 3 * 5);
    for run in golden.runs {
        assert!(run.factors.len() >= 20);
        for (epoch, expected) in run.factors.iter().enumerate() {
            let input = ScheduleInput {
                epoch: epoch as u64,
                epochs: run.epochs,
                gamma: run.gamma,
                period: run.period,
            };
            let found = (schedule(&run.schedule).factor)(&input);
            let name = &run.schedule;
            assert!(
                (found - expected).abs() <= 1e-12 * expected.abs(),
                "{name}, epoch {epoch}: {found}, not {expected}"
            );
        }
    }
}

#[test]
fn every_schedule_begins_at_the_whole_rate_and_never_rises() {
    for schedule in Schedule::all() {
        let factors: Vec<f64> = (0..300).map(|t| (schedule.factor)(&input(t))).collect();
        assert_eq!(factors[0], 1.0, "{}", schedule.name);
        assert!(factors.is_sorted_by(|a, b| a >= b), "{}", schedule.name);
        let late = (schedule.factor)(&input(u64::MAX));
        assert!((0.0..=1.0).contains(&late), "{}: {late}", schedule.name);
    }
}

#[test]
fn known_points_of_the_curves() {
    let factor = |name, epoch| (schedule(name).factor)(&input(epoch));
    assert_eq!(factor("constant", 1_000_000), 1.0);
    assert_eq!(
        [9, 10, 19, 20].map(|t| factor("step", t)),
        [1.0, 0.5, 0.5, 0.25]
    );
    assert_eq!([10, 20].map(|t| factor("exponential", t)), [0.5, 0.25]);
    assert_eq!([10, 30].map(|t| factor("inverse", t)), [0.5, 0.25]);
    assert!((factor("cosine", 50) - 0.5).abs() < 1e-15);
    assert!(factor("cosine", 99) > 0.0);
    assert_eq!([100, 101, 150].map(|t| factor("cosine", t)), [0.0; 3]);
}

#[test]
fn a_parameter_changes_the_schedules_that_use_it_and_no_other() {
    let usual = input(25);
    let others = [
        (
            ScheduleParameter::Gamma,
            ScheduleInput {
                gamma: 0.75,
                ..usual
            },
        ),
        (
            ScheduleParameter::Period,
            ScheduleInput { period: 7, ..usual },
        ),
    ];
    for schedule in Schedule::all() {
        for (parameter, input) in others {
            let changes = (schedule.factor)(&input) != (schedule.factor)(&usual);
            let is_used = schedule.uses.contains(&parameter);
            assert_eq!(changes, is_used, "{} and {parameter:?}", schedule.name);
        }
    }
}

#[test]
fn the_registry_begins_with_no_change_and_is_in_ascii() {
    assert_eq!(Choice::<Schedule>::default().to_string(), "constant");
    for schedule in Schedule::all() {
        assert!(schedule.formula.is_ascii() && !schedule.formula.contains('\n'));
        assert!(
            schedule.help.len() > schedule.name.len(),
            "{}",
            schedule.name
        );
    }
}

#[test]
fn what_is_shown_parses_back_and_the_rest_is_refused() {
    for text in ["0.1", "1", "1e-7"] {
        let gamma: Gamma = text.parse().unwrap();
        assert_eq!(gamma.to_string(), text);
    }
    for text in ["1", "30", "1000000000000"] {
        let period: Period = text.parse().unwrap();
        assert_eq!(period.to_string(), text);
    }
    for text in ["", "0", "1.1", "-0.5", "nan"] {
        assert_eq!(text.parse::<Gamma>(), Err(OutOfRange));
    }
    for text in ["", "0", "1.5", "-1", "1000000000001"] {
        assert_eq!(text.parse::<Period>(), Err(OutOfRange));
    }
    let usual = ScheduleParameters::default();
    assert_eq!((usual.gamma.get(), usual.period.get()), (0.1, 30));
}
