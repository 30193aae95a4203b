//! What an import notes to go on after an interruption: small numbers take one byte. Notes are read by
//! the version that wrote them; one that makes no sense is as good as none.

use crate::rules::{EXAMPLES, RowRule, Tally};
use market::{TickBlock, TickScale};

/// Names what follows; another number makes old notes worthless.
const FORMAT: u64 = 1;

/// A note being written.
pub(crate) struct Note {
    bytes: Vec<u8>,
}

impl Note {
    pub(crate) fn new() -> Self {
        let mut note = Self { bytes: Vec::new() };
        note.unsigned(FORMAT);
        note
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        self.bytes
    }

    pub(crate) fn unsigned(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }

    pub(crate) fn signed(&mut self, value: i64) {
        self.unsigned(((value << 1) ^ (value >> 63)).cast_unsigned());
    }

    pub(crate) fn optional(&mut self, value: Option<i64>) {
        self.unsigned(u64::from(value.is_some()));
        self.signed(value.unwrap_or(0));
    }

    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        self.unsigned(bytes.len() as u64);
        self.bytes.extend_from_slice(bytes);
    }

    pub(crate) fn tally(&mut self, tally: &Tally) {
        self.unsigned(tally.rows_in);
        self.unsigned(tally.duplicates);
        for (count, examples) in tally.counts.iter().zip(&tally.examples) {
            self.unsigned(*count);
            self.unsigned(examples.len() as u64);
            for example in examples {
                self.raw(example.as_bytes());
            }
        }
    }

    pub(crate) fn rows(&mut self, rows: &TickBlock) {
        self.unsigned(rows.len() as u64);
        let columns = [
            &rows.time,
            &rows.bid,
            &rows.spread,
            &rows.bid_volume,
            &rows.ask_volume,
        ];
        for column in columns {
            let mut before = 0_i64;
            for value in column {
                self.signed(value.wrapping_sub(before));
                before = *value;
            }
        }
    }
}

/// A note being read. Every read is `None` where the bytes make no sense.
pub(crate) struct NoteReader<'a> {
    bytes: &'a [u8],
}

impl<'a> NoteReader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Option<Self> {
        let mut reader = Self { bytes };
        (reader.unsigned()? == FORMAT).then_some(reader)
    }

    pub(crate) fn unsigned(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let (&byte, rest) = self.bytes.split_first()?;
            self.bytes = rest;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    pub(crate) fn count(&mut self) -> Option<usize> {
        let count = usize::try_from(self.unsigned()?).ok()?;
        // Each thing takes a byte at least.
        (count <= self.bytes.len()).then_some(count)
    }

    pub(crate) fn signed(&mut self) -> Option<i64> {
        let value = self.unsigned()?;
        Some((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }

    pub(crate) fn optional(&mut self) -> Option<Option<i64>> {
        let is_some = self.unsigned()? == 1;
        let value = self.signed()?;
        Some(is_some.then_some(value))
    }

    pub(crate) fn raw(&mut self) -> Option<&'a [u8]> {
        let count = self.count()?;
        let (raw, rest) = self.bytes.split_at_checked(count)?;
        self.bytes = rest;
        Some(raw)
    }

    pub(crate) fn tally(&mut self) -> Option<Tally> {
        let mut tally = Tally {
            rows_in: self.unsigned()?,
            duplicates: self.unsigned()?,
            ..Tally::default()
        };
        for at in 0..RowRule::COUNT {
            tally.counts[at] = self.unsigned()?;
            let examples = self.count().filter(|count| *count <= EXAMPLES)?;
            for _ in 0..examples {
                let text = std::str::from_utf8(self.raw()?).ok()?;
                tally.examples[at].push(text.to_owned());
            }
        }
        Some(tally)
    }

    pub(crate) fn rows(&mut self, scale: TickScale) -> Option<TickBlock> {
        let count = self.count()?;
        let mut column = || {
            let mut before = 0_i64;
            (0..count)
                .map(|_| {
                    before = before.wrapping_add(self.signed()?);
                    Some(before)
                })
                .collect::<Option<Vec<i64>>>()
        };
        Some(TickBlock {
            scale,
            time: column()?,
            bid: column()?,
            spread: column()?,
            bid_volume: column()?,
            ask_volume: column()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_noted_is_read(values in proptest::collection::vec(any::<[i64; 5]>(), 0..40), text in ".{0,40}") {
            let scale = TickScale::default();
            let column = |at: usize| values.iter().map(|value| value[at]).collect();
            let rows = TickBlock { scale, time: column(0), bid: column(1), spread: column(2), bid_volume: column(3), ask_volume: column(4) };
            let mut tally = Tally { rows_in: 7, duplicates: u64::MAX, ..Tally::default() };
            tally.add(RowRule::Jump, || text.clone());
            let mut note = Note::new();
            note.tally(&tally);
            note.optional(None);
            note.rows(&rows);
            note.optional(Some(i64::MIN));
            let bytes = note.finish();
            let mut reader = NoteReader::new(&bytes).unwrap();
            prop_assert_eq!(reader.tally(), Some(tally));
            prop_assert_eq!(reader.optional(), Some(None));
            prop_assert_eq!(reader.rows(scale), Some(rows));
            prop_assert_eq!(reader.optional(), Some(Some(i64::MIN)));
            prop_assert!(reader.bytes.is_empty());
        }

        #[test]
        fn any_bytes_are_read_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Some(mut reader) = NoteReader::new(&bytes) {
                let _ = (reader.tally(), reader.rows(TickScale::default()), reader.raw());
            }
        }
    }
}
