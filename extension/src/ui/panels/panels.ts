// The three panels and what ties them: one selection, one strategy, one way to say why nothing is there.
import { Disposable, window, workspace, type Memento, type Uri, type WebviewPanel } from "vscode";
import type { EngineState, ProvenanceJson } from "@backtestr/hub";
import { Followed } from "../../core/followed.ts";
import type { Results, RunResult } from "../../core/results.ts";
import type { CompiledStrategy } from "../../core/strategy.ts";
import type { ColumnCache } from "../../core/run-columns.ts";
import type { RunHints } from "../../core/run-hints.ts";
import type { RunRequests } from "../../core/run-requests.ts";
import { strategyEditor } from "../documents.ts";
import type { Selection } from "../selection.ts";
import { settings } from "../settings.ts";
import { ChartPanel } from "./chart-panel.ts";
import { ReportPanel } from "./report-panel.ts";
import type { Origin, PanelServices } from "./services.ts";
import type { Situation } from "../../core/situation.ts";
import { TradesPanel } from "./trades-panel.ts";

const MEMORY = "panels";

export interface PanelsOptions {
  readonly memory: Memento;
  readonly ofRun: RunRequests;
  readonly columns: ColumnCache;
  readonly hints: RunHints;
  readonly results: Results;
  readonly selection: Selection;
  readonly engineState: () => EngineState;
  /** A strategy is to be shown that has not run in this window. */
  readonly onUnrun: () => void;
  readonly onSource: (file: string, ran: CompiledStrategy, statement: number) => Promise<void>;
  readonly provenance: (result: RunResult) => Promise<ProvenanceJson>;
}

export class Panels implements Disposable {
  readonly chart: ChartPanel;
  readonly trades: TradesPanel;
  readonly report: ReportPanel;
  readonly #options: PanelsOptions;
  readonly #subscriptions: Disposable;
  readonly #followed: Followed;

  constructor(root: Uri, options: PanelsOptions) {
    this.#options = options;
    this.#followed = new Followed(options.memory.get(MEMORY), (memory) => {
      void options.memory.update(MEMORY, memory);
    });
    const services = this.#services();
    this.chart = new ChartPanel(root, services);
    this.trades = new TradesPanel(root, services);
    this.report = new ReportPanel(
      root,
      { ...options, timeZone: services.timeZone },
      services.onReady,
    );
    this.#subscriptions = Disposable.from(
      this.#serializer(this.chart.panel.viewType, (panel) => {
        this.chart.restore(panel);
      }),
      this.#serializer(this.trades.panel.viewType, (panel) => {
        this.trades.restore(panel);
      }),
      this.#serializer(this.report.panel.viewType, (panel) => {
        this.report.restore(panel);
        this.#back();
      }),
    );
  }

  /** The strategy that is shown. */
  get file(): string | null {
    return this.#followed.file;
  }

  get isPinned(): boolean {
    return this.#followed.isPinned;
  }

  /** Stays with the strategy that is shown, or follows the active one again. */
  pin(isPinned: boolean): void {
    this.#followed.pin(isPinned);
    this.refresh();
  }

  /** A strategy or a folder has another name. */
  renamed(from: string, to: string): void {
    this.#followed.renamed(from, to);
    this.refresh();
  }

  /** A file or a folder is gone. */
  deleted(place: string): void {
    this.#followed.deleted(place);
    this.refresh();
  }

  /** Shows what there is now in each panel that is open. */
  refresh(): void {
    const active = strategyEditor(window.activeTextEditor)?.document.uri.fsPath;
    if (active !== undefined) this.#followed.follow(active);
    const situation = this.#situation();
    this.chart.refresh(situation);
    this.trades.refresh(situation);
    this.report.refresh(situation);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.chart.panel.dispose();
    this.trades.panel.dispose();
    this.report.panel.dispose();
  }

  /** A page is there again: what it showed before a reload has to run again. */
  #back(): void {
    const { results, onUnrun } = this.#options;
    this.refresh();
    if (this.file !== null && results.of(this.file).shown === null) onUnrun();
  }

  #situation(): Situation {
    const { results, engineState } = this.#options;
    return {
      file: this.file,
      results: results.of(this.file ?? ""),
      engine: engineState(),
      isTrusted: workspace.isTrusted,
    };
  }

  #shown(): RunResult | null {
    return this.file === null ? null : this.#options.results.of(this.file).shown;
  }

  #services(): PanelServices {
    const { ofRun, columns, selection } = this.#options;
    return {
      ofRun,
      columns,
      timeZone: () => settings().timeZone,
      selectedUs: () => (this.file === null ? null : selection.chosen(this.file)),
      onReady: (state) => {
        if (state !== null) this.#followed.offer(state.fileUri);
        this.#back();
      },
      onSelect: (timeUs, origin) => {
        this.#select(timeUs, origin);
      },
      onTrade: (number, origin) => {
        void this.#trade(number, origin);
      },
      onSource: (statement) => {
        const shown = this.#shown();
        if (shown !== null) void this.#options.onSource(shown.file, shown.compiled, statement);
      },
    };
  }

  #select(timeUs: number, origin: Origin): void {
    if (this.file === null) return;
    this.#options.selection.choose(this.file, timeUs);
    if (origin !== "chart") this.chart.select(timeUs);
  }

  /** A trade was chosen: chart, trade row, values and source line go there. */
  async #trade(number: number, origin: Origin): Promise<void> {
    const shown = this.#shown();
    if (shown === null) return;
    const columns = await this.#options.columns.of(shown);
    if (!columns.ok) return;
    const trade = columns.value.trades.find((one) => one.number === number);
    if (trade === undefined) return;
    this.#options.selection.choose(shown.file, trade.entryTimeUs);
    if (origin !== "chart") await this.chart.showTrade(number);
    if (origin !== "trades") this.trades.select(number);
    await this.#options.onSource(shown.file, shown.compiled, trade.entryStatement);
  }

  #serializer(viewType: string, restore: (panel: WebviewPanel) => void): Disposable {
    return window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: (panel) => {
        this.#followed.restore();
        restore(panel);
        return Promise.resolve();
      },
    });
  }
}
