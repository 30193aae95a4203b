// Turns what the strategy says, and what the command line or the editor adds, into the settings of a run.
import path from "node:path";
import type {
  DatasetInfo,
  DataSource,
  Instrument,
  RunSettings,
  StoredData,
} from "@backtestr/client";
import { instantUs } from "../data/civil-time.ts";
import { datasetsOf, resolveData } from "../data/stored.ts";
import type { Answer, Requests } from "./answer.ts";
import { isInside } from "./inside-folder.ts";
import type { ProfileName, Range, Strategy, StrategyData } from "./strategy.ts";

/** What a face may choose over the strategy's own text. */
export interface Choices {
  readonly profile: ProfileName | null;
  /** A file of bars in place of the strategy's own, absolute. */
  readonly data: string | null;
  /** Folder that `file()` may not leave; null where it may read what the user may. */
  readonly folder: string | null;
}

export interface SettingsProblem {
  readonly message: string;
  readonly help: string;
  /** Where in the strategy's text, when it is about a place. */
  readonly range: Range | null;
}

export type SettingsResult =
  | { readonly ok: true; readonly settings: RunSettings }
  | { readonly ok: false; readonly problem: SettingsProblem };

const UTC = "UTC";

export function settingsOf(strategy: Strategy, choices: Choices): SettingsResult {
  const { data, account } = strategy;
  const source = sourceOf(strategy, choices);
  if ("message" in source) return { ok: false, problem: source };
  const zone = data.zone ?? UTC;
  const period = periodOf(data, zone);
  if (period === undefined) return { ok: false, problem: unknownZone(zone) };
  return {
    ok: true,
    settings: {
      parameters: strategy.parameters.map(({ name, value }) => ({ name, value })),
      account: {
        ...account,
        size: { ...account.size },
        commission: account.commission.map((fee) => ({ ...fee })),
        profile: choices.profile ?? account.profile,
      },
      data: source,
      chart: data.chart,
      period,
      warmupBars: data.warmupBars,
    },
  };
}

const WITHOUT_DATA: SettingsProblem = {
  message: "The strategy names no data to run on.",
  help: 'Write `source = store` or `source = file("bars.csv")` into its `data` block, or run it with `--data FILE`.',
  range: null,
};

function sourceOf(strategy: Strategy, choices: Choices): DataSource | SettingsProblem {
  const { data } = strategy;
  if (choices.data !== null) return fileOf(data, choices.data);
  if (data.source === null) return WITHOUT_DATA;
  // `file()` is relative to the strategy; links are followed as the system does.
  if (data.source.from === "file") {
    const file = path.resolve(path.dirname(strategy.file), data.source.path);
    const { folder } = choices;
    if (folder !== null && !isInside(folder, file)) return outside(folder, file, data.source.range);
    return fileOf(data, file);
  }
  const symbol = data.symbol ?? data.source.dataset;
  if (symbol === null) return { ...WITHOUT_SYMBOL, range: data.source.range };
  return { from: "store", store: storedOf(data, symbol, data.source.dataset) };
}

function outside(folder: string, file: string, range: Range | null): SettingsProblem {
  return {
    message: `\`file()\` names ${file}, which is outside the workspace folder ${folder}.`,
    help: "Put the file into the folder, open a folder that has both, or import it and write `source = store`.",
    range,
  };
}

const WITHOUT_SYMBOL: SettingsProblem = {
  message: "The strategy does not say which symbol of the store it runs on.",
  help: 'Write `symbol = "EURUSD"` into its `data` block; `backtestr data list` shows what there is.',
  range: null,
};

function fileOf(data: StrategyData, bars: string): DataSource {
  const instrument: Instrument = {
    symbol: data.symbol ?? path.basename(bars, path.extname(bars)),
    tick: data.tick,
    pointValue: data.pointValue ?? 1,
    lot: data.lot,
    currency: data.currency,
  };
  const zone = data.zone ?? UTC;
  return { from: "file", file: { path: bars, zone, stamp: data.stamp ?? "open", instrument } };
}

function storedOf(data: StrategyData, symbol: string, dataset: string | null): StoredData {
  const { price, zone, tick, pointValue, lot, currency } = data;
  return { symbol, dataset, version: null, price, zone, tick, pointValue, lot, currency };
}

function unknownZone(zone: string): SettingsProblem {
  return {
    message: `No time zone is called ${JSON.stringify(zone)}.`,
    help: "Use a name such as UTC, Europe/London or America/New_York.",
    range: null,
  };
}

/**
 * What only the store knows: the symbol of a dataset that is named alone, and the zone by whose clock
 * the dates of a period are meant where the strategy names none.
 */
export async function settledOnStore(
  client: Requests,
  strategy: Strategy,
  settings: RunSettings,
): Promise<Answer<RunSettings>> {
  const { data, period } = settings;
  const isZoneOpen = period !== null && strategy.data.zone === null;
  const isSettled = !isZoneOpen && strategy.data.symbol !== null;
  if (data.from === "file" || isSettled) return { ok: true, value: settings };
  const all = await datasetsOf(client);
  if (!all.ok) return all;
  const meant = all.value.filter((dataset) => isMeant(dataset, data.store));
  const isNamed = strategy.data.symbol !== null;
  const store = isNamed ? data.store : withSymbol(data.store, meant);
  const named: RunSettings = { ...settings, data: { from: "store", store } };
  return isZoneOpen ? withZone(client, strategy, named, meant) : { ok: true, value: named };
}

function isMeant({ name, symbol }: DatasetInfo, wanted: StoredData): boolean {
  return wanted.dataset === null ? symbol === wanted.symbol : name === wanted.dataset;
}

/** A dataset that was named alone brings its symbol. */
function withSymbol(wanted: StoredData, [first]: readonly DatasetInfo[]): StoredData {
  return first === undefined ? wanted : { ...wanted, symbol: first.symbol };
}

async function withZone(
  client: Requests,
  strategy: Strategy,
  settings: RunSettings,
  meant: readonly DatasetInfo[],
): Promise<Answer<RunSettings>> {
  const { data, chart } = settings;
  if (data.from === "file") return { ok: true, value: settings };
  const zone = await zoneOf(client, meant, data.store, chart);
  if (!zone.ok) return zone;
  const period = periodOf(strategy.data, zone.value) ?? settings.period;
  return { ok: true, value: { ...settings, period } };
}

/** Where all that may be meant agrees, nothing has to be looked up. */
async function zoneOf(
  client: Requests,
  meant: readonly DatasetInfo[],
  store: StoredData,
  chart: string | null,
): Promise<Answer<string>> {
  const zones = new Set(meant.map(({ zone }) => zone));
  const [only] = zones;
  if (only !== undefined && zones.size === 1) return { ok: true, value: only };
  const found = await resolveData(client, store, chart);
  return found.ok ? { ok: true, value: found.value.zone } : found;
}

/** undefined when the zone is unknown. */
function periodOf(data: StrategyData, zone: string): RunSettings["period"] | undefined {
  const { period } = data;
  if (instantUs({ year: 2000, month: 1, day: 1, hour: 0, minute: 0, second: 0 }, zone) === null) {
    return undefined;
  }
  if (period === null) return null;
  return { fromUs: instantUs(period.from, zone), toUs: instantUs(period.to, zone) };
}
