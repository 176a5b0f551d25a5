//! The words for the result of a check.

use crate::session::check::parting::{Parting, Quantity, shortened};
use crate::session::check::{Cause, Ended, Report, ShortBatch, UPDATES_AFTER_SHORT};

/// Number of significant digits from which on the precision of 32 bits shows.
const SINGLE_DIGITS: u32 = 8;
/// Number of rows from which on another order of the samples can be seen.
const FEWEST_ROWS: usize = 6;
/// Number of significant digits that tell nearly everything.
const ENOUGH_DIGITS: u32 = 6;

/// Returns what a check found, a sentence or two in each line.
pub fn lines(report: &Report) -> Vec<String> {
    let mut lines = vec![compared(report)];
    lines.extend(report.ended.map(|ended| of_ended(report, ended)));
    match &report.parting {
        None => lines.extend(agreement(report)),
        Some(parting) => {
            lines.push(format!(
                "Your program and the reference part at {}.",
                parted(parting)
            ));
            if parting.yours.is_finite() {
                lines.extend(explanation(report));
            } else if report.rows > 0 {
                lines.push("All rows before agree.".to_owned());
            }
        }
    }
    lines.extend(of_not_finite(report));
    lines
}

fn compared(report: &Report) -> String {
    let word = report.alignment.unit.word();
    let (first, last) = report.span;
    let span = if first == last {
        format!("{word} {first}")
    } else {
        format!("{word}s {first} to {last}")
    };
    let has = match (report.has.weights, report.has.losses) {
        (true, true) => "weights and loss",
        (true, false) => "weights",
        _ => "loss",
    };
    let rows = if report.rows == 1 { "row" } else { "rows" };
    let counted = match (report.alignment.is_counted, report.alignment.shift) {
        (true, _) => format!("; the rows have no numbers and were counted as {word}s"),
        (false, 1) => format!("; {word} 0 of the log is taken for the first {word}"),
        (false, _) => String::new(),
    };
    let digits = report.digits;
    format!(
        "Compared {} {rows}, {span}: {has}, up to {digits} digits{counted}.",
        report.rows
    )
}

fn of_ended(report: &Report, ended: Ended) -> String {
    let rows = report.rows;
    match ended {
        Ended::AsPlanned(update) => {
            format!(
                "The rows after the first {rows} lie beyond --until {update} and were not compared."
            )
        }
        Ended::Diverged(update) => format!(
            "The rows after the first {rows} were not compared: the reference itself diverges after update \
             {update}; lower --alpha."
        ),
    }
}

/// Returns that the numbers of the program are not finite from a row on.
fn of_not_finite(report: &Report) -> Option<String> {
    let (number, line) = report.not_finite?;
    let word = report.alignment.unit.word();
    Some(format!(
        "From {word} {number} (line {line}) on, your numbers are not finite: the program has diverged, or takes the \
         logarithm of 0. The rows from there on were not compared."
    ))
}

/// Returns where two programs part, such as `update 13: W1 is 0.5, the reference has 0.6 (difference -0.1)`.
fn parted(parting: &Parting) -> String {
    let (unit, number) = parting.moment;
    let (yours, ours) = (parting.yours, shortened(parting.ours, 9));
    let line = parting.line;
    let when = format!("{} {number} (line {line})", unit.word());
    let what = match parting.quantity {
        Quantity::WeightCount => {
            return format!(
                "{when}: the log has {yours} weights, the reference {ours}, the bias first"
            );
        }
        Quantity::Weight(place) => format!("W{place}"),
        Quantity::Loss => "the loss".to_owned(),
    };
    if !yours.is_finite() {
        return format!("{when}: {what} is {yours}, the reference has {ours}");
    }
    let difference = shortened(parting.yours - parting.ours, 3);
    format!("{when}: {what} is {yours}, the reference has {ours} (difference {difference})")
}

fn agreement(report: &Report) -> Vec<String> {
    let mut lines = Vec::new();
    lines.push(if report.is_single_precision {
        let precision = if report.digits >= SINGLE_DIGITS {
            "in float32: it has the reference's numbers to about 7 digits"
        } else {
            "to about 7 digits, as a program in float32 does"
        };
        format!("Your program agrees with the reference in all rows, {precision}.")
    } else {
        "Your program agrees with the reference in all rows, to the digits given.".to_owned()
    });
    if let Some(why) = report.untried {
        lines.push(format!("They were only compared: {why}."));
        return lines;
    }
    if report.is_confirmed {
        lines.extend(seen(report).map(|seen| format!("Confirmed: {seen} agrees, too.")));
        return lines;
    }
    lines.extend(not_confirmed(report));
    lines
}

