//! The life of services: configuration, start and stop in order, failures that stay inside, health.

use crate::support::{Engine, Folder, bars_csv, of_symbol, quotes_csv, stored};
use protocol::{
    Configuration, ErrorCode, Reply, Request, ServiceAction, ServiceInfo, ServiceState,
};

fn control(
    engine: &mut Engine,
    service: &str,
    action: ServiceAction,
) -> Result<ServiceInfo, ErrorCode> {
    let service = service.to_owned();
    let answer = engine.answer(|id| Request::ServicesControl {
        id,
        service,
        action,
    });
    match answer {
        Ok(Reply::ServicesControlDone { service, .. }) => Ok(service),
        Ok(other) => panic!("a service was expected, not {other:?}"),
        Err(refused) => Err(refused.code),
    }
}

fn services(engine: &mut Engine) -> Vec<ServiceInfo> {
    match engine.answer(|id| Request::ServicesList { id }) {
        Ok(Reply::ServicesListDone { services, .. }) => services,
        other => panic!("services were expected, not {other:?}"),
    }
}

fn state(engine: &mut Engine, name: &str) -> ServiceState {
    let services = services(engine);
    let found = services.into_iter().find(|service| service.name == name);
    found.expect("it is registered").state
}

fn datasets(engine: &mut Engine) -> Result<usize, ErrorCode> {
    let datasets = engine.datasets().map_err(|refused| refused.code)?;
    Ok(datasets.len())
}

const OF_THE_STORE: [&str; 4] = ["store", "market", "import", "query"];

#[test]
fn without_a_data_home_runs_on_files_are_all_there_is() {
    let mut engine = Engine::start();
    assert_eq!(datasets(&mut engine), Err(ErrorCode::Unavailable));
    let refused = engine.run(stored("SAW", Some("1m"))).expect_err("no store");
    assert_eq!(refused.code, ErrorCode::Unavailable);
    assert!(refused.message.contains("no data home"), "{refused:?}");
    let fsck = engine.refusal(|id| Request::StoreFsck {
        id,
        is_setting_aside: false,
    });
    assert_eq!(fsck.code, ErrorCode::Unavailable);
    for name in OF_THE_STORE {
        assert_eq!(state(&mut engine, name), ServiceState::Stopped, "{name}");
    }
    assert_eq!(state(&mut engine, "run"), ServiceState::Ready);
    assert!(engine.configure(None, Some(1)).is_ok());
    assert_eq!(datasets(&mut engine), Err(ErrorCode::Unavailable));
    let started = control(&mut engine, "store", ServiceAction::Start).expect("an answer");
    assert_eq!(started.state, ServiceState::Failed);
}

#[test]
fn requests_wait_for_the_store_that_starts() {
    let folder = Folder::new();
    let mut engine = Engine::at(&folder.home());
    assert_eq!(datasets(&mut engine), Ok(0));
    for name in OF_THE_STORE {
        assert_eq!(state(&mut engine, name), ServiceState::Ready, "{name}");
    }
}

#[test]
fn starts_and_stops_that_overtake_each_other_end_in_the_last_word() {
    let folder = Folder::new();
    let mut engine = Engine::at(&folder.home());
    for round in 0..20_u32 {
        let asked: Vec<u32> = [
            ("store", ServiceAction::Restart),
            ("import", ServiceAction::Stop),
            ("store", ServiceAction::Stop),
            ("query", ServiceAction::Start),
            ("import", ServiceAction::Start),
        ]
        .into_iter()
        .map(|(service, action)| {
            let service = service.to_owned();
            engine.ask(|id| Request::ServicesControl {
                id,
                service,
                action,
            })
        })
        .collect();
        for id in asked {
            assert!(engine.last(id).is_ok(), "round {round}");
        }
        assert_eq!(datasets(&mut engine), Ok(0), "round {round}");
        for name in OF_THE_STORE {
            assert_eq!(state(&mut engine, name), ServiceState::Ready, "{name}");
        }
    }
}

#[test]
fn settings_that_make_no_sense_change_nothing() {
    let folder = Folder::new();
    let mut engine = Engine::at(&folder.home());
    let configure = |data_home: Option<&str>, threads, memory_bytes| Configuration {
        data_home: data_home.map(str::to_owned),
        threads,
        memory_bytes,
    };
    let cases = [
        configure(Some("relative/home"), None, None),
        configure(Some(""), None, None),
        configure(Some("/a\0b"), None, None),
        configure(None, Some(0), None),
        configure(None, None, Some(0)),
        configure(None, None, Some(-5)),
    ];
    for configuration in cases {
        let asked = format!("{configuration:?}");
        let refused = engine.refusal(|id| Request::Configure { id, configuration });
        assert_eq!(refused.code, ErrorCode::BadSettings, "{asked}");
    }
    assert_eq!(datasets(&mut engine), Ok(0));
}

