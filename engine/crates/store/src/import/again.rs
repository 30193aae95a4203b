//! What is there already of an import: the version that it made before, and how far an attempt came.

use super::{ImportMode, ImportPlan, key_of};
use crate::entry::Progress;
use crate::layout;
use crate::records::{ImportRecord, Segment, Series};
use crate::state::Version;
use crate::store::Store;
use std::sync::Arc;

/// What an import that was done before means now.
pub(super) enum Standing {
    /// Its rows are what the dataset has.
    Holds,
    /// Files of its version are gone.
    Damaged,
    /// Later ones have taken its place.
    Overtaken,
}

impl Store {
    pub(super) fn standing(
        &self,
        plan: &ImportPlan,
        versions: &[Version],
        done: usize,
    ) -> Standing {
        let (version, later) = (&versions[done], &versions[done + 1..]);
        let is_whole = self.files_are_there(&plan.series, &version.segments);
        let holds = later.iter().all(|later| keeps(plan, version, later));
        match (is_whole, holds) {
            (true, true) => Standing::Holds,
            (false, true) => Standing::Damaged,
            // A merge reads what is there, so that must be whole first; a replacement does not.
            (false, false) if plan.mode == ImportMode::Merge => Standing::Damaged,
            _ => Standing::Overtaken,
        }
    }

    /// The first attempt whose files are all there, with its name, or the name of a new one. What has
    /// lost a file cannot be gone on with: nobody would write that file again.
    pub(super) fn attempt(
        &self,
        plan: &ImportPlan,
        key: &[u8; 32],
        base_count: u64,
    ) -> ([u8; 32], Option<Arc<Progress>>) {
        let mut attempt = 0;
        loop {
            let name = Progress::key_of(key, &plan.dataset, base_count, attempt);
            let progress = self.look(|state| state.progress.get(&name).cloned());
            match progress {
                Some(progress) if !self.files_are_there(&plan.series, &progress.segments) => {
                    attempt += 1;
                }
                usable => return (name, usable),
            }
        }
    }

    fn files_are_there(&self, series: &Series, segments: &[Segment]) -> bool {
        segments.iter().all(|segment| {
            let path = layout::segment(&series.symbol, series.kind, segment);
            let file = self.home.files().open(&self.home.root().join(path));
            file.and_then(|file| file.length())
                .is_ok_and(|length| length == segment.bytes)
        })
    }
}

/// Whether what `plan` asked for, and `version` holds, is in a later version as well. A merge loses no
/// rows; which periods were asked for is not recorded, so all of the version count.
fn keeps(plan: &ImportPlan, version: &Version, later: &Version) -> bool {
    let ImportRecord {
        sources, options, ..
    } = &*later.import;
    let is_merge = later.key == key_of(&plan.series, sources, options, ImportMode::Merge);
    (is_merge && plan.mode == ImportMode::Merge) || has_all(&later.segments, &version.segments)
}

/// Both are in order of time.
fn has_all(these: &[Segment], wanted: &[Segment]) -> bool {
    let mut rest = these.iter();
    wanted
        .iter()
        .all(|segment| rest.any(|other| other == segment))
}
