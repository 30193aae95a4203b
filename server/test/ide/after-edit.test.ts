// Tests that every feature says after an edit what it says of the same text read anew: what is kept
// from the text before must make no difference. A failure prints its seed.
import assert from "node:assert/strict";
import fc from "fast-check";
import { type Analysis, analysisAfter, analysisOf } from "../../src/ide/analysis.ts";
import { completionAt } from "../../src/ide/completion.ts";
import { completionDocumentation } from "../../src/ide/completion-documentation.ts";
import { diagnosticsOf } from "../../src/ide/diagnostics.ts";
import { hoverAt } from "../../src/ide/hover.ts";
import { inlayHintsIn } from "../../src/ide/inlay-hints.ts";
import { definitionAt, occurrencesAt } from "../../src/ide/references.ts";
import { semanticTokensOf } from "../../src/ide/semantic-tokens.ts";
import { signatureHelpAt } from "../../src/ide/signature-help.ts";
import { withHeader } from "../support/fixture.ts";
import { type RandomEdit, editOf, editsOf } from "../support/random-edit.ts";
import { ALL, PASTED, soup } from "./texts.ts";

/** More by hand: `EDIT_RUNS=20000`. */
const RUNS = Number(process.env["EDIT_RUNS"] ?? 120);

/** What changes the meaning of lines elsewhere. */
const PIECES = [
  ...["f(a) => a + 1\n", "f(a, b = 2) =>\n    a * b\n", "y = f(x)\n", "y = f(close)\n", "x := 2\n"],
  ...["x = 1.5\n", "x = close\n", "close = 1\n", "ta = 3\n", "var float x = na\n", "y = x[1]\n"],
  ...["plot(y)\n", "g() => f(x)\n", "z = g()\n", "[x, y] = ta.macd(close, 1, 2, 3)\n", "1h", "1"],
  ...["param x = 5 in 1 .. 9 step 1\n", "plot(x, format = 1)\n", "x = y\n", "y = x\n", "\n\n\n"],
  ...["if x > 1\n    x := 3\n", "q = request.security(syntax, 'D', x)\n", "x = undeclared\n"],
  ...["x = last_bar_index\n", 'if close > x\n    strategy.entry("L", strategy.long)\n'],
];

const edits = editsOf(PIECES);

function whole(analysis: Analysis): unknown {
  const { checked, lowered, lines, syntax } = analysis;
  const { settings, parameters } = checked;
  return {
    ...{ settings, parameters, lines: lines.starts, diagnostics: diagnosticsOf(analysis) },
    ...{ plan: lowered.plan, places: lowered.places, text: syntax.text },
    tokens: semanticTokensOf(analysis),
    hints: inlayHintsIn(analysis, { start: 0, end: analysis.text.length }),
  };
}

function at(analysis: Analysis, offset: number): unknown {
  const items = completionAt(analysis, offset);
  return {
    items,
    docs: items.map(({ documentation }) =>
      documentation === null ? null : completionDocumentation(analysis, documentation),
    ),
    ...{ hover: hoverAt(analysis, offset), help: signatureHelpAt(analysis, offset) },
    ...{ definition: definitionAt(analysis, offset), uses: occurrencesAt(analysis, offset) },
  };
}

/** Asks at places first, so that each feature finds an analysis of which nothing was asked before. */
function compare(analysis: Analysis, asked: readonly number[], hint: string): void {
  const fresh = analysisOf(analysis.text);
  for (const share of asked) {
    const offset = Math.floor(share * analysis.text.length);
    assert.deepEqual(at(analysis, offset), at(fresh, offset), `${hint} at ${offset}`);
  }
  assert.deepEqual(whole(analysis), whole(fresh), hint);
}

interface Asked {
  /** Places as shares of the text. */
  readonly places: readonly number[];
  /** How many edits are made before anything is asked. */
  readonly pause: number;
}

const asked = fc.record<Asked>({
  places: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }),
  pause: fc.constantFrom(1, 1, 2, 5),
});

function checkEdits(text: string, made: readonly RandomEdit[], { places, pause }: Asked): void {
  let analysis = analysisOf(text);
  compare(analysis, places, "at first");
  for (const [index, one] of made.entries()) {
    const edit = editOf(analysis.text, one);
    analysis = analysisAfter(analysis, edit);
    if (index % pause === 0) compare(analysis, places, JSON.stringify({ edit, index }));
  }
}

/** Edits that a person makes: one place after the other is written and taken back. */
function checkRetyped(text: string, shares: readonly number[], newText: string): void {
  let analysis = analysisOf(text);
  compare(analysis, [], "at first");
  for (const share of shares) {
    const start = Math.floor(share * text.length);
    for (const [end, written] of [
      [start, newText],
      [start + newText.length, ""],
    ] as const) {
      analysis = analysisAfter(analysis, { range: { start, end }, newText: written });
      compare(analysis, [share], JSON.stringify({ start, end, written }));
    }
  }
}

