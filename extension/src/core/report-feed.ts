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
  readonly timeZone: () => string;
}

/** A run, and the zone in which its times are written. */
interface Shown {
  readonly result: RunResult;
  readonly timeZone: string;
}

type Made =
  | { readonly ok: true; readonly report: ReportData }
  | { readonly ok: false; readonly error: Failure };

export class ReportFeed {
  readonly #services: ReportServices;
  readonly #send: (message: ReportToPanel) => void;
  /** The run whose report the page has. */
  #shown: Shown | null = null;
  /** The run whose report is being made. */
  #making: Shown | null = null;
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
    const wanted = shown === null ? null : { result: shown, timeZone: this.#services.timeZone() };
    if (wanted === null || isSame(wanted, this.#shown)) {
      this.#say(statusOf(situation));
      return;
    }
    if (isSame(wanted, this.#making)) return;
    this.#making = wanted;
    if (wanted.result.file !== this.#shown?.result.file) {
      this.#say({ kind: "loading", sentence: "Making the report …", remedies: [] });
    }
    const made = await this.#made(wanted);
    if (this.#making !== wanted) return;
    this.#making = null;
    this.#deliver(wanted, made);
  }

  #deliver(wanted: Shown, made: Made): void {
    const { result } = wanted;
    const situation = this.#situation;
    if (situation === null) return;
    if (!made.ok) {
      // The next refresh asks again, for nothing is shown of this run.
      const hasReport = this.#shown?.result.file === result.file;
      this.#say(callFailed(situation, made.error, hasReport));
      return;
    }
    this.#shown = wanted;
    this.#send({ type: "show", state: stateOf(result), report: made.report });
    this.#say(statusOf(situation));
  }

  #say(status: PanelStatus): void {
    this.#send({ type: "status", status });
  }

  async #made({ result, timeZone }: Shown): Promise<Made> {
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
      timeZone,
    });
    return { ok: true, report };
  }
}

function isSame(one: Shown, other: Shown | null): boolean {
  return one.timeZone === other?.timeZone && isSameRun(one.result, other.result);
}

function stateOf({ file, isLive, run }: RunResult): PanelState {
  const runId = isLive ? "live" : String(run);
  return { fileUri: file, runId, timeUs: null, range: null, tab: "" };
}
