//! Tests one file of `tests/data` for each way of writing a table.

use sgdscope::input::{Table, open};

use crate::{file, options, path, text};

/// Values of x1 in the first two rows of most files.
const X1: [f64; 2] = [1.5, 0.25];
const X2: [f64; 2] = [-2.0, 300.0];

/// Checks that the rows `X1` and `X2` were read, and checks the names of the columns and classes.
fn check(table: &Table, names: [&str; 3], classes: [&str; 2]) {
    assert_eq!(table.x1[..2], X1, "{}", table.name);
    assert_eq!(table.x2[..2], X2, "{}", table.name);
    assert_eq!(table.labels[..2], [0.0, 1.0], "{}", table.name);
    assert_eq!(table.column_names, names, "{}", table.name);
    assert_eq!(table.classes, classes, "{}", table.name);
    assert_eq!(table.skipped, 0);
    assert_eq!(table.x1.len(), table.x2.len());
    assert_eq!(table.x1.len(), table.labels.len());
}

#[test]
fn commas() {
    let table = file("comma.csv", "");
    check(&table, ["x1", "x2", "label"], ["0", "1"]);
    assert_eq!(table.name, "comma");
    assert_eq!(table.x1[2].to_bits(), (-0.0_f64).to_bits());
    assert_eq!((table.x2[2], table.labels[2]), (7.0, 1.0));
}

#[test]
fn no_header() {
    let table = file("no_header.csv", "");
    check(&table, ["column 1", "column 2", "column 3"], ["0", "1"]);
    assert_eq!(table.x1.len(), 3);
}

#[test]
fn semicolons_and_decimal_commas() {
    let table = file("semicolon.csv", "");
    check(&table, ["width", "height", "kind"], ["round", "square"]);
    assert_eq!((table.x1[2], table.x2[2]), (-0.5, 7.0));
}

#[test]
fn tabs() {
    check(&file("tab.csv", ""), ["x", "y", "class"], ["a thing", "b"]);
}

#[test]
fn columns_aligned_with_spaces() {
    let table = file("space.csv", "");
    assert_eq!(table.x1, [1.5, 10.25, 3.0]);
    assert_eq!(table.x2, [-2.0, 300.0, 4.0]);
    assert_eq!(table.column_names, ["x1", "x2", "label"]);
    assert_eq!(table.classes, ["a thing", "b"]);
}

#[test]
fn aligned_columns_across_chunks() {
    let rows = "   1.5     \"a  b\"  \t -2  a \n 0.25  c      300   b\n".repeat(9000);
    let table = text(rows, "x=1 y=3 label=4").unwrap();
    assert_eq!(table.x1, X1.repeat(9000));
    assert_eq!(table.x2, X2.repeat(9000));
    assert_eq!(table.labels, [0.0, 1.0].repeat(9000));
}

#[test]
fn quotes_in_aligned_columns() {
    let table = text("1 2 \"a  \"\"x\"\"  b\"\n3   4 c\n", "").unwrap();
    assert_eq!(table.classes, ["a  \"x\"  b", "c"]);
}

#[test]
fn byte_order_mark_and_line_ends_of_windows() {
    check(&file("bom_crlf.csv", ""), ["x1", "x2", "label"], ["0", "1"]);
    check(
        &file("bom_comment.csv", ""),
        ["x1", "x2", "label"],
        ["0", "1"],
    );
}

#[test]
fn carriage_returns_alone() {
    check(
        &file("carriage_returns.csv", ""),
        ["x1", "x2", "label"],
        ["0", "1"],
    );
}

#[test]
fn comments_and_blank_lines() {
    let table = file("comments.csv", "");
    check(&table, ["x1", "x2", "label"], ["0", "1"]);
    assert_eq!(table.x1.len(), 2);
}

#[test]
fn quoted_fields() {
    let table = file("quoted.csv", "");
    check(&table, ["x", "y", "class"], ["one\\nline, more", "two"]);
    assert_eq!((table.x1[2], table.x2[2]), (3.0, 4.0));
}

#[test]
fn spaces_around_fields() {
    check(
        &file("spaces.csv", ""),
        ["x1", "x2", "label"],
        ["no", "yes"],
    );
}

#[test]
fn the_index_of_pandas_is_not_taken() {
    check(
        &file("pandas_index.csv", ""),
        ["height", "weight", "sex"],
        ["f", "m"],
    );
    check(&file("pandas_numbers.csv", ""), ["0", "1", "2"], ["f", "m"]);
}

#[test]
fn the_names_of_rows_of_r_are_not_taken() {
    check(
        &file("write_table.csv", ""),
        ["height", "weight", "sex"],
        ["f", "m"],
    );
    let table = file("write_table.csv", "x=height y=3 label=sex");
    check(&table, ["height", "weight", "sex"], ["f", "m"]);
}

