//! Tests that a table written in any dialect is read back to equal bits.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;

use crate::text;

/// Way of writing a table.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is one way of writing")]
struct Dialect {
    delimiter: &'static str,
    line_end: &'static str,
    has_header: bool,
    has_mark: bool,
    decimal_comma: bool,
    quotes_all: bool,
    padding: usize,
    /// A comment and a blank line are written before the first row of each group of this number of rows.
    interrupted_every: usize,
    ends_in_line_end: bool,
}

fn dialect() -> impl Strategy<Value = Dialect> {
    let flags = (
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
    );
    let delimiters = prop::sample::select(vec![",", ";", "\t", " ", "|"]);
    let line_ends = prop::sample::select(vec!["\n", "\r\n", "\r"]);
    (delimiters, line_ends, flags, 0..3_usize, 1..9_usize).prop_map(
        |(delimiter, line_end, flags, padding, interrupted_every)| Dialect {
            delimiter,
            line_end,
            has_header: flags.0,
            has_mark: flags.1,
            decimal_comma: flags.2 && delimiter != ",",
            quotes_all: flags.3,
            ends_in_line_end: flags.4,
            // If the space is not the delimiter, a quote after spaces is taken for text, so quoted fields
            // have no padding.
            padding: if flags.3 && delimiter != " " {
                0
            } else {
                padding
            },
            interrupted_every,
        },
    )
}

impl Dialect {
    fn write(&self, rows: &[(f64, f64, bool)], classes: &[String; 2]) -> String {
        let mut lines = Vec::new();
        if self.has_header {
            lines.push(self.row(&["x1", "x2", "label"].map(str::to_owned)));
        }
        for (place, &(x1, x2, label)) in rows.iter().enumerate() {
            if place % self.interrupted_every == 0 {
                lines.extend(["# a \"comment\", 1".to_owned(), String::new()]);
            }
            // Lines in a field end as the rows do, because rows may end in a carriage return alone.
            let class = classes[usize::from(label)].replace('\n', self.line_end);
            lines.push(self.row(&[self.number(x1), self.number(x2), class]));
        }
        let mark = if self.has_mark { "\u{feff}" } else { "" };
        let end = if self.ends_in_line_end {
            self.line_end
        } else {
            ""
        };
        format!("{mark}{}{end}", lines.join(self.line_end))
    }

    fn number(&self, number: f64) -> String {
        let text = format!("{number:?}");
        if self.decimal_comma {
            text.replace('.', ",")
        } else {
            text
        }
    }

    fn row(&self, fields: &[String]) -> String {
        let padding = " ".repeat(self.padding);
        let field = |field: &String| {
            let special = field.contains([',', ';', '\t', ' ', '|', '"', '\r', '\n']);
            if self.quotes_all || special {
                format!("\"{}\"", field.replace('"', "\"\""))
            } else {
                format!("{padding}{field}{padding}")
            }
        };
        fields
            .iter()
            .map(field)
            .collect::<Vec<_>>()
            .join(self.delimiter)
    }
}

/// Ways in which a program can keep a text.
#[derive(Debug, Clone, Copy)]
enum Encoding {
    Utf8,
    Utf16(fn(u16) -> [u8; 2]),
    Gzip,
}

impl Encoding {
    fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Utf16(bytes) => {
                let text = text.trim_start_matches('\u{feff}');
                let units = ['\u{feff}'].into_iter().chain(text.chars());
                let units: Vec<u16> = units.collect::<String>().encode_utf16().collect();
                units.into_iter().flat_map(bytes).collect()
            }
            Self::Gzip => {
                let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
                packed.write_all(text.as_bytes()).unwrap();
                packed.finish().unwrap()
            }
        }
    }
}

fn encoding() -> impl Strategy<Value = Encoding> {
    prop::sample::select(vec![
        Encoding::Utf8,
        Encoding::Utf16(u16::to_le_bytes),
        Encoding::Utf16(u16::to_be_bytes),
        Encoding::Gzip,
    ])
}

