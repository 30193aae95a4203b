//! Lines and fields of delimited text, without copying and without meaning.

/// A line longer than this is no row of anything.
pub(crate) const LINE_BYTES_MAX: usize = 1 << 16;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// Fewest columns of bars: time and four prices, so four delimiters.
const DELIMITERS_MIN: usize = 4;

/// How a text is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    pub(crate) delimiter: u8,
    pub(crate) line_end: u8,
}

impl Cut {
    /// Looks at the first line that is not blank. Tabs, semicolons and bars count before commas, which
    /// may be decimal marks.
    pub(crate) fn detect(text: &[u8]) -> Self {
        let line_end = if text.contains(&b'\n') || !text.contains(&b'\r') {
            b'\n'
        } else {
            b'\r'
        };
        let lines = text.split(|&byte| byte == line_end);
        let first = lines
            .map(<[u8]>::trim_ascii)
            .find(|line| !line.is_empty())
            .unwrap_or_default();
        let first = &first[..first.len().min(LINE_BYTES_MAX)];
        let count = |mark: u8| first.iter().filter(|&&byte| byte == mark).count();
        let marks = [b'\t', b';', b'|', b','];
        let plain = marks
            .into_iter()
            .find(|&mark| count(mark) >= DELIMITERS_MIN);
        let most = || marks.into_iter().max_by_key(|&mark| count(mark));
        Self {
            delimiter: plain.or_else(most).unwrap_or(b','),
            line_end,
        }
    }
}

/// One line that is not blank.
#[derive(Debug, Default)]
pub(crate) struct Line<'a> {
    /// From 1.
    pub(crate) number: u32,
    /// Fields without surrounding blanks and quotes.
    pub(crate) fields: Vec<&'a [u8]>,
    /// Whether each quote is closed, with nothing after it.
    pub(crate) quotes_match: bool,
}

/// What [`Lines::next`] came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The line was filled in.
    Row,
    /// No more lines.
    End,
    /// The line of this number is beyond the limit.
    TooLong(u32),
}

/// Walks over the lines of a text.
pub(crate) struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    number: u32,
    cut: Cut,
}

impl<'a> Lines<'a> {
    /// Starts after a byte order mark.
    pub(crate) fn new(text: &'a [u8], cut: Cut) -> Self {
        Self {
            text: text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text),
            at: 0,
            number: 0,
            cut,
        }
    }

    /// Hands the rest of the text to a reader that knows lines itself, and goes on after the bytes that
    /// it took. Gives the number of its line.
    pub(crate) fn take(&mut self, length: impl FnOnce(&'a [u8]) -> Option<usize>) -> Option<u32> {
        let limit = self.text.len().min(self.at + LINE_BYTES_MAX);
        // A last line without an end leaves `at` one beyond the text.
        let length = length(self.text.get(self.at..limit)?)?;
        // A row that ends with the window may go on beyond it.
        if self.at + length == limit && limit < self.text.len() {
            return None;
        }
        self.at += length;
        self.number = self.number.saturating_add(1);
        Some(self.number)
    }

    /// Fills `line` with the next line that is not blank.
    pub(crate) fn next(&mut self, line: &mut Line<'a>) -> Step {
        loop {
            if self.at >= self.text.len() {
                return Step::End;
            }
            self.number = self.number.saturating_add(1);
            line.number = self.number;
            let start = self.at;
            self.fill(line);
            if self.at - start > LINE_BYTES_MAX {
                return Step::TooLong(self.number);
            }
            let is_blank = line.fields.len() == 1 && line.fields[0].is_empty() && line.quotes_match;
            if !is_blank {
                return Step::Row;
            }
        }
    }

    /// Cuts one line and goes to the start of the next one.
    fn fill(&mut self, line: &mut Line<'a>) {
        line.fields.clear();
        line.quotes_match = true;
        let limit = self.text.len().min(self.at + LINE_BYTES_MAX + 2);
        let text = &self.text[..limit];
        let Cut {
            delimiter,
            line_end,
        } = self.cut;
        let mut from = self.at;
        loop {
            let rest = &text[from..];
            let is_plain = rest
                .first()
                .is_none_or(|&byte| byte != b'"' && byte != b' ');
            // Almost no file has quotes: the common case is one search.
            let (skip, is_quoted) = if is_plain {
                (0, false)
            } else {
                quoted_part(rest, line_end)
            };
            let end = from + skip + stop(&rest[skip..], delimiter, line_end);
            let field = trimmed(&text[from..end]);
            let (field, is_closed) = if is_quoted {
                unquoted(field)
            } else {
                (field, true)
            };
            line.quotes_match &= is_closed;
            line.fields.push(field);
            from = end + 1;
            if end >= limit || text[end] == line_end {
                break;
            }
        }
        self.at = from;
    }
}

