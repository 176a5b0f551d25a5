//! Tests the options of a table: its columns, its delimiter and its positive class.

use sgdscope::input::{ColumnName, Delimiter, open};

use crate::{file, options, path, text};

#[test]
fn columns_by_name_or_number() {
    let iris = file("iris.csv", "positive=Iris-setosa");
    assert_eq!(
        iris.column_names,
        ["SepalLengthCm", "SepalWidthCm", "Species"]
    );
    assert_eq!(iris.labels, [1.0, 0.0, 0.0, 1.0]);
    assert_eq!(iris.classes, ["not Iris-setosa", "Iris-setosa"]);
    let iris = file("iris.csv", "x=petallengthcm y=5 positive=Iris-virginica");
    assert_eq!(
        iris.column_names,
        ["PetalLengthCm", "PetalWidthCm", "Species"]
    );
    assert_eq!(iris.x1, [1.4, 4.7, 6.0, 1.4]);
    assert_eq!(iris.labels, [0.0, 0.0, 1.0, 0.0]);
    let table = file("no_header.csv", "label=1 positive=1.5");
    assert_eq!(table.column_names, ["column 2", "column 3", "column 1"]);
    let table = file("no_header.csv", "x=4");
    assert_eq!(table.column_names, ["column 4", "column 1", "column 3"]);
}

#[test]
fn y_is_a_label_beside_x1_and_x2() {
    let table = file("named_y.csv", "");
    assert_eq!(table.column_names, ["x1", "x2", "y"]);
    assert_eq!((table.x1, table.x2), (vec![1.5, 0.25], vec![-2.0, 300.0]));
    let table = text("x,y,z\n1,0,3\n2,1,4\n", "label=y").unwrap();
    assert_eq!(table.column_names, ["x", "z", "y"]);
    let table = text("x,y,label\n1,0,3\n2,1,4\n", "x=y").unwrap();
    assert_eq!(table.column_names, ["y", "x", "label"]);
    let table = file("named_y.csv", "label=note");
    assert_eq!(table.column_names, ["x1", "x2", "note"]);
    assert_eq!(table.labels, [1.0, 0.0]);
}

#[test]
fn a_number_that_is_the_name_of_another_column_is_refused() {
    // The first column is called 2. No column is called 3, so 3 means the third column.
    let error = open(&path("numbered_names.csv"), &options("x=2 y=3"), &|_| ()).unwrap_err();
    let said = error.to_string();
    assert!(
        said.contains("column 2 (width), and column 1 (2) is named 2"),
        "{said}"
    );
    assert!(
        said.ends_with("say --x \"column 2\" or --x \"column 1\""),
        "{said}"
    );
    for (number, name) in [(1, "2"), (2, "width")] {
        let mut options = options("y=3");
        options.x = Some(format!("column {number}").parse().unwrap());
        let table = open(&path("numbered_names.csv"), &options, &|_| ()).unwrap();
        assert_eq!(table.column_names, [name, "depth", "kind"]);
    }
}

#[test]
fn an_exact_name_wins_over_one_in_another_case() {
    let table = text("a,A,c\n1,2,0\n3,4,1\n", "x=A y=a").unwrap();
    assert_eq!(table.x1, [2.0, 4.0]);
}

#[test]
fn a_header_with_one_number_in_it_is_told_by_a_chosen_name() {
    let rows = "0,1,kind\n5,6,7\n8,9,10\n";
    assert_eq!(text(rows, "label=kind").unwrap().x1, [5.0, 8.0]);
}

#[test]
fn a_bad_first_row_is_no_header() {
    let table = text("1,abc,cat\n3,4,cat\n5,6,dog\n", "skip-bad").unwrap();
    assert_eq!((table.x1, table.skipped), (vec![3.0, 5.0], 1));
}

#[test]
fn delimiter_given() {
    // By default the delimiter of these rows is the semicolon.
    let rows = "1,5;2,5;3,0\n2,5;1,5;4,0\n";
    assert_eq!(text(rows, "").unwrap().x1, [1.5, 2.5]);
    let table = text(rows, "delimiter=comma x=1 y=4 label=2").unwrap();
    assert_eq!((table.x1, table.x2), (vec![1.0, 2.0], vec![0.0, 0.0]));
}

