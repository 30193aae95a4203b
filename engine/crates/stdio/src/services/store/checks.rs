//! Checks of what stands on disk.

use super::datasets::count;
use super::store_failure;
use crate::engine::Engine;
use crate::failure::unavailable;
use crate::stream::List;
use crate::workers::Lane;
use protocol::{Reply, StoreFinding};
use std::path::Path;
use std::sync::Arc;
use store::{DiskFiles, FsckFinding, FsckKind, FsckMode, fsck_watched};

impl Engine {
    /// Reads all files of a dataset, or of all.
    pub(crate) fn verify(self: &Arc<Self>, id: u32, dataset: Option<String>) {
        self.work(id, "store", Lane::Long, move |engine, task| {
            let store = engine.stores.get()?;
            let mut go_on = |done: u64, total: u64| {
                task.tell(|id, _| Reply::StoreVerifyProgress {
                    id,
                    files_done: done as f64,
                    files_total: total as f64,
                });
                !task.is_cancelled()
            };
            let report = store.verify_watched(dataset.as_deref(), &mut go_on);
            let report = report.map_err(|error| store_failure(&error))?;
            task.go_on()?;
            let done = Reply::StoreVerifyDone {
                id,
                files: count(report.files),
                bytes: count(report.bytes),
            };
            let chunk = move |chunk, findings| Reply::StoreVerifyChunk {
                id,
                chunk,
                findings,
            };
            let findings = findings(store.root(), &report.findings);
            Ok(List::new(findings, chunk, done))
        });
    }

    /// Checks everything. It needs a data home, and no store that could be opened.
    pub(crate) fn fsck(self: &Arc<Self>, id: u32, is_setting_aside: bool) {
        let Some(home) = self.stores.home() else {
            return self.refuse(
                id,
                unavailable("store", Some("no data home was configured")),
            );
        };
        let Some(entry) = self.open(id, "store") else {
            return;
        };
        // The health service always runs: a store that failed is what this is for.
        self.work_on(entry, "health", Lane::Long, move |_, task| {
            let mode = if is_setting_aside {
                FsckMode::SetAside
            } else {
                FsckMode::Look
            };
            let mut go_on = |done: u64, total: u64| {
                task.tell(|id, _| Reply::StoreFsckProgress {
                    id,
                    files_done: done as f64,
                    files_total: total as f64,
                });
                !task.is_cancelled()
            };
            let report = fsck_watched(&home, Arc::new(DiskFiles), mode, &mut go_on);
            let report = report.map_err(|error| store_failure(&error))?;
            task.go_on()?;
            let done = Reply::StoreFsckDone {
                id,
                files: count(report.files),
                bytes: count(report.bytes),
            };
            let chunk = move |chunk, findings| Reply::StoreFsckChunk {
                id,
                chunk,
                findings,
            };
            Ok(List::new(findings(&home, &report.findings), chunk, done))
        });
    }
}

fn findings(home: &Path, findings: &[FsckFinding]) -> Vec<StoreFinding> {
    let finding = |finding: &FsckFinding| {
        let is_damage = matches!(
            finding.kind,
            FsckKind::Missing | FsckKind::Damaged | FsckKind::Foreign
        );
        let below = finding.path.strip_prefix(home).unwrap_or(&finding.path);
        let name = match finding.kind {
            FsckKind::Missing => "missing",
            FsckKind::Damaged => "damaged",
            FsckKind::Foreign => "foreign",
            FsckKind::Leftover => "left over",
            FsckKind::Mended => "mended",
        };
        StoreFinding {
            is_damage,
            path: below.display().to_string(),
            text: format!("{name}: {}", finding.what),
        }
    };
    findings.iter().map(finding).collect()
}
