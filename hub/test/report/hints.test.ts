// What a run tells of its text as a whole: sentences, and one a place.
import { strict as assert } from "node:assert";
import type { Hint } from "@backtestr/client";
import type { SourcePlace } from "../../src/report/findings.ts";
import { placedHints, type PlacedHint } from "../../src/report/hints.ts";

const LINE = "slow = ta.sma(close, 200)";
const AVERAGE: SourcePlace = { line: 9, column: 8, length: 18, text: LINE };

function place(line: number): SourcePlace {
  return { line, column: 5, length: 14, text: '    strategy.entry("L")' };
}

interface Scene {
  readonly statements?: readonly (SourcePlace | null)[];
  readonly nodes?: readonly (SourcePlace | null)[];
  readonly bars?: number;
  readonly warmupBars?: number | null;
}

function placed(hints: readonly Hint[], scene: Scene = {}): readonly PlacedHint[] {
  const { statements = [place(12)], nodes = [AVERAGE], bars = 1_234, warmupBars = null } = scene;
  return placedHints(hints, {
    bars,
    warmupBars,
    places: {
      statementCount: statements.length,
      ofStatement: (statement) => statements[statement] ?? null,
      ofNode: (node) => nodes[node] ?? null,
    },
  });
}

function tooShort(node: number, barsLacking: number | null): Hint {
  return { what: "warmupTooShort", statement: 0, node, barsLacking };
}

function neverReached(...statements: readonly number[]): readonly Hint[] {
  return statements.map((statement) => ({ what: "neverReached", statement }));
}

describe("hints", () => {
  it("say of a line that it was never reached, and on how many bars", () => {
    const [hint] = placed(neverReached(0));
    assert.equal(
      hint?.sentence,
      "Never reached: the condition of this line was true on none of the 1,234 bars.",
    );
    assert.equal(hint.place?.line, 12);
  });

  it("name the expression whose warm-up is too short, and by how much", () => {
    const sentences = [tooShort(0, 50), tooShort(0, 1), tooShort(0, null)].map(
      (hint) => placed([hint])[0]?.sentence,
    );
    assert.deepEqual(sentences, [
      "`ta.sma(close, 200)` is na for the first 50 bars of the period: its warm-up is that much too short.",
      "`ta.sma(close, 200)` is na for the first 1 bar of the period: its warm-up is that much too short.",
      "`ta.sma(close, 200)` is na on all of the 1,234 bars of the period: its warm-up is too short.",
    ]);
  });

  it("say what to do, which `warmup` is no part of where nobody wrote it", () => {
    const help = (warmupBars: number | null): string =>
      placed([tooShort(0, 5)], { warmupBars })[0]?.help ?? "";
    assert.ok(!help(null).includes("warmup"));
    assert.ok(help(0).includes("`warmup`") && help(20).includes("`warmup`"));
  });

  it("speak of a line in a function only when none of its calls reaches it", () => {
    const statements = [place(3), place(3), place(4), place(4)];
    const lines = (...unreached: readonly number[]) =>
      placed(neverReached(...unreached), { statements }).map((hint) => hint.place?.line);
    assert.deepEqual(lines(0), []);
    assert.deepEqual(lines(0, 1), [3]);
    assert.deepEqual(lines(0, 2, 3), [4]);
  });

  it("tell two orders of one line apart", () => {
    const statements = [place(3), { ...place(3), column: 40 }];
    assert.equal(placed(neverReached(1), { statements }).length, 1);
  });

  it("name an expression in a function once, with the call that lacks most", () => {
    const nodes = [AVERAGE, AVERAGE, AVERAGE];
    const told = (...hints: readonly Hint[]) =>
      placed(hints, { nodes }).map(({ hint }) => ("barsLacking" in hint ? hint.barsLacking : -1));
    assert.deepEqual(told(tooShort(0, 5), tooShort(1, 50), tooShort(2, 7)), [50]);
    assert.deepEqual(told(tooShort(0, null), tooShort(1, 50)), [null]);
  });

  it("stand at the order where the expression has no place", () => {
    const [hint] = placed([tooShort(7, 3)]);
    assert.equal(hint?.place?.line, 12);
    assert.match(hint.sentence, /^A value that this order needs is na for the first 3 bars/);
  });

  it("shorten what would not fit a line", () => {
    const text = `x = ta.sma(${"close + ".repeat(20)}close, 200)`;
    const nodes = [{ line: 1, column: 5, length: text.length - 4, text }];
    const sentence = placed([tooShort(0, 2)], { nodes })[0]?.sentence ?? "";
    assert.match(sentence, /^`ta\.sma\(close.*…` is na/);
    assert.ok(sentence.length < 170);
  });
});
