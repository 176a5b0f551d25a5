//! Measures how often the verdicts are right, on random runs: `cargo bench --bench verdicts -- RUNS SEED`. Each run is
//! trained eleven times as long as it is judged, and a verdict is compared with what happened afterwards.

use std::collections::BTreeMap;
use std::env;
use std::sync::Arc;

use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use sgdscope::learning::analysis::optimum::Optimum;
use sgdscope::learning::analysis::problem::Problem;
use sgdscope::learning::analysis::verdict::{EpochEnd, Judge, JudgeSettings, Verdict};
use sgdscope::learning::data::{Dataset, FlipShare, Points, TrainShare};
use sgdscope::learning::train::trainer::{Budget, Trainer};
use sgdscope::session::settings::Settings;

/// Number of epochs, among those that are judged, at which the verdict is compared.
const LOOKS: u64 = 50;
/// How many times as long as it is judged a run is trained.
const LONGER: u64 = 11;

/// A run as it went.
struct Story {
    options: String,
    epochs: u64,
    /// The objective above the least, or the objective itself if there is no least, after each epoch.
    excess: Vec<f64>,
    best: f64,
    test: Vec<f64>,
    verdicts: Vec<Option<Verdict>>,
    has_diverged: bool,
}

/// What is counted of a verdict.
#[derive(Default)]
struct Count {
    said: usize,
    wrong: usize,
    runs: usize,
    wrong_runs: Vec<String>,
}

fn options(random: &mut Xoshiro256PlusPlus) -> (String, bool) {
    let mut options = Vec::new();
    let mut add = |name: &str, value: String| options.push(format!("{name}={value}"));
    let pick = |random: &mut Xoshiro256PlusPlus, values: &[&str]| {
        values[random.random_range(0..values.len())].to_owned()
    };
    let log = |random: &mut Xoshiro256PlusPlus, low: f64, high: f64| {
        (random.random_range(low.ln()..high.ln())).exp()
    };
    let family = pick(
        random,
        &["blobs", "moons", "gauss", "circles", "xor", "circle"],
    );
    let noise = match &*family {
        "blobs" => random.random_range(1.0..9.0),
        "moons" | "circles" => random.random_range(0.05..0.5),
        _ => random.random_range(0.0..50.0),
    };
    add("family", family);
    add("noise", format!("{noise:.3}"));
    let samples = log(random, 60.0, 5000.0).round();
    add("samples", samples.to_string());
    add("seed", random.random_range(0..100_000).to_string());
    if random.random_range(0..3) == 0 {
        add("flip", random.random_range(5..30).to_string());
    }
    if random.random_range(0..3) == 0 {
        add("train-share", random.random_range(30..90).to_string());
    }
    let features = pick(
        random,
        &[
            "x1,x2",
            "x1,x2",
            "x1,x2,x1^2,x2^2",
            "x1,x2,x1x2",
            "x1,x2,x1^2,x2^2,x1x2,sinx1,sinx2",
        ],
    );
    add("features", features);
    add("standardize", pick(random, &["on", "off"]));
    add("init", "zeros".to_owned());
    if random.random_range(0..2) == 0 {
        options.pop();
        options.push("init=normal".to_owned());
        options.push(format!("init-seed={}", random.random_range(0..100_000)));
    }
    let mut add = |name: &str, value: String| options.push(format!("{name}={value}"));
    add("alpha", format!("{:.4e}", log(random, 1e-4, 1e2)));
    let batch = if random.random_range(0..3) == 0 {
        "all".to_owned()
    } else {
        log(random, 1.0, samples / 2.0).round().to_string()
    };
    let epochs = if batch == "all" {
        pick(random, &["100", "300", "1000"])
    } else {
        "100".to_owned()
    };
    add("epochs", epochs);
    add("batch-size", batch);
    add("shuffle", pick(random, &["on", "off"]));
    add(
        "optimizer",
        pick(
            random,
            &[
                "sgd", "sgd", "sgd", "momentum", "nesterov", "adam", "rmsprop", "adagrad",
            ],
        ),
    );
    if random.random_range(0..3) == 0 {
        add("momentum", pick(random, &["0.5", "0.8", "0.95", "0.99"]));
    }
    if random.random_range(0..4) == 0 {
        add("regularization", pick(random, &["l1", "l2"]));
        add(
            "regularization-rate",
            format!("{:.4}", log(random, 1e-3, 1.0)),
        );
    }
    if random.random_range(0..10) == 0 {
        add("schedule", pick(random, &["cosine", "step", "exponential"]));
    }
    (options.join(" "), random.random_range(0..8) == 0)
}

