//! The data home: where things stand in it, how they become durable, and the promise that after a
//! failed sync nothing more is written.

use crate::error::StoreError;
use crate::files::{Files, Held, LockMode, OpenFile, read_range, write_all};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Ending of files that are being written.
pub(crate) const PART: &str = "part";
/// Where damaged and foreign files are set aside.
pub(crate) const QUARANTINE: &str = "quarantine";
/// Shared by those who write files before they commit; held alone by those who move files away.
pub(crate) const WRITERS_LOCK: &str = "writers.lock";
/// Bytes of a lock file that are read.
const LOCK_NOTE_MAX: u64 = 32;
/// Where the journal and the locks stand.
pub(crate) const JOURNAL: &str = "journal";

pub(crate) struct Home {
    root: PathBuf,
    files: Arc<dyn Files>,
    broken: Mutex<Option<String>>,
    /// Folders whose entry in their parent this process has synced.
    durable: Mutex<BTreeSet<PathBuf>>,
    parts: AtomicU64,
}

/// A file that is written but not yet published.
pub(crate) struct Unpublished {
    /// Where its bytes are now, if not at `path` already.
    part: Option<PathBuf>,
    path: PathBuf,
    file: Box<dyn OpenFile>,
}

impl Home {
    pub(crate) fn new(root: &Path, files: Arc<dyn Files>) -> Self {
        Self {
            root: root.to_owned(),
            files,
            broken: Mutex::default(),
            durable: Mutex::default(),
            parts: AtomicU64::new(0),
        }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn files(&self) -> &dyn Files {
        &*self.files
    }

    /// Refuses once a sync has failed.
    pub(crate) fn check_writable(&self) -> Result<(), StoreError> {
        let broken = self.broken.lock().unwrap_or_else(PoisonError::into_inner);
        match &*broken {
            None => Ok(()),
            Some(because) => Err(StoreError::ReadOnly {
                because: because.clone(),
            }),
        }
    }

    /// After this nothing is written until a restart.
    pub(crate) fn stop_writing(&self, because: &StoreError) {
        let mut broken = self.broken.lock().unwrap_or_else(PoisonError::into_inner);
        broken.get_or_insert_with(|| because.to_string());
    }

    fn synced(&self, result: std::io::Result<()>, path: &Path) -> Result<(), StoreError> {
        result
            .map_err(StoreError::io("sync", path))
            .inspect_err(|error| self.stop_writing(error))
    }

    pub(crate) fn sync(&self, file: &dyn OpenFile, path: &Path) -> Result<(), StoreError> {
        self.synced(file.sync(), path)
    }

    pub(crate) fn sync_dir(&self, path: &Path) -> Result<(), StoreError> {
        self.synced(self.files.sync_dir(path), path)
    }

    /// Makes the home itself and whatever is missing on the way to it.
    pub(crate) fn create_root(&self) -> Result<(), StoreError> {
        let mut missing = Vec::new();
        for folder in self.root.ancestors() {
            if folder.as_os_str().is_empty() || self.files.list(folder).is_ok() {
                break;
            }
            missing.push(folder);
        }
        for folder in missing.iter().rev() {
            self.files
                .create_dir(folder)
                .map_err(StoreError::io("make the folder", folder))?;
            self.sync_parent(folder)?;
        }
        Ok(())
    }

    /// The home's entry may be of a process that ended before it was durable.
    pub(crate) fn sync_root(&self) -> Result<(), StoreError> {
        self.sync_parent(&self.root)
    }

    fn sync_parent(&self, folder: &Path) -> Result<(), StoreError> {
        match folder.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => self.sync_dir(parent),
            Some(_) => self.sync_dir(Path::new(".")),
            None => Ok(()),
        }
    }

    /// Makes a folder below the home, with its parents, each durable in its own parent.
    pub(crate) fn folder(&self, relative: &Path) -> Result<PathBuf, StoreError> {
        let mut folder = self.root.clone();
        for part in relative.components() {
            folder.push(part);
            if self.is_durable(&folder) {
                continue;
            }
            self.files
                .create_dir(&folder)
                .map_err(StoreError::io("make the folder", &folder))?;
            self.sync_parent(&folder)?;
            let mut durable = self.durable.lock().unwrap_or_else(PoisonError::into_inner);
            durable.insert(folder.clone());
        }
        Ok(folder)
    }

    fn is_durable(&self, folder: &Path) -> bool {
        let durable = self.durable.lock().unwrap_or_else(PoisonError::into_inner);
        durable.contains(folder)
    }

