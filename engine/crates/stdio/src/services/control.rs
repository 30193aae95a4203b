//! The life of services: what the host configures, and what it starts and stops.

use super::store::open_store;
use super::{REGISTRY, Resumed};
use crate::engine::Engine;
use crate::failure::{bad_settings, internal, refused, unknown_item};
use crate::log::{Level, log};
use protocol::{Configuration, Reply, ServiceAction, ServiceInfo};
use serde_json::json;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use wire::Failure;

/// Called when everything that was started runs, or has failed.
type Settled = Box<dyn FnOnce(&Engine) + Send>;

/// A start of the store, and who waits for its end.
struct Opening {
    start: u64,
    dependents: Vec<(&'static str, u64)>,
    settled: Settled,
}

impl Opening {
    /// Ends the starts of the store and of what depends on it.
    fn end(self, engine: &Engine, outcome: Result<(), String>) {
        if let Err(why) = &outcome {
            log(Level::Error, "store.failed", &[("why", json!(why))]);
        }
        let for_others = (outcome.clone()).map_err(|why| format!("the store failed: {why}"));
        let services = &engine.services;
        let mut resumed = Vec::new();
        if let Some(first) = services.started("store", self.start, outcome) {
            resumed.push(first);
            let others = self.dependents.into_iter();
            resumed.extend(
                others
                    .filter_map(|(name, start)| services.started(name, start, for_others.clone())),
            );
        }
        resumed.into_iter().for_each(Resumed::go_on);
        (self.settled)(engine);
    }
}

impl Engine {
    /// Takes what the host configures and starts the store. The answer does not wait for it.
    pub(crate) fn configure(self: &Arc<Self>, id: u32, wanted: &Configuration) {
        match self.apply(wanted) {
            Ok(()) => self.answer("engine", id, Reply::ConfigureDone { id }),
            Err(failure) => self.refuse(id, failure),
        }
    }

    fn apply(self: &Arc<Self>, wanted: &Configuration) -> Result<(), Failure> {
        let home = wanted.data_home.as_deref().map(home_of).transpose()?;
        let threads = wanted.threads.map(|count| count as usize);
        if threads == Some(0) {
            return Err(bad_settings(
                "The configuration gives the engine 0 threads.",
                "Set `performance.threads` to 1 or more, or leave it out.",
            ));
        }
        let memory = wanted.memory_bytes.map(usize::try_from).transpose();
        let memory = memory.ok().filter(|bytes| *bytes != Some(0));
        let memory = memory.ok_or_else(|| {
            bad_settings(
                "The configuration gives the engine no memory.",
                "Set `performance.memory_mb` to a size above 0, or leave it out.",
            )
        })?;
        (self.workers.resize(threads)).map_err(|error| internal(&format!("threads: {error}")))?;
        self.memory.limit(memory);
        self.market.limited();
        if self.stores.set_home(home.clone()) {
            self.stop("store", "another data home was configured");
            if home.is_some() {
                self.services.want("store", true);
                self.start_all("store", Box::new(|_| {}));
            }
        }
        Ok(())
    }

    /// Starts, stops or restarts a service, and what depends on it with it.
    pub(crate) fn control(self: &Arc<Self>, id: u32, service: &str, action: ServiceAction) {
        let name = match controllable(service) {
            Ok(name) => name,
            Err(failure) => return self.refuse(id, failure),
        };
        let fields = [("service", json!(name)), ("action", json!(action))];
        log(Level::Info, "service.control", &fields);
        if action != ServiceAction::Start {
            self.services.want(name, false);
            self.stop(name, "it was stopped");
        }
        if action == ServiceAction::Stop {
            return self.tell(id, name);
        }
        self.services.want(name, true);
        self.start_all(name, Box::new(move |engine| engine.tell(id, name)));
    }

    fn tell(&self, id: u32, name: &str) {
        let service = self.info(name);
        self.answer("services", id, Reply::ServicesControlDone { id, service });
    }

    fn info(&self, name: &str) -> ServiceInfo {
        self.services.info(name, self.held_by(name))
    }

    /// Stops what depends on a service, then the service. Its requests end as cancelled.
    fn stop(&self, name: &'static str, why: &str) {
        for dependent in REGISTRY.iter().rev() {
            if dependent.needs.contains(&name) && self.services.is_up(dependent.name) {
                self.stop(dependent.name, &format!("{name} does not run: {why}"));
            }
        }
        self.services.stopped(name, why);
        self.cancel_service(name);
        self.let_go(name);
    }

    /// Forgets what a service holds.
    fn let_go(&self, name: &str) {
        match name {
            "store" => self.stores.close(),
            "market" => self.market.clear(),
            "query" => self.queries.clear(),
            "run" => self.runs.clear(),
            "plan" => self.plans.clear(),
            _ => {}
        }
    }

