// Over an expression: its value at the end of the last run. A second hover below the server's own.
import {
  Hover,
  MarkdownString,
  Range,
  type HoverProvider,
  type Position,
  type TextDocument,
} from "vscode";
import { numbersOf } from "../core/columns.ts";
import { isBoolNode } from "../core/line-values.ts";
import { nodeFacts } from "../core/node-facts.ts";
import { shortNumber } from "../core/numbers.ts";
import type { Results, RunResult } from "../core/results.ts";
import type { RunRequests } from "../core/run-requests.ts";
import type { ExpressionPlace } from "../core/strategy.ts";

/** Bars that are looked at, evenly over the run. */
const SAMPLES = 24;

export class RunHover implements HoverProvider {
  readonly #results: Results;
  readonly #ofRun: RunRequests;

  constructor(results: Results, ofRun: RunRequests) {
    this.#results = results;
    this.#ofRun = ofRun;
  }

  async provideHover(document: TextDocument, position: Position): Promise<Hover | null> {
    const { shown } = this.#results.of(document.uri.fsPath);
    if (shown?.compiled.version !== document.version) return null;
    const place = innermost(shown, document.offsetAt(position));
    if (place === null) return null;
    const values = await this.#sampled(shown, place.node);
    const text = new MarkdownString();
    // Without an answer nothing is known of the values; the status bar says what the engine has.
    if (values === null) return null;
    const facts = nodeFacts(values);
    if (facts === null) {
      text.appendText("Over the run: without a value (na) on every bar looked at.");
    } else if (isBoolNode(shown.compiled, place.node)) {
      const share = (100 * values.filter((value) => value === 1).length) / values.length;
      text.appendText(`Over the run: true on ${share.toFixed(0)} % of ${values.length} bars.`);
    } else {
      text.appendText(
        `Over the run (${values.length} bars): ${shortNumber(facts.least)} to ${shortNumber(facts.most)}` +
          `${facts.missing === 0 ? "" : `, na on ${(100 * facts.missing).toFixed(0)} %`}\n`,
      );
      text.appendCodeblock(facts.picture, "text");
    }
    const range = new Range(document.positionAt(place.start), document.positionAt(place.end));
    return new Hover(text, range);
  }

  async #sampled(result: RunResult, node: number): Promise<number[] | null> {
    const { run } = result;
    const { firstTimeUs, lastTimeUs } = result.summary;
    const client = this.#ofRun(result);
    if (firstTimeUs === null || lastTimeUs === null) return [];
    const step = (lastTimeUs - firstTimeUs) / SAMPLES;
    const times = Array.from({ length: SAMPLES }, (_, index) =>
      Math.round(firstTimeUs + step * (index + 0.5)),
    );
    const answers = await Promise.all(
      times.map((timeUs) => client.request("run.values", { run, timeUs, nodes: [node] })),
    );
    const values = answers.flatMap((answer) =>
      answer.ok ? [numbersOf(answer.reply.values)[0] ?? NaN] : [],
    );
    return values.length === answers.length ? values : null;
  }
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
