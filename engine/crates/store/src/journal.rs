//! The journal: what exists, record after record, acknowledged up to the commit mark. Knows the bytes
//! of records, not their meaning.

mod mark;
mod record;

pub(crate) use mark::Mark;

use crate::error::StoreError;
use crate::files::{read_range, write_all};
use crate::home::{Home, JOURNAL};
use std::io;
use std::path::{Path, PathBuf};

const LOG: &str = "000001.log";
const MARK: &str = "mark";
/// No payload is longer; a journal of more is read in parts.
const PAYLOAD_BYTES_MAX: usize = 1 << 30;

/// How far a process has read the journal.
pub(crate) struct Journal {
    position: Mark,
}

/// What came after a position.
pub(crate) struct News {
    /// Sequence numbers and payloads.
    pub(crate) records: Vec<(u64, Vec<u8>)>,
    /// What was put right on the way, in sentences.
    pub(crate) notices: Vec<String>,
    /// The position after it.
    reached: Mark,
}

impl News {
    const fn none(reached: Mark) -> Self {
        Self {
            records: Vec::new(),
            notices: Vec::new(),
            reached,
        }
    }
}

fn log_file() -> PathBuf {
    Path::new(JOURNAL).join(LOG)
}

fn mark_file() -> PathBuf {
    Path::new(JOURNAL).join(MARK)
}

fn start() -> Mark {
    Mark {
        sequence: 0,
        length: record::HEADER.len() as u64,
        hash: *blake3::hash(record::HEADER).as_bytes(),
    }
}

impl Journal {
    /// At the start of the journal, which is made if there is none. The commit lock must be held.
    pub(crate) fn open(home: &Home) -> Result<Self, StoreError> {
        let log = read_if_there(home, &log_file(), record::HEADER.len() as u64)?;
        let mark = read_if_there(home, &mark_file(), mark::FILE_BYTES as u64)?;
        match (log, mark) {
            (Some(log), Some(_)) => check_header(home, &log)?,
            (Some(log), None) if log.len() > record::HEADER.len() => {
                let path = home.root().join(mark_file());
                return Err(StoreError::corrupt(&path, "whole file", "it is missing"));
            }
            (None, Some(_)) => {
                let path = home.root().join(log_file());
                return Err(StoreError::corrupt(&path, "whole file", "it is missing"));
            }
            (_, None) => create(home)?,
        }
        Ok(Self { position: start() })
    }

    pub(crate) const fn position(&self) -> Mark {
        self.position
    }

    /// The news were taken in. Those that were not come again.
    pub(crate) const fn taken(&mut self, news: &News) {
        self.position = news.reached;
    }

    /// Reads on without a lock. `None` when that is not safe: ask again under the commit lock.
    pub(crate) fn peek(&self, home: &Home) -> Result<Option<News>, StoreError> {
        let slots = mark::read(&home.read(&mark_file(), mark::FILE_BYTES as u64)?);
        let Some(target) = slots.newest.filter(|_| slots.damaged.is_empty()) else {
            return Ok(None);
        };
        if target == self.position {
            return Ok(Some(News::none(target)));
        }
        if target.sequence <= self.position.sequence {
            return Ok(None);
        }
        let bytes = log_bytes(home, self.position.length, target.length)?;
        let mut reached = self.position;
        match walk(&bytes, &mut reached, target.length) {
            Ok(records) if reached == target => Ok(Some(News {
                records,
                ..News::none(target)
            })),
            _ => Ok(None),
        }
    }

    /// Reads on to the end and puts right what a stopped process left. The commit lock must be held.
    pub(crate) fn catch_up(&self, home: &Home) -> Result<News, StoreError> {
        let mut ahead = Self {
            position: self.position,
        };
        ahead.read_on(home)
    }