#[test]
fn empty_fields_at_the_end() {
    check(&file("trailing.csv", ""), ["x1", "x2", "label"], ["0", "1"]);
    let table = text("a,b,c,\n1.5,-2,no,\n0.25,300,yes,\n", "").unwrap();
    check(&table, ["a", "b", "c"], ["no", "yes"]);
}

#[test]
fn bytes_that_are_no_utf8_are_windows_1252() {
    let table = file("latin1.csv", "");
    assert_eq!(table.x1, X1);
    assert_eq!(table.column_names, ["größe", "höhe", "art"]);
    assert_eq!(table.classes, ["grön", "grün"]);
    assert_eq!(table.labels.iter().sum::<f64>(), 1.0);
    assert_eq!(table.reading.encoding, Some("windows-1252"));
}

#[test]
fn nothing_in_a_file_can_write_to_the_terminal() {
    let table = file("hostile.csv", "");
    assert_eq!(
        table.column_names,
        [r"a\u{1b}[2J\u{202e}", r"b\u{9b}31m\u{200b}", r"c\u{7}"]
    );
    assert_eq!(
        table.classes,
        [r"x\u{1b}]0;owned\u{7}", r"y\u{feff}\u{2028}\u{7f}"]
    );
}

#[test]
fn labels_of_every_kind() {
    let labels = |name: &str| {
        let table = file(&format!("labels_{name}.csv"), "");
        (table.labels, table.classes)
    };
    let classes = |zero: &str, one: &str| [zero.to_owned(), one.to_owned()];
    let (first_is_one, first_is_zero) = (vec![1.0, 0.0, 1.0, 0.0], vec![0.0, 1.0, 0.0, 1.0]);
    assert_eq!(labels("signs"), (first_is_one.clone(), classes("-1", "1")));
    assert_eq!(labels("one_two"), (first_is_one.clone(), classes("1", "2")));
    assert_eq!(
        labels("zeros"),
        (first_is_zero.clone(), classes("0.0", "1"))
    );
    assert_eq!(
        labels("truth"),
        (first_is_one.clone(), classes("FALSE", "True"))
    );
    assert_eq!(
        labels("words"),
        (first_is_one.clone(), classes("No", "yes"))
    );
    assert_eq!(labels("tens"), (first_is_zero, classes("9", "10")));
    assert_eq!(labels("mixed"), (first_is_one, classes("1", "b")));
}

#[test]
fn many_spellings_are_one_class() {
    let row = |n| format!("1,2,{}1.{}\n", " ".repeat(n % 7), "0".repeat(n));
    let rows = (0..100).map(row).collect::<Vec<_>>().concat();
    let table = text(rows + "1,2,0\n", "").unwrap();
    assert_eq!(table.labels.iter().sum::<f64>(), 100.0);
}

#[test]
fn long_fields_are_no_trouble() {
    let note = "n, \"\"x\"\"\n".repeat(50_000);
    let rows = format!("1.5,-2,a,\"{note}\"\n0.25,300,b,\"{note}\"\n");
    let table = text(rows, "").unwrap();
    check(&table, ["column 1", "column 2", "column 3"], ["a", "b"]);
}

#[test]
fn many_columns_are_no_trouble() {
    let row = |x1: f64, x2: f64, label| format!("{x1},{x2},{}{label}\n", "0,".repeat(5000));
    let rows = row(1.5, -2.0, 'a') + &row(0.25, 300.0, 'b');
    let table = text(rows, "label=5003").unwrap();
    check(&table, ["column 1", "column 2", "column 5003"], ["a", "b"]);
}

#[test]
fn the_progress_of_a_file_is_shown() {
    let rows = "1.5,-2,a\n0.25,300,b\n".repeat(200_000);
    let shares = std::cell::RefCell::new(Vec::new());
    let show = |share| shares.borrow_mut().push(share);
    let size = Some(rows.len() as u64);
    let table = sgdscope::input::read("x", rows.as_bytes(), size, &options(""), &show).unwrap();
    assert_eq!(table.x1.len(), 400_000);
    let shares = shares.into_inner();
    assert!(shares.len() >= 3 && shares.is_sorted(), "{shares:?}");
    assert!(
        shares[0] > 0.0 && shares[0] < 0.5 && shares.ends_with(&[1.0]),
        "{shares:?}"
    );
}

#[test]
fn a_table_is_called_as_its_file() {
    let name = |name: &str| {
        let rows: &[u8] = b"1,2,a\n3,4,b\n";
        sgdscope::input::read(name, rows, None, &options(""), &|_| ())
            .unwrap()
            .name
    };
    assert_eq!(name("some/where/points.2024.csv"), "points.2024");
    assert_eq!(name("stdin"), "stdin");
    assert_eq!(name("a\x1b[2J\u{202e}.csv"), r"a\u{1b}[2J\u{202e}");
    assert_eq!(name(".csv"), ".csv");
    assert!(open(&path("comma.csv"), &options(""), &|_| ()).is_ok());
}
