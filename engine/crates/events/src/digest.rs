//! The run digest: BLAKE3 over canonical records (docs/semantics/execution.md, 7).

use crate::record::{EventSink, Fill, OrderTransition};
use base::{Nanos, Stamp};

const CANONICAL_NAN: u64 = 0x7ff8_0000_0000_0000;
const BUFFER_BYTES: usize = 1 << 14;
const RECORD_BYTES_MAX: usize = 64;

/// Hashes records as they come. Two runs with one digest had the same orders, fills and equity.
pub struct RunDigest {
    hasher: blake3::Hasher,
    buffer: Box<[u8; BUFFER_BYTES]>,
    used: usize,
}

impl RunDigest {
    /// Starts with what shapes the run.
    #[must_use]
    pub fn new(plan_hash: &[u8; 32], settings_hash: &[u8; 32], data_hash: &[u8; 32]) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher
            .update(plan_hash)
            .update(settings_hash)
            .update(data_hash);
        Self {
            hasher,
            buffer: Box::new([0; BUFFER_BYTES]),
            used: 0,
        }
    }

    /// The digest of everything so far.
    #[must_use]
    pub fn finish(mut self) -> [u8; 32] {
        self.flush();
        *self.hasher.finalize().as_bytes()
    }

    fn flush(&mut self) {
        self.hasher.update(&self.buffer[..self.used]);
        self.used = 0;
    }

    fn begin(&mut self) {
        if self.used + RECORD_BYTES_MAX > BUFFER_BYTES {
            self.flush();
        }
    }

    fn bytes<const N: usize>(&mut self, bytes: [u8; N]) {
        self.buffer[self.used..self.used + N].copy_from_slice(&bytes);
        self.used += N;
    }

    fn number(&mut self, value: f64) {
        self.bytes(canonical_bits(value).to_le_bytes());
    }

    fn stamp(&mut self, stamp: Stamp) {
        self.bytes(stamp.time.to_le_bytes());
        self.bytes([stamp.phase as u8]);
    }
}

/// One bit pattern for every NaN, and 0 for −0.
fn canonical_bits(value: f64) -> u64 {
    if value.is_nan() {
        CANONICAL_NAN
    } else if value == 0.0 {
        0
    } else {
        value.to_bits()
    }
}

impl EventSink for RunDigest {
    fn order(&mut self, transition: &OrderTransition) {
        self.begin();
        self.bytes([1]);
        self.stamp(transition.stamp);
        self.bytes(transition.order.to_le_bytes());
        self.bytes(transition.statement.to_le_bytes());
        self.bytes([transition.state as u8, transition.direction as u8]);
        self.number(transition.quantity);
        self.number(transition.limit);
        self.number(transition.stop);
    }

    fn fill(&mut self, fill: &Fill) {
        self.begin();
        self.bytes([2]);
        self.stamp(fill.stamp);
        self.bytes(fill.order.to_le_bytes());
        self.bytes([fill.direction as u8]);
        self.number(fill.quantity);
        self.number(fill.price);
        self.number(fill.fee);
    }

    fn equity(&mut self, close_time: Nanos, equity: f64) {
        self.begin();
        self.bytes([3]);
        self.bytes(close_time.to_le_bytes());
        self.number(equity);
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
}
