//! Files of which one call goes wrong: it fails, does half of what was asked, or ends the process.

use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use store::files::{Files, Held, Listed, LockMode, OpenFile};

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The call fails; the next ones work.
    Fail,
    /// A read or write does half; other calls work.
    Half,
    /// A write does half, and no later call works: the process has ended.
    Kill,
}

/// Counts calls and lets one of them go wrong.
pub(crate) struct Script {
    fault: Fault,
    at: usize,
    calls: AtomicUsize,
    is_dead: AtomicBool,
}

/// How a call is to go.
enum Turn {
    Work,
    Half,
    HalfThenFail,
    Fail,
}

impl Script {
    /// The call number `at`, from 0, goes wrong.
    pub(crate) fn new(fault: Fault, at: usize) -> Arc<Self> {
        Arc::new(Self {
            fault,
            at,
            calls: AtomicUsize::new(0),
            is_dead: AtomicBool::new(false),
        })
    }

    /// No call goes wrong.
    pub(crate) fn counting() -> Arc<Self> {
        Self::new(Fault::Fail, usize::MAX)
    }

    pub(crate) fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    pub(crate) fn files(self: &Arc<Self>, inner: Arc<dyn Files>) -> Arc<dyn Files> {
        let script = Arc::clone(self);
        Arc::new(Faulty { inner, script })
    }

    fn turn(&self) -> Turn {
        if self.is_dead.load(Ordering::SeqCst) {
            return Turn::Fail;
        }
        if self.calls.fetch_add(1, Ordering::SeqCst) != self.at {
            return Turn::Work;
        }
        match self.fault {
            Fault::Fail => Turn::Fail,
            Fault::Half => Turn::Half,
            Fault::Kill => {
                self.is_dead.store(true, Ordering::SeqCst);
                Turn::HalfThenFail
            }
        }
    }

    /// For calls that cannot be done by half.
    fn pass(&self) -> io::Result<()> {
        match self.turn() {
            Turn::Work | Turn::Half => Ok(()),
            Turn::HalfThenFail | Turn::Fail => Err(broken()),
        }
    }
}

fn broken() -> io::Error {
    ErrorKind::StorageFull.into()
}

struct Faulty {
    inner: Arc<dyn Files>,
    script: Arc<Script>,
}

struct FaultyFile {
    inner: Box<dyn OpenFile>,
    script: Arc<Script>,
}

impl Faulty {
    fn file(&self, inner: Box<dyn OpenFile>) -> Box<dyn OpenFile> {
        let script = Arc::clone(&self.script);
        Box::new(FaultyFile { inner, script })
    }
}

impl OpenFile for FaultyFile {
    fn length(&self) -> io::Result<u64> {
        self.script.pass()?;
        self.inner.length()
    }

    fn read_at(&self, into: &mut [u8], offset: u64) -> io::Result<usize> {
        match self.script.turn() {
            Turn::Work => self.inner.read_at(into, offset),
            Turn::Half => {
                let half = into.len().div_ceil(2);
                self.inner.read_at(&mut into[..half], offset)
            }
            Turn::HalfThenFail | Turn::Fail => Err(broken()),
        }
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<usize> {
        let half = &bytes[..bytes.len().div_ceil(2)];
        match self.script.turn() {
            Turn::Work => self.inner.write_at(bytes, offset),
            Turn::Half => self.inner.write_at(half, offset),
            Turn::HalfThenFail => {
                self.inner.write_at(half, offset)?;
                Err(broken())
            }
            Turn::Fail => Err(broken()),
        }
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        self.script.pass()?;
        self.inner.set_len(length)
    }

    fn sync(&self) -> io::Result<()> {
        self.script.pass()?;
        self.inner.sync()
    }
}

impl Files for Faulty {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        self.script.pass()?;
        self.inner.create_dir(path)
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        self.script.pass()?;
        self.inner.create(path).map(|file| self.file(file))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        self.script.pass()?;
        self.inner.open(path).map(|file| self.file(file))
    }

    fn edit(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        self.script.pass()?;
        self.inner.edit(path).map(|file| self.file(file))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.script.pass()?;
        self.inner.rename(from, to)
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        self.script.pass()?;
        self.inner.sync_dir(path)
    }

    fn list(&self, path: &Path) -> io::Result<Vec<Listed>> {
        self.script.pass()?;
        self.inner.list(path)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.script.pass()?;
        self.inner.remove(path)
    }

    fn lock(&self, path: &Path, mode: LockMode) -> io::Result<Option<Box<dyn Held>>> {
        self.script.pass()?;
        self.inner.lock(path, mode)
    }
}
