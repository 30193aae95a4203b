//! Loaded data by its content: what has the same bytes is loaded once, whatever dataset or version
//! names it. The least recently used goes first.

use super::resolve::Resolved;
use super::{BAR_BYTES, QUOTE_BYTES};
use market::{Bars, TickBlock, Timeframe};
use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use store::{Series, Version};
use wire::Failure;

/// How often somebody who waits looks whether it still should.
const LOOK: Duration = Duration::from_millis(4);

/// Bars as a run uses them.
pub(crate) struct ChartBars {
    pub(crate) bars: Bars,
    pub(crate) timeframe: Timeframe,
    pub(crate) content_hash: [u8; 32],
}

#[derive(Clone)]
pub(crate) enum Loaded {
    Bars(Arc<ChartBars>),
    Quotes(Arc<TickBlock>),
}

impl Loaded {
    fn bytes(&self) -> usize {
        match self {
            Self::Bars(bars) => bars.bars.len() * BAR_BYTES,
            Self::Quotes(block) => block.len() * QUOTE_BYTES,
        }
    }
}

/// Names rows by the hashes of their files, and what was made of them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key([u8; 32], String);

impl Key {
    /// The rows as they are stored.
    pub(crate) fn rows(resolved: &Resolved) -> Self {
        Self::of(&resolved.dataset.series, &resolved.version)
    }

    /// The same of any version.
    pub(crate) fn of(series: &Series, version: &Version) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&series.unit.nanos().to_le_bytes());
        hasher.update(&[series.kind as u8, series.price_scale, series.volume_scale]);
        for segment in version.segments.iter() {
            hasher.update(&segment.hash);
        }
        Self(*hasher.finalize().as_bytes(), String::new())
    }

    /// Bars of a timeframe, in the instrument's zone.
    pub(crate) fn bars(resolved: &Resolved, timeframe: Timeframe) -> Self {
        let made = format!("{timeframe} {}", resolved.instrument.zone.name());
        Self(Self::rows(resolved).0, made)
    }
}

/// All loaded data.
#[derive(Default)]
pub(crate) struct Cache {
    slots: Mutex<Slots>,
    filled: Condvar,
}

#[derive(Default)]
struct Slots {
    uses: u64,
    by_key: BTreeMap<Key, Slot>,
}

enum Slot {
    Loading,
    There { loaded: Loaded, used: u64 },
}

/// What a claim comes to.
pub(crate) enum Claim<'a> {
    There(Loaded),
    /// The caller is to load it.
    Free(Place<'a>),
}

/// Who has claimed a key loads for all. Dropped without data, another may claim it.
pub(crate) struct Place<'a> {
    cache: &'a Cache,
    key: Key,
}

impl Cache {
    fn slots(&self) -> MutexGuard<'_, Slots> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits while another loads. What is there is handed over at once: in the next moment it may be
    /// dropped to make room.
    pub(crate) fn claim(
        &self,
        key: &Key,
        go_on: impl Fn() -> Result<(), Failure>,
    ) -> Result<Claim<'_>, Failure> {
        let mut slots = self.slots();
        slots.uses += 1;
        let now = slots.uses;
        loop {
            match slots.by_key.get_mut(key) {
                None => {
                    slots.by_key.insert(key.clone(), Slot::Loading);
                    let key = key.clone();
                    return Ok(Claim::Free(Place { cache: self, key }));
                }
                Some(Slot::There { loaded, used }) => {
                    *used = now;
                    return Ok(Claim::There(loaded.clone()));
                }
                Some(Slot::Loading) => {
                    let waited = self.filled.wait_timeout(slots, LOOK);
                    slots = waited.unwrap_or_else(PoisonError::into_inner).0;
                    go_on()?;
                }
            }
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        self.slots().bytes()
    }

    /// Forgets what is there; what is being loaded comes.
    pub(crate) fn clear(&self) {
        let is_loading = |_: &Key, slot: &mut Slot| matches!(slot, Slot::Loading);
        self.slots().by_key.retain(is_loading);
    }
}

