//! The engine's parts by name: their verbs, what each needs, where it stands in its life, its figures.

pub(crate) mod control;
pub(crate) mod health;
pub(crate) mod import;
pub(crate) mod market;
pub(crate) mod meter;
pub(crate) mod plans;
pub(crate) mod query;
pub(crate) mod runs;
pub(crate) mod store;

use crate::failure::unavailable;
use crate::log::unix_micros;
use meter::Meter;
use protocol::{ServiceInfo, ServiceState};
use std::sync::{Mutex, MutexGuard, PoisonError};
use wire::Failure;

/// What a part of the engine is.
pub(crate) struct Definition {
    pub(crate) name: &'static str,
    /// A kind of request is `name.verb`.
    pub(crate) verbs: &'static [&'static str],
    /// Services without which it cannot be; they stand before it in the registry.
    pub(crate) needs: &'static [&'static str],
    /// Whether nobody can stop it.
    pub(crate) is_fixed: bool,
}

const fn fixed(name: &'static str, verbs: &'static [&'static str]) -> Definition {
    Definition {
        name,
        verbs,
        needs: &[],
        is_fixed: true,
    }
}

const fn service(
    name: &'static str,
    verbs: &'static [&'static str],
    needs: &'static [&'static str],
) -> Definition {
    Definition {
        name,
        verbs,
        needs,
        is_fixed: false,
    }
}

/// Every service, those that others need first.
pub(crate) const REGISTRY: &[Definition] = &[
    fixed(
        "engine",
        &["hello", "ping", "cancel", "credit", "shutdown", "configure"],
    ),
    fixed("services", &["list", "control"]),
    fixed("health", &["all", "watch"]),
    service("plan", &["put"], &[]),
    // Runs on files need no store.
    service(
        "run",
        &[
            "start", "trades", "series", "window", "plots", "values", "hints", "drop",
        ],
        &[],
    ),
    service(
        "store",
        &[
            "datasets", "verify", "remove", "undo", "rename", "pin", "purge", "runs", "saveRun",
            "loadRun", "fsck",
        ],
        &[],
    ),
    service("market", &["resolve"], &["store"]),
    service("import", &["look", "start"], &["store"]),
    service("query", &["sql", "export"], &["store"]),
];

/// What waits until a service is ready; called with why it is not when it will not be.
pub(crate) type Parked = Box<dyn FnOnce(Result<(), Failure>) + Send>;

/// What waited for a start that has ended.
pub(crate) struct Resumed {
    parked: Vec<Parked>,
    outcome: Result<(), Failure>,
}

impl Resumed {
    pub(crate) fn go_on(self) {
        let outcome = self.outcome;
        self.parked
            .into_iter()
            .for_each(|then| then(outcome.clone()));
    }
}

/// Where a service stands in its life.
struct Standing {
    state: ServiceState,
    /// Unix time at which it came to that.
    since_us: i64,
    /// Why it failed or is not running.
    why: Option<String>,
    /// Whether it starts again with what it needs.
    is_wanted: bool,
    /// Counts its starts, so that one that was overtaken is known.
    start: u64,
    parked: Vec<Parked>,
}

struct Service {
    definition: &'static Definition,
    meter: Meter,
    standing: Mutex<Standing>,
}

/// All parts of the engine.
pub(crate) struct Services(Vec<Service>);

