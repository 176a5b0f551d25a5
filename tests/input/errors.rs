//! Tests the message of every error: the value, its place and the remedy.

use std::fs;
use std::io::{self, Read};

use sgdscope::input::error::{Fault, Problem};
use sgdscope::input::{open, read};

use crate::{complaint, file, options, path, text};

/// Returns the error message for a file.
fn said(path: &str) -> String {
    open(path, &options(""), &|_| ()).unwrap_err().to_string()
}

#[test]
fn files_that_cannot_be_read() {
    let missing = path("none\x1b[2J.csv");
    let shown = missing.replace('\x1b', r"\u{1b}");
    let remedy = "there is no such file; check its name and folder";
    assert_eq!(said(&missing), format!("{shown}: {remedy}"));
    let folder = path("");
    assert_eq!(
        said(&folder),
        format!("{folder} is a folder; name a file in it")
    );
    let error = |kind: io::ErrorKind| {
        let source = io::empty().chain(Failing(kind));
        read("x.csv", source, None, &options(""), &|_| ())
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        error(io::ErrorKind::PermissionDenied),
        "x.csv may not be read; change that with chmod u+r, or ask its owner"
    );
    assert_eq!(
        error(io::ErrorKind::TimedOut),
        "x.csv cannot be read: timed out; try a copy of it"
    );
}

/// Source whose reads fail with this kind of error.
struct Failing(io::ErrorKind);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(self.0.into())
    }
}

#[test]
fn a_source_that_fails_in_its_midst() {
    let rows = "1,2,a\n3,4,b\n".repeat(20_000);
    let source = rows.as_bytes().chain(Failing(io::ErrorKind::TimedOut));
    let error = read("x", source, None, &options(""), &|_| ()).unwrap_err();
    assert_eq!(
        error.problem(),
        &Problem::Unreadable("timed out".to_owned())
    );
}

#[test]
fn a_source_that_is_interrupted_is_read_on() {
    struct Interrupted<'a>(&'a [u8], bool);
    impl Read for Interrupted<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.1 = !self.1;
            if self.1 {
                return Err(io::ErrorKind::Interrupted.into());
            }
            // Reads one byte at a time, so that the text is cut at every possible place.
            self.0.read(&mut buffer[..1])
        }
    }
    let bytes = fs::read(path("quoted.csv")).unwrap();
    let table = read(
        "quoted",
        Interrupted(&bytes, false),
        None,
        &options(""),
        &|_| (),
    );
    assert_eq!(table.unwrap(), file("quoted.csv", ""));
}

#[test]
fn no_rows() {
    // Blank rows and rows that contain only delimiters do not count as rows.
    let none = "points.csv has no rows; give it at least 2, each with two numbers and a label";
    for rows in ["", "\n\n", "# x\n", "x1,x2,label\n", "\u{feff}", " \n\t\n"] {
        assert_eq!(complaint(rows, ""), none, "{rows:?}");
    }
    assert_eq!(complaint(",,\n,\" \"\n", "delimiter=comma"), none);
    assert_eq!(
        complaint("1,2,a\n", ""),
        "points.csv has only one row that can be used; give it at least 2"
    );
    assert_eq!(
        complaint("1,2,a\n?,2,a\n", "skip-bad"),
        "points.csv has only one row that can be used (1 passed over); give it at least 2"
    );
}

#[test]
fn bytes_that_are_no_text() {
    let utf16: Vec<u8> = "1,2,a\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(
        complaint(utf16, ""),
        "points.csv is not text (it has bytes of 0); save it as CSV in UTF-8"
    );
}