/// Length up to the first delimiter or line end, eight bytes at a time.
pub(crate) fn stop(text: &[u8], delimiter: u8, line_end: u8) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const TOPS: u64 = 0x8080_8080_8080_8080;
    // The lowest marked byte is 0; marks above it may be wrong.
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word & TOPS;
    let (delimiters, line_ends) = (u64::from(delimiter) * ONES, u64::from(line_end) * ONES);
    let mut at = 0;
    while let Some(bytes) = text[at..].first_chunk() {
        let word = u64::from_le_bytes(*bytes);
        let marks = zeros(word ^ delimiters) | zeros(word ^ line_ends);
        if marks != 0 {
            return at + marks.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let rest = text[at..].iter();
    let length = rest.take_while(|&&byte| byte != delimiter && byte != line_end);
    at + length.count()
}

/// Without blanks at its ends; most fields have none.
fn trimmed(field: &[u8]) -> &[u8] {
    match field {
        [first, .., last] if *first > b' ' && *last > b' ' => field,
        _ => field.trim_ascii(),
    }
}

/// Length of blanks and quoted text with which a field opens, and whether there is a quote.
#[cold]
fn quoted_part(rest: &[u8], line_end: u8) -> (usize, bool) {
    let blanks = rest.iter().take_while(|&&byte| byte == b' ').count();
    if rest.get(blanks) == Some(&b'"') {
        (blanks + quoted_length(&rest[blanks..], line_end), true)
    } else {
        (0, false)
    }
}

/// Length of the quoted text that begins here, both quotes included. A line's end ends it too.
fn quoted_length(quoted: &[u8], line_end: u8) -> usize {
    let inside = quoted[1..]
        .iter()
        .position(|&byte| byte == b'"' || byte == line_end);
    match inside {
        Some(at) if quoted[at + 1] == b'"' => at + 2,
        Some(at) => at + 1,
        None => quoted.len(),
    }
}

fn unquoted(field: &[u8]) -> (&[u8], bool) {
    let inside = field
        .strip_prefix(b"\"")
        .and_then(|rest| rest.strip_suffix(b"\""));
    match inside {
        Some(inside) => (inside.trim_ascii(), !inside.contains(&b'"')),
        None => (field, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<(u32, Vec<String>, bool)> {
        let mut lines = Lines::new(text.as_bytes(), Cut::detect(text.as_bytes()));
        let (mut line, mut all) = (Line::default(), Vec::new());
        while lines.next(&mut line) == Step::Row {
            let fields = line
                .fields
                .iter()
                .map(|field| String::from_utf8_lossy(field));
            all.push((
                line.number,
                fields.map(Into::into).collect(),
                line.quotes_match,
            ));
        }
        all
    }

    fn fields(text: &str) -> Vec<Vec<String>> {
        cut(text).into_iter().map(|(_, fields, _)| fields).collect()
    }

    #[test]
    fn delimiters_and_line_ends() {
        for text in [
            "a,b,c,d,e\r\n1,2,3,4,5\r\n",
            "a;b;c;d;e\n1;2;3;4;5",
            "a\tb\tc\td\te\r1\t2\t3\t4\t5\r\r",
        ] {
            assert_eq!(
                fields(text),
                [["a", "b", "c", "d", "e"], ["1", "2", "3", "4", "5"]]
            );
        }
        assert_eq!(fields("1;1,5;1,6;1,4;1,5")[0].len(), 5);
        assert_eq!(fields("a;b"), [["a", "b"]]);
    }

    #[test]
    fn blank_lines_are_counted_as_lines_but_are_no_rows() {
        let rows = cut("\u{feff}a,b,c,d,e\n\n  \n1,,3,4,\n\n");
        assert_eq!(rows.iter().map(|row| row.0).collect::<Vec<_>>(), [1, 4]);
        assert_eq!(rows[0].1[0], "a");
        assert_eq!(rows[1].1, ["1", "", "3", "4", ""]);
    }

    #[test]
    fn quotes() {
        let rows = cut("\"a,1\", \"b\" ,c,d,e\n\"x,y\n\"p\"q,2\n\"\",1");
        assert_eq!(rows[0].1, ["a,1", "b", "c", "d", "e"]);
        assert_eq!(
            rows.iter().map(|row| row.2).collect::<Vec<_>>(),
            [true, false, false, true]
        );
        assert_eq!(rows[3].1, ["", "1"]);
    }

    #[test]
    fn a_line_beyond_the_limit_is_named() {
        let text = format!("a,b,c,d,e\n{}\n1", "9".repeat(LINE_BYTES_MAX + 1));
        let mut lines = Lines::new(text.as_bytes(), Cut::detect(text.as_bytes()));
        let mut line = Line::default();
        assert_eq!(lines.next(&mut line), Step::Row);
        assert_eq!(lines.next(&mut line), Step::TooLong(2));
    }
}
