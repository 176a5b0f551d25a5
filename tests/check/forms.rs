//! Tests the forms that a log may have.

use std::fmt::Write as _;

use super::{START, check, log};

/// Weights and losses of the first rows of the right program.
fn rows(count: usize) -> Vec<(String, Vec<String>)> {
    let text = log("none", count);
    let rows = text.lines().map(|line| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let weights = row["weights"].as_array().unwrap();
        (
            row["loss"].to_string(),
            weights.iter().map(ToString::to_string).collect(),
        )
    });
    rows.collect()
}

fn agrees(text: &str, counted: &str) {
    let (code, out, err) = check(text, START);
    assert!(code == 0 && out.contains(counted), "{text}\n{out}{err}");
}

#[test]
fn columns_are_read_with_any_separator() {
    for separator in [",", ";", "\t", "   "] {
        let mut text = ["update", "loss", "W0", "w1", "w_2"].join(separator) + "\n";
        for (place, (loss, weights)) in rows(14).into_iter().enumerate() {
            let values = [(place + 1).to_string(), loss, weights.join(separator)];
            text += &(values.join(separator) + "\r\n");
        }
        agrees(&text, "14 rows, updates 1 to 14: weights and loss");
        agrees(
            &format!("\u{feff}# a comment\n\n# {text}"),
            "14 rows, updates 1 to 14",
        );
    }
}

#[test]
fn weights_are_read_as_a_list_or_one_by_one() {
    for form in [
        "[A, B, C]",
        "[A B C]",
        "\"[A, B, C]\"",
        "[[A], [B], [C]]",
        "[np.float64(A) np.float64(B) np.float64(C)]",
    ] {
        let mut text = "step,weights\n".to_owned();
        for (place, (_, weights)) in rows(14).into_iter().enumerate() {
            let list = form.replace('A', &weights[0]).replace('B', &weights[1]);
            let list = list.replace('C', &weights[2]);
            writeln!(text, "{},{list}", place + 1).unwrap();
        }
        agrees(&text, "updates 1 to 14: weights,");
    }
    for names in [
        ["b", "w1", "w2"],
        ["bias", "w0", "w1"],
        ["w[0]", "w[1]", "w[2]"],
    ] {
        let mut text = format!("iteration,{}\n", names.join(","));
        for (place, (_, weights)) in rows(14).into_iter().enumerate() {
            writeln!(text, "{},{}", place + 1, weights.join(",")).unwrap();
        }
        agrees(&text, "updates 1 to 14: weights,");
    }
    let mut text = String::new();
    for (place, (_, weights)) in rows(14).into_iter().enumerate() {
        let [b, w1, w2] = [&weights[0], &weights[1], &weights[2]];
        writeln!(
            text,
            "{{\"update\": {}.0, \"b\": {b}, \"w\": [{w1}, {w2}], \"note\": {{}}}}",
            place + 1
        )
        .unwrap();
    }
    agrees(&text, "updates 1 to 14: weights,");
}

#[test]
fn any_subset_and_any_rows_are_compared() {
    let rows = rows(20);
    let of = |places: &[usize], column: usize| {
        let line = |place: &usize| format!("{} {}\n", place + 1, rows[*place].1[column]);
        format!(
            "update w{column}\n{}",
            places.iter().map(line).collect::<String>()
        )
    };
    agrees(&of(&[3, 4, 12, 19], 1), "4 rows, updates 4 to 20: weights,");
    agrees(&of(&[12], 2), "1 row, update 13: weights,");
    let losses: Vec<&str> = rows.iter().map(|(loss, _)| loss.as_str()).collect();
    let losses = losses.join("\n");
    agrees(&format!("loss\n{losses}"), "20 rows, updates 1 to 20: loss");
    agrees(
        &format!("loss\n{losses}"),
        "the rows have no numbers and were counted as updates",
    );
}

#[test]
fn the_first_update_may_be_called_0_and_the_start_may_be_given() {
    let rows = rows(14);
    let line = |number: usize, place: usize| format!("{number},{}\n", rows[place].1.join(","));
    let from_zero: String = (0..14).map(|place| line(place, place)).collect();
    let text = format!("update,w0,w1,w2\n{from_zero}");
    agrees(
        &text,
        "updates 1 to 14: weights, up to 6 digits; update 0 of the log is taken for the first update",
    );
    let from_one: String = (0..14).map(|place| line(place + 1, place)).collect();
    agrees(
        &format!("update,w0,w1,w2\n0,0,-1,-1\n{from_one}"),
        "15 rows, updates 0 to 14",
    );
}

#[test]
fn updates_may_be_numbered_anew_in_each_epoch() {
    for (name, first) in [("batch", 0), ("iteration", 1)] {
        let mut text = format!("epoch,{name},w0,w1,w2\n");
        for (place, (_, weights)) in rows(20).into_iter().enumerate() {
            let (epoch, number) = (place / 13, place % 13 + first);
            writeln!(text, "{epoch},{number},{}", weights.join(",")).unwrap();
        }
        agrees(&text, "20 rows, updates 1 to 20: weights,");
    }
    // A column that does not begin with 0 or 1 is the batch size.
    let text = "epoch,batch,w0,w1,w2\n1,32,0,0,0\n2,32,0,0,0\n";
    let (_, out, _) = check(text, START);
    assert!(out.contains("2 rows, epochs 1 to 2"), "{out}");
}

#[test]
fn another_start_is_told() {
    let log = "update,w0,w1,w2\n0,0.25,-1,0.5\n1,0.26,-1.1,0.51\n";
    let (code, out, _) = check(log, START);
    assert!(
        code == 1 && out.contains("compare with --init=0.25,-1,0.5"),
        "{out}"
    );
}
