//! Tests of the sentences of the verdicts: their length, and their numbers.

use sgdscope::learning::analysis::verdict::{Measure, Verdict};

/// Verdicts whose numbers take as much room as they can.
fn longest() -> Vec<Verdict> {
    let measure = Measure {
        is_shown: false,
        is_penalized: true,
    };
    let of_loss = Measure {
        is_penalized: false,
        ..measure
    };
    // With more samples, nothing is said of mini-batches.
    let (alpha, edge, batch) = (0.000_123_4, 0.000_123_4, 16_384);
    vec![
        Verdict::Diverged {
            update: 1_000_000_000_000_000,
        },
        Verdict::Runaway {
            product: 123_456.0,
            limit: 1.357_142_8,
        },
        Verdict::PeriodTwo {
            losses: [0.001_234; 2],
            measure,
            alpha,
            edge,
        },
        Verdict::PastTheEdge { alpha, edge },
        Verdict::Overfits {
            since: 1_000_000_000_000,
            test: [0.001_234, 123_456.0],
            measure: of_loss,
        },
        Verdict::Separable {
            is_line: false,
            growth: Some(([123_456.0, 123_457.0], 10)),
        },
        Verdict::Bounces {
            between: [0.001_234; 2],
            best: 0.001_234,
            measure,
            alpha,
            batch,
        },
        Verdict::Floor {
            above: [1.234e-6, 2.345e-6],
            best: 0.001_234,
            measure,
            alpha,
            batch,
        },
        Verdict::Converged {
            loss: 0.001_234_5,
            measure,
        },
        Verdict::NoLine {
            is_line: false,
            best: 0.001_234_5,
            guess: 0.001_234_5,
            measure: of_loss,
        },
        Verdict::Crawls {
            halving: 1.234e9,
            left: 100_000,
            alpha,
            condition: Some(1.234e9),
            standardized: Some(12.3),
        },
        Verdict::Falls {
            losses: [0.001_234; 2],
            epochs: 20,
            best: 0.001_234,
            measure,
        },
    ]
}

#[test]
fn a_sentence_is_two_lines_of_72_characters_at_most() {
    for verdict in longest() {
        let lines = verdict.sentence();
        assert!((1..=2).contains(&lines.len()), "{lines:?}");
        for line in &lines {
            assert!(
                line.chars().count() <= 72,
                "{}: {line}",
                line.chars().count()
            );
        }
        assert!(
            lines.last().is_some_and(|line| line.ends_with('.')),
            "{lines:?}"
        );
    }
}

#[test]
fn the_numbers_of_a_sentence_stand_still() {
    let line = |low: f64| {
        let verdict = Verdict::PastTheEdge {
            alpha: 2.5,
            edge: low,
        };
        verdict.sentence()[0].chars().count()
    };
    assert_eq!(line(2.0), line(2.034_234_94));
}