    fn read_on(&mut self, home: &Home) -> Result<News, StoreError> {
        let slots = mark::read(&home.read(&mark_file(), mark::FILE_BYTES as u64)?);
        let mark_path = home.root().join(mark_file());
        let Some(target) = slots.newest else {
            let what = "neither slot is readable";
            return Err(StoreError::corrupt(&mark_path, "both slots", what));
        };
        let mut news = News::none(self.position);
        let bytes = log_bytes(home, self.position.length, u64::MAX)?;
        let read = self.read_to_mark(home, target, &bytes, &mut news)?;
        if let Some(&slot) = slots.damaged.first() {
            self.roll_forward(&bytes[read..], &mut news);
            self.mend(home, slot, &mut news)?;
        }
        self.set_rest_aside(home, &mut news)?;
        news.reached = self.position;
        Ok(news)
    }

    fn read_to_mark(
        &mut self,
        home: &Home,
        target: Mark,
        bytes: &[u8],
        news: &mut News,
    ) -> Result<usize, StoreError> {
        let path = home.root().join(log_file());
        let end = self.position.length + bytes.len() as u64;
        if end < target.length || target.sequence < self.position.sequence {
            let what = format!(
                "it has {end} bytes, but its mark acknowledges {} (record {})",
                target.length, target.sequence
            );
            return Err(StoreError::corrupt(&path, format!("byte {end}"), what));
        }
        let mut reached = self.position;
        let (from, stop) = (self.position.length, target.length);
        let count = usize::try_from(stop - from).unwrap_or(usize::MAX);
        let acknowledged = bytes.get(..count).unwrap_or(bytes);
        let records = walk(acknowledged, &mut reached, stop)
            .map_err(|what| StoreError::corrupt(&path, format!("byte {}", reached.length), what))?;
        if reached != target {
            let place = format!("bytes {from} to {stop}");
            let what = "the records are not those that the mark acknowledges";
            return Err(StoreError::corrupt(&path, place, what));
        }
        news.records.extend(records);
        self.position = reached;
        Ok(acknowledged.len())
    }

    /// A damaged slot may have held the newest mark. Records beyond the other one were durable
    /// before either was written, so whole ones count.
    fn roll_forward(&mut self, mut rest: &[u8], news: &mut News) {
        while let Ok(record) = record::first(rest) {
            if record.sequence != self.position.sequence + 1 {
                break;
            }
            rest = &rest[record.whole.len()..];
            advance(&mut self.position, &record);
            news.records
                .push((record.sequence, record.payload.to_vec()));
        }
    }

    fn mend(&self, home: &Home, slot: usize, news: &mut News) -> Result<(), StoreError> {
        let path = home.root().join(mark_file());
        let file = self.position.file();
        let start = slot * file.len() / 2;
        let bytes = &file[start..start + file.len() / 2];
        overwrite(home, &path, bytes, start as u64)?;
        news.notices.push(format!(
            "{}, slot {slot}: it was damaged; written again for record {}",
            path.display(),
            self.position.sequence
        ));
        Ok(())
    }

    /// Bytes beyond the mark were never acknowledged.
    fn set_rest_aside(&self, home: &Home, news: &mut News) -> Result<(), StoreError> {
        let length = self.position.length;
        let rest = log_bytes(home, length, u64::MAX)?;
        if rest.is_empty() {
            return Ok(());
        }
        let name = format!("{JOURNAL}__{LOG}.from-{length}");
        let kept = home.quarantine_bytes(&name, &rest)?;
        let path = home.root().join(log_file());
        let file = home
            .files()
            .edit(&path)
            .map_err(StoreError::io("open", &path))?;
        file.set_len(length)
            .map_err(StoreError::io("shorten", &path))?;
        home.sync(&*file, &path)?;
        news.notices.push(format!(
            "{}, byte {length}: {} bytes beyond the mark were never acknowledged; kept in {}",
            path.display(),
            rest.len(),
            kept.display()
        ));
        Ok(())
    }

