//! The run digest: BLAKE3 over canonical records (docs/semantics/execution.md, 7).

use crate::record::{EventSink, Fill, OrderTransition};
use base::{Nanos, Stamp};

const CANONICAL_NAN: u64 = 0x7ff8_0000_0000_0000;
/// Only pieces of this size, a power of two of the hash's own chunks, go to the hash before the end:
/// it is several times as fast on these.
const PIECE_BYTES: usize = 1 << 16;
const RECORD_BYTES_MAX: usize = 64;
const EQUITY_BYTES: usize = 17;

/// Hashes records as they come. Two runs with one digest had the same orders, fills and equity.
pub struct RunDigest {
    hasher: blake3::Hasher,
    /// Room for a piece and for the record that reaches beyond it.
    buffer: Vec<u8>,
    used: usize,
}

impl RunDigest {
    /// Starts with what shapes the run.
    #[must_use]
    pub fn new(plan_hash: &[u8; 32], settings_hash: &[u8; 32], data_hash: &[u8; 32]) -> Self {
        let mut digest = Self {
            hasher: blake3::Hasher::new(),
            buffer: vec![0; PIECE_BYTES + RECORD_BYTES_MAX],
            used: 0,
        };
        digest.bytes(*plan_hash);
        digest.bytes(*settings_hash);
        digest.bytes(*data_hash);
        digest
    }

    /// The digest of everything so far.
    #[must_use]
    pub fn finish(mut self) -> [u8; 32] {
        self.hasher.update(&self.buffer[..self.used]);
        *self.hasher.finalize().as_bytes()
    }

    /// Hands a full piece to the hash; due after each record.
    #[inline]
    fn end_record(&mut self) {
        if self.used >= PIECE_BYTES {
            self.flush();
        }
    }

    #[cold]
    fn flush(&mut self) {
        self.hasher.update(&self.buffer[..PIECE_BYTES]);
        self.buffer.copy_within(PIECE_BYTES..self.used, 0);
        self.used -= PIECE_BYTES;
    }

    #[inline]
    fn bytes<const N: usize>(&mut self, bytes: [u8; N]) {
        self.buffer[self.used..self.used + N].copy_from_slice(&bytes);
        self.used += N;
    }

    fn record(&mut self, record: &Record) {
        // A whole buffer of fixed size is copied faster than its used part; the rest is overwritten.
        self.buffer[self.used..self.used + RECORD_BYTES_MAX].copy_from_slice(&record.bytes);
        self.used += record.used;
        self.end_record();
    }
}

/// A record while it is written.
struct Record {
    bytes: [u8; RECORD_BYTES_MAX],
    used: usize,
}

impl Record {
    #[inline]
    fn new(tag: u8, stamp: Stamp) -> Self {
        let mut record = Self {
            bytes: [0; RECORD_BYTES_MAX],
            used: 0,
        };
        record.bytes([tag]);
        record.bytes(stamp.time.to_le_bytes());
        record.bytes([stamp.phase as u8]);
        record
    }

    #[inline]
    fn bytes<const N: usize>(&mut self, bytes: [u8; N]) {
        self.bytes[self.used..self.used + N].copy_from_slice(&bytes);
        self.used += N;
    }

    #[inline]
    fn number(&mut self, value: f64) {
        self.bytes(canonical_bits(value).to_le_bytes());
    }
}

/// One bit pattern for every NaN, and 0 for −0.
#[inline]
fn canonical_bits(value: f64) -> u64 {
    if value.is_nan() {
        CANONICAL_NAN
    } else {
        // −0 + 0 is 0; every other number stays as it is.
        (value + 0.0).to_bits()
    }
}

#[inline]
fn equity_record(close_time: Nanos, equity: f64) -> [u8; EQUITY_BYTES] {
    let mut record = [3; EQUITY_BYTES];
    record[1..9].copy_from_slice(&close_time.to_le_bytes());
    record[9..].copy_from_slice(&canonical_bits(equity).to_le_bytes());
    record
}

impl EventSink for RunDigest {
    fn order(&mut self, transition: &OrderTransition) {
        let mut record = Record::new(1, transition.stamp);
        record.bytes(transition.order.to_le_bytes());
        record.bytes(transition.statement.to_le_bytes());
        record.bytes([transition.state as u8, transition.direction as u8]);
        record.number(transition.quantity);
        record.number(transition.limit);
        record.number(transition.stop);
        self.record(&record);
    }

    fn fill(&mut self, fill: &Fill) {
        let mut record = Record::new(2, fill.stamp);
        record.bytes(fill.order.to_le_bytes());
        record.bytes([fill.direction as u8]);
        record.number(fill.quantity);
        record.number(fill.price);
        record.number(fill.fee);
        self.record(&record);
    }

    fn equity(&mut self, close_time: Nanos, equity: f64) {
        self.bytes(equity_record(close_time, equity));
        self.end_record();
    }

    fn equities(&mut self, close_times: &[Nanos], equities: &[f64]) {
        let (mut times, mut equities) = (close_times, equities);
        while !times.is_empty() {
            // So many records start before the end of the piece.
            let fit = (PIECE_BYTES - self.used).div_ceil(EQUITY_BYTES);
            let count = fit.min(times.len());
            let room = &mut self.buffer[self.used..self.used + count * EQUITY_BYTES];
            let records = room.as_chunks_mut::<EQUITY_BYTES>().0;
            for ((record, time), equity) in records.iter_mut().zip(times).zip(equities) {
                *record = equity_record(*time, *equity);
            }
            self.used += count * EQUITY_BYTES;
            self.end_record();
            (times, equities) = (&times[count..], &equities[count..]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nan_and_negative_zero_are_canonical() {
        assert_eq!(canonical_bits(-f64::NAN), CANONICAL_NAN);
        assert_eq!(canonical_bits(-0.0), 0);
        assert_eq!(canonical_bits(1.5), 1.5_f64.to_bits());
    }

    #[test]
    fn digest_is_the_hash_of_the_written_layout() {
        let hashes = [[1; 32], [2; 32], [3; 32]];
        let mut digest = RunDigest::new(&hashes[0], &hashes[1], &hashes[2]);
        let mut expected: Vec<u8> = hashes.concat();
        for bar in 0..5_000_i64 {
            digest.equity(bar, -0.0);
            expected.push(3);
            expected.extend(bar.to_le_bytes());
            expected.extend([0; 8]);
        }
        assert_eq!(digest.finish(), *blake3::hash(&expected).as_bytes());
    }

    #[test]
    fn many_equities_are_the_same_as_one_by_one() {
        let times: Vec<i64> = (0..30_000).collect();
        let numbers = times.iter().map(|time| *time as f64 * 0.5 - 100.0);
        let equities: Vec<f64> = numbers.collect();
        let mut one_by_one = RunDigest::new(&[1; 32], &[2; 32], &[3; 32]);
        for (time, equity) in times.iter().zip(&equities) {
            one_by_one.equity(*time, *equity);
        }
        let mut together = RunDigest::new(&[1; 32], &[2; 32], &[3; 32]);
        let cuts = [0, 1, 7, 3_000, 3_001, 12_345, 30_000];
        for cut in cuts.windows(2) {
            together.equities(&times[cut[0]..cut[1]], &equities[cut[0]..cut[1]]);
        }
        assert_eq!(together.finish(), one_by_one.finish());
    }
}
