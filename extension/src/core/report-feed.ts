// What the report's page is sent: the report of the run that is shown, and what is to be said above it.
import { reportOf, type Failure, type ProvenanceJson } from "@backtestr/hub";
import type { PanelState, PanelStatus } from "@backtestr/webviews/messages/panel";
import type { ReportData, ReportToPanel } from "@backtestr/webviews/messages/report";
import { planPlaces } from "./plan-places.ts";
import { isSameRun, type RunResult } from "./results.ts";
import type { ColumnCache } from "./run-columns.ts";
import type { RunHints } from "./run-hints.ts";
import { callFailed, statusOf, type Situation } from "./situation.ts";

/** As many trades as one message carries; the trades panel has them all. */
const PANEL_TRADES_MAX = 8_000;

export interface ReportServices {
  readonly columns: Pick<ColumnCache, "of">;
  readonly hints: Pick<RunHints, "of">;
  readonly provenance: (result: RunResult) => Promise<ProvenanceJson>;
}

type Made =
  | { readonly ok: true; readonly report: ReportData }
  | { readonly ok: false; readonly error: Failure };

export class ReportFeed {
  readonly #services: ReportServices;
  readonly #send: (message: ReportToPanel) => void;
  /** The run whose report the page has. */
  #shown: RunResult | null = null;
  /** The run whose report is being made. */
  #making: RunResult | null = null;
  #situation: Situation | null = null;

  constructor(services: ReportServices, send: (message: ReportToPanel) => void) {
    this.#services = services;
    this.#send = send;
  }

  /** The page is gone, or another one is there: it holds nothing. */
  forget(): void {
    this.#shown = null;
    this.#making = null;
  }

  /** Shows what there is now. A run that is shown already stays as it is. */
  async refresh(situation: Situation): Promise<void> {
    this.#situation = situation;
    const { shown } = situation.results;
    if (shown === null) this.#making = null;
    if (shown === null || isSameRun(shown, this.#shown)) {
      this.#say(statusOf(situation));
      return;
    }
    if (isSameRun(shown, this.#making)) return;
    this.#making = shown;
    if (shown.file !== this.#shown?.file) {
      this.#say({ kind: "loading", sentence: "Making the report …", remedies: [] });
    }
    const made = await this.#made(shown);
    if (this.#making !== shown) return;
    this.#making = null;
    this.#deliver(shown, made);
  }

  #deliver(result: RunResult, made: Made): void {
    const situation = this.#situation;
    if (situation === null) return;
    if (!made.ok) {
      // The next refresh asks again, for nothing is shown of this run.
      const hasReport = this.#shown?.file === result.file;
      this.#say(callFailed(situation, made.error, hasReport));
      return;
    }
    this.#shown = result;
    this.#send({ type: "show", state: stateOf(result), report: made.report });
    this.#say(statusOf(situation));
  }

  #say(status: PanelStatus): void {
    this.#send({ type: "status", status });
  }

  async #made(result: RunResult): Promise<Made> {
    const columns = await this.#services.columns.of(result);
    if (!columns.ok) return columns;
    const { compiled, settings, summary, file } = result;
    const report = reportOf({
      title: compiled.title,
      file,
      settings,
      summary,
      trades: columns.value.trades.slice(0, PANEL_TRADES_MAX),
      series: columns.value.equity,
      placeOf: planPlaces(compiled).ofStatement,
      hints: await this.#services.hints.of(result),
      provenance: await this.#services.provenance(result),
    });
    return { ok: true, report };
  }
}

function stateOf({ file, isLive, run }: RunResult): PanelState {
  const runId = isLive ? "live" : String(run);
  return { fileUri: file, runId, timeUs: null, range: null, tab: "" };
}
