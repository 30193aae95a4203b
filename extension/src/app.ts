// The parts of the extension, built by hand and tied together. Each part knows only what it is given.
import {
  Disposable,
  Range,
  Selection as TextSelection,
  TextEditorRevealType,
  Uri,
  languages,
  window,
  workspace,
  type ExtensionContext,
  type Memento,
  type TextDocument,
  type TextDocumentContentChangeEvent,
} from "vscode";
import {
  environmentHash,
  installationAt,
  repositoryOf,
  type Answer,
  type ProvenanceJson,
} from "@backtestr/hub";
import path from "node:path";
import type { EngineHouse } from "./core/engine-house.ts";
import { keepRun } from "./core/keep.ts";
import { LiveTimesLog } from "./core/live-times.ts";
import { Results, type RunResult } from "./core/results.ts";
import { ColumnCache } from "./core/run-columns.ts";
import { RunHints } from "./core/run-hints.ts";
import { Runner } from "./core/runner.ts";
import { registerCommands } from "./ui/commands.ts";
import { Comparisons } from "./ui/comparisons.ts";
import {
  LANGUAGE,
  RUNNABLE,
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
import { Panels } from "./ui/panels/panels.ts";
import { PlanDocuments } from "./ui/plan-documents.ts";
import { RunCommand } from "./ui/run-command.ts";
import { RunHover } from "./ui/run-hover.ts";
import { SavedTexts } from "./ui/saved-texts.ts";
import { Selection } from "./ui/selection.ts";
import { concerns, isAboutBudget, settings } from "./ui/settings.ts";
import { EngineStatus } from "./ui/status.ts";
import { Views } from "./ui/views/views.ts";

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
  readonly root: Uri;
  /** What this workspace is to remember of what was given. */
  readonly memory: Memento;
  readonly #findings: RunFindings;
  readonly #status = new EngineStatus();
  readonly #context = new EditorContext();
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
    const { ofRun } = house;
    this.columns = new ColumnCache(ofRun);
    const hints = new RunHints(ofRun, (why) => {
      logs.extension.warn(`What a run tells of its text is not known: ${why}`);
    });
    this.#findings = new RunFindings(hints);
    this.language = new Language(this.root, logs);
    this.runner = new Runner({
      house,
      results: this.results,
      budgetMs: () => settings().budgetMs,
      onLive: (file) => {
        this.#changed(file);
      },
      openText,
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
    this.comparisons = new Comparisons({
      client: house.requests,
      results: this.results,
      columns: this.columns,
    });
    this.views = new Views(house.requests, () => workspace.isTrusted);
    this.panels = new Panels(this.root, {
      ofRun,
      columns: this.columns,
      hints,
      results: this.results,
      selection: this.selection,
      engineState: () => house.supervisor.state,
      onSource: (file, statement) => this.revealStatement(file, statement),
      provenance: (result) => this.#provenance(result),
    });
    this.runs = new RunCommand({
      language: this.language,
      runner: this.runner,
      keep: (result) => this.keep(result),
      onTrouble: (document, statement) => {
        void this.revealStatement(document.uri.fsPath, statement);
      },
    });
    this.#live = new LiveText({
      language: this.language,
      runner: this.runner,
      results: this.results,
      onEdited: (document, changes) => {
        this.#edited(document, changes);
      },
    });
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

  /** Shows where a statement of a file's last run stands in its text. */
  async revealStatement(file: string, statement: number): Promise<void> {
    const place = this.results.of(file).shown?.compiled.places.statements[statement];
    if (place === undefined) return;
    const document = await workspace.openTextDocument(Uri.file(file));
    const visible = window.visibleTextEditors.find((editor) => editor.document === document);
    const editor = await window.showTextDocument(document, {
      ...(visible?.viewColumn === undefined ? {} : { viewColumn: visible.viewColumn }),
      preserveFocus: false,
    });
    const at = document.positionAt(place.start);
    editor.selection = new TextSelection(at, at);
    editor.revealRange(new Range(at, at), TextEditorRevealType.InCenterIfOutsideViewport);
  }

  /** Saves a run that the engine holds, and compares with it from now on. */
  async keep(result: RunResult): Promise<Answer<string>> {
    const saved = await keepRun(this.house.ofRun(result), result);
    if (saved.ok) void this.house.forget(this.results.keep(result, saved.value));
    this.views.refresh();
    return saved;
  }

  /** Values of the lines in view, as sentences. */
  async spokenValues(): Promise<readonly string[]> {
    const editor = strategyEditor(window.activeTextEditor);
    const shown = editor === undefined ? null : this.results.of(editor.document.uri.fsPath).shown;
    const timeUs = shown === null ? null : this.selection.of(shown);
    if (editor === undefined || shown === null || timeUs === null) return [];
    return this.lineEnds.spoken(editor, shown, timeUs);
  }

  async #start(): Promise<void> {
    this.#context.show(this.runner.live);
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
    const selector = { language: LANGUAGE };
    return [
      this.logs.extension,
      this.logs.server,
      this.logs.engine,
      this.language,
      this.selection,
      this.lens,
      this.lineEnds,
      this.#drawing,
      this.views,
      this.panels,
      this.#findings,
      this.#status,
      this.#live,
      languages.registerCodeLensProvider(RUNNABLE, this.lens),
      languages.registerHoverProvider(selector, new RunHover(this.results, this.house.ofRun)),
      workspace.registerTextDocumentContentProvider(
        PlanDocuments.scheme,
        new PlanDocuments(this.language),
      ),
      workspace.registerTextDocumentContentProvider(
        SavedTexts.scheme,
        new SavedTexts(this.house.requests),
      ),
      workspace.registerTextDocumentContentProvider(Comparisons.scheme, this.comparisons),
      ...registerCommands(this),
      new Disposable(
        this.house.onState((state) => {
          this.#status.show(state);
          if (state.state === "starting" && state.restart > 0) this.#engineDied();
          if (state.state === "ready") this.#engineChanged();
          if (state.state === "failed") this.panels.refresh();
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
        if (isAboutBudget(event)) this.runner.live.resumeAll();
        if (concerns(event)) this.#reconfigured();
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
    this.lens.refresh();
    this.panels.refresh();
    this.#drawing.active();
    this.#live.again();
  }

  #renamed(from: Uri, to: Uri): void {
    this.runner.renamed(from.fsPath, to.fsPath);
    this.selection.renamed(from.fsPath, to.fsPath);
    this.panels.refresh();
  }

  async #provenance({ file, settings: used, summary }: RunResult): Promise<ProvenanceJson> {
    const [repository, installation] = await Promise.all([
      repositoryOf(path.dirname(file)),
      installationAt(this.root.fsPath),
    ]);
    return {
      git_sha: repository?.gitSha ?? null,
      is_clean: repository?.isClean ?? null,
      version: installation.version,
      lock_hash: installation.lockHash,
      environment_hash: environmentHash(installation, summary.engineVersion),
      engine_version: summary.engineVersion,
      settings_hash: summary.settingsHash,
      parameters: Object.fromEntries(used.parameters.map(({ name, value }) => [name, value])),
      seed: null,
    };
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
