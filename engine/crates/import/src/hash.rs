//! BLAKE3 of files, which names their content: the same content is not imported twice.

use crate::error::{ImportError, ImportErrorKind};
use crate::job::{Context, Job};
use crate::outcome::{FoundFile, Phase};
use crate::walk::unreadable;
use std::fs::File;
use std::io::Read;

/// Small enough to be still in the cache when it is hashed.
const PIECE_BYTES: usize = 1 << 17;
/// Smaller files are hashed several at a time.
const SMALL_BYTES: u64 = 4 << 20;
const FILES_AT_ONCE: usize = 64;

/// Of one file.
#[derive(Clone, Copy)]
pub(crate) struct FileHash {
    pub(crate) content: [u8; 32],
}

/// Hashes files.
pub(crate) fn hash_files(
    context: &Context<'_>,
    job: &Job,
    files: &[FoundFile],
) -> Result<Vec<FileHash>, ImportError> {
    let mut hashes = Vec::with_capacity(files.len());
    let mut done = 0;
    let mut at = 0;
    while at < files.len() {
        context.go_on()?;
        let small = files[at..]
            .iter()
            .take(FILES_AT_ONCE)
            .take_while(|file| file.bytes < SMALL_BYTES);
        let count = small.count();
        if count == 0 {
            hashes.push(hash_file(context, job, &files[at], done)?);
        } else {
            let part = &files[at..at + count];
            let hashed = base::pool::map(context.pool, count, |index| hash_small(&part[index]));
            hashes.extend(hashed.into_iter().collect::<Result<Vec<_>, _>>()?);
        }
        done += files[at..at + count.max(1)]
            .iter()
            .map(|file| file.bytes)
            .sum::<u64>();
        at += count.max(1);
        context.tell(job, Phase::Hashing, done, 0);
    }
    Ok(hashes)
}

fn hash_small(file: &FoundFile) -> Result<FileHash, ImportError> {
    let bytes = std::fs::read(&file.path).map_err(|error| unreadable(&file.path, &error))?;
    check_length(file, bytes.len() as u64)?;
    Ok(FileHash {
        content: *blake3::hash(&bytes).as_bytes(),
    })
}

fn hash_file(
    context: &Context<'_>,
    job: &Job,
    file: &FoundFile,
    before: u64,
) -> Result<FileHash, ImportError> {
    let failed = |error: std::io::Error| unreadable(&file.path, &error);
    let mut from = File::open(&file.path).map_err(failed)?;
    let mut hasher = blake3::Hasher::new();
    let mut piece = vec![0; PIECE_BYTES];
    let mut length = 0;
    loop {
        let mut filled = 0;
        while filled < PIECE_BYTES {
            match from.read(&mut piece[filled..]).map_err(failed)? {
                0 => break,
                count => filled += count,
            }
        }
        hasher.update(&piece[..filled]);
        length += filled as u64;
        if filled < PIECE_BYTES {
            break;
        }
        context.go_on()?;
        context.tell(job, Phase::Hashing, before + length, 0);
    }
    check_length(file, length)?;
    Ok(FileHash {
        content: *hasher.finalize().as_bytes(),
    })
}

/// A file that grows while it is imported would be cut at a random place.
fn check_length(file: &FoundFile, length: u64) -> Result<(), ImportError> {
    if length == file.bytes {
        return Ok(());
    }
    Err(ImportError::new(
        ImportErrorKind::FileUnreadable,
        format!("{} changes while it is read.", file.path.display()),
        "Wait until it is complete, then import it again.",
    )
    .in_file(&file.path))
}
