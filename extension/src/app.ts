// The parts of the extension, built by hand and tied together. Each part knows only what it is given.
import {
  Disposable,
  Uri,
  languages,
  window,
  workspace,
  type ExtensionContext,
  type Memento,
  type TextDocument,
  type TextDocumentContentChangeEvent,
} from "vscode";
import type { Answer } from "@backtestr/hub";
import type { EngineHouse } from "./core/engine-house.ts";
import { keepRun } from "./core/keep.ts";
import { KeptFigures } from "./core/kept-figures.ts";
import { LiveTimesLog } from "./core/live-times.ts";
import { provenanceOf } from "./core/provenance.ts";
import { Results, type RunResult } from "./core/results.ts";
import { ColumnCache } from "./core/run-columns.ts";
import { RunHints } from "./core/run-hints.ts";
import { Runner } from "./core/runner.ts";
import { registerCommands } from "./ui/commands.ts";
import { Comparisons } from "./ui/comparisons.ts";
import { DatasetDocuments } from "./ui/dataset-documents.ts";
import {
  LANGUAGE,
  RUNNABLE,
  editorsOf,
  isSavedStrategy,
  openDocument,
  openText,
  strategyEditor,
} from "./ui/documents.ts";
import { Drawing } from "./ui/drawing.ts";
import { EditorContext } from "./ui/editor-context.ts";
import { openEngine } from "./ui/engine.ts";
import { RunFindings } from "./ui/findings.ts";
import { Language } from "./ui/language.ts";
import { ResultLens } from "./ui/lens.ts";
import { LineEnds } from "./ui/line-ends.ts";
import { LiveText } from "./ui/live.ts";
import { openLogs, type Logs } from "./ui/logs.ts";
import { Panels, type PanelsOptions } from "./ui/panels/panels.ts";
import { PlanDocuments } from "./ui/plan-documents.ts";
import { revealStatement } from "./ui/reveal.ts";
import { RunCommand } from "./ui/run-command.ts";
import { RunHover } from "./ui/run-hover.ts";
import { SavedTexts } from "./ui/saved-texts.ts";
import { Selection } from "./ui/selection.ts";
import { concerns, concernsTimeZone, concernsBudget, settings } from "./ui/settings.ts";
import { EngineStatus } from "./ui/status.ts";
import { Views } from "./ui/views/views.ts";
import { ZoneWarning } from "./ui/zone-warning.ts";

const NO_VALUES = "There are no values of these lines: run the strategy, or go to its expressions.";

/** What has to be taken down with the extension. */
interface Part {
  dispose(): unknown;
}

export class App {
  readonly house: EngineHouse;
  readonly language: Language;
  readonly results = new Results();
  readonly liveTimes = new LiveTimesLog();
  readonly selection = new Selection();
  readonly columns: ColumnCache;
  readonly runner: Runner;
  readonly runs: RunCommand;
  readonly panels: Panels;
  readonly views: Views;
  readonly logs: Logs;
  readonly lens: ResultLens;
  readonly lineEnds: LineEnds;
  readonly comparisons: Comparisons;
  readonly datasets: DatasetDocuments;
  readonly plans: PlanDocuments;
  readonly root: Uri;
  /** What this workspace is to remember of what was given. */
  readonly memory: Memento;
  readonly #keptFigures: KeptFigures;
  readonly #findings: RunFindings;
  readonly #status: EngineStatus;
  readonly #context = new EditorContext();
  readonly #zoneWarning = new ZoneWarning();
  readonly #live: LiveText;
  readonly #drawing: Drawing;

