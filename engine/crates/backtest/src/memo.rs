//! Columns of earlier runs, by what they are made of and on which bars: a run that is made again after an
//! edit evaluates only what the edit touched. No result depends on what is here.

use std::collections::HashMap;
use std::mem::size_of;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// As many as an edit is likely to want, within a share of the budget.
const SPARE_MAX: usize = 8;
const SPARE_SHARE: usize = 4;

/// Names a column: the hash of its node's structure with all constants, of the data and of the rows.
pub(crate) type Key = [u8; 32];

/// Whole columns within a budget of bytes; what was used longest ago goes first.
#[derive(Debug)]
pub struct Memo(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    bytes_max: usize,
    uses: u64,
    /// Of all memory held, spare columns included.
    bytes: usize,
    columns: HashMap<Key, Slot>,
    /// Of columns that went, for the next ones: fresh memory costs more than what is written there.
    spare: Vec<Vec<f64>>,
}

#[derive(Debug)]
struct Slot {
    values: Arc<Vec<f64>>,
    used: u64,
}

impl Memo {
    /// A memo of at most so many bytes.
    #[must_use]
    pub fn new(bytes_max: usize) -> Self {
        let state = State {
            bytes_max,
            ..State::default()
        };
        Self(Mutex::new(state))
    }

    /// Changes the budget.
    pub fn limit(&self, bytes_max: usize) {
        let mut state = self.state();
        state.bytes_max = bytes_max;
        state.shrink();
    }

    /// Bytes of all columns, the spare ones included.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.state().bytes
    }

    /// Forgets everything.
    pub fn clear(&self) {
        let mut state = self.state();
        state.columns.clear();
        state.spare.clear();
        state.bytes = 0;
    }

    pub(crate) fn bytes_max(&self) -> usize {
        self.state().bytes_max
    }

    pub(crate) fn get(&self, key: &Key) -> Option<Arc<Vec<f64>>> {
        let mut state = self.state();
        state.uses += 1;
        let now = state.uses;
        let slot = state.columns.get_mut(key)?;
        slot.used = now;
        Some(Arc::clone(&slot.values))
    }

    /// An empty column with room for so many rows.
    pub(crate) fn room(&self, rows: usize) -> Vec<f64> {
        let spare = self.state().take_spare(rows);
        spare.unwrap_or_else(|| Vec::with_capacity(rows))
    }

    /// Takes a column back that came to nothing.
    pub(crate) fn spare(&self, values: Vec<f64>) {
        let mut state = self.state();
        state.keep_spare(values);
        state.shrink();
    }

    pub(crate) fn put(&self, key: Key, values: Vec<f64>) {
        let mut state = self.state();
        state.uses += 1;
        let used = state.uses;
        state.bytes += bytes(&values);
        let values = Arc::new(values);
        if let Some(before) = state.columns.insert(key, Slot { values, used }) {
            state.bytes -= bytes(&before.values);
        }
        state.shrink();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn shrink(&mut self) {
        while self.spare_bytes() > self.bytes_max / SPARE_SHARE {
            self.drop_spare();
        }
        while self.bytes > self.bytes_max {
            let slots = self.columns.iter();
            let oldest = slots.min_by_key(|(_, slot)| slot.used).map(|(key, _)| *key);
            let Some(slot) = oldest.and_then(|key| self.columns.remove(&key)) else {
                return;
            };
            self.bytes -= bytes(&slot.values);
            if let Ok(values) = Arc::try_unwrap(slot.values) {
                self.keep_spare(values);
            }
        }
    }

    fn spare_bytes(&self) -> usize {
        self.spare.iter().map(bytes).sum()
    }

    fn keep_spare(&mut self, mut values: Vec<f64>) {
        let together = self.spare_bytes() + bytes(&values);
        if self.spare.len() < SPARE_MAX && together <= self.bytes_max / SPARE_SHARE {
            values.clear();
            self.bytes += bytes(&values);
            self.spare.push(values);
        }
    }

    /// One that fits, and not so loosely that most of it stays empty. If none does, the last makes
    /// room for others.
    fn take_spare(&mut self, rows: usize) -> Option<Vec<f64>> {
        let fits = |values: &Vec<f64>| (rows..=2 * rows).contains(&values.capacity());
        let Some(index) = self.spare.iter().rposition(fits) else {
            self.drop_spare();
            return None;
        };
        let values = self.spare.swap_remove(index);
        self.bytes -= bytes(&values);
        Some(values)
    }

    fn drop_spare(&mut self) {
        if let Some(values) = self.spare.pop() {
            self.bytes -= bytes(&values);
        }
    }
}

/// What it holds, which may be more than its values need.
#[allow(clippy::ptr_arg, reason = "a slice does not know its capacity")]
fn bytes(values: &Vec<f64>) -> usize {
    (values.capacity() * size_of::<f64>()).max(size_of::<Slot>())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: usize = 100;

    #[test]
    fn the_longest_unused_goes_first() {
        let memo = Memo::new(2 * ROWS * size_of::<f64>());
        memo.put([1; 32], vec![1.0; ROWS]);
        memo.put([2; 32], vec![2.0; ROWS]);
        assert!(memo.get(&[1; 32]).is_some());
        memo.put([3; 32], vec![3.0; ROWS]);
        assert_eq!(memo.get(&[2; 32]), None);
        assert_eq!(memo.get(&[1; 32]).as_deref(), Some(&vec![1.0; ROWS]));
        assert_eq!(memo.bytes(), memo.bytes_max());
    }

    #[test]
    fn a_column_that_is_put_again_counts_once_and_one_that_is_too_large_does_not_stay() {
        let memo = Memo::new(2 * ROWS * size_of::<f64>());
        memo.put([1; 32], vec![1.0; ROWS]);
        memo.put([1; 32], vec![1.0; ROWS]);
        assert_eq!(memo.bytes(), ROWS * size_of::<f64>());
        memo.put([2; 32], vec![2.0; 3 * ROWS]);
        assert_eq!((memo.bytes(), memo.get(&[2; 32])), (0, None));
        memo.put([3; 32], vec![3.0; ROWS]);
        memo.put([4; 32], vec![4.0; ROWS]);
        memo.limit(ROWS * size_of::<f64>());
        assert!(memo.get(&[3; 32]).is_none() && memo.get(&[4; 32]).is_some());
        memo.clear();
        assert_eq!(memo.bytes(), 0);
    }

    #[test]
    fn all_memory_counts_and_stays_within_the_budget() {
        let max = 20 * ROWS * size_of::<f64>();
        let memo = Memo::new(max);
        let mut loose = Vec::with_capacity(2 * ROWS);
        loose.push(1.0);
        memo.put([1; 32], loose);
        assert_eq!(memo.bytes(), 2 * ROWS * size_of::<f64>());
        for number in 2..100 {
            let mut values = memo.room(ROWS);
            assert!(values.capacity() <= 2 * ROWS);
            values.resize(ROWS, 0.0);
            memo.put([number; 32], values);
            assert!(memo.bytes() <= max);
        }
        memo.put([100; 32], vec![0.0; ROWS]);
        let before = memo.bytes();
        let spare = memo.room(ROWS);
        assert!(memo.bytes() < before, "a column that went is used again");
        memo.spare(spare);
        assert_eq!(memo.bytes(), before);
        assert_eq!(memo.room(ROWS / 4).capacity(), ROWS / 4);
    }
}
