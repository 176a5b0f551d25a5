//! Turns the bytes of a file into UTF-8: unpacks gzip, and decodes UTF-16 and Windows-1252.

use std::io::{Chain, Cursor, Read};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use encoding_rs_io::DecodeReaderBytesBuilder;
use flate2::read::MultiGzDecoder;

use crate::input::error::Problem;
use crate::input::records::LONGEST;

/// Number of bytes at the start that are examined: the size of the longest record.
const START: u64 = LONGEST as u64;

/// First bytes of files that are no text, and what such a file is.
const OTHERS: [(&[u8], &str); 8] = [
    (b"PK\x03\x04", "a spreadsheet or a zip archive"),
    (b"\xd0\xcf\x11\xe0", "a spreadsheet (.xls)"),
    (b"BZh", "compressed by bzip2"),
    (b"\xfd7zXZ", "compressed by xz"),
    (b"\x28\xb5\x2f\xfd", "compressed by zstd"),
    (b"PAR1", "a Parquet file"),
    (b"\x89HDF", "an HDF5 file"),
    (b"%PDF", "a PDF"),
];

/// A source of UTF-8. Its start has been read.
pub struct Text<'a> {
    /// The first bytes; all bytes if the source is shorter than 1 MiB.
    pub start: Vec<u8>,
    pub rest: Box<dyn Read + 'a>,
    /// Name of the encoding, if it is not UTF-8.
    pub encoding: Option<&'static str>,
    /// Whether the source was compressed by gzip.
    pub is_compressed: bool,
}

impl<'a> Text<'a> {
    /// Reads the start of `source`, and finds out how to decode it.
    ///
    /// # Errors
    /// If the source fails, or is no text.
    pub fn new(source: impl Read + 'a) -> Result<Self, Problem> {
        let (mut start, mut rest) = begun(Box::new(source) as Box<dyn Read + 'a>)?;
        let is_compressed = start.starts_with(b"\x1f\x8b");
        if is_compressed {
            (start, rest) = begun(Box::new(MultiGzDecoder::new(joined(start, rest))))?;
        }
        let other = OTHERS.iter().find(|(first, _)| start.starts_with(first));
        if let Some((_, what)) = other {
            return Err(Problem::NotText { what });
        }
        let text = start.trim_ascii_start();
        if [&b"{\""[..], b"[{", b"[["]
            .iter()
            .any(|json| text.starts_with(json))
        {
            return Err(Problem::NotText { what: "JSON" });
        }
        let encoding = encoding(&start);
        if encoding != UTF_8 {
            let decoder = DecodeReaderBytesBuilder::new()
                .encoding(Some(encoding))
                .build(joined(start, rest));
            (start, rest) = begun(Box::new(decoder))?;
        } else if start.starts_with(b"\xef\xbb\xbf") {
            start.drain(..3);
        }
        if start.contains(&0) {
            let what = "not text (it has bytes of 0)";
            return Err(Problem::NotText { what });
        }
        Ok(Self {
            start,
            rest,
            encoding: (encoding != UTF_8).then(|| encoding.name()),
            is_compressed,
        })
    }
}

/// Reads the start of a source.
fn begun<'a>(mut source: Box<dyn Read + 'a>) -> Result<(Vec<u8>, Box<dyn Read + 'a>), Problem> {
    let mut start = Vec::new();
    source.by_ref().take(START).read_to_end(&mut start)?;
    Ok((start, source))
}

fn joined(start: Vec<u8>, rest: Box<dyn Read + '_>) -> Chain<Cursor<Vec<u8>>, Box<dyn Read + '_>> {
    Cursor::new(start).chain(rest)
}

/// Returns the encoding of a file that begins with these bytes. A file that is no UTF-8 and has no byte order
/// mark is taken for Windows-1252, of which ISO 8859-1 (Latin-1) is a part. Every second byte of an English
/// text in UTF-16 is 0.
fn encoding(start: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(start) {
        return encoding;
    }
    let zeros = |from: usize| {
        start
            .iter()
            .skip(from)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let most = start.len() / 4;
    match (zeros(0), zeros(1)) {
        (0, 0) => {}
        (0, odd) if odd > most => return UTF_16LE,
        (even, 0) if even > most => return UTF_16BE,
        _ => return UTF_8,
    }
    match std::str::from_utf8(start) {
        // The last character may go on behind the start.
        Err(error) if error.error_len().is_some() => WINDOWS_1252,
        _ => UTF_8,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn read(bytes: &[u8]) -> Result<(String, Option<&'static str>), Problem> {
        let mut text = Text::new(bytes)?;
        let mut all = std::mem::take(&mut text.start);
        text.rest.read_to_end(&mut all)?;
        Ok((String::from_utf8(all).unwrap(), text.encoding))
    }

    #[test]
    fn any_encoding_becomes_utf_8_however_long_the_text_is() {
        for text in ["größe,1\n".to_owned(), "größe,1\n".repeat(200_000)] {
            let utf_16 = |bytes: fn(u16) -> [u8; 2], mark: &[u8]| {
                [
                    mark,
                    &text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>(),
                ]
                .concat()
            };
            let latin: Vec<u8> = text
                .chars()
                .map(|it| u8::try_from(u32::from(it)).unwrap())
                .collect();
            for (bytes, name) in [
                (text.clone().into_bytes(), None),
                (["\u{feff}", &text].concat().into_bytes(), None),
                (utf_16(u16::to_le_bytes, b"\xff\xfe"), Some("UTF-16LE")),
                (utf_16(u16::to_be_bytes, b"\xfe\xff"), Some("UTF-16BE")),
                (utf_16(u16::to_le_bytes, b""), Some("UTF-16LE")),
                (latin, Some("windows-1252")),
            ] {
                assert!(read(&bytes).unwrap() == (text.clone(), name), "{name:?}");
                let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
                packed.write_all(&bytes).unwrap();
                let packed = packed.finish().unwrap();
                assert!(read(&packed).unwrap() == (text.clone(), name), "{name:?}");
            }
        }
    }

    #[test]
    fn what_is_no_text_is_named() {
        let what = |bytes: &[u8]| match read(bytes) {
            Err(Problem::NotText { what }) => what,
            other => panic!("{other:?}"),
        };
        assert_eq!(what(b"PK\x03\x04..."), "a spreadsheet or a zip archive");
        assert_eq!(what(b"[{\"x\": 1}]"), "JSON");
        assert_eq!(what(b"1,2,\0\0\0"), "not text (it has bytes of 0)");
    }
}