  static async open(context: ExtensionContext): Promise<App> {
    const logs = openLogs();
    const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? context.extensionUri.fsPath;
    const version = versionOf(context);
    const house = await openEngine(context.extensionUri, folder, version, logs);
    const app = new App(context, house, logs);
    context.subscriptions.push(...app.#parts());
    void app.#start();
    return app;
  }

  private constructor(context: ExtensionContext, house: EngineHouse, logs: Logs) {
    this.root = context.extensionUri;
    this.memory = context.workspaceState;
    this.house = house;
    this.logs = logs;
    const { ofRun, supervisor } = house;
    this.#status = new EngineStatus(supervisor);
    this.columns = new ColumnCache(ofRun);
    const hints = new RunHints(ofRun, (why) => {
      logs.extension.warn(`What a run tells of its text is not known: ${why}`);
    });
    this.#findings = new RunFindings(hints);
    this.language = new Language(this.root, logs);
    this.plans = new PlanDocuments(this.language);
    this.runner = new Runner({
      house,
      results: this.results,
      budgetMs: (file) => settings(Uri.file(file)).budgetMs,
      onLive: (file) => {
        this.#changed(file);
      },
      openText,
      folderOf: (file) => workspace.getWorkspaceFolder(Uri.file(file))?.uri.fsPath ?? null,
      onOlder: () => {
        this.#live.again();
      },
      liveTimes: this.liveTimes,
      nowMs: () => performance.now(),
      after: afterMs,
    });
    const liveOf = (file: string) => this.runner.live.stateOf(file);
    this.lens = new ResultLens({ resultsOf: (file) => this.results.of(file), liveOf });
    this.lineEnds = new LineEnds({ ofRun, columns: this.columns });
    const { results, selection, lineEnds } = this;
    this.#drawing = new Drawing({ results, liveOf, selection, lineEnds });
    this.#keptFigures = new KeptFigures(house.requests, results);
    this.comparisons = new Comparisons({ client: house.requests, results, columns: this.columns });
    this.datasets = new DatasetDocuments(house.requests);
    this.views = new Views(house.requests, () => workspace.isTrusted);
    this.panels = new Panels(this.root, this.#panelsOptions(hints));
    const followed = (): string | null => this.panels.file;
    this.runs = new RunCommand({
      language: this.language,
      runner: this.runner,
      followed,
      keep: (result) => this.keep(result),
      onTrouble: (document, compiled, statement) => {
        void revealStatement(document.uri.fsPath, compiled, statement);
      },
    });
    this.#live = new LiveText({
      language: this.language,
      runner: this.runner,
      results: this.results,
      followed,
      onEdited: (document, changes) => {
        this.#edited(document, changes);
      },
    });
  }

