//! Checks everything in a data home against the journal, and sets aside what does not belong there.
//! Deletes nothing.

use crate::error::StoreError;
use crate::files::{Files, Held, LockMode};
use crate::home::{Home, JOURNAL, PART, QUARANTINE};
use crate::journal;
use crate::layout::{ENDING, RUNS, TICKS};
use crate::names::hex;
use crate::segment::{Expected, load};
use crate::state::{KnownFile, State};
use crate::store::{GroupLimits, Store, WRITERS_LOCK};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What fsck does about what it finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FsckMode {
    /// It tells.
    Look,
    /// It moves damaged, foreign and left-over files into quarantine.
    SetAside,
}

/// Kinds of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FsckKind {
    /// The journal knows a file that is not there.
    Missing,
    /// A file is not what was written.
    Damaged,
    /// A file is none of ours.
    Foreign,
    /// A file was written and never acknowledged, or was given up. Harmless.
    Leftover,
    /// Something was put right. Harmless.
    Mended,
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FsckFinding {
    /// Kind.
    pub kind: FsckKind,
    /// The file.
    pub path: PathBuf,
    /// A sentence, with the place in the file where there is one.
    pub what: String,
}

/// What fsck found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FsckReport {
    /// Findings in order of path.
    pub findings: Vec<FsckFinding>,
    /// Files that were read in full.
    pub files: u64,
    /// Bytes of these.
    pub bytes: u64,
    /// Where files were moved to.
    pub set_aside: Vec<PathBuf>,
}

impl FsckReport {
    /// Whether nothing is missing, damaged or foreign.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        let harmless = [FsckKind::Leftover, FsckKind::Mended];
        self.findings
            .iter()
            .all(|finding| harmless.contains(&finding.kind))
    }

    fn add(&mut self, kind: FsckKind, path: PathBuf, what: impl Into<String>) {
        let what = what.into();
        self.findings.push(FsckFinding { kind, path, what });
    }
}

/// Checks a data home.
///
/// # Errors
/// When the system refuses a call. Damage is no error but a finding.
pub fn fsck(home: &Path, files: Arc<dyn Files>, mode: FsckMode) -> Result<FsckReport, StoreError> {
    fsck_watched(home, files, mode, &mut |_, _| true)
}