fn settings(options: &str) -> Settings {
    let mut settings = Settings::default();
    for option in options.split_whitespace() {
        let (name, text) = option.split_once('=').expect("NAME=VALUE");
        let setting = Settings::find(name).unwrap_or_else(|| panic!("{name} is a setting"));
        setting
            .set(&mut settings, text)
            .unwrap_or_else(|_| panic!("{option} is a value"));
    }
    settings
}

fn dataset(settings: &Settings, is_stretched: bool) -> Arc<Dataset> {
    let mut data = settings.setup.data;
    let (flips, train) = (data.flips, data.train);
    (data.flips, data.train) = (FlipShare::default(), TrainShare::default());
    let drawn = data.draw(None, &|_| ()).expect("memory");
    let columns = drawn.columns();
    let factor = if is_stretched { 1000.0 } else { 1.0 };
    let points = Points {
        x1: columns.x1.iter().map(|x1| factor * x1).collect(),
        x2: columns.x2.to_vec(),
        labels: columns.labels.to_vec(),
    };
    Arc::new(
        Dataset::from_points(
            "points",
            None,
            Arc::new(points),
            flips,
            train,
            data.order,
            data.seed,
        )
        .expect("memory"),
    )
}

fn story(random: &mut Xoshiro256PlusPlus) -> Story {
    let (mut options, is_stretched) = options(random);
    let mut now = settings(&options);
    let dataset = dataset(&now, is_stretched);
    let trainer = Trainer::new(Arc::clone(&dataset), &now.setup);
    let parameters = &now.setup.hyperparameters;
    let (kind, rate) = (
        parameters.regularization,
        parameters.regularization_rate.get(),
    );
    let problem = Arc::new(Problem::new(&dataset, trainer.inputs(), kind, rate));
    let optimum = Arc::new(Optimum::of(&problem));
    // A third of the runs have a learning rate near the edge.
    if random.random_range(0..3) == 0
        && let Some(edge) = sgdscope::learning::analysis::edge::of_run(parameters, &optimum)
    {
        options = format!(
            "{options} alpha={:.4e}",
            edge * random.random_range(0.3..1.7)
        );
        now = settings(&options);
    }
    if is_stretched {
        options += " (x1 times 1000)";
    }
    let mut trainer = Trainer::new(Arc::clone(&dataset), &now.setup);
    let hyperparameters = now.setup.hyperparameters;
    let epochs = hyperparameters.epochs.get();
    let mut judge = Judge::new(
        Arc::clone(&problem),
        Arc::clone(&optimum),
        JudgeSettings {
            hyperparameters,
            samples: dataset.training().len(),
            since: 0,
        },
    );
    let best = optimum.minimum().map_or(0.0, |minimum| minimum.objective);
    let mut story = Story {
        options,
        epochs,
        excess: Vec::new(),
        best,
        test: Vec::new(),
        verdicts: Vec::new(),
        has_diverged: false,
    };
    while trainer.epochs() < LONGER * epochs {
        let Ok(updates) = trainer.advance(Budget::of_updates(u64::MAX)) else {
            story.has_diverged = true;
            break;
        };
        let Some(losses) = updates.epoch.copied() else {
            continue;
        };
        let test = losses.test.and_then(|losses| losses.cross_entropy);
        let weights = trainer.weights_of_training();
        story.excess.push(problem.objective(weights) - best);
        story.test.push(test.unwrap_or(f64::NAN));
        if trainer.epochs() <= epochs {
            judge.see(&EpochEnd {
                epoch: trainer.epochs(),
                weights,
                test_loss: test,
            });
            story.verdicts.push(judge.verdict());
        }
    }
    story
}