    /// Appends a record and acknowledges it. The commit lock must be held and the journal read to
    /// its end.
    pub(crate) fn append(&mut self, home: &Home, payload: &[u8]) -> Result<u64, StoreError> {
        home.check_writable()?;
        let sequence = self.position.sequence + 1;
        let record = Some(payload)
            .filter(|payload| payload.len() <= PAYLOAD_BYTES_MAX)
            .and_then(|payload| record::encode(sequence, payload))
            .ok_or_else(|| {
                StoreError::refused(
                    "one commit holds more than the journal can take",
                    "Import in smaller parts.",
                )
            })?;
        overwrite(
            home,
            &home.root().join(log_file()),
            &record,
            self.position.length,
        )?;
        let next = Mark {
            sequence,
            length: self.position.length + record.len() as u64,
            hash: record::chain(&self.position.hash, &record),
        };
        let (offset, slot) = next.slot();
        // Whether a mark that could not be written counts is unknown until the next start.
        overwrite(home, &home.root().join(mark_file()), &slot, offset)
            .inspect_err(|error| home.stop_writing(error))?;
        self.position = next;
        Ok(sequence)
    }
}

/// What fsck says about the bytes of the mark.
pub(crate) fn damaged_slots(home: &Home) -> Result<Vec<usize>, StoreError> {
    let file = home.read(&mark_file(), mark::FILE_BYTES as u64)?;
    Ok(mark::read(&file).damaged)
}

fn overwrite(home: &Home, path: &Path, bytes: &[u8], offset: u64) -> Result<(), StoreError> {
    let file = home
        .files()
        .edit(path)
        .map_err(StoreError::io("open", path))?;
    write_all(&*file, bytes, offset).map_err(StoreError::io("write", path))?;
    home.sync(&*file, path)
}

fn advance(reached: &mut Mark, record: &record::Record<'_>) {
    *reached = Mark {
        sequence: record.sequence,
        length: reached.length + record.whole.len() as u64,
        hash: record::chain(&reached.hash, record.whole),
    };
}

/// The records of `bytes`, which end at `stop`; `reached` tells how far it came.
fn walk(
    mut bytes: &[u8],
    reached: &mut Mark,
    stop: u64,
) -> Result<Vec<(u64, Vec<u8>)>, &'static str> {
    let mut records = Vec::new();
    while reached.length < stop {
        let record = record::first(bytes)?;
        if record.sequence != reached.sequence + 1 {
            return Err("a record has another number than the one before it demands");
        }
        bytes = &bytes[record.whole.len()..];
        advance(reached, &record);
        records.push((record.sequence, record.payload.to_vec()));
    }
    Ok(records)
}

fn log_bytes(home: &Home, from: u64, to: u64) -> Result<Vec<u8>, StoreError> {
    let path = home.root().join(log_file());
    let file = home
        .files()
        .open(&path)
        .map_err(StoreError::io("open", &path))?;
    read_range(&*file, from, to).map_err(StoreError::io("read", &path))
}

fn read_if_there(home: &Home, path: &Path, limit: u64) -> Result<Option<Vec<u8>>, StoreError> {
    match home.read(path, limit) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(StoreError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn check_header(home: &Home, log: &[u8]) -> Result<(), StoreError> {
    let path = home.root().join(log_file());
    let expected = record::HEADER;
    let Some(header) = log.get(..expected.len()) else {
        return Err(StoreError::corrupt(&path, "bytes 0 to 16", "it is cut off"));
    };
    if header == expected {
        return Ok(());
    }
    let mut same_format = header.to_vec();
    same_format[record::FORMAT_BYTE] = expected[record::FORMAT_BYTE];
    if same_format == expected {
        return Err(StoreError::Newer {
            path,
            version: u32::from(header[record::FORMAT_BYTE]),
        });
    }
    let what = "it does not begin as a journal does";
    Err(StoreError::corrupt(&path, "bytes 0 to 16", what))
}

fn create(home: &Home) -> Result<(), StoreError> {
    home.sync_root()?;
    let log = home.write(&log_file(), record::HEADER)?;
    home.publish(vec![log])?;
    let mark = home.write(&mark_file(), &start().file())?;
    home.publish(vec![mark])
}
