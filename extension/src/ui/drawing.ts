// When line ends are drawn: the header's at once, the others as often as the eye follows.
import { window, type Disposable, type TextEditor } from "vscode";
import { headerText } from "../core/lens.ts";
import type { LiveState } from "../core/live-runs.ts";
import type { Results } from "../core/results.ts";
import { editorsOf, strategyEditor } from "./documents.ts";
import type { LineEnds } from "./line-ends.ts";
import type { Selection } from "./selection.ts";
import { settings } from "./settings.ts";

/** Line ends follow the selection at most so often. */
const DRAW_EVERY_MS = 33;

export interface DrawingSource {
  readonly results: Results;
  readonly liveOf: (file: string) => LiveState;
  readonly selection: Selection;
  readonly lineEnds: LineEnds;
}

export class Drawing implements Disposable {
  readonly #source: DrawingSource;
  readonly #files = new Set<string>();
  #timer: NodeJS.Timeout | null = null;
  #drawnMs = 0;

  constructor(source: DrawingSource) {
    this.#source = source;
  }

  /** A result of the file is new, or why there is none. */
  all(file: string): void {
    const { results, liveOf, lineEnds } = this.#source;
    const text = settings().hasLineValues ? headerText(results.of(file), liveOf(file)) : null;
    for (const editor of editorsOf(file)) lineEnds.header(editor, text);
    this.values(file);
  }

  /** Another bar is selected, or other lines are in view. */
  values(file: string): void {
    this.#files.add(file);
    if (this.#timer !== null) return;
    const wait = Math.max(0, this.#drawnMs + DRAW_EVERY_MS - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#drawnMs = performance.now();
      const editors = [...this.#files].flatMap(editorsOf);
      this.#files.clear();
      for (const editor of editors) void this.#draw(editor);
    }, wait);
  }

  active(): void {
    const editor = strategyEditor(window.activeTextEditor);
    if (editor !== undefined) this.all(editor.document.uri.fsPath);
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  async #draw(editor: TextEditor): Promise<void> {
    const { results, selection, lineEnds } = this.#source;
    const { shown } = results.of(editor.document.uri.fsPath);
    const timeUs = shown === null ? null : selection.of(shown);
    if (shown === null || timeUs === null || !settings().hasLineValues) {
      lineEnds.clear(editor);
      return;
    }
    // Of an older text, lines that were not edited since keep what they show.
    const isFresh = shown.compiled.version === editor.document.version;
    if (isFresh) await lineEnds.draw(editor, shown, timeUs);
  }
}