#[test]
fn delimiters_that_could_be_others() {
    for (rows, x2) in [
        ("1, 2, 0\n3, 4, 1\n", 2.0),
        ("1,5 2,5 0\n3,5 4,5 1\n", 2.5),
        ("1,2,a 1 2 3 4 5 6\n3,4,a 1 2 3 4 5 6 7\n", 2.0),
        ("1.5\t2.5\ta b\n3.5\t4.5\tc d\n", 2.5),
        (
            "2020-01-01 10:00,1.5,2.5,a;b;c\n2020-01-02 10:00,3.5,4.5,d\n",
            2.5,
        ),
    ] {
        let words = if rows.starts_with("2020") {
            "x=2 y=3 label=4"
        } else {
            ""
        };
        assert_eq!(text(rows, words).unwrap().x2[0], x2, "{rows}");
    }
}

#[test]
fn the_positive_class() {
    let rows = "1,2,1\n3,4,2\n5,6,0\n";
    let table = text(rows, "positive=1.0").unwrap();
    assert_eq!(
        (table.labels, table.classes),
        (vec![1.0, 0.0, 0.0], ["not 1".to_owned(), "1".to_owned()])
    );
    let table = text("1,2,a\n3,4,b\n", "positive=a").unwrap();
    assert_eq!(
        (table.labels, table.classes),
        (vec![1.0, 0.0], ["b".to_owned(), "a".to_owned()])
    );
    let table = text("1,2,TRUE\n3,4,false\n", "positive=False").unwrap();
    assert_eq!(table.labels, [0.0, 1.0]);
}

#[test]
fn bad_rows_are_passed_over_and_counted() {
    let table = file("missing.csv", "skip-bad");
    assert_eq!(table.x1, [1.5, 0.25]);
    assert_eq!(table.labels, [0.0, 1.0]);
    assert_eq!(table.skipped, 10);
}

#[test]
fn options_read_back() {
    for typed in [
        ",",
        ";",
        "\t",
        "\\t",
        " ",
        "comma",
        "semicolon",
        "tab",
        "space",
        "|",
        "pipe",
    ] {
        let delimiter: Delimiter = typed.parse().unwrap();
        assert_eq!(delimiter.to_string().parse(), Ok(delimiter));
    }
    assert_eq!("tab".parse(), Ok(Delimiter::Tab));
    assert_eq!(" ".parse(), Ok(Delimiter::Space));
    let error = "/".parse::<Delimiter>().unwrap_err().to_string();
    assert_eq!(
        error,
        "must be comma, semicolon, tab, pipe or space; try semicolon"
    );
    let name: ColumnName = " petal length ".parse().unwrap();
    assert_eq!(name.to_string(), "petal length");
    assert_eq!(name.to_string().parse(), Ok(name));
    let error = " ".parse::<ColumnName>().unwrap_err().to_string();
    assert_eq!(
        error,
        "must be the name of a column in the header or its number from 1; try 1"
    );
}

#[test]
fn numbers_above_a_table_are_names_if_they_count_the_columns() {
    let table = text("label,0,1,2\na,1,2,3\nb,3,4,3\n", "").unwrap();
    assert_eq!(
        (table.x1, table.classes),
        (vec![1.0, 3.0], ["a", "b"].map(str::to_owned))
    );
    let table = text(
        "\"\",16.5,16.75\n71,0,1\n70,1,0\n69,2,1\n",
        "label=1 above=70",
    )
    .unwrap();
    assert_eq!(table.column_names[..2], ["16.5", "16.75"]);
}

#[test]
fn a_first_row_with_a_gap_is_no_header() {
    for rows in [
        ",1.5,2,a\n7,3,4,b\n8,5,6,a\n9,7,8,b\n",
        ",1.5,2,1\n7,3,4,0\n8,5,6,1\n9,7,8,0\n",
    ] {
        let table = text(rows, "").unwrap();
        assert_eq!(table.x1, [1.5, 3.0, 5.0, 7.0], "{:?}", table.reading);
    }
}

#[test]
fn codes_are_not_numbers_as_classes() {
    let rows = "x,y,zip\n1,2,01234\n2,1,1234\n3,1,1234.0\n";
    assert_eq!(text(rows, "").unwrap().classes, ["01234", "1234"]);
    let rows = "x,y,c\n1,2,9007199254740993\n2,1,9007199254740992\n";
    assert_eq!(text(rows, "label=c").unwrap().labels.len(), 2);
}

#[test]
fn apostrophes_quote_in_arff_after_blanks_too() {
    let rows = "@relation x\n@attribute x numeric\n@attribute y numeric\n@attribute class {'p q',b}\n\
                @data\n1, 2, 'p q'\n2, 3, b\n'3',3,'p q'\n";
    let table = text(rows, "").unwrap();
    assert_eq!(table.classes, ["b", "p q"]);
    assert_eq!(table.labels, [1.0, 0.0, 1.0]);
}