#[test]
fn services_stop_and_start_with_what_they_need() {
    let folder = Folder::new();
    let path = folder.file("SAW.csv", &bars_csv(200));
    let mut engine = Engine::at(&folder.home());
    engine.import(&path, "SAW");
    let stopped = control(&mut engine, "store", ServiceAction::Stop).expect("stopped");
    assert_eq!(stopped.state, ServiceState::Stopped);
    for name in OF_THE_STORE {
        assert_eq!(state(&mut engine, name), ServiceState::Stopped, "{name}");
    }
    assert_eq!(datasets(&mut engine), Err(ErrorCode::Unavailable));
    // Starting what needs the store starts the store, and with it everything else that was running.
    let started = control(&mut engine, "import", ServiceAction::Start).expect("started");
    assert_eq!(started.state, ServiceState::Ready);
    assert_eq!(datasets(&mut engine), Ok(1));
    for name in OF_THE_STORE {
        assert_eq!(state(&mut engine, name), ServiceState::Ready, "{name}");
    }
    // What was stopped by hand stays so when what it needs starts again.
    control(&mut engine, "query", ServiceAction::Stop).expect("stopped");
    let restarted = control(&mut engine, "store", ServiceAction::Restart).expect("restarted");
    assert_eq!(restarted.state, ServiceState::Ready);
    assert_eq!(state(&mut engine, "query"), ServiceState::Stopped);
    assert_eq!(state(&mut engine, "market"), ServiceState::Ready);
    control(&mut engine, "query", ServiceAction::Start).expect("started");
    assert_eq!(state(&mut engine, "query"), ServiceState::Ready);

    for fixed in ["engine", "services", "health"] {
        let refused = control(&mut engine, fixed, ServiceAction::Stop);
        assert_eq!(refused.map(|_| ()), Err(ErrorCode::Refused));
    }
    let unknown = control(&mut engine, "coffee", ServiceAction::Start);
    assert_eq!(unknown.map(|_| ()), Err(ErrorCode::UnknownItem));
}

#[test]
fn runs_and_plans_go_with_their_services() {
    let folder = Folder::new();
    let path = folder.file("SAW.csv", &bars_csv(200));
    let mut engine = Engine::at(&folder.home());
    engine.import(&path, "SAW");
    let run = engine.run(stored("SAW", Some("1m"))).expect("a run").run;
    let trades = |id| Request::RunTrades {
        id,
        run,
        first: 0,
        count: 10,
    };
    assert!(engine.answer(trades).is_ok());
    control(&mut engine, "run", ServiceAction::Stop).expect("stopped");
    assert_eq!(engine.refusal(trades).code, ErrorCode::Unavailable);
    control(&mut engine, "run", ServiceAction::Start).expect("started");
    assert_eq!(engine.refusal(trades).code, ErrorCode::UnknownRun);
    assert!(engine.run(stored("SAW", Some("1m"))).is_ok());
}

#[test]
fn a_run_under_way_outlives_a_restart_of_the_store() {
    let folder = Folder::new();
    let path = folder.file("SAW.csv", &quotes_csv(300_000));
    let mut engine = Engine::at(&folder.home());
    engine.import(&path, "SAW");
    let expected = engine.run(stored("SAW", None)).expect("a run").digest;
    let id = engine.start_run(stored("SAW", None), false, None);
    let restarted = control(&mut engine, "store", ServiceAction::Restart).expect("restarted");
    assert_eq!(restarted.state, ServiceState::Ready);
    match engine.last(id) {
        Ok(Reply::RunStartDone { summary, .. }) => assert_eq!(summary.digest, expected),
        // It had not found its data before the store went.
        Err(refused) => assert_eq!(refused.code, ErrorCode::Unavailable),
        other => panic!("a summary was expected, not {other:?}"),
    }
    assert_eq!(datasets(&mut engine), Ok(1));
}