    /// Starts what a service needs, then the service, then what depends on it and is wanted.
    fn start_all(self: &Arc<Self>, name: &'static str, settled: Settled) {
        let needs = REGISTRY.iter().find(|service| service.name == name);
        let needs = needs.map_or(&[][..], |service| service.needs);
        let down = needs.iter().find(|need| !self.services.is_up(need));
        if let Some(need) = down.copied() {
            self.services.want(need, true);
            return self.start_all(need, settled);
        }
        if let Some(need) = needs.iter().find(|need| self.services.is_starting(need)) {
            let engine = Arc::clone(self);
            let then = move |_| engine.start_all(name, settled);
            return self.services.when_ready(need, Box::new(then));
        }
        if self.services.is_up(name) {
            return self.when_settled(name, settled);
        }
        let start = self.services.begin(name);
        match name {
            "store" => {
                let dependents = self.dependents("store");
                let starts: Vec<_> = dependents
                    .iter()
                    .map(|name| (*name, self.services.begin(name)))
                    .collect();
                let opening = Opening {
                    start,
                    dependents: starts,
                    settled,
                };
                self.open_aside(opening, thread::Builder::new().name("store".into()));
            }
            _ => {
                let resumed = self.services.started(name, start, Ok(()));
                resumed.into_iter().for_each(Resumed::go_on);
                settled(self);
            }
        }
    }

    fn when_settled(self: &Arc<Self>, name: &'static str, settled: Settled) {
        let engine = Arc::clone(self);
        self.services
            .when_ready(name, Box::new(move |_| settled(&engine)));
    }

    fn dependents(&self, name: &str) -> Vec<&'static str> {
        let dependents = REGISTRY.iter().filter(|other| other.needs.contains(&name));
        let names = dependents.map(|other| other.name);
        names.filter(|name| self.services.is_wanted(name)).collect()
    }

    /// Opens the store on a thread of its own: putting right what a stopped process left may take long.
    fn open_aside(self: &Arc<Self>, opening: Opening, thread: thread::Builder) {
        let engine = Arc::clone(self);
        // A thread that cannot be started drops what it was given.
        let opening = Arc::new(Mutex::new(Some(opening)));
        let theirs = Arc::clone(&opening);
        let opened = move || {
            let Some(opening) = take(&theirs) else { return };
            let outcome = catch_unwind(AssertUnwindSafe(|| open_store(&engine.stores)));
            let outcome = outcome.unwrap_or_else(|_| Err("it made a mistake; see the log".into()));
            let (store, outcome) = match outcome {
                Ok(store) => (Some(store), Ok(())),
                Err(why) => (None, Err(why)),
            };
            if let Some(store) = store {
                engine.stores.opened(opening.start, store);
            }
            opening.end(&engine, outcome);
        };
        if let Err(error) = thread.spawn(opened)
            && let Some(opening) = take(&opening)
        {
            let why = format!("no thread could be started: {error}");
            opening.end(self, Err(why));
        }
    }
}

fn take(opening: &Mutex<Option<Opening>>) -> Option<Opening> {
    opening
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take()
}

fn home_of(path: &str) -> Result<PathBuf, Failure> {
    let home = Path::new(path);
    if home.is_absolute() && !path.contains('\0') {
        return Ok(home.to_owned());
    }
    Err(bad_settings(
        &format!("The data home `{path}` is no absolute path."),
        "Set `store.data_home`, or give `--data-home` a folder.",
    ))
}

fn controllable(name: &str) -> Result<&'static str, Failure> {
    let found = REGISTRY.iter().find(|service| service.name == name);
    match found {
        Some(service) if !service.is_fixed => Ok(service.name),
        Some(_) => Err(refused(
            &format!("The service {name} runs as long as the engine does."),
            "Restart the engine instead.",
        )),
        None => {
            let free = REGISTRY.iter().filter(|service| !service.is_fixed);
            let names: Vec<&str> = free.map(|service| service.name).collect();
            let name: String = name.chars().take(60).collect();
            Err(unknown_item(
                &format!("The engine has no service `{name}`."),
                &format!("These can be started and stopped: {}.", names.join(", ")),
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::host;
    use protocol::ServiceState;
    use std::sync::mpsc::channel;

    #[test]
    fn a_store_without_a_thread_ends_what_waits_for_it() {
        let (engine, _replies) = host::engine();
        let start = engine.services.begin("store");
        let (sender, told) = channel();
        let waiting = sender.clone();
        let dependents = vec![("market", engine.services.begin("market"))];
        let waits = move |outcome: Result<(), Failure>| {
            let _ = waiting.send(outcome.is_err());
        };
        engine.services.when_ready("market", Box::new(waits));
        let settled = Box::new(move |engine: &Engine| {
            let info = engine.info("market");
            let _ = sender.send(info.state == ServiceState::Failed);
        });
        let opening = Opening {
            start,
            dependents,
            settled,
        };
        // No address space has room for such a stack.
        let thread = thread::Builder::new().stack_size(1 << 60);
        engine.open_aside(opening, thread);
        assert_eq!((told.recv(), told.recv()), (Ok(true), Ok(true)));
    }
}
