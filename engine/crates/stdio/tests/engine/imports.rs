//! Imports: what is found, what is imported, what is told meanwhile, and who else is at work.

use crate::support::{Engine, Folder, bars_csv, import_options, kind_of, quotes_csv, stored};
use protocol::{ErrorCode, ImportOptions, PriceSide, Reply, Request, SeriesKind};

fn import(engine: &mut Engine, options: ImportOptions) -> u32 {
    engine.ask(|id| Request::ImportStart { id, options })
}

#[test]
fn an_import_is_looked_at_then_made_then_known() {
    let folder = Folder::new();
    let path = folder.file("EURUSD.csv", &quotes_csv(1_000));
    let mut engine = Engine::at(&folder.home());
    let options = import_options(&path, "EURUSD");
    match engine.answer(|id| Request::ImportLook { id, options }) {
        Ok(Reply::ImportLookDone { found, .. }) => {
            assert_eq!(found.len(), 1);
            assert_eq!((found[0].series, found[0].files), (SeriesKind::Quotes, 1));
            assert_eq!(found[0].paths, std::slice::from_ref(&path));
            assert_eq!(found[0].price, None);
        }
        other => panic!("what was found was expected, not {other:?}"),
    }
    let first = engine.import(&path, "EURUSD");
    let Reply::ImportStartDone { imported, .. } = first else {
        panic!("an outcome was expected, not {first:?}");
    };
    let one = &imported[0];
    assert!(one.is_new);
    assert_eq!(
        (one.rows_in, one.rows_kept, one.rows_duplicate),
        (1_000, 1_000, 0)
    );
    assert_eq!(one.first_time_us, Some(1_704_067_200_000_000));
    assert_eq!(
        one.last_time_us,
        Some(1_704_067_200_000_000 + 999 * 10_000_000)
    );
    assert!(one.bytes_stored > 0 && one.csv_bytes > 0);
    let csv_bytes = one.csv_bytes;
    let again = engine.import(&path, "EURUSD");
    let Reply::ImportStartDone { imported, .. } = again else {
        panic!("an outcome was expected, not {again:?}");
    };
    assert_eq!((imported[0].is_new, imported[0].version), (false, 1));
    let datasets = engine.datasets().expect("datasets");
    assert_eq!(datasets.len(), 1);
    assert_eq!(datasets[0].symbol, "EURUSD");
    assert_eq!(datasets[0].versions.len(), 1);
    let version = &datasets[0].versions[0];
    assert_eq!(version.rows, 1_000);
    assert_eq!(version.csv_bytes, Some(csv_bytes));
    assert_eq!(version.sources, [path]);
    assert_eq!(version.source_count, 1);
    let tick = datasets[0].instrument.as_ref().and_then(|one| one.tick);
    assert_eq!(tick, Some(0.00001));
}

#[test]
fn bars_carry_their_timeframe_and_side() {
    let folder = Folder::new();
    let path = folder.file("SAW.csv", &bars_csv(100));
    let mut engine = Engine::at(&folder.home());
    let mut options = import_options(&path, "SAW");
    options.side = Some(PriceSide::Ask);
    options.tick = Some("0.25".into());
    let id = import(&mut engine, options);
    match engine.last(id) {
        Ok(Reply::ImportStartDone { imported, .. }) => {
            assert_eq!(imported[0].timeframe.as_deref(), Some("1m"));
            assert_eq!(imported[0].price, Some(PriceSide::Ask));
        }
        other => panic!("an outcome was expected, not {other:?}"),
    }
}

#[test]
fn what_cannot_be_imported_is_refused_in_a_sentence() {
    let folder = Folder::new();
    let text = folder.file("letter.csv", "Dear Sir,\nthis is no data.\n");
    let good = folder.file("SAW.csv", &bars_csv(50));
    let mut engine = Engine::at(&folder.home());
    let options = |change: fn(&mut ImportOptions)| {
        let mut options = import_options(&good, "SAW");
        change(&mut options);
        options
    };
    let cases: Vec<(ImportOptions, ErrorCode)> = vec![
        (
            import_options("/no/such/file.csv", "SAW"),
            ErrorCode::FileNotFound,
        ),
        (import_options(&text, "SAW"), ErrorCode::BadData),
        (
            import_options("relative.csv", "SAW"),
            ErrorCode::BadSettings,
        ),
        (options(|one| one.paths.clear()), ErrorCode::BadSettings),
        (
            options(|one| one.zone = Some("Mars".into())),
            ErrorCode::BadSettings,
        ),
        (
            options(|one| one.point = Some("-1".into())),
            ErrorCode::BadSettings,
        ),
        (
            options(|one| one.tick = Some("tick".into())),
            ErrorCode::BadSettings,
        ),
        (
            options(|one| one.symbol = Some(" ".into())),
            ErrorCode::BadSettings,
        ),
        (
            options(|one| one.dataset = Some("a\nb".into())),
            ErrorCode::BadSettings,
        ),
        (
            options(|one| one.currency = Some(String::new())),
            ErrorCode::BadSettings,
        ),
    ];
    for (options, code) in cases {
        let asked = format!("{options:?}");
        let looked = options.clone();
        let refused = engine.refusal(|id| Request::ImportLook {
            id,
            options: looked,
        });
        assert_eq!(refused.code, code, "{asked}: {refused:?}");
        assert!(!refused.help.is_empty(), "{asked}");
        let refused = engine.refusal(|id| Request::ImportStart { id, options });
        assert_eq!(refused.code, code, "{asked}: {refused:?}");
    }
    assert_eq!(engine.datasets().expect("datasets"), []);
}

