// Turns what the strategy says, and what the command line or the editor adds, into the settings of a run.
import path from "node:path";
import type { RunSettings } from "@backtestr/client";
import { instantUs } from "../data/civil-time.ts";
import type { ProfileName, Range, Strategy, StrategyData } from "./strategy.ts";

/** What a face may choose over the strategy's own text. */
export interface Choices {
  readonly profile: ProfileName | null;
  /** A file of bars in place of the strategy's own, absolute. */
  readonly data: string | null;
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
  const bars = choices.data ?? barsPath(strategy);
  if (bars === null) return { ok: false, problem: WITHOUT_DATA };
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
      data: {
        from: "file",
        file: {
          path: bars,
          zone,
          stamp: data.stamp ?? "open",
          instrument: instrumentOf(data, bars),
        },
      },
      chart: data.chart,
      period,
      warmupBars: data.warmupBars,
    },
  };
}

const WITHOUT_DATA: SettingsProblem = {
  message: "The strategy names no data to run on.",
  help: 'Write `source = file("bars.csv")` into its `data` block, or run it with `--data FILE`.',
  range: null,
};

function unknownZone(zone: string): SettingsProblem {
  return {
    message: `No time zone is called ${JSON.stringify(zone)}.`,
    help: "Use a name such as UTC, Europe/London or America/New_York.",
    range: null,
  };
}

/** `file()` is relative to the strategy; links are followed as the system does. */
function barsPath(strategy: Strategy): string | null {
  const { source } = strategy.data;
  return source === null ? null : path.resolve(path.dirname(strategy.file), source.path);
}

function instrumentOf(data: StrategyData, bars: string): RunSettings["data"]["file"]["instrument"] {
  return {
    symbol: data.symbol ?? path.basename(bars, path.extname(bars)),
    tick: data.tick,
    pointValue: data.pointValue ?? 1,
    lot: data.lot,
    currency: data.currency,
  };
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