/// The same. `go_on` is told the files that are done and how many there are, and may say that it is
/// enough: then nothing is set aside, and the report tells what was read.
///
/// # Errors
/// When the system refuses a call. Damage is no error but a finding.
pub fn fsck_watched(
    home: &Path,
    files: Arc<dyn Files>,
    mode: FsckMode,
    go_on: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<FsckReport, StoreError> {
    let mut report = FsckReport::default();
    let raw = Home::new(home, Arc::clone(&files));
    // A commit that was cut off there looks like a flipped bit. In both cases the journal has what
    // was acknowledged, and opening it writes the slot again.
    for slot in journal::damaged_slots(&raw).unwrap_or_default() {
        let path = raw.root().join(JOURNAL).join("mark");
        let what = format!("slot {slot} differs from its checksum; the journal made up for it");
        report.add(FsckKind::Mended, path, what);
    }
    let store = match Store::open(home, files, GroupLimits::default()) {
        Ok(store) => store,
        Err(StoreError::Corrupt { path, place, what }) => {
            report.add(FsckKind::Damaged, path, format!("{place}: {what}"));
            return Ok(report);
        }
        Err(StoreError::Newer { path, version }) => {
            report.add(
                FsckKind::Damaged,
                path,
                format!("its format {version} is unknown"),
            );
            return Ok(report);
        }
        Err(error) => return Err(error),
    };
    for notice in store.notices() {
        report.add(FsckKind::Mended, home.join(JOURNAL), notice);
    }
    store.check_files(mode, go_on, &mut report)?;
    report
        .findings
        .sort_by(|a, b| (&a.path, a.kind).cmp(&(&b.path, b.kind)));
    Ok(report)
}

impl Store {
    /// Reads every file of a dataset's versions and says which are not what was written.
    ///
    /// # Errors
    /// When there is no such dataset.
    pub fn verify(&self, dataset: &str) -> Result<FsckReport, StoreError> {
        self.verify_watched(Some(dataset), &mut |_, _| true)
    }

    /// The same for a dataset, or for all. `go_on` is told the files that are done and how many there
    /// are, and may say that it is enough: the report then tells what was read.
    ///
    /// # Errors
    /// When there is no such dataset, or the journal cannot be read.
    pub fn verify_watched(
        &self,
        dataset: Option<&str>,
        go_on: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<FsckReport, StoreError> {
        let datasets = match dataset {
            Some(name) => vec![self.dataset(name)?],
            None => self.datasets()?,
        };
        let mut these = State::default();
        let numbered = datasets.into_iter().map(|dataset| (dataset.id, dataset));
        these.datasets.extend(numbered);
        let mut report = FsckReport::default();
        let files = these.files();
        self.check_each(files.iter().collect(), go_on, &mut report);
        Ok(report)
    }

    /// Whether all of them were read.
    fn check_each(
        &self,
        files: Vec<(&PathBuf, &KnownFile<'_>)>,
        go_on: &mut dyn FnMut(u64, u64) -> bool,
        report: &mut FsckReport,
    ) -> bool {
        let total = files.len() as u64;
        files.into_iter().zip(0..).all(|((path, known), done)| {
            let is_wanted = go_on(done, total);
            if is_wanted {
                self.check_known(path, known, report);
            }
            is_wanted
        })
    }

    fn check_files(
        &self,
        mode: FsckMode,
        go_on: &mut dyn FnMut(u64, u64) -> bool,
        report: &mut FsckReport,
    ) -> Result<(), StoreError> {
        self.refresh()?;
        let before = self.look(State::clone);
        let read = before.files();
        let needed = read.iter().filter(|(_, file)| file.is_needed).collect();
        if !self.check_each(needed, go_on, report) {
            return Ok(());
        }
        // Others may write while everything is read, which takes long; what is moved, and why, is
        // decided while they cannot.
        let alone = self.home.lock(WRITERS_LOCK, LockMode::AloneNow)?;
        self.refresh()?;
        let state = self.look(State::clone);
        let known = state.files();
        self.check_again(&read, &known, report);
        for path in self.unknown_files(&known)? {
            let (kind, what) = self.judge(&path, alone.is_some());
            report.add(kind, self.home.root().join(path), what);
        }
        if mode == FsckMode::SetAside {
            self.set_aside(alone, report)?;
        }
        Ok(())
    }

    /// Looks once more at what was not whole, and at what has come since.
    fn check_again(
        &self,
        read: &BTreeMap<PathBuf, KnownFile<'_>>,
        known: &BTreeMap<PathBuf, KnownFile<'_>>,
        report: &mut FsckReport,
    ) {
        let is_of_file = |kind| matches!(kind, FsckKind::Missing | FsckKind::Damaged);
        let doubtful = report
            .findings
            .extract_if(.., |finding| is_of_file(finding.kind));
        let doubtful: BTreeSet<PathBuf> = doubtful.map(|finding| finding.path).collect();
        for (path, file) in known.iter().filter(|(_, file)| file.is_needed) {
            let was_read = read.get(path).is_some_and(|file| file.is_needed);
            if !was_read || doubtful.contains(&self.home.root().join(path)) {
                self.check_known(path, file, report);
            }
        }
    }

    fn check_known(&self, path: &Path, known: &KnownFile<'_>, report: &mut FsckReport) {
        let expected = Expected {
            hash: &known.hash,
            bytes: known.bytes,
            blocks: known.blocks,
        };
        match load(&self.home, path, expected) {
            Ok(bytes) => {
                report.files += 1;
                report.bytes += bytes.len() as u64;
            }
            Err(StoreError::Corrupt { path, place, what }) => {
                report.add(FsckKind::Damaged, path, format!("{place}: {what}"));
            }
            Err(error) => {
                let path = self.home.root().join(path);
                report.add(FsckKind::Missing, path, error.to_string());
            }
        }
    }

    /// Paths below the home of files that nothing needs.
    fn unknown_files(
        &self,
        known: &BTreeMap<PathBuf, KnownFile<'_>>,
    ) -> Result<Vec<PathBuf>, StoreError> {
        let mut unknown = Vec::new();
        let mut folders = vec![PathBuf::new()];
        while let Some(folder) = folders.pop() {
            let path = self.home.root().join(&folder);
            let entries = self.home.files().list(&path);
            for entry in entries.map_err(StoreError::io("list", &path))? {
                let inside = folder.join(&entry.name);
                if entry.is_dir {
                    folders.extend(Some(inside).filter(|inside| inside != Path::new(QUARANTINE)));
                } else if !known.get(&inside).is_some_and(|file| file.is_needed)
                    && !is_of_journal(&inside)
                {
                    unknown.push(inside);
                }
            }
        }
        Ok(unknown)
    }

    /// What a file is that nothing needs. While others write, it may be needed in a moment.
    fn judge(&self, path: &Path, is_alone: bool) -> (FsckKind, &'static str) {
        let is_data = path.starts_with(TICKS) || path.starts_with(RUNS);
        if is_data && !is_alone {
            return (FsckKind::Leftover, "another process may be writing it");
        }
        if path.extension().is_some_and(|ending| ending == PART) {
            return (
                FsckKind::Leftover,
                "it was being written when a process stopped",
            );
        }
        if path.starts_with(RUNS) && is_run_table(path) {
            return (
                FsckKind::Leftover,
                "its run was never acknowledged, or was removed",
            );
        }
        if path.starts_with(TICKS) && self.is_named_by_its_content(path) {
            return (
                FsckKind::Leftover,
                "no dataset has it: it was never acknowledged, or was removed",
            );
        }
        (FsckKind::Foreign, "the journal does not know it")
    }

    fn is_named_by_its_content(&self, path: &Path) -> bool {
        let stem = path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned());
        let bytes = self.home.read(path, u64::MAX - 1);
        bytes.is_ok_and(|bytes| stem == Some(hex(blake3::hash(&bytes).as_bytes())))
    }

    fn set_aside(
        &self,
        alone: Option<Box<dyn Held>>,
        report: &mut FsckReport,
    ) -> Result<(), StoreError> {
        let _alone = alone.ok_or_else(|| self.home.busy(WRITERS_LOCK, "this data home"))?;
        let movable = [FsckKind::Damaged, FsckKind::Foreign, FsckKind::Leftover];
        for finding in &report.findings {
            let is_journal = finding.path.starts_with(self.home.root().join(JOURNAL));
            if movable.contains(&finding.kind) && !is_journal {
                report.set_aside.push(self.home.quarantine(&finding.path)?);
            }
        }
        Ok(())
    }
}

fn is_of_journal(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default();
    path.starts_with(JOURNAL)
        && (ending == "lock" || path.ends_with("mark") || path.ends_with("000001.log"))
}

fn is_run_table(path: &Path) -> bool {
    let names = ["trades", "fills", "equity"];
    path.extension().is_some_and(|ending| ending == ENDING)
        && path
            .file_stem()
            .is_some_and(|stem| names.iter().any(|name| stem == *name))
}