#[test]
fn a_store_that_cannot_open_fails_its_own_requests_only() {
    let folder = Folder::new();
    let in_the_way = folder.file("home", "a file where the home should be");
    let path = folder.file("SAW.csv", &bars_csv(50));
    let mut engine = Engine::at(std::path::Path::new(&in_the_way));
    let refused = engine.refusal(|id| Request::StoreDatasets { id });
    assert_eq!(refused.code, ErrorCode::Unavailable);
    assert!(refused.message.contains("cannot"), "{refused:?}");
    let services = services(&mut engine);
    for name in OF_THE_STORE {
        let service = services.iter().find(|service| service.name == name);
        let service = service.expect("registered");
        assert_eq!(service.state, ServiceState::Failed, "{name}");
        assert!(service.last_error.is_some(), "{name}");
    }
    let resolved = engine.refusal(|id| Request::MarketResolve {
        id,
        store: of_symbol("SAW"),
        chart: None,
    });
    assert_eq!(resolved.code, ErrorCode::Unavailable);
    // The way is free again: a start finds it.
    std::fs::remove_file(&in_the_way).expect("our file");
    let started = control(&mut engine, "store", ServiceAction::Start).expect("started");
    assert_eq!(started.state, ServiceState::Ready);
    engine.import(&path, "SAW");
    assert_eq!(datasets(&mut engine), Ok(1));
}

#[test]
fn a_damaged_journal_is_told_and_can_be_checked() {
    let folder = Folder::new();
    let path = folder.file("SAW.csv", &bars_csv(50));
    let mut engine = Engine::at(&folder.home());
    engine.import(&path, "SAW");
    drop(engine);
    let log = folder.home().join("journal/000001.log");
    let mut bytes = std::fs::read(&log).expect("the journal");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    std::fs::write(&log, bytes).expect("the journal");
    let mut engine = Engine::at(&folder.home());
    assert_eq!(datasets(&mut engine), Err(ErrorCode::Unavailable));
    let findings = engine.fsck(false);
    let named = findings
        .iter()
        .any(|finding| finding.is_damage && finding.path.contains("000001.log"));
    assert!(named, "{findings:?}");
}

#[test]
fn a_home_that_goes_away_under_a_running_engine_is_an_error_not_an_end() {
    let folder = Folder::new();
    let path = folder.file("SAW.csv", &bars_csv(50));
    let mut engine = Engine::at(&folder.home());
    engine.import(&path, "SAW");
    std::fs::remove_dir_all(folder.home()).expect("the home");
    let refused = engine.run(stored("SAW", Some("1m"))).expect_err("no files");
    assert!(
        matches!(refused.code, ErrorCode::StoreDamaged | ErrorCode::Refused),
        "{refused:?}"
    );
    assert!(engine.answer(|id| Request::HealthAll { id }).is_ok());
}

#[cfg(unix)]
#[test]
fn a_home_that_may_not_be_written_refuses_changes() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let path = folder.file("SAW.csv", &bars_csv(50));
    let locked = folder.0.join("locked");
    std::fs::create_dir(&locked).expect("a folder");
    let mode = |mode| std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(&locked, mode(0o555)).expect("ours");
    let may_write = std::fs::write(locked.join("probe"), "").is_ok();
    let mut engine = Engine::at(&locked.join("home"));
    let found = datasets(&mut engine);
    // A superuser may write anywhere.
    let expected = if may_write {
        Ok(0)
    } else {
        Err(ErrorCode::Unavailable)
    };
    assert_eq!(found, expected, "{path}");
    std::fs::set_permissions(&locked, mode(0o755)).expect("ours");
}

#[test]
fn health_is_told_again_and_again_until_it_is_cancelled() {
    let folder = Folder::new();
    let path = folder.file("SAW.csv", &bars_csv(200));
    let mut engine = Engine::at(&folder.home());
    engine.import(&path, "SAW");
    engine.run(stored("SAW", Some("1m"))).expect("a run");
    let watch = engine.ask(|id| Request::HealthWatch { id, every_ms: 20 });
    for expected in 0..8 {
        match engine.next(watch) {
            Some(Reply::HealthWatchChunk { chunk, health, .. }) => {
                assert_eq!((chunk, health.runs_kept), (expected, 1));
                let held = |name: &str| {
                    let service = health.services.iter().find(|one| one.name == name);
                    service.and_then(|service| service.memory_bytes)
                };
                // 200 bars of seven columns, in the cache and under the run.
                assert_eq!(held("market"), Some(200 * 56));
                assert!(held("run") >= Some(200 * 56));
                assert_eq!(held("store"), None);
            }
            other => panic!("health was expected, not {other:?}"),
        }
    }
    // Without credit nothing more comes; what else is asked does.
    assert!(engine.answer(|id| Request::HealthAll { id }).is_ok());
    engine.ask(|id| Request::Credit {
        id,
        request: watch,
        chunks: 1,
    });
    assert!(matches!(
        engine.next(watch),
        Some(Reply::HealthWatchChunk { chunk: 8, .. })
    ));
    engine.cancel(watch);
    assert_eq!(
        engine.next(watch),
        Some(Reply::HealthWatchDone { id: watch })
    );
    let refused = engine.refusal(|id| Request::HealthWatch { id, every_ms: 0 });
    assert_eq!(refused.code, ErrorCode::BadRequest);
}
