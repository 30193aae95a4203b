// Texts at the ends of lines: at the header what the run earned, elsewhere the values at the selected bar
// and what order lines did. Drawn within a frame of the answer, which lenses are not.
import {
  MarkdownString,
  OverviewRulerLane,
  Range,
  ThemeColor,
  window,
  type DecorationOptions,
  type Disposable,
  type TextDocumentContentChangeEvent,
  type TextEditor,
  type TextEditorDecorationType,
} from "vscode";
import type { Answer } from "@backtestr/hub";
import { numbersOf } from "../core/columns.ts";
import { areSameTexts, endTextsAfter, type EndText } from "../core/end-texts.ts";
import { lineNodes, linesAround, valueText, type LineSpan } from "../core/line-values.ts";
import { isFilled, orderLines, orderText, type OrderLine } from "../core/order-lines.ts";
import type { RunResult } from "../core/results.ts";
import type { ColumnCache } from "../core/run-columns.ts";
import type { RunRequests } from "../core/run-requests.ts";
import { Turns } from "../core/turns.ts";
import { headerLine } from "./documents.ts";
import { sentenceOf } from "../core/sentence.ts";

const LINES_BEYOND = 5;
const TEXT_MAX = 120;

/** What stands at line ends, by how it looks. */
interface Drawn {
  readonly header: readonly EndText[];
  readonly values: readonly EndText[];
  readonly orders: readonly EndText[];
}

const NOTHING: Drawn = { header: [], values: [], orders: [] };
const AFTER = { color: new ThemeColor("editorInlayHint.foreground"), margin: "0 0 0 3em" };
const LOOKS: Readonly<Record<keyof Drawn, TextEditorDecorationType>> = {
  header: window.createTextEditorDecorationType({ after: AFTER }),
  values: window.createTextEditorDecorationType({ after: { ...AFTER, fontStyle: "italic" } }),
  orders: window.createTextEditorDecorationType({
    overviewRulerColor: new ThemeColor("charts.blue"),
    overviewRulerLane: OverviewRulerLane.Right,
    after: AFTER,
  }),
};

export interface LineEndsSource {
  readonly ofRun: RunRequests;
  readonly columns: ColumnCache;
}

export class LineEnds implements Disposable {
  readonly #source: LineEndsSource;
  readonly #drawn = new WeakMap<TextEditor, Drawn>();
  /** One file may stand in several editors. */
  readonly #turns = new Turns<TextEditor>();

  constructor(source: LineEndsSource) {
    this.#source = source;
  }

  clear(editor: TextEditor): void {
    this.#turns.begin(editor);
    this.#put(editor, NOTHING);
  }

  /** Edited lines show nothing until the next run, the others what they were. */
  edited(editor: TextEditor, changes: readonly TextDocumentContentChangeEvent[]): void {
    this.#turns.begin(editor);
    const before = this.#drawn.get(editor);
    if (before === undefined) return;
    const lines = changes.map(({ range, text }) => ({
      firstLine: range.start.line,
      lastLine: range.end.line,
      linesWritten: text.split("\n").length - 1,
    }));
    const left = (texts: readonly EndText[]) => endTextsAfter(texts, lines);
    const drawn = { ...before, values: left(before.values), orders: left(before.orders) };
    this.#drawn.set(editor, drawn);
    for (const kind of ["values", "orders"] as const) {
      // What only moved along was moved by the editor.
      if (drawn[kind].length < before[kind].length) draw(editor, kind, drawn[kind]);
    }
  }

  /** What the run came to, at the header; null shows nothing there. */
  header(editor: TextEditor, text: string | null): void {
    const before = this.#drawn.get(editor) ?? NOTHING;
    const header = text === null ? [] : [{ line: headerLine(editor.document), text }];
    this.#put(editor, { ...before, header });
  }

