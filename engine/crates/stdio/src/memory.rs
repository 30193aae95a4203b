//! How much memory kept runs and loaded data may take together. Half is for each; the newest of each
//! kind stays even where it is larger.

use std::sync::atomic::{AtomicUsize, Ordering};

/// The least that an engine allows itself when nothing is configured.
const DEFAULT_MIN: usize = 1 << 30;

/// The limit, which may change at any time.
pub(crate) struct Memory(AtomicUsize);

impl Default for Memory {
    fn default() -> Self {
        Self(AtomicUsize::new(default_bytes()))
    }
}

impl Memory {
    /// Sets the limit; `None` is a quarter of the machine's memory, at least 1 GiB.
    pub(crate) fn limit(&self, bytes: Option<usize>) {
        let bytes = bytes.unwrap_or_else(default_bytes);
        self.0.store(bytes, Ordering::Relaxed);
    }

    /// Everything together.
    pub(crate) fn all(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    /// For one of the two kinds.
    pub(crate) fn half(&self) -> usize {
        self.all() / 2
    }
}

fn default_bytes() -> usize {
    machine_bytes().map_or(DEFAULT_MIN, |bytes| (bytes / 4).max(DEFAULT_MIN))
}

/// Memory of the machine, where the system tells it in a file.
fn machine_bytes() -> Option<usize> {
    let told = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = told
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kibibytes: usize = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1_024)
}