#[test]
fn a_live_run_overtakes_a_long_import_and_progress_comes_meanwhile() {
    let folder = Folder::new();
    let small = folder.file("SAW.csv", &bars_csv(2_000));
    let large = folder.file("LONG.csv", &quotes_csv(1_500_000));
    let mut engine = Engine::at(&folder.home());
    assert!(engine.configure(Some(&folder.home()), Some(1)).is_ok());
    engine.import(&small, "SAW");
    let long = import(&mut engine, import_options(&large, "LONG"));
    let first = engine.next(long).expect("progress");
    assert_eq!(kind_of(&first), "import.start.progress");
    let live = engine.start_run(stored("SAW", Some("1m")), true, None);
    assert!(matches!(engine.last(live), Ok(Reply::RunStartDone { .. })));
    let plain = engine.start_run(stored("SAW", Some("1m")), false, None);
    assert!(matches!(engine.last(plain), Ok(Reply::RunStartDone { .. })));
    // Both were answered while the import went on.
    engine.cancel(long);
    let refused = engine.last(long).expect_err("cancelled");
    assert_eq!(refused.code, ErrorCode::Cancelled);
    // What was durable is kept, and asked again it goes on.
    let again = engine.import(&large, "LONG");
    let Reply::ImportStartDone { imported, .. } = again else {
        panic!("an outcome was expected, not {again:?}");
    };
    assert_eq!(imported[0].rows_kept, 1_500_000);
}

#[test]
fn progress_adds_up_and_comes_at_most_ten_times_a_second() {
    let folder = Folder::new();
    let large = folder.file("LONG.csv", &quotes_csv(500_000));
    let mut engine = Engine::at(&folder.home());
    let begun = std::time::Instant::now();
    let id = import(&mut engine, import_options(&large, "LONG"));
    let replies = engine.all(id);
    let tenths = begun.elapsed().as_millis() / 100;
    let mut done_before = 0.0;
    let mut reports = 0;
    for reply in &replies {
        if let Reply::ImportStartProgress {
            phase,
            bytes_done,
            bytes_total,
            rows,
            ..
        } = reply
        {
            reports += 1;
            assert!(bytes_done <= bytes_total, "{phase}");
            if phase == "reading" {
                assert!(*bytes_done >= done_before, "it goes forwards");
                assert!(*rows <= 500_000.0);
                done_before = *bytes_done;
            }
        }
    }
    assert!(
        reports <= tenths + 2,
        "{reports} reports in {tenths} tenths"
    );
}

/// Waits until an import reads: it has its dataset to itself then.
fn reading(engine: &mut Engine, id: u32) {
    loop {
        match engine.next(id) {
            Some(Reply::ImportStartProgress { phase, .. }) if phase == "reading" => return,
            Some(Reply::ImportStartProgress { .. }) => {}
            other => panic!("progress was expected, not {other:?}"),
        }
    }
}

#[test]
fn the_editors_engine_works_while_another_imports() {
    let folder = Folder::new();
    let small = folder.file("SAW.csv", &bars_csv(500));
    let large = folder.file("LONG.csv", &quotes_csv(2_000_000));
    let mut editor = Engine::at(&folder.home());
    editor.import(&small, "SAW");
    let mut command = Engine::at(&folder.home());
    let long = import(&mut command, import_options(&large, "LONG"));
    reading(&mut command, long);
    // The dataset is taken: the sentence says by whom.
    let options = import_options(&large, "LONG");
    let busy = editor.refusal(|id| Request::ImportStart { id, options });
    assert_eq!(busy.code, ErrorCode::Busy);
    assert!(
        busy.message.contains(&command.process_id().to_string()),
        "{busy:?}"
    );
    assert!(busy.message.contains("another process"), "{busy:?}");
    let run = editor.run(stored("SAW", Some("1m"))).expect("a run");
    assert!(run.trade_count > 0);
    command.last(long).expect("the import succeeds");
    let there = editor.run(stored("LONG", Some("1h"))).expect("a run");
    assert!(there.bars > 0);
}

fn real(name: &str) -> String {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/data");
    let root = std::env::var_os("BACKTESTR_TEST_DATA");
    let root = root.map_or_else(|| beside.into(), std::path::PathBuf::from);
    let path = root.join(name).canonicalize();
    path.expect("BACKTESTR_TEST_DATA names the real data")
        .to_string_lossy()
        .into_owned()
}

#[test]
#[ignore = "real data: fx-dukascopy-bi5"]
fn real_quotes_are_imported_once_and_run_on() {
    let folder = Folder::new();
    let path = real("fx-dukascopy-bi5/EURUSD");
    let mut engine = Engine::at(&folder.home());
    for is_first in [true, false] {
        let reply = engine.import(&path, "EURUSD");
        let Reply::ImportStartDone { imported, .. } = reply else {
            panic!("an outcome was expected, not {reply:?}");
        };
        let quotes = imported.iter().find(|one| one.series == SeriesKind::Quotes);
        let quotes = quotes.expect("quotes");
        assert_eq!(quotes.is_new, is_first);
        assert_eq!(quotes.rows_kept, 3_733 + 8_438);
    }
    // The month in the path is zero-based: 2019-02-04.
    let summary = engine.run(stored("EURUSD", Some("1m"))).expect("a run");
    let first_us = summary.first_time_us.expect("bars");
    assert_eq!(first_us / 86_400_000_000, 17_931);
    assert!(summary.trade_count > 0 && summary.bars <= 120);
}