fn mean(numbers: &[f64]) -> f64 {
    numbers.iter().sum::<f64>() / numbers.len() as f64
}

/// Returns whether a verdict at the end of an epoch agrees with what happened afterwards.
fn is_right(story: &Story, place: usize, verdict: &Verdict) -> bool {
    let future = &story.excess[place + 1..];
    let test = &story.test[place + 1..];
    let next = (future.len() / 10).max(1);
    let now = mean(&story.excess[place.saturating_sub(9)..=place]);
    if story.has_diverged {
        return matches!(
            verdict,
            Verdict::Runaway { .. } | Verdict::PastTheEdge { .. } | Verdict::PeriodTwo { .. }
        );
    }
    let half = &future[future.len() / 2..];
    match verdict {
        Verdict::Bounces { .. } => {
            mean(half) >= 0.5 * mean(&future[..next]) && mean(half) >= 0.25 * now
        }
        Verdict::Floor { .. } => {
            mean(half) >= 0.5 * mean(&future[..next])
                && (0.25 * now..4.0 * now).contains(&mean(half))
        }
        // Shuffled mini-batches may leave the minimum for a single epoch in a thousand.
        Verdict::Converged { .. } => {
            let small = 1e-4 * story.best;
            mean(&future[..next]) < small && mean(half) < small
        }
        Verdict::Falls { .. } => mean(&future[..10.min(future.len())]) < now,
        Verdict::Crawls { left, .. } => {
            let left = usize::try_from(*left)
                .unwrap_or(usize::MAX)
                .min(future.len());
            future[..left].iter().all(|excess| *excess > now / 2.0)
        }
        Verdict::PastTheEdge { .. } | Verdict::PeriodTwo { .. } => {
            half.iter().any(|excess| *excess > 1e-4 * story.best)
        }
        Verdict::Overfits {
            test: [lowest, _], ..
        } => mean(test) > *lowest,
        Verdict::Separable { .. } => {
            story.excess[story.excess.len() - 1] <= story.excess[place] * 1.000_001 + 1e-12
                || story.options.contains("batch-size=")
        }
        Verdict::NoLine { .. } => true,
        Verdict::Diverged { .. } | Verdict::Runaway { .. } => {
            story.has_diverged || future.last() > Some(&now)
        }
    }
}

/// Returns the verdict that would be true at the end of the judged epochs, as far as the future alone tells.
fn truth(story: &Story) -> Option<&'static str> {
    let end = usize::try_from(story.epochs).expect("few");
    if story.has_diverged || story.best <= 0.0 || story.excess.len() <= end {
        return None;
    }
    let future = &story.excess[end..];
    let (first, last) = (
        mean(&future[..future.len() / 10]),
        mean(&future[future.len() / 2..]),
    );
    let share = mean(future) / story.best;
    let is_noisy =
        !story.options.contains("batch-size=all") && (0.8..1.25).contains(&(first / last));
    if future.iter().all(|excess| *excess < 1e-4 * story.best) {
        Some("converged")
    } else if is_noisy && share > 0.25 {
        Some("bounces")
    } else {
        (is_noisy && share > 1e-4).then_some("floor")
    }
}

/// Returns whether a run is shuffled, sums gradients, and has a constant learning rate: "bounces" needs all of them.
fn is_shuffled_and_plain(story: &Story) -> bool {
    let has = |option: &str| story.options.contains(option);
    let is_adaptive = ["optimizer=ada", "optimizer=rms"].into_iter().any(has);
    has("shuffle=on") && !is_adaptive && !has("schedule=")
}

