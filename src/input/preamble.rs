//! Lines before the table that say how it is written: `sep=;` of spreadsheets, and the declarations of Weka's
//! ARFF.

use crate::input::error::Problem;
use crate::input::options::Delimiter;

/// What the lines before the table say.
#[derive(Debug, Default)]
pub struct Preamble {
    /// Numbers of bytes and of lines before the table.
    pub bytes: usize,
    pub lines: u64,
    pub delimiter: Option<Delimiter>,
    /// Names of the columns, if they are declared.
    pub names: Option<Vec<Vec<u8>>>,
    /// Byte that begins a comment, and byte that quotes; `None` for those of CSV.
    pub comment: Option<u8>,
    pub quote: Option<u8>,
}

impl Preamble {
    /// Reads the lines before the table at the start of a file.
    ///
    /// # Errors
    /// If it declares a kind of table that is not read: a sparse one.
    pub fn find(start: &[u8]) -> Result<Self, Problem> {
        if let Some(preamble) = separator(start) {
            return Ok(preamble);
        }
        let is_arff = lines(start)
            .find(|line| !is_comment(line))
            .is_some_and(|line| line.len() > 9 && line[..9].eq_ignore_ascii_case(b"@relation"));
        if is_arff {
            arff(start)
        } else {
            Ok(Self::default())
        }
    }
}

/// Reads a first line such as `sep=;`, by which spreadsheets say the delimiter.
fn separator(start: &[u8]) -> Option<Preamble> {
    let end = start.iter().position(|byte| *byte == b'\n')? + 1;
    let line = start[..end].trim_ascii_end();
    let line = line.strip_prefix(b"\"").unwrap_or(line);
    let line = line.strip_suffix(b"\"").unwrap_or(line);
    let (name, delimiter) = line.split_at_checked(4)?;
    let delimiter = if delimiter.is_empty() {
        "\t"
    } else {
        std::str::from_utf8(delimiter).ok()?
    };
    let delimiter = delimiter
        .parse()
        .ok()
        .filter(|_| name.eq_ignore_ascii_case(b"sep="))?;
    Some(Preamble {
        bytes: end,
        lines: 1,
        delimiter: Some(delimiter),
        ..Preamble::default()
    })
}

fn arff(start: &[u8]) -> Result<Preamble, Problem> {
    let mut preamble = Preamble {
        delimiter: Some(Delimiter::Comma),
        comment: Some(b'%'),
        ..Preamble::default()
    };
    let mut names = Vec::new();
    for line in start.split_inclusive(|byte| *byte == b'\n') {
        preamble.bytes += line.len();
        preamble.lines += 1;
        let line = line.trim_ascii();
        let (word, rest) = word(line);
        if word.eq_ignore_ascii_case(b"@attribute") {
            names.push(name(rest));
        }
        if word.eq_ignore_ascii_case(b"@data") {
            let data = &start[preamble.bytes..];
            if lines(data)
                .find(|line| !is_comment(line))
                .is_some_and(|line| line[0] == b'{')
            {
                return Err(Problem::Sparse);
            }
            let has_double_quotes = data.contains(&b'"') && !data.contains(&b'\'');
            preamble.quote = Some(if has_double_quotes { b'"' } else { b'\'' });
            preamble.names = Some(names);
            return Ok(preamble);
        }
    }
    Err(Problem::NoRows)
}

/// Returns the name at the start of a declaration, which may be quoted.
fn name(declaration: &[u8]) -> Vec<u8> {
    let quote = declaration
        .first()
        .filter(|byte| matches!(byte, b'\'' | b'"'));
    match quote {
        Some(quote) => {
            let rest = &declaration[1..];
            let end = rest
                .iter()
                .position(|byte| byte == quote)
                .unwrap_or(rest.len());
            rest[..end].to_vec()
        }
        None => word(declaration).0.to_vec(),
    }
}

/// Splits a line after its first word.
fn word(line: &[u8]) -> (&[u8], &[u8]) {
    let end = line
        .iter()
        .position(u8::is_ascii_whitespace)
        .unwrap_or(line.len());
    let (word, rest) = line.split_at(end);
    (word, rest.trim_ascii_start())
}

/// Returns the lines without the spaces around them, except blank ones.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let lines = text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    lines.filter(|line| !line.is_empty())
}

fn is_comment(line: &[u8]) -> bool {
    line.starts_with(b"%")
}
