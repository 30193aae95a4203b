// The host of the trades panel: holds the rows of the run, sorted and filtered as the page asks.
import { env, window, workspace, type Uri, type WebviewPanel } from "vscode";
import {
  tradesToHost,
  type TradeRecord,
  type TradesQuery,
  type TradesToHost,
  type TradesToPanel,
} from "@backtestr/webviews/messages/trades";
import type { PanelState } from "@backtestr/webviews/messages/panel";
import { isSameRun, type RunResult } from "../../core/results.ts";
import { pointValueOf, runHead, symbolOf } from "../../core/run-head.ts";
import { sentenceOf } from "../../core/sentence.ts";
import { matching, matchedCsv, tradeRecords, type Matches } from "../../core/trades-query.ts";
import { Panel, follow } from "./panel.ts";
import type { PanelServices } from "./services.ts";
import { statusOf, type Situation } from "../../core/situation.ts";

export class TradesPanel {
  readonly panel: Panel<TradesToHost, TradesToPanel>;
  readonly #services: PanelServices;
  #state: PanelState | null = null;
  #isReady = false;
  #shown: RunResult | null = null;
  /** The zone in which its times are written. */
  #zone = "";
  #records: Promise<readonly TradeRecord[]> | null = null;
  #last: { readonly key: string; readonly matches: Matches } | null = null;

  constructor(root: Uri, services: PanelServices) {
    this.#services = services;
    this.panel = new Panel(
      {
        name: "trades",
        title: "BackTestr Trades",
        parse: (message) => tradesToHost.safeParse(message).data ?? null,
        onMessage: (message) => {
          void this.#onMessage(message);
        },
        onGone: () => {
          this.#isReady = false;
          this.#forget();
        },
      },
      root,
    );
  }

  restore(panel: WebviewPanel): void {
    this.#isReady = false;
    this.panel.restore(panel);
  }

  refresh(situation: Situation): void {
    if (!this.#isReady) return;
    const { shown } = situation.results;
    if (shown !== null && !this.#isShown(shown)) this.#show(shown);
    this.panel.send({ type: "status", status: statusOf(situation) });
  }

  /** A trade was chosen elsewhere. */
  select(number: number): void {
    if (!this.#isReady) return;
    const place = this.#last?.matches.rows.findIndex((row) => row.number === number) ?? -1;
    this.panel.send({ type: "select", number, place: place === -1 ? null : place });
  }

  #isShown(result: RunResult): boolean {
    return this.#zone === this.#services.timeZone() && isSameRun(result, this.#shown);
  }

  #show(result: RunResult): void {
    this.#forget();
    this.#shown = result;
    this.#zone = this.#services.timeZone();
    const head = runHead(result, this.#zone);
    const runId = result.isLive ? "live" : String(result.run);
    const tab = this.#state?.tab ?? "";
    const state = { fileUri: result.file, runId, timeUs: null, range: null, tab };
    this.panel.rename(`Trades: ${head.strategy}`);
    this.panel.send({ type: "show", state, head });
  }

  #forget(): void {
    this.#shown = null;
    this.#records = null;
    this.#last = null;
  }

  async #onMessage(message: TradesToHost): Promise<void> {
    switch (message.type) {
      case "ready":
        this.#isReady = true;
        this.#forget();
        this.#state = message.state;
        this.#services.onReady(message.state);
        return;
      case "state":
        this.#state = message.state;
        return;
      case "rows":
        return this.#rows(message);
      case "openTrade":
        this.#services.onTrade(message.number, "trades");
        return;
      case "revealSource":
        this.#services.onSource(message.statement);
        return;
      case "copy":
        await env.clipboard.writeText(message.text);
        return;
      case "exportCsv":
        return this.#export(message);
      case "remedy":
        follow(message.remedy);
    }
  }

  async #rows(request: Extract<TradesToHost, { readonly type: "rows" }>): Promise<void> {
    const { id, first, count } = request;
    const found = await this.#matches(request);
    if (typeof found === "string") {
      this.panel.send({ type: "rowsFailed", id, sentence: found });
      return;
    }
    const { rows, profit } = found;
    const shown = rows.slice(first, first + count);
    this.panel.send({ type: "rows", id, first, rows: shown, matchCount: rows.length, profit });
  }

  /** The rows that match, or why there are none to look in. */
  async #matches({ sort, filters }: TradesQuery): Promise<Matches | string> {
    const shown = this.#shown;
    if (shown === null) return "There is no run to show.";
    const key = JSON.stringify([sort, filters]);
    if (this.#last?.key === key) return this.#last.matches;
    try {
      this.#records ??= this.#pull(shown);
      const matches = matching(await this.#records, { sort, filters });
      if (shown === this.#shown) this.#last = { key, matches };
      return matches;
    } catch (error) {
      this.#records = null;
      return error instanceof Error ? error.message : String(error);
    }
  }

  async #pull(result: RunResult): Promise<readonly TradeRecord[]> {
    const columns = await this.#services.columns.of(result);
    if (!columns.ok) throw new Error(sentenceOf(columns.error));
    const capital = result.settings.account.capital;
    return tradeRecords(columns.value.trades, { capital, pointValue: pointValueOf(result) });
  }

  async #export(query: TradesQuery): Promise<void> {
    const shown = this.#shown;
    const found = await this.#matches(query);
    const columns = shown === null ? null : await this.#services.columns.of(shown);
    if (typeof found === "string" || shown === null || columns?.ok !== true) {
      const sentence = typeof found === "string" ? found : "The trades are not there any more.";
      this.panel.send({ type: "told", sentence });
      return;
    }
    const csv = matchedCsv(columns.value.trades, found, symbolOf(shown));
    const target = await window.showSaveDialog({
      filters: { "Comma-separated values": ["csv"] },
      title: "Export trades",
    });
    if (target === undefined) return;
    this.panel.send({ type: "told", sentence: await written(target, csv, found.rows.length) });
  }
}

/** Writes the file and says so, or why not. */
async function written(target: Uri, csv: string, count: number): Promise<string> {
  try {
    await workspace.fs.writeFile(target, Buffer.from(csv, "utf8"));
    return `${count.toLocaleString("en-US")} trades written to ${target.fsPath}.`;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `${target.fsPath} was not written: ${why}`;
  }
}
