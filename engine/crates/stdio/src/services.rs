//! The engine's parts by name, with their verbs, state and figures.

pub(crate) mod meter;
pub(crate) mod plans;
pub(crate) mod runs;

use crate::log::unix_micros;
use meter::Meter;
use protocol::{ServiceInfo, ServiceState};

/// Name and verbs of each service. A kind is `name.verb`.
const REGISTRY: &[(&str, &[&str])] = &[
    ("engine", &["hello", "ping", "cancel", "credit", "shutdown"]),
    ("services", &["list"]),
    ("health", &["all"]),
    ("plan", &["put"]),
    ("run", &["start", "trades", "series", "drop"]),
];

/// A part of the engine.
struct Service {
    name: &'static str,
    verbs: &'static [&'static str],
    /// Unix time at which it became ready.
    since_us: i64,
    meter: Meter,
}

/// All parts of the engine.
pub(crate) struct Services(Vec<Service>);

impl Services {
    pub(crate) fn start() -> Self {
        let start = |&(name, verbs): &(&'static str, &'static [&'static str])| Service {
            name,
            verbs,
            since_us: unix_micros(),
            meter: Meter::default(),
        };
        Self(REGISTRY.iter().map(start).collect())
    }

    /// Names, as the first reply tells them.
    pub(crate) fn names(&self) -> Vec<String> {
        self.0
            .iter()
            .map(|service| service.name.to_owned())
            .collect()
    }

    /// The figures of a service.
    pub(crate) fn meter(&self, name: &str) -> &Meter {
        let service = self.0.iter().find(|service| service.name == name);
        &service
            .expect("requests are opened under names of the registry")
            .meter
    }

    /// What is told about the services.
    pub(crate) fn describe(&self) -> Vec<ServiceInfo> {
        self.0.iter().map(describe).collect()
    }
}

fn describe(service: &Service) -> ServiceInfo {
    let figures = service.meter.figures();
    ServiceInfo {
        name: service.name.to_owned(),
        verbs: service.verbs.iter().map(|&verb| verb.to_owned()).collect(),
        // These services hold nothing that could be missing: they are ready when they exist.
        state: ServiceState::Ready,
        since_us: service.since_us,
        last_error: figures.last_error,
        queue_depth: figures.queue_depth,
        requests: figures.requests,
        latency_p50_us: figures.p50_us,
        latency_p99_us: figures.p99_us,
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
            .flat_map(|(name, verbs)| verbs.iter().map(move |verb| format!("{name}.{verb}")))
            .collect();
        assert_eq!(registered, kinds);
    }
}
