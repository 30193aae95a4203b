// Over an expression: what it is worth at the selected bar and was over the last run. A second hover
// below the server's own.
import {
  Hover,
  MarkdownString,
  Range,
  type CancellationToken,
  type HoverProvider,
  type Position,
  type TextDocument,
} from "vscode";
import { numbersOf } from "../core/columns.ts";
import { isBoolNode } from "../core/line-values.ts";
import { overRunText, pictureOf, selectedText, type SelectedValue } from "../core/node-facts.ts";
import { nodeValues, type NodeValues } from "../core/node-values.ts";
import type { Results, RunResult } from "../core/results.ts";
import type { RunRequests } from "../core/run-requests.ts";
import type { ExpressionPlace } from "../core/strategy.ts";
import type { Selection } from "./selection.ts";
import { settings } from "./settings.ts";

export class RunHover implements HoverProvider {
  readonly #results: Results;
  readonly #ofRun: RunRequests;
  readonly #selection: Selection;

  constructor(results: Results, ofRun: RunRequests, selection: Selection) {
    this.#results = results;
    this.#ofRun = ofRun;
    this.#selection = selection;
  }

  async provideHover(
    document: TextDocument,
    position: Position,
    token: CancellationToken,
  ): Promise<Hover | null> {
    const { shown } = this.#results.of(document.uri.fsPath);
    if (shown?.compiled.version !== document.version) return null;
    const place = innermost(shown, document.offsetAt(position));
    if (place === null) return null;
    const { node } = place;
    const isWanted = (): boolean => !token.isCancellationRequested;
    const [selected, over] = await Promise.all([
      this.#selected(shown, node),
      nodeValues(this.#ofRun(shown), shown, node, isWanted),
    ]);
    // Without an answer nothing is known of the values; the status bar says what the engine has.
    if (over?.ok !== true) return null;
    const text = hoverText(selected, over.value, isBoolNode(shown.compiled, node));
    if (text === null) return null;
    const range = new Range(document.positionAt(place.start), document.positionAt(place.end));
    return new Hover(text, range);
  }

  async #selected(shown: RunResult, node: number): Promise<SelectedValue | null> {
    const timeUs = this.#selection.of(shown);
    if (timeUs === null) return null;
    const asked = { run: shown.run, timeUs, nodes: [node] };
    const answer = await this.#ofRun(shown).request("run.values", asked);
    if (!answer.ok) return null;
    const { openTimeUs, values } = answer.reply;
    return { value: numbersOf(values)[0] ?? NaN, openTimeUs };
  }
}

function hoverText(
  selected: SelectedValue | null,
  over: NodeValues,
  isBool: boolean,
): MarkdownString | null {
  const overRun = overRunText(over, isBool);
  if (selected === null && overRun === null) return null;
  const text = new MarkdownString();
  if (selected !== null) {
    text.appendText(`${selectedText(selected, isBool, settings().timeZone)}\n\n`);
  }
  if (overRun !== null) text.appendText(`${overRun}\n`);
  const picture = isBool ? null : pictureOf(over.values);
  if (picture !== null) text.appendCodeblock(picture, "text");
  return text;
}

/** The smallest expression around an offset; of equal ones that of the first call. */
function innermost({ compiled }: RunResult, offset: number): ExpressionPlace | null {
  let best: ExpressionPlace | null = null;
  for (const place of compiled.places.expressions) {
    if (offset < place.start || offset >= place.end) continue;
    if (best === null || place.end - place.start < best.end - best.start) best = place;
  }
  return best;
}
