//! Entries of a journal record. One commit is one record, so that its entries count together or not
//! at all. A payload opens with the number of its encoding.

use crate::codec::{DecodeError, Encode, Reader, encode_fields};
use crate::records::{ImportRecord, InstrumentRecord, SavedRun, Segment, Series, Target};

/// Number of the encoding that this version writes.
const ENCODING: u32 = 1;

/// A dataset begins to exist.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NewDataset {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) series: Series,
}

/// A dataset has another list of segments.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NewVersion {
    pub(crate) dataset: u64,
    pub(crate) number: u64,
    pub(crate) segments: Vec<Segment>,
    pub(crate) import: ImportRecord,
    /// Names what was asked, so that asking again does nothing.
    pub(crate) key: [u8; 32],
}

/// Segments that an unfinished import has made durable.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Progress {
    pub(crate) key: [u8; 32],
    pub(crate) symbol: String,
    pub(crate) kind: crate::records::SeriesKind,
    pub(crate) segments: Vec<Segment>,
    /// Rows that the importer had handed over when it left `note`.
    pub(crate) note_rows: u64,
    /// The importer's own place in its sources.
    pub(crate) note: Vec<u8>,
}

impl Progress {
    /// Names an attempt at what an import asks of a dataset that has so many versions. Another
    /// attempt is one whose predecessor has lost files.
    pub(crate) fn key_of(plan: &[u8; 32], dataset: &str, versions: u64, attempt: u64) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        hasher.update(plan).update(dataset.as_bytes());
        hasher.update(&versions.to_le_bytes());
        if attempt > 0 {
            hasher.update(&attempt.to_le_bytes());
        }
        *hasher.finalize().as_bytes()
    }
}

/// Plans that were tried live, by strategy family and dataset.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Trials {
    pub(crate) family: String,
    pub(crate) dataset: String,
    pub(crate) plans: Vec<[u8; 32]>,
}

/// A new name for people.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Naming {
    pub(crate) target: Target,
    pub(crate) name: String,
}

/// Pinned things cannot be removed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pinning {
    pub(crate) target: Target,
    pub(crate) is_pinned: bool,
}

/// Removed, or back again.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Removal {
    pub(crate) target: Target,
    pub(crate) is_removed: bool,
}

/// Its files may be unlinked; it cannot come back.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Purge {
    pub(crate) target: Target,
}

/// An earlier change is taken back.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Undo {
    pub(crate) sequence: u64,
}

encode_fields!(NewDataset { id, name, series });
encode_fields!(NewVersion {
    dataset,
    number,
    segments,
    import,
    key
});
encode_fields!(Progress {
    key,
    symbol,
    kind,
    segments,
    note_rows,
    note
});
encode_fields!(Trials {
    family,
    dataset,
    plans
});
encode_fields!(Naming { target, name });
encode_fields!(Pinning { target, is_pinned });
encode_fields!(Removal { target, is_removed });
encode_fields!(Purge { target });
encode_fields!(Undo { sequence });

macro_rules! entries {
    ($($tag:literal $entry:ident),* $(,)?) => {
        /// One fact.
        #[derive(Clone, Debug, PartialEq)]
        #[allow(clippy::large_enum_variant, reason = "entries live for one commit")]
        pub(crate) enum Entry { $( $entry($entry), )* }

        impl Entry {
            fn put(&self, out: &mut Vec<u8>) {
                let mut body = Vec::new();
                let tag: u8 = match self { $( Self::$entry(value) => { value.put(&mut body); $tag } )* };
                tag.put(out);
                body.put(out);
            }

            fn get(tag: u8, from: &mut Reader<'_>) -> Result<Option<Self>, DecodeError> {
                match tag {
                    $( $tag => Ok(Some(Self::$entry(Encode::get(from)?))), )*
                    _ => Ok(None),
                }
            }
        }

        $( impl From<$entry> for Entry { fn from(value: $entry) -> Self { Self::$entry(value) } } )*
    };
}

entries! {
    1 NewDataset,
    2 NewVersion,
    3 Progress,
    4 InstrumentRecord,
    5 SavedRun,
    6 Naming,
    7 Pinning,
    8 Removal,
    9 Purge,
    10 Undo,
    11 Trials,
}

/// Why a payload cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum PayloadError {
    /// A newer version wrote it.
    Newer(u32),
    /// It is no payload.
    Broken(&'static str),
}

impl From<DecodeError> for PayloadError {
    fn from(error: DecodeError) -> Self {
        Self::Broken(error.0)
    }
}

/// Entries as a payload.
pub(crate) fn encode(entries: &[Entry]) -> Vec<u8> {
    let mut payload = Vec::new();
    ENCODING.put(&mut payload);
    entries.iter().for_each(|entry| entry.put(&mut payload));
    payload
}

/// The entries of a payload.
pub(crate) fn decode(payload: &[u8]) -> Result<Vec<Entry>, PayloadError> {
    let mut reader = Reader(payload);
    let encoding = u32::get(&mut reader)?;
    if encoding != ENCODING {
        return Err(PayloadError::Newer(encoding));
    }
    let mut entries = Vec::new();
    while !reader.0.is_empty() {
        let tag = u8::get(&mut reader)?;
        let length = u64::get(&mut reader)?;
        let body =
            usize::try_from(length).map_err(|_| PayloadError::Broken("an entry is too long"))?;
        let mut body = Reader(reader.take(body)?);
        let entry = Entry::get(tag, &mut body)?.ok_or(PayloadError::Newer(encoding))?;
        body.end()?;
        entries.push(entry);
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_back() {
        let entries = vec![
            Entry::from(Naming {
                target: Target::Run("a".into()),
                name: "Ä".into(),
            }),
            Entry::from(Purge {
                target: Target::Dataset(3),
            }),
        ];
        assert_eq!(decode(&encode(&entries)), Ok(entries));
        assert_eq!(decode(&encode(&[])), Ok(Vec::new()));
    }

    #[test]
    fn unknown_encodings_and_entries_are_newer() {
        assert_eq!(decode(&2_u32.to_le_bytes()), Err(PayloadError::Newer(2)));
        let mut payload = encode(&[]);
        payload.extend([200, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(decode(&payload), Err(PayloadError::Newer(1)));
    }

    #[test]
    fn cut_payloads_are_broken() {
        let whole = encode(&[Entry::from(Undo { sequence: 9 })]);
        for end in 5..whole.len() {
            assert!(matches!(
                decode(&whole[..end]),
                Err(PayloadError::Broken(_))
            ));
        }
    }
}
