//! The calls through which the store touches files, so that tests can fail each of them. What is
//! written is durable only after the file and every folder on the way to it were synced.

mod disk;

pub use disk::DiskFiles;

use std::io;
use std::path::Path;

/// How a lock is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockMode {
    /// Alone, waiting for the others.
    Alone,
    /// Alone, or not at all.
    AloneNow,
    /// Together with others that share it, waiting for one that is alone.
    Shared,
}

/// A lock; dropping it gives it back.
pub trait Held: Send {}

/// An entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its name, as far as it is Unicode.
    pub name: String,
    /// Whether it is a folder.
    pub is_dir: bool,
}

/// A file that is open.
pub trait OpenFile: Send + Sync {
    /// Its length in bytes.
    ///
    /// # Errors
    /// What the operating system answers.
    fn length(&self) -> io::Result<u64>;

    /// Reads at most `into.len()` bytes at a place; 0 at the end.
    ///
    /// # Errors
    /// What the operating system answers.
    fn read_at(&self, into: &mut [u8], offset: u64) -> io::Result<usize>;

    /// Writes some of the bytes at a place.
    ///
    /// # Errors
    /// What the operating system answers.
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<usize>;

    /// Cuts or extends it.
    ///
    /// # Errors
    /// What the operating system answers.
    fn set_len(&self, length: u64) -> io::Result<()>;

    /// Forces its bytes and length to disk.
    ///
    /// # Errors
    /// What the operating system answers. The bytes are then in doubt.
    fn sync(&self) -> io::Result<()>;
}

/// The file calls of the store.
///
/// # Errors
/// Each returns what the operating system answers.
#[allow(clippy::missing_errors_doc, reason = "said once, above")]
pub trait Files: Send + Sync {
    /// Makes one folder; one that is there is fine.
    fn create_dir(&self, path: &Path) -> io::Result<()>;
    /// Makes a file for reading and writing; one that is there is emptied.
    fn create(&self, path: &Path) -> io::Result<Box<dyn OpenFile>>;
    /// Opens a file for reading.
    fn open(&self, path: &Path) -> io::Result<Box<dyn OpenFile>>;
    /// Opens a file for reading and writing.
    fn edit(&self, path: &Path) -> io::Result<Box<dyn OpenFile>>;
    /// Moves a file, over another if there is one.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Forces the entries of a folder to disk.
    fn sync_dir(&self, path: &Path) -> io::Result<()>;
    /// The entries of a folder by name.
    fn list(&self, path: &Path) -> io::Result<Vec<Listed>>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Takes a lock on a file, which is made if it is not there. `None`: others have it.
    fn lock(&self, path: &Path, mode: LockMode) -> io::Result<Option<Box<dyn Held>>>;
}

/// Writes all bytes at a place.
pub(crate) fn write_all(file: &dyn OpenFile, mut bytes: &[u8], mut offset: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match file.write_at(bytes, offset) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => {
                bytes = &bytes[count..];
                offset += count as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Reads the bytes from `offset` up to `end`, or fewer where the file ends.
pub(crate) fn read_range(file: &dyn OpenFile, offset: u64, end: u64) -> io::Result<Vec<u8>> {
    let end = end.min(file.length()?);
    let mut bytes = vec![0; usize::try_from(end.saturating_sub(offset)).unwrap_or(usize::MAX)];
    let mut filled = 0;
    while filled < bytes.len() {
        match file.read_at(&mut bytes[filled..], offset + filled as u64) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}
