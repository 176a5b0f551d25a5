//! Columns that are aligned with spaces: every run of spaces and tabs is reduced to one space.

/// Place of the next byte within a row. Quoted fields are left as they are. A quote in a comment quotes nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Alignment {
    /// Before the first field.
    #[default]
    RowStart,
    /// After a field and blanks.
    Blank,
    /// In a field without quotes.
    Field,
    /// In a quoted field.
    Quoted,
    /// After a quote in a quoted field: the end of the field, or the first of two quotes.
    QuoteSeen,
    /// In a comment, or after blanks in it.
    Comment,
    CommentBlank,
}

impl Alignment {
    /// Reduces runs of blanks: rewrites `buffer[1..]` to `buffer[..end]` and returns `end`. The extra byte
    /// at the front leaves room for a space before the first byte, which stands for blanks at the end of
    /// the previous call's bytes.
    pub fn compact(&mut self, buffer: &mut [u8]) -> usize {
        let mut end = 0;
        for place in 1..buffer.len() {
            let byte = buffer[place];
            let next = self.next(byte);
            let is_between = matches!(next, Self::Blank | Self::CommentBlank)
                || (next == Self::RowStart && is_blank(byte));
            if !is_between {
                let was_blank = matches!(*self, Self::Blank | Self::CommentBlank);
                if was_blank && next != Self::RowStart {
                    buffer[end] = b' ';
                    end += 1;
                }
                buffer[end] = byte;
                end += 1;
            }
            *self = next;
        }
        end
    }

    fn next(self, byte: u8) -> Self {
        match (self, byte) {
            (Self::Comment | Self::CommentBlank, b'\n' | b'\r') => Self::RowStart,
            (Self::Comment | Self::CommentBlank, _) if is_blank(byte) => Self::CommentBlank,
            (Self::Comment | Self::CommentBlank, _) => Self::Comment,
            (Self::Quoted, b'"') => Self::QuoteSeen,
            (Self::Quoted, _) | (Self::QuoteSeen, b'"') => Self::Quoted,
            (_, b'\n' | b'\r') => Self::RowStart,
            (Self::RowStart, _) if is_blank(byte) => Self::RowStart,
            _ if is_blank(byte) => Self::Blank,
            (Self::RowStart, b'#') => Self::Comment,
            (Self::RowStart | Self::Blank, b'"') => Self::Quoted,
            _ => Self::Field,
        }
    }
}

fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}
