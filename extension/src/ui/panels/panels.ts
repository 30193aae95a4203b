// The three panels and what ties them: one selection, one strategy, one way to say why nothing is there.
import type { Uri } from "vscode";
import { Disposable, window, workspace, type WebviewPanel } from "vscode";
import type { EngineState, ProvenanceJson } from "@backtestr/hub";
import type { Results, RunResult } from "../../core/results.ts";
import type { ColumnCache } from "../../core/run-columns.ts";
import type { RunHints } from "../../core/run-hints.ts";
import type { RunRequests } from "../../core/run-requests.ts";
import { strategyEditor } from "../documents.ts";
import type { Selection } from "../selection.ts";
import { settings } from "../settings.ts";
import { ChartPanel } from "./chart-panel.ts";
import { ReportPanel } from "./report-panel.ts";
import type { Origin, PanelServices } from "./services.ts";
import type { Situation } from "./situation.ts";
import { TradesPanel } from "./trades-panel.ts";

export interface PanelsOptions {
  readonly ofRun: RunRequests;
  readonly columns: ColumnCache;
  readonly hints: RunHints;
  readonly results: Results;
  readonly selection: Selection;
  readonly engineState: () => EngineState;
  readonly onSource: (file: string, statement: number) => Promise<void>;
  readonly provenance: (result: RunResult) => Promise<ProvenanceJson>;
}

export class Panels implements Disposable {
  readonly chart: ChartPanel;
  readonly trades: TradesPanel;
  readonly report: ReportPanel;
  readonly #options: PanelsOptions;
  readonly #subscriptions: Disposable;
  /** The strategy that the panels follow: the last active one, or the one they are pinned to. */
  #file: string | null = null;
  #isPinned = false;

  constructor(root: Uri, options: PanelsOptions) {
    this.#options = options;
    const services = this.#services();
    this.chart = new ChartPanel(root, services);
    this.trades = new TradesPanel(root, services);
    this.report = new ReportPanel(root, options);
    this.#subscriptions = Disposable.from(
      this.#serializer(this.chart.panel.viewType, (panel) => {
        this.chart.restore(panel);
      }),
      this.#serializer(this.trades.panel.viewType, (panel) => {
        this.trades.restore(panel);
      }),
      this.#serializer(ReportPanel.viewType, (panel) => {
        this.report.restore(panel);
        this.refresh();
      }),
    );
  }

  /** The strategy that is shown. */
  get file(): string | null {
    return this.#file;
  }

  get isPinned(): boolean {
    return this.#isPinned;
  }

  /** Stays with the strategy that is shown, or follows the active one again. */
  pin(isPinned: boolean): void {
    this.#isPinned = isPinned;
    this.refresh();
  }

  /** Shows what there is now in each panel that is open. */
  refresh(): void {
    const active = strategyEditor(window.activeTextEditor)?.document.uri.fsPath;
    if (active !== undefined && !this.#isPinned) this.#file = active;
    const situation = this.#situation();
    this.chart.refresh(situation);
    this.trades.refresh(situation);
    void this.report.show(situation.results.shown);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.chart.panel.dispose();
    this.trades.panel.dispose();
    this.report.dispose();
  }

  #situation(): Situation {
    const { results, engineState } = this.#options;
    return {
      file: this.#file,
      results: results.of(this.#file ?? ""),
      engine: engineState(),
      isTrusted: workspace.isTrusted,
    };
  }

  #services(): PanelServices {
    const { ofRun, columns, selection } = this.#options;
    return {
      ofRun,
      columns,
      timeZone: () => settings().timeZone,
      selectedUs: () => (this.#file === null ? null : selection.chosen(this.#file)),
      onReady: (state) => {
        this.#file ??= state?.fileUri ?? null;
        this.refresh();
      },
      onSelect: (timeUs, origin) => {
        this.#select(timeUs, origin);
      },
      onTrade: (number, origin) => {
        void this.#trade(number, origin);
      },
      onSource: (statement) => {
        if (this.#file !== null) void this.#options.onSource(this.#file, statement);
      },
    };
  }

  #select(timeUs: number, origin: Origin): void {
    if (this.#file === null) return;
    this.#options.selection.choose(this.#file, timeUs);
    if (origin !== "chart") this.chart.select(timeUs);
  }

  /** A trade was chosen: chart, trade row, values and source line go there. */
  async #trade(number: number, origin: Origin): Promise<void> {
    const file = this.#file;
    const shown = file === null ? null : this.#options.results.of(file).shown;
    if (file === null || shown === null) return;
    const columns = await this.#options.columns.of(shown);
    if (!columns.ok) return;
    const trade = columns.value.trades.find((one) => one.number === number);
    if (trade === undefined) return;
    this.#options.selection.choose(file, trade.entryTimeUs);
    if (origin !== "chart") await this.chart.showTrade(number);
    if (origin !== "trades") this.trades.select(number);
    await this.#options.onSource(file, trade.entryStatement);
  }

  #serializer(viewType: string, restore: (panel: WebviewPanel) => void): Disposable {
    return window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: (panel) => {
        restore(panel);
        return Promise.resolve();
      },
    });
  }
}