/// What is counted over all runs.
#[derive(Default)]
struct Tally {
    counts: BTreeMap<&'static str, Count>,
    /// For each verdict, the runs at whose end it was true, and those in which it was said then: of all runs, and of
    /// those that are shuffled, of the optimisers that sum gradients, and have a constant learning rate.
    recall: BTreeMap<&'static str, [[usize; 2]; 2]>,
    looks: usize,
    changes: usize,
    judged: usize,
}

impl Tally {
    fn add(&mut self, story: &Story) {
        let names: Vec<Option<&str>> = story
            .verdicts
            .iter()
            .map(|said| said.as_ref().map(Verdict::name))
            .collect();
        self.changes += names.windows(2).filter(|pair| pair[0] != pair[1]).count();
        self.judged += names.len();
        let between = usize::try_from((story.epochs / LOOKS).max(1)).expect("few");
        let mut said_in_run: BTreeMap<&str, bool> = BTreeMap::new();
        for place in (0..story.verdicts.len()).step_by(between) {
            self.looks += 1;
            // Of a run that is over soon afterwards, the future says nothing.
            let is_told = place + 20 <= story.excess.len();
            let Some(verdict) = story.verdicts[place].as_ref().filter(|_| is_told) else {
                continue;
            };
            let count = self.counts.entry(verdict.name()).or_default();
            count.said += 1;
            let was_wrong = said_in_run.entry(verdict.name()).or_default();
            if !is_right(story, place, verdict) {
                count.wrong += 1;
                if !*was_wrong {
                    let line = format!("{} epoch {}: {verdict:?}", story.options, place + 1);
                    count.wrong_runs.push(line);
                }
                *was_wrong = true;
            }
        }
        for name in said_in_run.keys() {
            self.counts.entry(name).or_default().runs += 1;
        }
        if let Some(truth) = truth(story) {
            let all_and_plain = self.recall.entry(truth).or_default();
            let counted = if is_shuffled_and_plain(story) { 2 } else { 1 };
            for [of, said] in &mut all_and_plain[..counted] {
                *of += 1;
                *said += usize::from(names.last() == Some(&Some(truth)));
            }
        }
    }

    fn print(&self) {
        let changes = 100.0 * self.changes as f64 / self.judged as f64;
        println!("{} looks, {changes:.2} changes in 100 epochs", self.looks);
        println!("verdict          said  wrong precision  runs with a wrong one");
        for (name, count) in &self.counts {
            let Count {
                said,
                wrong,
                runs,
                wrong_runs,
            } = count;
            let precision = 1.0 - *wrong as f64 / *said as f64;
            println!(
                "{name:14} {said:6} {wrong:6} {precision:9.4} {runs:5} {:16}",
                wrong_runs.len()
            );
        }
        let said: usize = self.counts.values().map(|count| count.said).sum();
        println!(
            "something is said in {:.0} %",
            100.0 * said as f64 / self.looks as f64
        );
        for (name, [[of, said], [plain_of, plain_said]]) in &self.recall {
            println!(
                "{name:14} true at the end of {of} runs, said in {said}; \
                 shuffled, not adaptive: {plain_of}, {plain_said}"
            );
        }
        for line in self.counts.values().flat_map(|count| &count.wrong_runs) {
            println!("wrong: {line}");
        }
    }
}

fn main() {
    let mut numbers = env::args()
        .skip(1)
        .filter_map(|word| word.parse::<u64>().ok());
    let (runs, seed) = (numbers.next().unwrap_or(200), numbers.next().unwrap_or(14));
    let mut tally = Tally::default();
    for run in 0..runs {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(seed * 1_000_000 + run);
        tally.add(&story(&mut random));
    }
    println!("{runs} runs");
    tally.print();
}
