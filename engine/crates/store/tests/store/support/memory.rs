//! Files in memory that know what a loss of power would leave: bytes that were synced in files, and
//! entries that were synced in folders.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use store::files::{Files, Held, Listed, LockMode, OpenFile};

#[derive(Clone, Default)]
struct Inode {
    now: Vec<u8>,
    durable: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Node {
    Dir,
    File(usize),
}

#[derive(Clone, Default)]
struct Dir {
    now: BTreeMap<String, Node>,
    durable: BTreeMap<String, Node>,
}

#[derive(Clone)]
struct Disk {
    inodes: Vec<Inode>,
    dirs: BTreeMap<PathBuf, Dir>,
}

/// What survives of that which was not synced.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Loss {
    /// Nothing.
    All,
    /// Everything, as after the end of a process.
    Nothing,
    /// Some of it, by this seed: whole folders as they were or are, files in part.
    Some(u64),
}

/// The files.
#[derive(Clone)]
pub(crate) struct Memory(Arc<Mutex<Disk>>);

struct MemoryFile(Memory, usize);

struct NoLock;

impl Held for NoLock {}

impl Memory {
    pub(crate) fn new() -> Self {
        let dirs = BTreeMap::from([(PathBuf::from("/"), Dir::default())]);
        Self(Arc::new(Mutex::new(Disk {
            inodes: Vec::new(),
            dirs,
        })))
    }

    pub(crate) fn files(&self) -> Arc<dyn Files> {
        Arc::new(self.clone())
    }

    /// The disk after a loss of power. The original stays as it is.
    pub(crate) fn after(&self, loss: Loss) -> Self {
        let mut disk = self.0.lock().unwrap().clone();
        let mut random = Random(match loss {
            Loss::Some(seed) => seed,
            _ => 0,
        });
        for inode in &mut disk.inodes {
            inode.now = match loss {
                Loss::Nothing => inode.now.clone(),
                Loss::All => inode.durable.clone(),
                Loss::Some(_) => partly(inode, &mut random),
            };
            inode.durable = inode.now.clone();
        }
        for dir in disk.dirs.values_mut() {
            let keeps = match loss {
                Loss::Nothing => true,
                Loss::All => false,
                Loss::Some(_) => random.below(2) == 0,
            };
            if !keeps {
                dir.now = dir.durable.clone();
            }
            dir.durable = dir.now.clone();
        }
        drop_lost_folders(&mut disk);
        Self(Arc::new(Mutex::new(disk)))
    }

    /// The same disk once more, to change it alone.
    pub(crate) fn after_copy(&self) -> Self {
        self.after(Loss::Nothing)
    }

    /// Every file by path.
    pub(crate) fn contents(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let disk = self.0.lock().unwrap();
        let mut all = BTreeMap::new();
        for (folder, dir) in &disk.dirs {
            for (name, node) in &dir.now {
                if let Node::File(inode) = node {
                    all.insert(folder.join(name), disk.inodes[*inode].now.clone());
                }
            }
        }
        all
    }

    /// Changes the bytes of a file behind the store's back.
    pub(crate) fn tamper(&self, path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
        let inode = self.file(path).unwrap();
        change(&mut self.0.lock().unwrap().inodes[inode].now);
    }

    fn file(&self, path: &Path) -> io::Result<usize> {
        let disk = self.0.lock().unwrap();
        let (folder, name) = split(path)?;
        let dir = disk.dirs.get(folder).ok_or(ErrorKind::NotFound)?;
        match dir.now.get(name) {
            Some(Node::File(inode)) => Ok(*inode),
            Some(Node::Dir) => Err(ErrorKind::IsADirectory.into()),
            None => Err(ErrorKind::NotFound.into()),
        }
    }

    fn handle(&self, inode: usize) -> Box<dyn OpenFile> {
        Box::new(MemoryFile(self.clone(), inode))
    }
}

/// Bytes that were written after the last sync are there, are lost, or are zeros. Bytes that were
/// synced and not written since cannot be lost.
fn partly(inode: &Inode, random: &mut Random) -> Vec<u8> {
    let from = random.below(inode.now.len() + 1);
    let choice = random.below(4);
    if choice == 0 {
        return inode.durable.clone();
    }
    let mut bytes = inode.now.clone();
    if choice == 1 {
        return bytes;
    }
    for (place, byte) in bytes.iter_mut().enumerate().skip(from) {
        *byte = inode.durable.get(place).copied().unwrap_or(0);
    }
    if choice == 2 {
        bytes.truncate(from.max(inode.durable.len().min(inode.now.len())));
    }
    bytes
}