impl Services {
    /// Everything is ready that needs no configuration.
    pub(crate) fn start() -> Self {
        let start = |definition: &'static Definition| {
            let is_ready = definition.needs.is_empty() && definition.name != "store";
            Service {
                definition,
                meter: Meter::default(),
                standing: Mutex::new(Standing {
                    state: if is_ready {
                        ServiceState::Ready
                    } else {
                        ServiceState::Stopped
                    },
                    since_us: unix_micros(),
                    why: (!is_ready).then(|| "no data home was configured".to_owned()),
                    is_wanted: true,
                    start: 0,
                    parked: Vec::new(),
                }),
            }
        };
        Self(REGISTRY.iter().map(start).collect())
    }

    /// Names, as the first reply tells them.
    pub(crate) fn names(&self) -> Vec<String> {
        let names = self.0.iter().map(|service| service.definition.name);
        names.map(str::to_owned).collect()
    }

    fn service(&self, name: &str) -> &Service {
        let service = self
            .0
            .iter()
            .find(|service| service.definition.name == name);
        service.expect("names come from the registry")
    }

    fn standing(&self, name: &str) -> MutexGuard<'_, Standing> {
        let standing = self.service(name).standing.lock();
        standing.unwrap_or_else(PoisonError::into_inner)
    }

    /// The figures of a service.
    pub(crate) fn meter(&self, name: &str) -> &Meter {
        &self.service(name).meter
    }

    /// Goes on with `then` when a service is ready: at once, when its start has ended, or with the
    /// failure that says why it is not running.
    pub(crate) fn when_ready(&self, name: &str, then: Parked) {
        let mut standing = self.standing(name);
        match standing.state {
            ServiceState::Starting => standing.parked.push(then),
            ServiceState::Ready => {
                drop(standing);
                then(Ok(()));
            }
            ServiceState::Failed | ServiceState::Stopped => {
                let failure = unavailable(name, standing.why.as_deref());
                drop(standing);
                then(Err(failure));
            }
        }
    }

    /// Whether a service runs.
    pub(crate) fn check(&self, name: &str) -> Result<(), Failure> {
        let standing = self.standing(name);
        if standing.state == ServiceState::Ready {
            return Ok(());
        }
        Err(unavailable(name, standing.why.as_deref()))
    }

    /// Marks that somebody wants a service to run, or not.
    pub(crate) fn want(&self, name: &str, is_wanted: bool) {
        self.standing(name).is_wanted = is_wanted;
    }

    pub(crate) fn is_wanted(&self, name: &str) -> bool {
        self.standing(name).is_wanted
    }

    pub(crate) fn is_starting(&self, name: &str) -> bool {
        self.standing(name).state == ServiceState::Starting
    }

    pub(crate) fn is_up(&self, name: &str) -> bool {
        let state = self.standing(name).state;
        matches!(state, ServiceState::Ready | ServiceState::Starting)
    }

    /// A service begins to start. Returns the number of the start.
    pub(crate) fn begin(&self, name: &str) -> u64 {
        let mut standing = self.standing(name);
        standing.enter(ServiceState::Starting, None);
        standing.start += 1;
        standing.start
    }

    /// The start of that number has come to an end. `None` when another event overtook it; otherwise
    /// what waited for it, to go on when whatever starts with it has been told as well.
    pub(crate) fn started(
        &self,
        name: &str,
        start: u64,
        outcome: Result<(), String>,
    ) -> Option<Resumed> {
        let mut standing = self.standing(name);
        if standing.state != ServiceState::Starting || standing.start != start {
            return None;
        }
        let why = outcome.err();
        let state = match &why {
            None => ServiceState::Ready,
            Some(why) => {
                self.meter(name).failed(why);
                ServiceState::Failed
            }
        };
        let outcome = match &why {
            None => Ok(()),
            Some(why) => Err(unavailable(name, Some(why))),
        };
        standing.enter(state, why);
        Some(Resumed {
            parked: std::mem::take(&mut standing.parked),
            outcome,
        })
    }

    /// A service stops; what waited for it is refused.
    pub(crate) fn stopped(&self, name: &str, why: &str) {
        let mut standing = self.standing(name);
        standing.enter(ServiceState::Stopped, Some(why.to_owned()));
        let parked = std::mem::take(&mut standing.parked);
        drop(standing);
        let failed = || Err(unavailable(name, Some(why)));
        parked.into_iter().for_each(|then| then(failed()));
    }

    /// What is told about the services; `memory` is what each says it holds.
    pub(crate) fn describe(&self, memory: &dyn Fn(&str) -> Option<usize>) -> Vec<ServiceInfo> {
        let names = REGISTRY.iter().map(|definition| definition.name);
        names.map(|name| self.info(name, memory(name))).collect()
    }

    /// What is told about one.
    pub(crate) fn info(&self, name: &str, memory: Option<usize>) -> ServiceInfo {
        let service = self.service(name);
        let figures = service.meter.figures();
        let standing = self.standing(name);
        let verbs = service.definition.verbs.iter();
        ServiceInfo {
            name: name.to_owned(),
            verbs: verbs.map(|&verb| verb.to_owned()).collect(),
            state: standing.state,
            since_us: standing.since_us,
            last_error: figures.last_error,
            queue_depth: figures.queue_depth,
            requests: figures.requests,
            memory_bytes: memory.map(|bytes| i64::try_from(bytes).unwrap_or(i64::MAX)),
            latency_p50_us: figures.p50_us,
            latency_p99_us: figures.p99_us,
        }
    }
}

impl Standing {
    fn enter(&mut self, state: ServiceState, why: Option<String>) {
        self.state = state;
        self.why = why;
        self.since_us = unix_micros();
    }
}

#[cfg(test)]
mod tests {
    use super::REGISTRY;
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    /// The golden frames hold every kind of request (a test of codegen).
    #[test]
    fn the_registry_names_every_kind_and_no_other() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/requests");
        let mut kinds = BTreeSet::new();
        for entry in fs::read_dir(folder).expect("the golden frames") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|name| name == "json") {
                let text = fs::read_to_string(&path).expect("a golden frame");
                let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
                kinds.insert(value["kind"].as_str().expect("a kind").to_owned());
            }
        }
        let registered: BTreeSet<String> = REGISTRY
            .iter()
            .flat_map(|service| {
                let verbs = service.verbs.iter();
                verbs.map(move |verb| format!("{}.{verb}", service.name))
            })
            .collect();
        assert_eq!(registered, kinds);
    }

    #[test]
    fn what_is_needed_stands_before_what_needs_it() {
        for (index, service) in REGISTRY.iter().enumerate() {
            let before: Vec<&str> = REGISTRY[..index].iter().map(|other| other.name).collect();
            assert!(service.needs.iter().all(|name| before.contains(name)));
        }
    }
}
