// Compare: two runs side by side in a read-only document, from the Runs view or the palette.
import { EventEmitter, Uri, window, workspace, type TextDocumentContentProvider } from "vscode";
import {
  firstTradeDifference,
  loadRun,
  savedRuns,
  tradesOf,
  type Answer,
  type ComparedRun,
  type Requests,
  type SavedRunInfo,
  type TradeRow,
} from "@backtestr/hub";
import {
  comparedResult,
  comparedSaved,
  comparisonText,
  pairAddress,
  pairAt,
  type Pair,
  type Side,
} from "../core/comparison.ts";
import type { Results, RunResult } from "../core/results.ts";
import type { ColumnCache } from "../core/run-columns.ts";
import { sentenceOf } from "../core/sentence.ts";
import { settings } from "./settings.ts";

export interface ComparisonSource {
  readonly client: Requests;
  readonly results: Results;
  readonly columns: ColumnCache;
}

interface Compared {
  readonly run: ComparedRun;
  readonly trades: readonly TradeRow[];
}

export class Comparisons implements TextDocumentContentProvider {
  static readonly scheme = "backtestr-compare";
  readonly #changed = new EventEmitter<Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #source: ComparisonSource;

  constructor(source: ComparisonSource) {
    this.#source = source;
  }

  async show(pair: Pair): Promise<void> {
    const query = pairAddress(pair);
    const uri = Uri.from({ scheme: Comparisons.scheme, path: "/Compared Runs.txt", query });
    // A tab that is open may have said that a run was gone.
    this.#changed.fire(uri);
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const pair = pairAt(uri.query);
    if (pair === null) return "This names no runs: compare them again.\n";
    const all = await savedRuns(this.#source.client, null);
    if (!all.ok) return `The runs cannot be compared. ${sentenceOf(all.error)}\n`;
    const left = await this.#compared(pair[0], all.value);
    if (typeof left === "string") return left;
    const right = await this.#compared(pair[1], all.value);
    if (typeof right === "string") return right;
    const difference = firstTradeDifference(left.trades, right.trades);
    return comparisonText(left.run, right.run, difference);
  }

  /** A run with its trades, or why it is not to be had. */
  async #compared(side: Side, all: readonly SavedRunInfo[]): Promise<Compared | string> {
    if (side.of === "file") return this.#held(side);
    const info = all.find(({ saved }) => saved === side.saved);
    if (info === undefined) return `The store no longer has the run ${side.saved}.\n`;
    const trades = await savedTrades(this.#source.client, info);
    if (!trades.ok) return `The runs cannot be compared. ${sentenceOf(trades.error)}\n`;
    return { run: comparedSaved(info, settings().timeZone), trades: trades.value };
  }

  async #held({ file, run, engine }: Extract<Side, { of: "file" }>): Promise<Compared | string> {
    const { shown, kept } = this.#source.results.of(file);
    const isIt = (one: RunResult | null): boolean => one?.run === run && one.engine === engine;
    const result = isIt(shown) ? shown : isIt(kept) ? kept : null;
    const gone = "A run that was kept nowhere is gone since: compare again, or keep it first.\n";
    if (result === null) return gone;
    const columns = await this.#source.columns.of(result);
    if (!columns.ok) return `The runs cannot be compared. ${sentenceOf(columns.error)}\n`;
    return { run: comparedResult(result), trades: columns.value.trades };
  }
}

async function savedTrades(
  client: Requests,
  info: SavedRunInfo,
): Promise<Answer<readonly TradeRow[]>> {
  const loaded = await loadRun(client, info.saved);
  if (!loaded.ok) return loaded;
  const { run } = loaded.value;
  const trades = await tradesOf(client, run, info.tradeCount);
  // Its trades are all that is wanted of it; one that is gone already needs no letting go.
  await client.request("run.drop", { run });
  return trades;
}
