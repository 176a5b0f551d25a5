//! Tests what is said of programs that start elsewhere, have another alpha or other mini-batches, or diverge.

use super::{START, check, log};

#[test]
fn another_start_is_found_without_its_row() {
    for skipped in [0, 4] {
        let text = log("other_start", 24);
        let text: Vec<&str> = text.lines().skip(skipped).collect();
        let (code, out, _) = check(&text.join("\n"), START);
        let cause = "What explains it: the weights start at 0.5,-1,-1, not at 0,-1,-1.";
        assert!(code == 1 && out.contains(cause), "{out}");
        assert!(out.contains("compare with --init=0.5,-1,-1."), "{out}");
    }
    // Three rows may be explained by chance.
    let (_, out, _) = check(&log("other_start", 3), START);
    assert!(!out.contains("the weights start"), "{out}");
}

#[test]
fn a_loss_that_is_not_known_is_no_other_start() {
    let text = log("none", 24).replace("\"loss\": ", "\"loss\": 1");
    let (code, out, _) = check(&text, START);
    assert!(
        code == 1 && out.contains("The weights agree in all rows; the loss is none"),
        "{out}"
    );
    assert!(!out.contains("the weights start"), "{out}");
}

#[test]
fn a_start_whose_digits_are_not_all_known_is_a_guess() {
    let (code, out, _) = check(&log("start_of_many_digits", 24), START);
    let cause =
        "What might explain it: the weights start elsewhere, at about 0.51382,-1.2345,0.3333";
    assert!(code == 1 && out.contains(cause), "{out}");
    assert!(
        out.contains("start with 0,-1,-1, or log the start"),
        "{out}"
    );
}

#[test]
fn a_summed_gradient_with_another_alpha_is_told_by_the_short_mini_batch() {
    let (_, out, _) = check(&log("summed_with_other_alpha", 24), START);
    let summed = "and alpha is not 0.01: it is summed with alpha 0.0005";
    assert!(
        out.contains("What explains it: the gradient is not divided"),
        "{out}"
    );
    assert!(out.contains(summed) && out.contains("Confirmed: "), "{out}");
    let (_, out, _) = check(&log("summed_with_other_alpha", 12), START);
    assert!(
        out.contains(summed) && out.contains("- alpha is 0.016, not 0.01"),
        "{out}"
    );
    assert!(
        out.contains("log up to update 18") && !out.contains("no log can tell"),
        "{out}"
    );
}

#[test]
fn another_batch_size_is_named_and_confirmed_by_its_own_epoch() {
    let (_, out, _) = check(&log("batch_size_64", 24), START);
    assert!(
        out.contains("the mini-batches have 64 samples, not 32"),
        "{out}"
    );
    assert!(out.contains("the end of an epoch (update 7)"), "{out}");
    let (_, out, _) = check(&log("batch_size_1", 410), START);
    assert!(
        out.contains("each sample moves the weights on its own"),
        "{out}"
    );
    assert!(out.contains("or compare with --batch-size 1."), "{out}");
    assert!(out.contains("the end of an epoch (update 400)"), "{out}");
    let (_, out, _) = check(&log("batch_size_1", 100), START);
    assert!(
        !out.contains("Confirmed") && out.contains("log up to update 405"),
        "{out}"
    );
}

/// Returns the first rows of a log, with numbers in place of those of one row that are not finite.
fn diverging(slip: &str, rows: usize, row: usize) -> String {
    let text = log(slip, rows);
    let mut lines: Vec<&str> = text.lines().collect();
    lines[row] = r#"{"update": 20, "loss": NaN, "weights": [NaN, -Infinity, 1.5]}"#;
    lines.join("\n")
}

#[test]
fn rows_before_the_first_number_that_is_not_finite_are_compared() {
    let (code, out, _) = check(&diverging("summed", 24, 19), START);
    assert!(
        code == 1 && out.contains("What explains it: the gradient is summed"),
        "{out}"
    );
    let from = "From update 20 (line 20) on, your numbers are not finite";
    assert!(
        out.contains("19 rows, updates 1 to 19") && out.contains(from),
        "{out}"
    );
    let (code, out, _) = check(&diverging("none", 24, 19), START);
    assert!(
        code == 1 && out.contains("part at update 20 (line 20): W0 is NaN"),
        "{out}"
    );
    assert!(
        out.contains("All rows before agree.") && out.contains(from),
        "{out}"
    );
    let (code, out, _) = check("update,loss\n1,nan\n", START);
    assert!(
        code == 1 && out.contains("the loss is NaN, the reference has 31.7"),
        "{out}"
    );
}
