// What a face may use of the hub.
export { SCHEMA_HASH, failure, numbersIn, timesIn } from "@backtestr/client";
export type {
  BarsReport,
  DatasetInfo,
  Failure,
  Health,
  Hint,
  ImportFound,
  ImportOptions,
  ImportResult,
  Plan,
  PriceSide,
  QueryColumn,
  RuleCount,
  RunSettings,
  RunSummary,
  SavedRunInfo,
  ServiceInfo,
  StoredItem,
  StoredReport,
  StoreFinding,
  TradeRow,
  VersionInfo,
} from "@backtestr/client";
export { engineConfiguration, KEYS, type Configuration } from "./config/keys.ts";
export { loadConfiguration } from "./config/load.ts";
export { nearestWord } from "./config/nearest.ts";
export type { ConfigProblem, ConfigResult } from "./config/resolve.ts";
export { byteText } from "./data/byte-text.ts";
export { qualityOf, type DataQuality } from "./data/data-quality.ts";
export { datasetLines, ruleLines, seriesText, type DatasetLook } from "./data/dataset-text.ts";
export {
  lookAtImport,
  startImport,
  type ImportOutcome,
  type ImportProgress,
} from "./data/imports.ts";
export { exportDuckdb, type Exported, type ExportProgress } from "./data/export.ts";
export { askInSql, type QueryAnswer, type QueryRow } from "./data/query.ts";
export {
  checkStore,
  datasetsOf,
  pinItem,
  purgeStore,
  removeItem,
  renameItem,
  resolveData,
  undoChange,
  verifyData,
  type CheckProgress,
  type CheckWatch,
  type StoreCheck,
} from "./data/stored.ts";
export { findEngine } from "./process/discovery.ts";
export { withEnding } from "./process/farewell.ts";
export { launch, type Launched } from "./process/launch.ts";
export { controlService, failedService, healthOf, watchHealth } from "./process/services.ts";
export {
  EngineSupervisor,
  type EngineSetup,
  type EngineState,
  type SupervisorOptions,
} from "./process/supervisor.ts";
export { PROFILE_NAMES, differencesFromNative } from "./report/assumptions.ts";
export { reportFigures, reportOf } from "./report/assemble.ts";
export { HEADLINE } from "./report/figures.ts";
export { findingSentence, type PlaceOfStatement, type SourcePlace } from "./report/findings.ts";
export { placedHints, type HintScene, type PlacedHint, type PlanPlaces } from "./report/hints.ts";
export { count, counted, figureParts, fixed } from "./report/numbers.ts";
export { printable } from "./report/printable.ts";
export { instrumentOf, storedName, storedRows } from "./report/run-data.ts";
export { tradeCounts, tradesText } from "./report/trade-counts.ts";
export { reportPage, type PageParts } from "./report/page.ts";
export {
  environmentHash,
  installationAt,
  repositoryOf,
  type Installation,
} from "./report/provenance.ts";
export { ErrorJson, ResultJson, resultJson, type ProvenanceJson } from "./report/result-json.ts";
export {
  comparedFigures,
  comparedSavedRun,
  comparedTrades,
  firstTradeDifference,
  savedRunTitle,
  type ComparedRun,
  type TradeDifference,
} from "./report/run-comparison.ts";
export { aligned, widthOf, type Align } from "./report/table.ts";
export { isoTime, tradesCsv } from "./report/trades-csv.ts";
export type { Answer, Requests } from "./runs/answer.ts";
export { hintsOf } from "./runs/hints.ts";
export {
  equityOf,
  newPlanMemory,
  startRun,
  tradesOf,
  type PlanMemory,
  type EquitySeries,
  type RunProgress,
} from "./runs/run.ts";
export {
  factOf,
  figureOf,
  isTextOf,
  loadRun,
  parametersIn,
  runLabel,
  savedRuns,
  saveRun,
  settingsIn,
  type LoadedRun,
} from "./runs/saved-runs.ts";
export { settingsOf, settledOnStore, type Choices, type SettingsProblem } from "./runs/settings.ts";
export type { ProfileName, Range, Strategy } from "./runs/strategy.ts";
