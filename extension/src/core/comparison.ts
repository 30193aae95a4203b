// Which two runs are compared, and the text that says how they differ.
import path from "node:path";
import {
  aligned,
  comparedFigures,
  comparedSavedRun,
  comparedTrades,
  type ComparedRun,
  type SavedRunInfo,
  type TradeDifference,
} from "@backtestr/hub";
import { savedRunName } from "./saved-run.ts";
import type { FileResults, RunResult } from "./results.ts";

/** A run of the store, or one that the engine holds for a file. */
export type Side =
  | { readonly of: "store"; readonly saved: string }
  | { readonly of: "file"; readonly file: string; readonly run: number; readonly engine: number };

export type Pair = readonly [Side, Side];

const SHOWN_NAME = "shown now";

export function sideOfSaved({ saved }: SavedRunInfo): Side {
  return { of: "store", saved };
}

export function sideOfResult({ file, run, engine, saved }: RunResult): Side {
  return saved === null ? { of: "file", file, run, engine } : { of: "store", saved };
}

/** Two saved runs, the older first. */
export function pairOfSaved(one: SavedRunInfo, other: SavedRunInfo): Pair {
  const [first, second] = one.savedAtUs <= other.savedAtUs ? [one, other] : [other, one];
  return [sideOfSaved(first), sideOfSaved(second)];
}

/**
 * A saved run against what its strategy shows now, else against the latest other saved run of it; null
 * when there is neither. `all` is latest first.
 */
export function pairWithShown(
  info: SavedRunInfo,
  { shown }: FileResults,
  all: readonly SavedRunInfo[],
): Pair | null {
  if (shown !== null && shown.saved !== info.saved) return [sideOfSaved(info), sideOfResult(shown)];
  const other = all.find(
    ({ saved, label }) => saved !== info.saved && label.strategy === info.label.strategy,
  );
  return other === undefined ? null : pairOfSaved(info, other);
}

/** Names a pair in the address of the document that compares it. */
export function pairAddress(pair: Pair): string {
  return pair
    .map((side) =>
      side.of === "store" ? `store ${side.saved}` : `file ${side.engine} ${side.run} ${side.file}`,
    )
    .join("\n");
}

/** null when somebody else wrote the address. */
export function pairAt(address: string): Pair | null {
  const [left, right] = address.split("\n").map(sideAt);
  return left === undefined || left === null || right === undefined || right === null
    ? null
    : [left, right];
}

function sideAt(text: string): Side | null {
  const [, saved] = /^store (\S+)$/.exec(text) ?? [];
  if (saved !== undefined) return { of: "store", saved };
  const [, engine, run, file] = /^file (\d+) (\d+) (.+)$/.exec(text) ?? [];
  return file === undefined ? null : { of: "file", file, run: Number(run), engine: Number(engine) };
}

export function comparedSaved(info: SavedRunInfo, timeZone: string): ComparedRun {
  return comparedSavedRun(info, savedRunName(info, timeZone));
}

/** A run that is saved nowhere. Parameters are written as saved runs keep them. */
export function comparedResult({ file, settings, summary }: RunResult): ComparedRun {
  return {
    name: SHOWN_NAME,
    strategy: path.basename(file),
    parameters: settings.parameters.map(({ name, value }) => [name, String(value)]),
    figures: summary.figures,
    currency: settings.account.currency,
    digest: summary.digest,
  };
}

export function comparisonText(
  left: ComparedRun,
  right: ComparedRun,
  difference: TradeDifference | null,
): string {
  const names = aligned(
    [
      ["first", left.name, left.strategy],
      ["second", right.name, right.strategy],
    ],
    ["left", "left", "left"],
  );
  return `${[
    "Two runs side by side. The difference is the second less the first.",
    "",
    ...names,
    "",
    ...comparedTrades(left, right, difference),
    "",
    ...comparedFigures(left, right),
  ].join("\n")}\n`;
}
