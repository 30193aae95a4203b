// The host of the chart panel: shows the active strategy's run and answers the page's questions.
import { env, type Uri, type WebviewPanel } from "vscode";
import {
  chartToHost,
  type ChartToHost,
  type ChartToPanel,
} from "@backtestr/webviews/messages/chart";
import type { PanelState, PanelStatus } from "@backtestr/webviews/messages/panel";
import { chartFailed, chartTrade, chartWindow } from "../../core/chart-answers.ts";
import { isSameRun, type RunResult } from "../../core/results.ts";
import { chartTimeframes, runHead } from "../../core/run-head.ts";
import { Panel, follow } from "./panel.ts";
import { statusOf, type Situation } from "../../core/situation.ts";
import type { PanelServices } from "./services.ts";

export class ChartPanel {
  readonly panel: Panel<ChartToHost, ChartToPanel>;
  readonly #services: PanelServices;
  #state: PanelState | null = null;
  #isReady = false;
  #shown: RunResult | null = null;
  /** The zone in which its times are written. */
  #zone = "";
  /** Why the run that is shown has no chart. */
  #trouble: PanelStatus | null = null;

  constructor(root: Uri, services: PanelServices) {
    this.#services = services;
    this.panel = new Panel(
      {
        name: "chart",
        title: "BackTestr Chart",
        parse: (message) => chartToHost.safeParse(message).data ?? null,
        onMessage: (message) => {
          this.#onMessage(message);
        },
        onGone: () => {
          this.#isReady = false;
          this.#shown = null;
        },
      },
      root,
    );
  }

  restore(panel: WebviewPanel): void {
    this.#isReady = false;
    this.panel.restore(panel);
  }

  /** Shows what there is now. */
  refresh(situation: Situation): void {
    if (!this.#isReady) return;
    const { shown } = situation.results;
    if (shown !== null && !this.#isShown(shown)) void this.#show(shown);
    const status = statusOf(situation);
    this.panel.send({
      type: "status",
      status: status.kind === "ready" ? (this.#trouble ?? status) : status,
    });
  }

  select(timeUs: number): void {
    if (this.#isReady) this.panel.send({ type: "select", timeUs });
  }

  /** Whether the page is there to step. */
  step(by: number): boolean {
    if (this.#isReady) this.panel.send({ type: "step", by });
    return this.#isReady;
  }

  async showTrade(number: number): Promise<void> {
    const shown = this.#shown;
    if (shown === null || !this.#isReady) return;
    const columns = await this.#services.columns.of(shown);
    const trade = columns.ok
      ? columns.value.trades.find((one) => one.number === number)
      : undefined;
    if (trade !== undefined) this.panel.send({ type: "showTrade", trade: chartTrade(trade) });
  }

  #isShown(result: RunResult): boolean {
    return this.#zone === this.#services.timeZone() && isSameRun(result, this.#shown);
  }

  async #show(result: RunResult): Promise<void> {
    this.#shown = result;
    this.#trouble = null;
    const zone = this.#services.timeZone();
    this.#zone = zone;
    const timeframes = await chartTimeframes(this.#services.ofRun(result), result);
    if (this.#shown !== result || this.#zone !== zone) return;
    if (!timeframes.ok) {
      this.#trouble = chartFailed(timeframes.error);
      this.panel.send({ type: "status", status: this.#trouble });
      return;
    }
    const head = runHead(result, zone);
    this.panel.rename(`Chart: ${head.strategy}`);
    this.panel.send({
      type: "show",
      state: this.#stateFor(result),
      head,
      timeframes: [...timeframes.value],
    });
  }

  /** What the panel showed of this file before, else its beginnings. */
  #stateFor(result: RunResult): PanelState {
    const runId = result.isLive ? "live" : String(result.run);
    if (this.#state?.fileUri === result.file) return { ...this.#state, runId };
    const timeUs = this.#services.selectedUs();
    return { fileUri: result.file, runId, timeUs, range: null, tab: "" };
  }

  #onMessage(message: ChartToHost): void {
    switch (message.type) {
      case "ready":
        this.#isReady = true;
        this.#shown = null;
        this.#state = message.state;
        this.#services.onReady(message.state);
        return;
      case "state":
        this.#state = message.state;
        return;
      case "window":
        void this.#answer(message);
        return;
      case "select":
        this.#services.onSelect(message.timeUs, "chart");
        return;
      case "openTrade":
        this.#services.onTrade(message.number, "chart");
        return;
      case "revealSource":
        this.#services.onSource(message.statement);
        return;
      case "copy":
        void env.clipboard.writeText(message.text);
        return;
      case "remedy":
        follow(message.remedy);
    }
  }

  async #answer(request: Extract<ChartToHost, { readonly type: "window" }>): Promise<void> {
    const shown = this.#shown;
    if (shown === null) return;
    const { ofRun, columns } = this.#services;
    const answer = await chartWindow(ofRun(shown), columns, shown, request);
    if (shown === this.#shown) this.panel.send(answer);
  }
}
