//! Which part of the engine answers which request.

use crate::engine::Engine;
use crate::failure::bad_request;
use crate::services::query::Question;
use crate::services::runs::Window;
use crate::services::runs::start::Start;
use crate::services::runs::window::View;
use protocol::{Reply, Request};
use std::sync::Arc;

/// Whether the connection goes on after a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    GoOn,
    End,
}

impl Engine {
    /// Carries out a request whose id is new. Short ones are answered before this returns.
    #[allow(clippy::too_many_lines, reason = "a table: one arm a kind")]
    pub(crate) fn carry_out(self: &Arc<Self>, request: Request, bytes: usize) -> Next {
        match request {
            Request::Hello { id, .. } => {
                let why = "the connection has been greeted before.";
                self.refuse(id, bad_request("engine.hello", why));
            }
            Request::Ping { id, payload } => {
                self.answer("engine", id, Reply::PingDone { id, payload });
            }
            Request::Cancel { request, .. } => self.cancel(request),
            Request::Credit {
                request, chunks, ..
            } => self.credit(request, chunks),
            Request::Shutdown { id } => {
                self.answer("engine", id, Reply::ShutdownDone { id });
                return Next::End;
            }
            Request::Configure { id, configuration } => self.configure(id, &configuration),
            Request::ServicesList { id } => {
                let services = self.services.describe(&|name| self.held_by(name));
                self.answer("services", id, Reply::ServicesListDone { id, services });
            }
            Request::ServicesControl {
                id,
                service,
                action,
            } => self.control(id, &service, action),
            Request::HealthAll { id } => {
                let health = self.health();
                self.answer("health", id, Reply::HealthAllDone { id, health });
            }
            Request::HealthWatch { id, every_ms } => self.watch_health(id, every_ms),
            Request::PlanPut { id, part, is_last } => self.first_part(id, part, is_last, bytes),
            Request::RunStart {
                id,
                plan_hash,
                settings,
                is_live,
                deadline_ms,
            } => self.start_run(Start {
                id,
                plan_hash,
                settings,
                is_live,
                deadline_ms,
            }),
            Request::RunTrades {
                id,
                run,
                first,
                count,
            } => self.stream(id, self.runs.trades(id, run, Window::new(first, count))),
            Request::RunSeries {
                id,
                run,
                series,
                first,
                count,
            } => {
                let series = self.runs.series(id, run, series, Window::new(first, count));
                self.stream(id, series);
            }
            Request::RunWindow {
                id,
                run,
                timeframe,
                from_us,
                to_us,
                candles_max,
            } => {
                let view = View {
                    from_us,
                    to_us,
                    candles_max,
                };
                self.run_window(id, run, timeframe, view);
            }
            Request::RunPlots {
                id,
                run,
                from_us,
                to_us,
                candles_max,
            } => {
                let view = View {
                    from_us,
                    to_us,
                    candles_max,
                };
                self.run_plots(id, run, view);
            }
            Request::RunValues {
                id,
                run,
                time_us,
                nodes,
            } => self.run_values(id, run, time_us, nodes),
            Request::RunHints { id, run } => self.run_hints(id, run),
            Request::RunDrop { id, run } => match self.runs.forget(run) {
                Ok(()) => self.answer("run", id, Reply::RunDropDone { id }),
                Err(failure) => self.refuse(id, failure),
            },
            Request::MarketResolve { id, store, chart } => self.resolve(id, store, chart),
            Request::QuerySql {
                id,
                text,
                rows_max,
                seconds_max,
            } => self.sql(Question {
                id,
                text,
                rows_max,
                seconds_max,
            }),
            Request::QueryExport { id, file } => self.export(id, file),
            Request::ImportLook { id, options } => self.import_look(id, options),
            Request::ImportStart { id, options } => self.import(id, options),
            Request::StoreDatasets { id } => self.datasets(id),
            Request::StoreVerify { id, dataset } => self.verify(id, dataset),
            Request::StoreRemove { id, item } => self.remove(id, item),
            Request::StoreUndo { id, change } => self.undo(id, change),
            Request::StoreRename { id, item, name } => self.rename(id, item, name),
            Request::StorePin {
                id,
                item,
                is_pinned,
            } => self.pin(id, item, is_pinned),
            Request::StorePurge { id } => self.purge(id),
            Request::StoreRuns { id, strategy } => self.saved_runs(id, strategy),
            Request::StoreSaveRun { id, run, label } => self.save_run(id, run, label),
            Request::StoreLoadRun { id, saved } => self.load_run(id, saved),
            Request::StoreFsck {
                id,
                is_setting_aside,
            } => self.fsck(id, is_setting_aside),
        }
        Next::GoOn
    }
}