fn drop_lost_folders(disk: &mut Disk) {
    let mut kept = vec![PathBuf::from("/")];
    let mut next = 0;
    while next < kept.len() {
        let folder = kept[next].clone();
        next += 1;
        let inside = disk.dirs[&folder].now.clone();
        kept.extend(
            inside
                .iter()
                .filter(|(_, node)| **node == Node::Dir)
                .map(|(name, _)| folder.join(name)),
        );
    }
    disk.dirs.retain(|folder, _| kept.contains(folder));
}

fn split(path: &Path) -> io::Result<(&Path, &str)> {
    let folder = path.parent().ok_or(ErrorKind::InvalidInput)?;
    let name = path.file_name().and_then(|name| name.to_str());
    Ok((folder, name.ok_or(ErrorKind::InvalidInput)?))
}

impl OpenFile for MemoryFile {
    fn length(&self) -> io::Result<u64> {
        Ok(self.0.0.lock().unwrap().inodes[self.1].now.len() as u64)
    }

    fn read_at(&self, into: &mut [u8], offset: u64) -> io::Result<usize> {
        let disk = self.0.0.lock().unwrap();
        let bytes = &disk.inodes[self.1].now;
        let from = (offset as usize).min(bytes.len());
        let count = into.len().min(bytes.len() - from);
        into[..count].copy_from_slice(&bytes[from..from + count]);
        Ok(count)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<usize> {
        let mut disk = self.0.0.lock().unwrap();
        let now = &mut disk.inodes[self.1].now;
        let from = offset as usize;
        if now.len() < from + bytes.len() {
            now.resize(from + bytes.len(), 0);
        }
        now[from..from + bytes.len()].copy_from_slice(bytes);
        Ok(bytes.len())
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        let mut disk = self.0.0.lock().unwrap();
        disk.inodes[self.1].now.resize(length as usize, 0);
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        let mut disk = self.0.0.lock().unwrap();
        let inode = &mut disk.inodes[self.1];
        inode.durable = inode.now.clone();
        Ok(())
    }
}

impl Files for Memory {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        let mut disk = self.0.lock().unwrap();
        let (folder, name) = split(path)?;
        let parent = disk.dirs.get_mut(folder).ok_or(ErrorKind::NotFound)?;
        parent.now.insert(name.to_owned(), Node::Dir);
        disk.dirs.entry(path.to_owned()).or_default();
        Ok(())
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        if let Ok(inode) = self.file(path) {
            self.0.lock().unwrap().inodes[inode].now.clear();
            return Ok(self.handle(inode));
        }
        let mut disk = self.0.lock().unwrap();
        let (folder, name) = split(path)?;
        let inode = disk.inodes.len();
        let parent = disk.dirs.get_mut(folder).ok_or(ErrorKind::NotFound)?;
        parent.now.insert(name.to_owned(), Node::File(inode));
        disk.inodes.push(Inode::default());
        drop(disk);
        Ok(self.handle(inode))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        self.file(path).map(|inode| self.handle(inode))
    }

    fn edit(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        self.open(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let inode = self.file(from)?;
        let mut disk = self.0.lock().unwrap();
        let (folder, name) = split(to)?;
        let target = disk.dirs.get_mut(folder).ok_or(ErrorKind::NotFound)?;
        target.now.insert(name.to_owned(), Node::File(inode));
        let (folder, name) = split(from)?;
        let source = disk.dirs.get_mut(folder).ok_or(ErrorKind::NotFound)?;
        source.now.remove(name);
        Ok(())
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        let mut disk = self.0.lock().unwrap();
        let dir = disk.dirs.get_mut(path).ok_or(ErrorKind::NotFound)?;
        dir.durable = dir.now.clone();
        Ok(())
    }

    fn list(&self, path: &Path) -> io::Result<Vec<Listed>> {
        let disk = self.0.lock().unwrap();
        let dir = disk.dirs.get(path).ok_or(ErrorKind::NotFound)?;
        let listed = dir.now.iter().map(|(name, node)| Listed {
            name: name.clone(),
            is_dir: *node == Node::Dir,
        });
        Ok(listed.collect())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.file(path)?;
        let mut disk = self.0.lock().unwrap();
        let (folder, name) = split(path)?;
        disk.dirs
            .get_mut(folder)
            .ok_or(ErrorKind::NotFound)?
            .now
            .remove(name);
        Ok(())
    }

    fn lock(&self, path: &Path, _mode: LockMode) -> io::Result<Option<Box<dyn Held>>> {
        if self.file(path).is_err() {
            self.create(path)?;
        }
        Ok(Some(Box::new(NoLock)))
    }
}

/// SplitMix64: the same numbers for the same seed.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}