/// Returns why a program that agrees is not confirmed.
fn not_confirmed(report: &Report) -> Vec<String> {
    let mut lines = Vec::new();
    match report.short {
        ShortBatch::None { batch_size } => lines.push(format!(
            "Mini-batches of {batch_size} leave no short one at the end of an epoch, so this cannot tell whether one \
             would be dropped, or divided by the full size; --batch-size 32 may tell."
        )),
        ShortBatch::At { update, is_seen: false } => lines.push(format!(
            "Not confirmed yet: the short last mini-batch of an epoch comes at update {update}; log up to there."
        )),
        ShortBatch::At { .. } => {
            lines.push("Not confirmed: other programs give these numbers, too.".to_owned());
        }
    }
    let is_short_only = matches!(report.short, ShortBatch::None { .. });
    let also = report
        .also
        .iter()
        .filter(|says| !(is_short_only && says.contains("short")));
    let also: Vec<String> = also.map(|says| format!("  - {says}")).collect();
    if !also.is_empty() {
        lines.push("This log does not tell it from a program in which".to_owned());
        lines.extend(also);
        lines.extend(what_to_log(report));
    }
    lines
}

/// Returns the words for the short mini-batch, if the log has it.
fn seen(report: &Report) -> Option<String> {
    match report.short {
        ShortBatch::At {
            update,
            is_seen: true,
        } => Some(format!("the short mini-batch (update {update})")),
        _ => None,
    }
}

fn explanation(report: &Report) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(why) = report.untried.filter(|_| report.causes.is_empty()) {
        lines.push(format!("They were only compared: {why}."));
    }
    match &report.causes[..] {
        [] => lines.extend(unexplained(report)),
        [cause] => {
            let begin = if cause.is_guess {
                "What might explain it"
            } else {
                "What explains it"
            };
            lines.push(format!("{begin}: {}.", says(cause)));
            lines.push(format!("Remedy: {}.", cause.remedy));
        }
        causes => {
            lines.push("Each of these explains all rows:".to_owned());
            let each = |cause: &Cause| format!("  - {}; {}", says(cause), cause.remedy);
            lines.extend(causes.iter().map(each));
        }
    }
    lines.extend(certainty(report));
    lines
}

fn says(cause: &Cause) -> String {
    let mut says = cause.says.clone();
    if let Some(loss) = cause.loss {
        says = format!("{says}, and the loss is {}", loss.says().0);
    }
    if cause.is_loss_unknown {
        says.push_str(" (by the weights; the loss is none that sgdscope knows)");
    }
    says
}

/// Returns how certain the causes are.
fn certainty(report: &Report) -> Vec<String> {
    let causes = &report.causes;
    if causes.is_empty() || causes.iter().any(|cause| cause.is_guess) {
        return Vec::new();
    }
    let is_seen = !matches!(report.short, ShortBatch::At { is_seen: false, .. });
    if is_seen && causes.iter().all(|cause| cause.is_factor) {
        return vec![
            "Each step has the same factor; no log can tell whether it is in alpha or in the gradient."
                .to_owned(),
        ];
    }
    if report.is_confirmed {
        let end = causes[0].updates_of_epoch;
        let end = end.map(|update| format!("the end of an epoch (update {update})"));
        let seen = end.or(seen(report)).unwrap_or_default();
        return vec![format!(
            "Confirmed: it gives the numbers of all rows, {seen} among them."
        )];
    }
    let mut lines = Vec::new();
    if let Some(update) = report.end_of_epoch(&causes[0]) {
        let enough = update + UPDATES_AFTER_SHORT;
        if report.is_of_updates() && report.span.1 < enough {
            lines.push(format!("Not confirmed yet: log up to update {enough}."));
        }
    }
    if causes.len() > 1 {
        lines.extend(what_to_log(report));
        if is_seen && causes.iter().any(|cause| cause.is_factor) {
            lines.push(
                "The short mini-batch moves the weights too little to tell them apart; log a run with a smaller alpha."
                    .to_owned(),
            );
        }
    }
    lines
}

/// Returns what is said if no program explains the rows.
fn unexplained(report: &Report) -> Vec<String> {
    if report.untried.is_some() {
        return Vec::new();
    }
    if report.weights_agree {
        let why = "The weights agree in all rows; the loss is none that sgdscope knows: log the sum or the mean of \
                   the squared errors, or the mean cross-entropy.";
        return vec![why.to_owned()];
    }
    let mut lines = vec!["None of the usual slips explains all rows.".to_owned()];
    if report.rows < FEWEST_ROWS {
        lines.push(
            "Log more updates: another order of the samples needs 6 rows in a row to be seen."
                .to_owned(),
        );
    }
    if let Some(steps) = report.steps.as_ref().filter(|steps| steps.count > 0) {
        let (agreeing, count) = (steps.agreeing, steps.count);
        lines.push(format!(
            "{agreeing} of {count} steps are the ones that the reference makes from your row before."
        ));
        if let Some(update) = steps.first_other.filter(|_| steps.are_mostly_right()) {
            lines.push(format!(
                "Look at update {update}: it is the first that is not."
            ));
        }
    }
    lines.extend(what_to_log(report));
    lines
}

/// Returns what a log should have to tell more; `None` if it has that.
fn what_to_log(report: &Report) -> Option<String> {
    let is_enough = report.digits >= ENOUGH_DIGITS && report.has.weights;
    (!is_enough || !report.is_of_updates()).then(|| {
        "A log of each update with all weights, at least 6 digits, and the start --init=0,-1,-1 tells more.".to_owned()
    })
}
