// What a face may use of the hub.
export { SCHEMA_HASH } from "@backtestr/client";
export type { Failure, Plan, RunSettings, RunSummary, TradeRow } from "@backtestr/client";
export { KEYS, type Configuration } from "./config/keys.ts";
export { loadConfiguration } from "./config/load.ts";
export { nearestWord } from "./config/nearest.ts";
export type { ConfigProblem, ConfigResult } from "./config/resolve.ts";
export { findEngine } from "./process/discovery.ts";
export { withEnding } from "./process/farewell.ts";
export { launch, type Launched } from "./process/launch.ts";
export {
  EngineSupervisor,
  type EngineState,
  type SupervisorOptions,
} from "./process/supervisor.ts";
export { PROFILE_NAMES, differencesFromNative } from "./report/assumptions.ts";
export { reportFigures, reportOf } from "./report/assemble.ts";
export { HEADLINE } from "./report/figures.ts";
export { findingSentence, type PlaceOfStatement, type SourcePlace } from "./report/findings.ts";
export { reportPage, type PageParts } from "./report/page.ts";
export {
  environmentHash,
  installationAt,
  repositoryOf,
  type Installation,
} from "./report/provenance.ts";
export { ErrorJson, ResultJson, resultJson, type ProvenanceJson } from "./report/result-json.ts";
export { isoTime, tradesCsv } from "./report/trades-csv.ts";
export {
  equityOf,
  newPlanMemory,
  startRun,
  tradesOf,
  type Answer,
  type PlanMemory,
  type Requests,
  type RunProgress,
} from "./runs/run.ts";
export { settingsOf, type Choices, type SettingsProblem } from "./runs/settings.ts";
export type { ProfileName, Range, Strategy } from "./runs/strategy.ts";