impl Slots {
    fn bytes(&self) -> usize {
        let there = self.by_key.values().filter_map(|slot| match slot {
            Slot::There { loaded, .. } => Some(loaded.bytes()),
            Slot::Loading => None,
        });
        there.sum()
    }

    /// Drops what was used longest ago until the rest fits, but never `newest`.
    fn shrink(&mut self, limit: usize, newest: &Key) {
        while self.bytes() > limit {
            let others = self.by_key.iter().filter(|(key, _)| *key != newest);
            let oldest = others
                .filter_map(|(key, slot)| match slot {
                    Slot::There { used, .. } => Some((*used, key.clone())),
                    Slot::Loading => None,
                })
                .min();
            match oldest {
                Some((_, key)) => self.by_key.remove(&key),
                None => return,
            };
        }
    }
}

impl Place<'_> {
    /// Puts what was loaded in its place.
    pub(crate) fn fill(self, loaded: Loaded, limit: usize) {
        let mut slots = self.cache.slots();
        slots.uses += 1;
        let used = slots.uses;
        slots
            .by_key
            .insert(self.key.clone(), Slot::There { loaded, used });
        slots.shrink(limit, &self.key);
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut slots = self.cache.slots();
        if matches!(slots.by_key.get(&self.key), Some(Slot::Loading)) {
            slots.by_key.remove(&self.key);
        }
        drop(slots);
        self.cache.filled.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: u8) -> Key {
        Key([number; 32], String::new())
    }

    fn rows(count: usize) -> Loaded {
        let block = TickBlock {
            time: vec![0; count],
            ..TickBlock::default()
        };
        Loaded::Quotes(Arc::new(block))
    }

    fn load(cache: &Cache, number: u8, count: usize, limit: usize) {
        match cache.claim(&key(number), || Ok(())).expect("not cancelled") {
            Claim::Free(place) => place.fill(rows(count), limit),
            Claim::There(_) => panic!("it is there already"),
        }
    }

    fn is_there(cache: &Cache, number: u8) -> bool {
        let claim = cache.claim(&key(number), || Ok(()));
        matches!(claim, Ok(Claim::There(_)))
    }

    #[test]
    fn what_was_claimed_stays_with_who_claimed_it() {
        let cache = Cache::default();
        load(&cache, 1, 4, 1_000);
        let claim = cache.claim(&key(1), || Ok(())).expect("there");
        load(&cache, 2, 4, 0);
        assert!(!is_there(&cache, 1));
        let Claim::There(Loaded::Quotes(block)) = claim else {
            panic!("quotes were loaded");
        };
        assert_eq!(block.len(), 4);
    }

    #[test]
    fn the_least_recently_used_goes_first_and_the_newest_stays() {
        let cache = Cache::default();
        let limit = 10 * QUOTE_BYTES;
        load(&cache, 1, 4, limit);
        load(&cache, 2, 4, limit);
        assert!(is_there(&cache, 1));
        load(&cache, 3, 4, limit);
        assert!(!is_there(&cache, 2));
        assert_eq!(cache.bytes(), 8 * QUOTE_BYTES);
        load(&cache, 4, 100, limit);
        assert_eq!(cache.bytes(), 100 * QUOTE_BYTES);
        cache.clear();
        assert_eq!(cache.bytes(), 0);
    }

    #[test]
    fn a_load_that_fails_leaves_its_place_to_the_next() {
        let cache = Cache::default();
        drop(cache.claim(&key(1), || Ok(())));
        load(&cache, 1, 1, 1_000);
        assert!(is_there(&cache, 1));
    }

    #[test]
    fn who_waits_can_be_cancelled_and_gets_what_another_loads() {
        let cache = Cache::default();
        let place = cache.claim(&key(1), || Ok(())).expect("free");
        let stopped = cache.claim(&key(1), || Err(crate::failure::cancelled()));
        assert!(stopped.is_err());
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| is_there(&cache, 1));
            match place {
                Claim::Free(place) => place.fill(rows(1), 1_000),
                Claim::There(_) => panic!("nobody has loaded it"),
            }
            assert!(waiting.join().expect("no panic"));
        });
    }
}