    /// Writes a file beside its final place. A file that is there already is taken if it is equal
    /// and set aside if it is not.
    pub(crate) fn write(&self, relative: &Path, bytes: &[u8]) -> Result<Unpublished, StoreError> {
        self.check_writable()?;
        let folder = self.folder(relative.parent().unwrap_or(Path::new("")))?;
        let path = self.root.join(relative);
        if let Some(there) = self.equal_file(&path, bytes)? {
            return Ok(Unpublished {
                part: None,
                path,
                file: there,
            });
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let number = self.parts.fetch_add(1, Ordering::Relaxed);
        let part = folder.join(format!("{name}.{}-{number}.{PART}", std::process::id()));
        let file = self
            .files
            .create(&part)
            .map_err(StoreError::io("make", &part))?;
        write_all(&*file, bytes, 0).map_err(StoreError::io("write", &part))?;
        Ok(Unpublished {
            part: Some(part),
            path,
            file,
        })
    }

    fn equal_file(
        &self,
        path: &Path,
        bytes: &[u8],
    ) -> Result<Option<Box<dyn OpenFile>>, StoreError> {
        let Ok(file) = self.files.edit(path) else {
            return Ok(None);
        };
        let limit = bytes.len() as u64 + 1;
        let there = read_range(&*file, 0, limit).map_err(StoreError::io("read", path))?;
        if there == bytes {
            return Ok(Some(file));
        }
        drop(file);
        self.quarantine(path)?;
        Ok(None)
    }

    /// Makes written files durable under their names: sync, rename, sync the folders.
    pub(crate) fn publish(&self, written: Vec<Unpublished>) -> Result<(), StoreError> {
        self.check_writable()?;
        for one in &written {
            self.sync(&*one.file, one.part.as_ref().unwrap_or(&one.path))?;
        }
        let mut folders = BTreeSet::new();
        for one in written {
            folders.extend(one.path.parent().map(Path::to_owned));
            let Some(part) = one.part else { continue };
            drop(one.file);
            self.files
                .rename(&part, &one.path)
                .map_err(StoreError::io("rename", &part))?;
        }
        folders.iter().try_for_each(|folder| self.sync_dir(folder))
    }

    /// Moves a file into quarantine and returns its new place.
    pub(crate) fn quarantine(&self, path: &Path) -> Result<PathBuf, StoreError> {
        let folder = self.folder(Path::new(QUARANTINE))?;
        let inside = path.strip_prefix(&self.root).unwrap_or(path);
        let flat: Vec<_> = inside
            .components()
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect();
        let target = self.free_name(&folder, &flat.join("__"))?;
        self.files
            .rename(path, &target)
            .map_err(StoreError::io("set aside", path))?;
        self.sync_dir(&folder)?;
        self.sync_dir(path.parent().unwrap_or(&self.root))?;
        Ok(target)
    }

    /// Writes bytes into quarantine.
    pub(crate) fn quarantine_bytes(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, StoreError> {
        let folder = self.folder(Path::new(QUARANTINE))?;
        let target = self.free_name(&folder, name)?;
        let file = self
            .files
            .create(&target)
            .map_err(StoreError::io("make", &target))?;
        write_all(&*file, bytes, 0).map_err(StoreError::io("write", &target))?;
        self.sync(&*file, &target)?;
        self.sync_dir(&folder)?;
        Ok(target)
    }

    fn free_name(&self, folder: &Path, name: &str) -> Result<PathBuf, StoreError> {
        let taken: BTreeSet<String> = self
            .files
            .list(folder)
            .map_err(StoreError::io("list", folder))?
            .into_iter()
            .map(|entry| entry.name)
            .collect();
        let names = std::iter::once(name.to_owned());
        let mut names = names.chain((1_u64..).map(|number| format!("{name}.{number}")));
        let free = names.find(|name| !taken.contains(name));
        Ok(folder.join(free.unwrap_or_default()))
    }

    /// Takes a lock that stands beside the journal; `None` when others have it.
    pub(crate) fn lock(
        &self,
        name: &str,
        mode: LockMode,
    ) -> Result<Option<Box<dyn Held>>, StoreError> {
        let path = self.folder(Path::new(JOURNAL))?.join(name);
        self.files
            .lock(&path, mode)
            .map_err(StoreError::io("lock", &path))
    }

    /// That others have a lock, with the process that says in it that it has. A lock that is shared
    /// keeps the number of whoever had it alone last, which may be gone: it is not told.
    pub(crate) fn busy(&self, name: &str, what: impl Into<String>) -> StoreError {
        let is_shared = name == WRITERS_LOCK;
        let noted = self
            .read(&Path::new(JOURNAL).join(name), LOCK_NOTE_MAX)
            .ok();
        let noted = noted.filter(|_| !is_shared);
        let text = noted.as_deref().map(String::from_utf8_lossy);
        StoreError::Busy {
            what: what.into(),
            process: text.and_then(|text| text.trim().parse().ok()),
        }
    }

    /// All bytes of a file, at most one more than `limit`.
    pub(crate) fn read(&self, relative: &Path, limit: u64) -> Result<Vec<u8>, StoreError> {
        self.read_part(relative, 0, limit.saturating_add(1))
    }

    /// Bytes of a file from a place up to another, fewer where it ends.
    pub(crate) fn read_part(
        &self,
        relative: &Path,
        from: u64,
        to: u64,
    ) -> Result<Vec<u8>, StoreError> {
        let path = self.root.join(relative);
        let file = self
            .files
            .open(&path)
            .map_err(StoreError::io("open", &path))?;
        read_range(&*file, from, to).map_err(StoreError::io("read", &path))
    }
}
