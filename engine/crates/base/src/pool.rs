//! How work that can be split is handed out. Threads are made by the binary alone, so this is a
//! trait, with the implementation that uses the caller's thread.

use std::sync::OnceLock;

/// Carries out the parts of a piece of work, in any order and on any threads.
pub trait Pool: Sync {
    /// Calls `work` once for each of `0..count` and returns when all calls have returned.
    fn for_each(&self, count: usize, work: &(dyn Fn(usize) + Sync));
}

/// Carries out the parts one after another on the caller's thread.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sequential;

impl Pool for Sequential {
    fn for_each(&self, count: usize, work: &(dyn Fn(usize) + Sync)) {
        (0..count).for_each(work);
    }
}

/// The results of `work` for `0..count`, in that order whatever the threads did.
pub fn map<T: Send + Sync>(
    pool: &dyn Pool,
    count: usize,
    work: impl Fn(usize) -> T + Sync,
) -> Vec<T> {
    let slots: Vec<OnceLock<T>> = (0..count).map(|_| OnceLock::new()).collect();
    pool.for_each(count, &|index| {
        slots[index].get_or_init(|| work(index));
    });
    let results: Vec<T> = slots.into_iter().filter_map(OnceLock::into_inner).collect();
    assert_eq!(results.len(), count, "a pool calls its work for each index");
    results
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Does the parts backwards, as threads might.
    struct Backwards;

    impl Pool for Backwards {
        fn for_each(&self, count: usize, work: &(dyn Fn(usize) + Sync)) {
            (0..count).rev().for_each(work);
        }
    }

    #[test]
    fn results_come_in_index_order() {
        let expected: Vec<usize> = (0..100).map(|i| i * i).collect();
        assert_eq!(map(&Sequential, 100, |i| i * i), expected);
        assert_eq!(map(&Backwards, 100, |i| i * i), expected);
        assert!(map(&Sequential, 0, |i| i).is_empty());
    }
}
