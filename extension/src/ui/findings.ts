// What runs found in the text, in a collection of their own, after a second of rest.
import type { Uri } from "vscode";
import {
  Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  Range,
  languages,
  type Disposable,
  type TextDocument,
} from "vscode";
import { isAt } from "../core/moved-path.ts";
import type { RunResult } from "../core/results.ts";
import type { RunHints } from "../core/run-hints.ts";
import { runProblems, type RunMark, type RunProblem } from "../core/run-problems.ts";

const REST_MS = 1_000;

const SEVERITIES: Readonly<Record<RunMark, DiagnosticSeverity>> = {
  warning: DiagnosticSeverity.Warning,
  hint: DiagnosticSeverity.Information,
  idle: DiagnosticSeverity.Hint,
};

export class RunFindings implements Disposable {
  readonly #hints: RunHints;
  readonly #collection = languages.createDiagnosticCollection("backtestr run");
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(hints: RunHints) {
    this.#hints = hints;
  }

  /** Shows what a run found once nothing has happened for a second. */
  show(document: TextDocument, result: RunResult): void {
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    const timer = setTimeout(() => void this.#ask(document, result), REST_MS);
    this.#timers.set(key, timer);
  }

  clear(uri: Uri): void {
    clearTimeout(this.#timers.get(uri.toString()));
    this.#timers.delete(uri.toString());
    this.#hints.takeBack(uri.fsPath);
    if (this.#collection.has(uri)) this.#collection.delete(uri);
  }

  /** A file or a folder is gone. */
  forget(place: string): void {
    const gone: Uri[] = [];
    this.#collection.forEach((uri) => {
      if (isAt(uri.fsPath, place)) gone.push(uri);
    });
    for (const uri of gone) this.clear(uri);
    this.#hints.forget(place);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#collection.dispose();
  }

  async #ask(document: TextDocument, result: RunResult): Promise<void> {
    const isCurrent = (): boolean =>
      !document.isClosed && document.version === result.compiled.version;
    if (!isCurrent()) return;
    const hints = await this.#hints.of(result);
    if (!isCurrent()) return;
    const found = runProblems(result, hints);
    this.#collection.set(
      document.uri,
      found.map((one) => diagnosticOf(document, one)),
    );
  }
}

function diagnosticOf(
  document: TextDocument,
  { start, end, mark, message }: RunProblem,
): Diagnostic {
  const range = new Range(document.positionAt(start), document.positionAt(end));
  const made = new Diagnostic(range, message, SEVERITIES[mark]);
  made.source = "BackTestr run";
  if (mark === "idle") made.tags = [DiagnosticTag.Unnecessary];
  return made;
}