#[test]
fn bad_rows() {
    let remedy = "mend it, or pass over such rows with --skip-bad";
    for (row, fault) in [
        ("n/a,1,a", "column 1 (height): \"n/a\" is not a number"),
        (",1,a", "column 1 (height): there is no number"),
        (
            "1,\"1,5\",a",
            "column 2 (x\\u{1b}): \"1,5\" is not a number",
        ),
        ("1,nan,a", "column 2 (x\\u{1b}): \"nan\" is not a number"),
        ("1,-inf,a", "column 2 (x\\u{1b}): \"-inf\" is not finite"),
        ("1,1e400,a", "column 2 (x\\u{1b}): \"1e400\" is not finite"),
        (
            "1,-2e150,a",
            "column 2 (x\\u{1b}): \"-2e150\" is not within ±1e150, where squares stay finite",
        ),
        ("1,2,", "column 3: there is no label"),
        ("1,2,NA", "column 3: there is no label"),
        ("1", "column 2 (x\\u{1b}): the row ends before it"),
        ("1,2", "column 3: the row ends before it"),
        (
            "\u{1b}[31mred,2,a",
            "column 1 (height): \"\\u{1b}[31mred\" is not a number",
        ),
    ] {
        let rows = format!("# c\nheight,x\x1b,\n\"1\",2,\"a\n\"\r\n{row}\n5,6,b\n");
        assert_eq!(
            complaint(rows, "label=3"),
            format!("points.csv line 5, {fault}; {remedy}")
        );
    }
    assert_eq!(
        complaint("1,2,a\n3,4,b\n1,2,3,4,5\n", ""),
        format!("points.csv line 3: there are 5 fields instead of 3; {remedy}")
    );
    // The message names the line on which the row begins.
    assert_eq!(
        complaint("1,2,a\n\n3,x,\"b\n\n\"\n5,6,b\n", ""),
        format!("points.csv line 3, column 2: \"x\" is not a number; {remedy}")
    );
    assert_eq!(
        complaint("1,5;2;a\n3,;2;b\n4,5;6;b\n", ""),
        format!("points.csv line 2, column 1: \"3,\" is not a number; {remedy}")
    );
    // The extra field comes from a decimal comma between delimiter commas, and is not taken for a row name.
    assert_eq!(
        complaint("x,y,label\n1,5,2,a\n2,5,3,b\n", ""),
        format!("points.csv line 2: there are 4 fields instead of 3; {remedy}")
    );
    let long = "y".repeat(2000);
    assert_eq!(
        complaint(format!("1,2,a\n1,2,{long}\n"), ""),
        format!(
            "points.csv line 2, column 3: the label \"{}…\" has more than 1024 bytes; {remedy}",
            &long[..40]
        )
    );
    assert_eq!(
        text("1,1e150,a\n1,-1e150,b\n", "").unwrap().x2,
        [1e150, -1e150]
    );
}

#[test]
fn lines_are_counted_whatever_ends_them() {
    for end in ["\n", "\r\n", "\r"] {
        for delimiter in [",", ";", "\t", "  "] {
            let rows = [
                "# c",
                "a,b,c",
                "",
                "1,2,a",
                "\"3\",4,\"b",
                "\"",
                "1,x,a",
                "",
            ];
            let rows = rows.join(end).replace(',', delimiter);
            let error = text(&rows, "").unwrap_err();
            let Problem::BadRow(bad) = error.problem() else {
                panic!("{error}");
            };
            assert_eq!((bad.line, bad.column.number), (7, 2), "{rows:?}");
            assert_eq!(bad.fault, Fault::NoNumber("x".to_owned()));
        }
    }
}

#[test]
fn all_rows_bad() {
    assert_eq!(
        complaint("x1,x2,label\n1,a,0\n1,b,1\n", "skip-bad"),
        "points.csv: none of its 2 rows can be used; the first, line 2, column 2 (x2): \"a\" is not a \
         number; check --x, --y, --label and --delimiter"
    );
}

