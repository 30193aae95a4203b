//! Files on disk with a call before the first data file is opened.

use std::io;
use std::path::Path;
use std::sync::Mutex;
use store::DiskFiles;
use store::files::{Files, Held, Listed, LockMode, OpenFile};

type Call = Box<dyn FnOnce() + Send>;

pub(crate) struct Watched(Mutex<Option<Call>>);

impl Watched {
    pub(crate) fn new(call: impl FnOnce() + Send + 'static) -> Self {
        Self(Mutex::new(Some(Box::new(call))))
    }
}

impl Files for Watched {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        DiskFiles.create_dir(path)
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        DiskFiles.create(path)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        if path.extension().is_some_and(|ending| ending == "parquet") {
            let call = self.0.lock().unwrap().take();
            call.into_iter().for_each(|call| call());
        }
        DiskFiles.open(path)
    }

    fn edit(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        DiskFiles.edit(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        DiskFiles.rename(from, to)
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        DiskFiles.sync_dir(path)
    }

    fn list(&self, path: &Path) -> io::Result<Vec<Listed>> {
        DiskFiles.list(path)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        DiskFiles.remove(path)
    }

    fn lock(&self, path: &Path, mode: LockMode) -> io::Result<Option<Box<dyn Held>>> {
        DiskFiles.lock(path, mode)
    }
}
