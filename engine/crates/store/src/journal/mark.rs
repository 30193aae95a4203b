//! The commit mark: up to where the journal is acknowledged. Two slots are written in turn, so that a
//! torn write of one leaves the other.

use crate::crc::crc32c;

/// Bytes of a slot that are used; the checksum covers the rest of them.
const SLOT_BYTES: usize = 64;
/// Distance of the slots: no sector and no page holds both.
const SLOT_STRIDE: usize = 4096;
/// Bytes of the mark's file.
pub(super) const FILE_BYTES: usize = 2 * SLOT_STRIDE;
const MAGIC: &[u8; 8] = b"BTmark\x01\n";

/// A place in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Number of the last record; 0 for none.
    pub(crate) sequence: u64,
    /// Length of the journal in bytes.
    pub(crate) length: u64,
    /// Hash over header and records.
    pub(crate) hash: [u8; 32],
}

/// What the mark's file says.
pub(super) struct Slots {
    /// The newest readable mark.
    pub(super) newest: Option<Mark>,
    /// Slots that are not what was written.
    pub(super) damaged: Vec<usize>,
}

impl Mark {
    fn encode(&self) -> [u8; SLOT_BYTES] {
        let mut slot = [0; SLOT_BYTES];
        slot[..8].copy_from_slice(MAGIC);
        slot[8..16].copy_from_slice(&self.sequence.to_le_bytes());
        slot[16..24].copy_from_slice(&self.length.to_le_bytes());
        slot[24..56].copy_from_slice(&self.hash);
        let crc = crc32c(&slot[..SLOT_BYTES - 4]);
        slot[SLOT_BYTES - 4..].copy_from_slice(&crc.to_le_bytes());
        slot
    }

    fn decode(slot: &[u8]) -> Option<Self> {
        let used = slot.first_chunk::<SLOT_BYTES>()?;
        let mark = Self {
            sequence: u64::from_le_bytes(*used[8..].first_chunk()?),
            length: u64::from_le_bytes(*used[16..].first_chunk()?),
            hash: *used[24..].first_chunk()?,
        };
        let is_whole = mark.encode() == *used && slot[SLOT_BYTES..].iter().all(|&byte| byte == 0);
        is_whole.then_some(mark)
    }

    /// Place in the file at which this mark is written, and the bytes to write there.
    pub(super) fn slot(&self) -> (u64, [u8; SLOT_BYTES]) {
        let number = self.sequence % 2;
        (number * SLOT_STRIDE as u64, self.encode())
    }

    /// A whole file with this mark in both slots.
    pub(super) fn file(&self) -> Vec<u8> {
        let mut file = vec![0; FILE_BYTES];
        file[..SLOT_BYTES].copy_from_slice(&self.encode());
        file[SLOT_STRIDE..SLOT_STRIDE + SLOT_BYTES].copy_from_slice(&self.encode());
        file
    }
}

/// Reads both slots.
pub(super) fn read(file: &[u8]) -> Slots {
    let decoded = [0, 1].map(|slot| {
        file.get(slot * SLOT_STRIDE..(slot + 1) * SLOT_STRIDE)
            .and_then(Mark::decode)
    });
    Slots {
        newest: decoded
            .iter()
            .flatten()
            .max_by_key(|mark| mark.sequence)
            .copied(),
        damaged: (0..2).filter(|&slot| decoded[slot].is_none()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_readable_slot_counts() {
        let old = Mark {
            sequence: 4,
            length: 100,
            hash: [4; 32],
        };
        let new = Mark {
            sequence: 5,
            length: 200,
            hash: [5; 32],
        };
        let mut file = old.file();
        let (offset, bytes) = new.slot();
        assert_eq!(offset, 4096);
        file[4096..4096 + 64].copy_from_slice(&bytes);
        assert_eq!(read(&file).newest, Some(new));
        assert!(read(&file).damaged.is_empty());
        file[4096 + 20] ^= 1;
        assert_eq!(read(&file).newest, Some(old));
        assert_eq!(read(&file).damaged, [1]);
    }

    #[test]
    fn every_flipped_byte_is_seen() {
        let mark = Mark {
            sequence: 8,
            length: 1,
            hash: [1; 32],
        };
        for place in 0..FILE_BYTES {
            let mut file = mark.file();
            file[place] ^= 0x10;
            assert_eq!(read(&file).damaged, [place / SLOT_STRIDE], "byte {place}");
        }
        assert_eq!(read(&mark.file()[..5000]).damaged, [1]);
    }
}