  #panelsOptions(hints: RunHints): PanelsOptions {
    return {
      ofRun: this.house.ofRun,
      columns: this.columns,
      hints,
      results: this.results,
      selection: this.selection,
      engineState: () => this.house.supervisor.state,
      memory: this.memory,
      onUnrun: () => {
        this.#live.again();
      },
      onSource: revealStatement,
      provenance: (result) => provenanceOf(this.root.fsPath, result),
    };
  }

  async close(): Promise<void> {
    await this.house.supervisor.stop();
  }

  /** Runs the active strategy again if anything about it may be new. */
  runLive(): void {
    this.#live.again();
  }

  /** The store holds other data now: results of the data before are old, whatever their texts say. */
  dataChanged(): void {
    this.views.refresh();
    this.runner.live.forgetResults();
    this.results.dataChanged();
    this.runLive();
  }

  /** Saves a run that the engine holds, and compares with it from now on. */
  async keep(result: RunResult): Promise<Answer<string>> {
    const saved = await keepRun(this.house.ofRun(result), result);
    if (saved.ok) void this.house.forget(this.results.keep(result, saved.value));
    this.views.refresh();
    return saved;
  }

  /** The store may have changed. */
  refreshStored(): void {
    this.views.refresh();
    void this.#keptFigures.refresh();
  }

  /** Values of the lines in view, as sentences; one that says why when there are none. */
  async spokenValues(): Promise<readonly string[]> {
    const editor = strategyEditor(window.activeTextEditor) ?? editorsOf(this.panels.file)[0];
    if (editor === undefined) return ["Bring the text of a strategy into view to read its values."];
    const { shown } = this.results.of(editor.document.uri.fsPath);
    const timeUs = shown === null ? null : this.selection.of(shown);
    const spoken =
      shown === null || timeUs === null ? [] : await this.lineEnds.spoken(editor, shown, timeUs);
    return spoken.length > 0 ? spoken : [NO_VALUES];
  }

  async #start(): Promise<void> {
    this.#context.show(this.runner.live);
    this.#zoneWarning.look();
    try {
      await this.language.start();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.logs.extension.error(`The language server did not start: ${why}`);
      void window.showErrorMessage(
        `The BackTestr language server did not start: ${why} Install the extension again, or open the logs.`,
      );
    }
  }

  #parts(): Part[] {
    return [
      this.logs.extension,
      this.logs.server,
      this.logs.engine,
      this.language,
      this.selection,
      this.lens,
      this.datasets,
      this.lineEnds,
      this.#drawing,
      this.views,
      this.panels,
      this.#findings,
      this.#status,
      this.#live,
      ...this.#providers(),
      ...registerCommands(this),
      ...this.#listeners(),
    ];
  }

  /** What shows texts of ours, and beside the text. */
  #providers(): Part[] {
    const selector = { language: LANGUAGE, scheme: "file" };
    return [
      languages.registerCodeLensProvider(RUNNABLE, this.lens),
      languages.registerHoverProvider(
        selector,
        new RunHover(this.results, this.house.ofRun, this.selection),
      ),
      workspace.registerTextDocumentContentProvider(PlanDocuments.scheme, this.plans),
      workspace.registerTextDocumentContentProvider(
        SavedTexts.scheme,
        new SavedTexts(this.house.requests),
      ),
      workspace.registerTextDocumentContentProvider(Comparisons.scheme, this.comparisons),
      workspace.registerTextDocumentContentProvider(DatasetDocuments.scheme, this.datasets),
    ];
  }

  #listeners(): Part[] {
    return [
      new Disposable(
        this.house.onState((state) => {
          this.#status.show(state);
          if (state.state === "starting" && state.restart > 0) this.#engineDied();
          if (state.state === "ready") this.#engineChanged();
          if (state.state === "failed" || state.state === "ready") this.panels.refresh();
          if (state.state === "ready") this.views.retry();
        }),
      ),
      new Disposable(
        this.results.onChange((file) => {
          this.#changed(file);
        }),
      ),
      this.selection.onChange((file) => {
        this.#drawing.values(file);
      }),
      window.onDidChangeActiveTextEditor(() => {
        this.#context.show(this.runner.live);
        this.panels.refresh();
        this.#drawing.active();
      }),
      window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => {
        if (isSavedStrategy(textEditor.document))
          this.#drawing.values(textEditor.document.uri.fsPath);
      }),
      workspace.onDidChangeConfiguration((event) => {
        if (concernsBudget(event)) this.runner.live.resumeAll();
        if (concerns(event)) this.#reconfigured();
        if (concernsTimeZone(event)) this.views.refresh();
      }),
      workspace.onDidGrantWorkspaceTrust(() => {
        this.views.refresh();
        this.panels.refresh();
      }),
      workspace.onDidCloseTextDocument((document) => {
        // What a run found is told of texts that are open: it may not hold for the file as it is then.
        if (isSavedStrategy(document)) this.#findings.clear(document.uri);
      }),
      workspace.onDidDeleteFiles(({ files }) => {
        for (const { fsPath } of files) this.#deleted(fsPath);
      }),
      workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files) this.#renamed(oldUri, newUri);
      }),
    ];
  }

  #changed(file: string): void {
    this.#drawing.all(file);
    this.#context.show(this.runner.live);
    this.lens.changed(file);
    this.panels.refresh();
    if (this.results.of(file).shown !== null) void this.#keptFigures.find(file);
    const { shown, staleness } = this.results.of(file);
    const document = openDocument(file);
    if (document !== undefined && shown !== null && staleness.kind === "fresh") {
      this.#findings.show(document, shown);
    }
  }

  #edited(document: TextDocument, changes: readonly TextDocumentContentChangeEvent[]): void {
    this.#findings.clear(document.uri);
    for (const editor of window.visibleTextEditors) {
      if (editor.document === document) this.lineEnds.edited(editor, changes);
    }
  }

  /** Runs that the engine held are gone with it: they are made again. */
  #engineDied(): void {
    this.runner.live.forgetResults();
    this.panels.refresh();
    window.setStatusBarMessage(
      "$(sync) The BackTestr engine ended unexpectedly and was started again.",
      8_000,
    );
    this.#live.again();
  }

  #engineChanged(): void {
    const { live } = this.runner;
    this.results.engineChanged(this.house.life, (file) => live.stateOf(file).kind === "running");
  }

  #reconfigured(): void {
    this.#zoneWarning.look();
    this.lens.refresh();
    this.panels.refresh();
    this.#drawing.active();
    this.#live.again();
  }

  #deleted(place: string): void {
    this.panels.deleted(place);
    this.runner.deleted(place);
    this.selection.forget(place);
    this.#keptFigures.forget(place);
    this.#findings.forget(place);
  }

  #renamed(from: Uri, to: Uri): void {
    this.#findings.forget(from.fsPath);
    this.runner.renamed(from.fsPath, to.fsPath);
    this.selection.renamed(from.fsPath, to.fsPath);
    this.panels.renamed(from.fsPath, to.fsPath);
  }
}

function afterMs(ms: number, act: () => void): () => void {
  const timer = setTimeout(act, ms);
  return () => {
    clearTimeout(timer);
  };
}

function versionOf({ extension }: ExtensionContext): string {
  const manifest: unknown = extension.packageJSON;
  const isManifest = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return isManifest ? String(manifest.version) : "unknown";
}