/// Writes a number of hundredths with marks that group its digits by three, and a decimal mark.
fn grouped(hundredths: i64, group: &str, decimal: char) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let digits = (hundredths.abs() / 100).to_string();
    let first = digits.len() % 3;
    let (first, rest) = digits.split_at(first);
    let rest = rest.as_bytes().chunks(3).map(String::from_utf8_lossy);
    let parts: Vec<_> = [first.into()].into_iter().chain(rest).collect();
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let cents = hundredths.abs() % 100;
    format!("{sign}{}{decimal}{cents:02}", parts.join(group))
}

fn rows() -> impl Strategy<Value = Vec<(f64, f64, bool)>> {
    let coordinate = || {
        let any = any::<f64>().prop_filter("within the limits", |x| x.abs() <= 1e150);
        prop_oneof![any, -100.0..100.0, (-9_i8..9).prop_map(f64::from)]
    };
    let row = (coordinate(), coordinate(), any::<bool>());
    prop::collection::vec(row, 2..150).prop_filter("both classes", |rows| {
        rows.iter().any(|row| row.2) && rows.iter().any(|row| !row.2)
    })
}

fn classes() -> impl Strategy<Value = [String; 2]> {
    prop::sample::select(vec![
        ["0", "1"],
        ["-1", "1"],
        ["1", "2"],
        ["false", "true"],
        ["no", "yes"],
        ["a b, c; d", "a \"b\"\nc"],
        ["grün", "rot"],
    ])
    .prop_map(|names| names.map(str::to_owned))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_table_reads_back(
        dialect in dialect(),
        encoding in encoding(),
        rows in rows(),
        classes in classes(),
    ) {
        let written = dialect.write(&rows, &classes);
        let bytes = encoding.encode(&written);
        let table = text(&bytes, "").map_err(|error| TestCaseError::fail(format!("{error}\n{written}")))?;
        let bits = |column: &[f64]| column.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        prop_assert_eq!(bits(&table.x1), rows.iter().map(|row| row.0.to_bits()).collect::<Vec<_>>());
        prop_assert_eq!(bits(&table.x2), rows.iter().map(|row| row.1.to_bits()).collect::<Vec<_>>());
        // Class 1 of the table may be either of the two names.
        let is_one = |label: bool| f64::from(u8::from(label == (is_called(&table.classes[1], &classes[1]))));
        prop_assert_eq!(&table.labels, &rows.iter().map(|row| is_one(row.2)).collect::<Vec<_>>());
        prop_assert_eq!(table.skipped, 0);
    }

    #[test]
    fn grouped_numbers_read_back(
        rows in prop::collection::vec((-99_999_999_999_i64..99_999_999_999, -9999_i64..9999), 2..50),
        marks in prop::sample::select(vec![
            (",", '.'), (".", ','), (" ", '.'), (" ", ','), ("'", '.'), ("\u{a0}", ','), ("\u{202f}", ','),
        ]),
        delimiter in prop::sample::select(vec![";", "\t", "|"]),
        affix in prop::sample::select(vec!["", "%", " €"]),
    ) {
        let (group, decimal) = marks;
        let mut written = ["x1", "x2", "label\n"].join(delimiter);
        for (place, (x1, x2)) in rows.iter().enumerate() {
            let [x1, x2] = [x1, x2].map(|number| grouped(*number, group, decimal) + affix);
            written += &[x1, x2, format!("{}\n", place % 2)].join(delimiter);
        }
        let table = text(&written, "").map_err(|error| TestCaseError::fail(format!("{error}\n{written}")))?;
        let value = |hundredths: i64| format!("{hundredths}e-2").parse::<f64>().unwrap();
        prop_assert_eq!(&table.x1, &rows.iter().map(|row| value(row.0)).collect::<Vec<_>>(), "{}", written);
        prop_assert_eq!(&table.x2, &rows.iter().map(|row| value(row.1)).collect::<Vec<_>>(), "{}", written);
    }
}

/// Returns whether `shown` is the way in which `class` is shown, whatever the lines of the class end in.
fn is_called(shown: &str, class: &str) -> bool {
    shown.replace("\\r\\n", "\\n") == class.replace('\n', "\\n")
}
