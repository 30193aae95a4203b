// The report of a run beside the text: the same page that the command line writes.
import { Uri, ViewColumn, window, workspace, type Disposable, type WebviewPanel } from "vscode";
import { reportOf, reportPage, type ProvenanceJson } from "@backtestr/hub";
import { planPlaces } from "../../core/plan-places.ts";
import { isSameRun, type RunResult } from "../../core/results.ts";
import type { ColumnCache } from "../../core/run-columns.ts";
import type { RunHints } from "../../core/run-hints.ts";
import { sentenceOf } from "../say.ts";

export interface ReportServices {
  readonly columns: ColumnCache;
  readonly hints: RunHints;
  readonly provenance: (result: RunResult) => Promise<ProvenanceJson>;
}

export class ReportPanel implements Disposable {
  static readonly viewType = "backtestr.report";
  readonly #root: Uri;
  readonly #services: ReportServices;
  #panel: WebviewPanel | null = null;
  #shown: RunResult | null = null;
  /** The latest run. Out of sight it is not shown: making a report costs more than a live run. */
  #latest: RunResult | null = null;

  constructor(root: Uri, services: ReportServices) {
    this.#root = root;
    this.#services = services;
  }

  open(): void {
    if (this.#panel === null) {
      const where = { viewColumn: ViewColumn.Beside, preserveFocus: true };
      this.restore(window.createWebviewPanel(ReportPanel.viewType, "BackTestr Report", where));
    } else {
      this.#panel.reveal(undefined, true);
    }
  }

  restore(panel: WebviewPanel): void {
    this.#panel?.dispose();
    this.#panel = panel;
    this.#shown = null;
    panel.webview.options = { enableScripts: true, localResourceRoots: [] };
    panel.webview.html = messagePage("This strategy has not run yet. Run it to see its report.");
    panel.onDidDispose(() => {
      if (this.#panel === panel) this.#panel = null;
    });
    panel.onDidChangeViewState(() => {
      void this.show(this.#latest);
    });
  }

  /** Shows a run; one that is shown already stays as it is, so that nothing scrolls away. */
  async show(result: RunResult | null): Promise<void> {
    const panel = this.#panel;
    this.#latest = result;
    if (panel?.visible !== true || result === null || isSameRun(result, this.#shown)) return;
    this.#shown = result;
    const html = await this.#page(result);
    if (this.#panel !== panel || this.#shown !== result) return;
    panel.title = `Report: ${result.compiled.title}`;
    panel.webview.html = html;
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  async #page(result: RunResult): Promise<string> {
    const columns = await this.#services.columns.of(result);
    if (!columns.ok) return messagePage(sentenceOf(columns.error));
    const { compiled, settings, summary, file } = result;
    const data = reportOf({
      title: compiled.title,
      file,
      settings,
      summary,
      trades: columns.value.trades,
      series: columns.value.equity,
      placeOf: planPlaces(compiled).ofStatement,
      hints: await this.#services.hints.of(result),
      provenance: await this.#services.provenance(result),
    });
    return reportPage({ script: await this.#part("js"), style: await this.#part("css") }, data);
  }

  async #part(ending: string): Promise<string> {
    const at = Uri.joinPath(this.#root, "dist", "webviews", `report.${ending}`);
    return Buffer.from(await workspace.fs.readFile(at)).toString("utf8");
  }
}

function messagePage(message: string): string {
  const text = message.replace(/[&<>"]/g, (letter) => `&#${letter.codePointAt(0) ?? 0};`);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'"><title>Report</title></head><body><main><p>${text}</p></main></body></html>`;
}
