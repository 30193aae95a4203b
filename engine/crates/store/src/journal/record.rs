//! Records of the journal: length, CRC-32C, sequence number, payload. Finds where bytes stop being
//! records; knows nothing of what a payload means.

use crate::crc::crc32c;

/// Opens the file and says which format follows.
pub(super) const HEADER: &[u8; 16] = b"BackTestr jrnl\x01\n";
/// Place of the format's number in the header.
pub(super) const FORMAT_BYTE: usize = 14;
const LENGTH_BYTES: usize = 4;
const CRC_BYTES: usize = 4;
const SEQUENCE_BYTES: usize = 8;
const FRAME_BYTES: usize = LENGTH_BYTES + CRC_BYTES + SEQUENCE_BYTES;

/// A record within bytes.
pub(super) struct Record<'a> {
    pub(super) sequence: u64,
    pub(super) payload: &'a [u8],
    /// The record as it stands in the file.
    pub(super) whole: &'a [u8],
}

/// A record as bytes; `None` when the payload is longer than a length can say.
pub(super) fn encode(sequence: u64, payload: &[u8]) -> Option<Vec<u8>> {
    let length = u32::try_from(payload.len()).ok()?;
    let mut bytes = Vec::with_capacity(FRAME_BYTES + payload.len());
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(&[0; CRC_BYTES]);
    bytes.extend_from_slice(&sequence.to_le_bytes());
    bytes.extend_from_slice(payload);
    let crc = checksum(&bytes);
    bytes[LENGTH_BYTES..LENGTH_BYTES + CRC_BYTES].copy_from_slice(&crc.to_le_bytes());
    Some(bytes)
}

/// Over the length, the sequence number and the payload.
fn checksum(record: &[u8]) -> u32 {
    let mut guarded = record[..LENGTH_BYTES].to_vec();
    guarded.extend_from_slice(&record[LENGTH_BYTES + CRC_BYTES..]);
    crc32c(&guarded)
}

/// The first record of `bytes`, or what is wrong with it.
pub(super) fn first(bytes: &[u8]) -> Result<Record<'_>, &'static str> {
    let length = number(bytes, 0).ok_or("a record is cut off")?;
    let end = usize::try_from(length)
        .ok()
        .and_then(|length| length.checked_add(FRAME_BYTES))
        .filter(|&end| end <= bytes.len())
        .ok_or("a record is cut off or its length is wrong")?;
    let whole = &bytes[..end];
    let crc = number(bytes, LENGTH_BYTES).ok_or("a record is cut off")?;
    if crc != checksum(whole) {
        return Err("a record differs from its checksum");
    }
    let mut sequence = [0; SEQUENCE_BYTES];
    sequence.copy_from_slice(&whole[LENGTH_BYTES + CRC_BYTES..FRAME_BYTES]);
    Ok(Record {
        sequence: u64::from_le_bytes(sequence),
        payload: &whole[FRAME_BYTES..],
        whole,
    })
}

fn number(bytes: &[u8], place: usize) -> Option<u32> {
    bytes
        .get(place..)?
        .first_chunk::<4>()
        .map(|four| u32::from_le_bytes(*four))
}

/// Hash of the journal up to and with a record.
pub(super) fn chain(before: &[u8; 32], record: &[u8]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(before).update(record);
    *hasher.finalize().as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_comes_back_and_any_change_is_seen() {
        let bytes = encode(7, b"payload").unwrap();
        let record = first(&bytes).unwrap();
        assert_eq!((record.sequence, record.payload), (7, &b"payload"[..]));
        assert_eq!(record.whole.len(), bytes.len());
        for end in 0..bytes.len() {
            assert!(first(&bytes[..end]).is_err());
        }
        for place in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[place / 8] ^= 1 << (place % 8);
            assert!(first(&flipped).is_err(), "bit {place}");
        }
    }
}