  /** Draws the values of a run at an instant; the text must be the one that was run. */
  async draw(editor: TextEditor, result: RunResult, timeUs: number): Promise<void> {
    const turn = this.#turns.begin(editor);
    const { values, orders } = await this.#texts(result, timeUs, linesOf(editor));
    const isOfText = editor.document.version === result.compiled.version;
    if (isOfText && this.#turns.isLatest(editor, turn))
      this.#put(editor, { ...(this.#drawn.get(editor) ?? NOTHING), values, orders });
  }

  /** The values of the lines in view as sentences, for the command that reads them. */
  async spoken(editor: TextEditor, result: RunResult, timeUs: number): Promise<readonly string[]> {
    const { values, orders, trouble } = await this.#texts(result, timeUs, linesOf(editor));
    if (trouble !== null) return [trouble];
    return [...values, ...orders]
      .sort((a, b) => a.line - b.line)
      .map(({ line, text }) => `Line ${line + 1}: ${text}`);
  }

  dispose(): void {
    for (const look of Object.values(LOOKS)) look.dispose();
  }

  #put(editor: TextEditor, drawn: Drawn): void {
    const before = this.#drawn.get(editor) ?? NOTHING;
    this.#drawn.set(editor, drawn);
    for (const kind of ["header", "values", "orders"] as const) {
      if (!areSameTexts(before[kind], drawn[kind])) draw(editor, kind, drawn[kind]);
    }
  }

  async #texts(result: RunResult, timeUs: number, lines: readonly LineSpan[]) {
    const [values, orders] = await Promise.all([
      this.#values(result, timeUs, lines),
      this.#orders(result),
    ]);
    if (!values.ok) return { ...NOTHING, trouble: sentenceOf(values.error) };
    if (!orders.ok) return { ...NOTHING, trouble: sentenceOf(orders.error) };
    const taken = new Set(orders.value.map(({ line }) => line));
    const free = values.value.filter(({ line }) => !taken.has(line));
    // The ruler marks where orders happened, so lines without a fill are drawn as values are.
    const filled = orders.value.filter(isFilled);
    const unfilled = orders.value.filter((order) => !isFilled(order));
    const shown = [...free, ...unfilled.map(endText)];
    return { values: shown, orders: filled.map(endText), trouble: null };
  }

  async #values(
    result: RunResult,
    timeUs: number,
    lines: readonly LineSpan[],
  ): Promise<Answer<EndText[]>> {
    const nodes = lineNodes(result.compiled, lines);
    if (nodes.length === 0) return { ok: true, value: [] };
    const answer = await this.#source.ofRun(result).request("run.values", {
      run: result.run,
      timeUs,
      nodes: nodes.map(({ node }) => node),
    });
    if (!answer.ok) return answer;
    const values = numbersOf(answer.reply.values);
    const texts = nodes.map((node, index) => ({
      line: node.line,
      text: valueText(node, values[index] ?? NaN),
    }));
    return { ok: true, value: texts };
  }

  async #orders(result: RunResult): Promise<Answer<readonly OrderLine[]>> {
    const trades = await this.#source.columns.tradesOf(result);
    return trades.ok ? { ok: true, value: orderLines(result.compiled, trades.value) } : trades;
  }
}

function endText(order: OrderLine): EndText {
  return { line: order.line, text: orderText(order) };
}

/** Each call makes the editor lay out and paint anew. */
function draw(editor: TextEditor, kind: keyof Drawn, texts: readonly EndText[]): void {
  const options = texts.map((one) => lineEnd(editor, one, kind === "orders"));
  editor.setDecorations(LOOKS[kind], options);
}

/** Lines in view and a few beyond; folds part what is in view. */
function linesOf({ visibleRanges, document }: TextEditor): readonly LineSpan[] {
  const inView = visibleRanges.map(({ start, end }) => ({ first: start.line, last: end.line }));
  const whole = [{ first: 0, last: document.lineCount }];
  return linesAround(inView.length > 0 ? inView : whole, LINES_BEYOND);
}

function lineEnd({ document }: TextEditor, { line, text }: EndText, isOrder: boolean) {
  const at = document.lineAt(Math.min(line, document.lineCount - 1)).range.end;
  const contentText = text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text;
  const shown: DecorationOptions = {
    range: new Range(at, at),
    renderOptions: { after: { contentText } },
  };
  if (!isOrder) return shown;
  return { ...shown, hoverMessage: new MarkdownString(`Over the whole run: ${text}`) };
}