#[test]
fn columns_that_are_not_there() {
    let rows = "height,width,kind\n1,2,a\n3,4,b\n";
    let listed = "choose one of 1 (height), 2 (width), 3 (kind)";
    for (words, what) in [
        ("x=depth\u{7}", "--x depth\\u{7}"),
        ("y=0", "--y 0"),
        ("label=4", "--label 4"),
    ] {
        assert_eq!(
            complaint(rows, words),
            format!("{what}: points.csv has no such column; {listed}")
        );
    }
    assert_eq!(
        complaint("1,2,a\n3,4,b\n", "y=width"),
        "--y width: points.csv has no such column and no header; choose one of 1, 2, 3"
    );
    assert_eq!(
        complaint(rows, "x=width label=2"),
        "--x and --label are both column 2 (width) of points.csv; choose two columns"
    );
    assert_eq!(
        complaint("height,name,kind\n1,z,a\n3,y,b\n", ""),
        "points.csv has no two columns of numbers beside the label; choose with --x, --y and --label \
         from 1 (height), 2 (name), 3 (kind)"
    );
    for (rows, found, delimiter) in [
        ("1,2\n3,4\n", 2, "comma"),
        ("1;2\n3;4\n", 2, "semicolon"),
        ("1|2|3\n3|4|5\n", 1, "comma"),
    ] {
        assert_eq!(
            complaint(rows, ""),
            format!(
                "points.csv has too few columns: {found}, with {delimiter} as the delimiter; it needs 3, \
                 two numbers and a label; choose another --delimiter"
            )
        );
    }
}

#[test]
fn classes_that_are_not_two() {
    assert_eq!(
        complaint("1,2,a\n3,4,a\n", ""),
        "points.csv has only one class, a; training needs two: choose another column with --label"
    );
    assert_eq!(
        complaint("1,2,a\n3,4,a\n", "positive=a"),
        complaint("1,2,a\n3,4,a\n", "")
    );
    assert_eq!(
        complaint("1,2,c\n3,4,a\n5,6,b\x1b\n", ""),
        "points.csv has 3 classes: a, b\\u{1b}, c; training needs two: say which is 1, the others being \
         0, for example --positive c"
    );
    let rows = (0..20)
        .map(|n| format!("1,2,it's {n:02}\n"))
        .collect::<Vec<_>>()
        .concat();
    let listed: Vec<String> = (0..10).map(|n| format!("it's {n:02}")).collect();
    assert_eq!(
        complaint(rows, "delimiter=comma"),
        format!(
            "points.csv has 20 classes: {}, …; training needs two: say which is 1, the others being 0, \
             for example --positive='it'\\''s 09'",
            listed.join(", ")
        )
    );
    assert_eq!(
        complaint("1,2,-1\n3,4,1\n", "positive=c\u{9b}"),
        "--positive c\\u{9b}: points.csv has no such class; it has -1, 1; try --positive 1"
    );
    let rows = (0..1001)
        .map(|n| format!("1,2,{n}\n"))
        .collect::<Vec<_>>()
        .concat();
    let many = "points.csv line 1001, column 3: there are more than 1000 classes; choose a column with \
                few of them with --label";
    assert_eq!(complaint(&rows, ""), many);
    assert_eq!(complaint(&rows, "skip-bad positive=1"), many);
}

#[test]
fn rows_without_an_end() {
    let never = "a quote (\") in this row is never closed; close it";
    assert_eq!(
        complaint("1,2,a\n3,4,b\n5,6,\"c\n7,8,a\n", "skip-bad"),
        format!("points.csv line 3: {never}")
    );
    let longer = "this row has more than 1048576 bytes or fields; look for a quote (\") in it that is \
                  not closed";
    let rows = format!("1,2,a\n3,4,b\n5,6,\"c\n{}", "7,8,a\n".repeat(200_000));
    assert_eq!(
        complaint(rows, "skip-bad"),
        format!("points.csv line 3: {longer}")
    );
    let rows = format!("1,2,a\n{}", ",".repeat(2_000_000));
    assert_eq!(
        complaint(rows, "skip-bad"),
        format!("points.csv line 2: {longer}")
    );
}