/** Lines that read, change and hide few names, so that most edits concern some other line. */
const NAMES = ["a", "b", "c"];
const name = fc.constantFrom(
  ...NAMES,
  ...NAMES,
  "close",
  "f(a)",
  "g(b, 2)",
  "1",
  "2.5",
  "undeclared",
);
const value = fc.oneof(
  name,
  fc.tuple(name, fc.constantFrom("+", "*", ">", "=="), name).map((parts) => parts.join(" ")),
  name.map((one) => `ta.sma(close, ${one})`),
  name.map((one) => `${one}[1]`),
);
const line = fc
  .tuple(fc.constantFrom(...NAMES), value, value, fc.nat({ max: 24 }))
  .map(([target, one, other, kind]) => {
    const lines = [
      `${target} = ${one}`,
      `${target} = ${one}`,
      `${target} := ${one}`,
      `var ${target} = ${one}`,
      `float ${target} = ${one}`,
      `[${target}, d] = ta.dmi(${one}, 3)`,
      `plot(${one})`,
      `plot(${one}, format = 1)`,
      `if ${one} > ${other}\n    ${target} := ${other}`,
      `if ${one} > ${other}\n    strategy.entry("L", strategy.long)`,
      `f(x) => x + ${one}`,
      `g(x, y = 1) =>\n    z = x * y\n    z + ${one}`,
      `param ${target} = 3 in 1 .. 9 step 1`,
      `e = ${one}`,
    ];
    // The rest of the numbers stands for the commonest lines.
    return lines[kind] ?? (kind % 2 === 0 ? `${target} = ${one}` : `${target} := ${one}`);
  });

const program = fc.array(line, { minLength: 3, maxLength: 14 });

/** Between the lines, so that what is parsed with an edit holds none of the others. */
const APART = "\nplot(open)\nplot(high)\nplot(low)\n";

/** Functions above all lines, which are called as f and g. */
const FUNCTIONS = "f(x) => x + 1\ng(x, y = 1) =>\n    z = x * y\n    z + 1\n";

function written(lines: readonly string[]): string {
  return withHeader(FUNCTIONS + APART + lines.join(APART));
}

/** Which line becomes what; an empty one goes. */
const rewriting = fc.record({
  at: fc.nat({ max: 20 }),
  line: fc.oneof(line, line, line, fc.constant("")),
  isAsked: fc.constantFrom(true, true, false),
});

interface Rewriting {
  readonly at: number;
  readonly line: string;
  readonly isAsked: boolean;
}

function checkRewritten(lines: readonly string[], made: readonly Rewriting[]): void {
  const now = [...lines];
  let analysis = analysisOf(written(now));
  compare(analysis, [], "at first");
  for (const { at: place, line: newText, isAsked } of made) {
    const index = place % now.length;
    const above = now.slice(0, index).map((one) => one + APART);
    const start = written([]).length + above.join("").length;
    const range = { start, end: start + (now[index] ?? "").length };
    now[index] = newText;
    analysis = analysisAfter(analysis, { range, newText });
    assert.equal(analysis.text, written(now));
    if (isAsked) compare(analysis, [0.9], JSON.stringify({ index, newText }));
  }
}

/** One line of several becomes another one and then itself again; the others read what it does. */
const REWRITTEN: readonly (readonly [readonly string[], number, string])[] = [
  [["a = 1", "b = a", "a := 2", "plot(b)"], 2, "plot(a)"],
  [["a = 1", "b = a", "plot(a)", "plot(b)"], 2, "a := 2"],
  [["a = 1", "a = 2", "b = a", "plot(a)"], 1, "a := 2"],
  [["a = 1", "b = ta.sma(close, a)", "plot(b)"], 0, "a = 2.5"],
  [["a = 1", "b = ta.sma(close, a)", "plot(b)"], 0, "a = close"],
  [["a = 1", "a = 2.5", "b = a", "plot(b)"], 1, "c = 2.5"],
  [["a = 1", "plot(a)", "a = 2.5", "b = a"], 0, "c = 1"],
  [["plot(1)", "b = close", "plot(b)"], 0, "close = 1"],
  [["b = f(1)", "c = f(2)", "plot(c)"], 0, "b = 1"],
  [["b = f(1)", "c = f(close)", "plot(c)"], 0, "b = f(close)"],
  [["a = 1", "if close > open\n    a := 2", "b = a", "plot(b)"], 1, "plot(a)"],
  [["plot(1, format = 1)", "a = 1", "plot(a, format = 1)"], 1, "a = 2"],
];

describe("an analysis after an edit", () => {
  it("equals one made anew, when a line that others read is rewritten", () => {
    for (const [lines, at, line] of REWRITTEN) {
      const back = lines[at] ?? "";
      checkRewritten(lines, [
        { at, line, isAsked: true },
        { at, line: back, isAsked: true },
      ]);
    }
  });

  it("equals one made anew, when lines that concern each other are rewritten", function () {
    this.timeout(120_000);
    const rewritings = fc.array(rewriting, { minLength: 1, maxLength: 8 });
    fc.assert(fc.property(program, rewritings, checkRewritten), { numRuns: RUNS * 5 });
  });

  it("equals one made anew, on strategies", function () {
    this.timeout(120_000);
    const text = fc.constantFrom(...ALL);
    fc.assert(fc.property(text, edits, asked, checkEdits), { numRuns: RUNS });
  });

  it("equals one made anew, on strategies behind each other", function () {
    this.timeout(120_000);
    const bodies = PASTED.map((text) => text.slice(text.indexOf("\n\n", text.indexOf("capital"))));
    const text = fc.array(fc.constantFrom(...bodies), { minLength: 1, maxLength: 4 });
    const joined = text.map((parts) => withHeader(parts.join("\n")));
    fc.assert(fc.property(joined, edits, asked, checkEdits), { numRuns: RUNS });
  });

  it("equals one made anew, on token soup", function () {
    this.timeout(120_000);
    const text = fc.array(soup, { maxLength: 6 }).map((parts) => withHeader(parts.join("\n")));
    fc.assert(fc.property(text, edits, asked, checkEdits), { numRuns: RUNS });
  });

  it("equals one made anew, when lines are written and taken back", function () {
    this.timeout(120_000);
    const text = fc.constantFrom(...ALL);
    const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 });
    const newText = fc.constantFrom(...PIECES);
    fc.assert(fc.property(text, shares, newText, checkRetyped), { numRuns: RUNS });
  });
});
