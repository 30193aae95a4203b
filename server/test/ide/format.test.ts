// Tests of formatting: what it does, and the laws it keeps on every text.
import assert from "node:assert/strict";
import fc from "fast-check";
import { compile } from "../../compiler/index.ts";
import { formatted } from "../../src/ide/format.ts";
import { parseFile } from "../../src/syntax/parse.ts";
import { ALL, SHIPPED, anything, soup } from "./texts.ts";

function check(before: string, after: string): void {
  assert.equal(formatted(before), after);
}

function planOf(text: string): string {
  return JSON.stringify(compile([{ name: "t.strat", text }]).plan);
}

describe("formatting", () => {
  it("sets spaces", () => {
    check("x=close>open?1:-1", "x = close > open ? 1 : -1\n");
    check("f( a,b=2 )=>a+b *( 1-a )", "f(a, b = 2) => a + b * (1 - a)\n");
    check("x = ta . ema( close [ 1 ] ,5)", "x = ta.ema(close[1], 5)\n");
    check("[a,b]=f( )\nx:=not  a and-b<0", "[a, b] = f()\nx := not a and -b < 0\n");
    check("x = 0.5%of equity", "x = 0.5 % of equity\n");
  });

  it("indents blocks by four, and lines that go on deeper", () => {
    check(
      "if a\n  b = 1\n  if b>0\n     c = 2\nd = 3",
      "if a\n    b = 1\n    if b > 0\n        c = 2\nd = 3\n",
    );
    check("x = f(a,\n b,\n  g(c,\n d))", "x = f(a,\n    b,\n    g(c,\n        d))\n");
    check("if a and\n  b\n    c = 1", "if a and\n        b\n    c = 1\n");
    check("f(\n  a\n)", "f(\n    a\n)\n");
    check("if a\n\tb = 1", "if a\n    b = 1\n");
  });

  it("aligns keys and parameters", () => {
    check('data\n    chart = 1h\n    symbol="A"\n', 'data\n    chart  = 1h\n    symbol = "A"\n');
    check(
      'param a=1 in 1..5 "A"\nparam long=10 in 10 .. 50 step 5 "Long"\n',
      'param a    = 1  in 1 .. 5           "A"\nparam long = 10 in 10 .. 50 step 5  "Long"\n'.replaceAll(
        '  "',
        ' "',
      ),
    );
  });

  it("aligns assignments only where the author does", () => {
    check("a = 1\nlonger = 2\n", "a = 1\nlonger = 2\n");
    check("a   = 1\nlonger = 2\n", "a      = 1\nlonger = 2\n");
  });

  it("keeps comments and what they belong to", () => {
    check(
      "x=1 // one\n// two\n\n\n\n   // three\ny=2",
      "x = 1   // one\n// two\n\n// three\ny = 2\n",
    );
    check("if a\n  b = 1\n  // in\n// out\nc = 2", "if a\n    b = 1\n    // in\n// out\nc = 2\n");
    check("/// doc   \nf(x) => x", "/// doc\nf(x) => x\n");
  });

  it("leaves texts, line ends and marks as they are", () => {
    check("x='a  b'\r\ny=\"//\"\r\n", "x = 'a  b'\r\ny = \"//\"\r\n");
    check("\uFEFFx=1", "\uFEFFx = 1\n");
    check("", "");
  });

  it("keeps a call apart from a requirement", () => {
    check("require (a)<b", "require (a) < b\n");
  });

  it("leaves the shipped strategies as they are", () => {
    for (const text of SHIPPED) assert.equal(formatted(text), text);
  });
});

/** The text with other blanks between its tokens and other indentation. */
function respaced(text: string, seed: number): string {
  const { tokens } = parseFile(text);
  let state = seed;
  const next = (bound: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state % bound;
  };
  let result = "";
  let at = 0;
  for (const [index, start] of tokens.starts.entries()) {
    const gap = text.slice(at, start);
    const isBlank = /^ +$/.test(gap) && (tokens.lineStarts[index] ?? -1) < 0;
    result += isBlank ? " ".repeat(1 + next(4)) : gap;
    result += text.slice(start, tokens.ends[index]);
    at = Math.max(at, tokens.ends[index] ?? 0);
  }
  return result + text.slice(at);
}

describe("laws of formatting", () => {
  it("keeps the plan of every strategy, however it was spaced, and is at rest afterwards", () => {
    for (const text of ALL) {
      const plan = planOf(text);
      for (const seed of [1, 2, 3]) {
        const spaced = respaced(text, seed);
        const after = formatted(spaced);
        assert.ok(after !== null, spaced);
        assert.equal(planOf(after), plan);
        assert.equal(formatted(after), after);
      }
    }
  });

  function keepsLaws(text: string): void {
    const after = formatted(text);
    if (after === null) return;
    assert.equal(formatted(after), after, JSON.stringify(text));
    assert.equal(planOf(after), planOf(text));
    const words = (one: string): string => one.replaceAll(/\s+/g, "");
    assert.equal(words(after), words(text));
  }

  it("keeps everything but blanks in any text, and is at rest afterwards", () => {
    fc.assert(fc.property(soup, keepsLaws), { numRuns: 1_500 });
    fc.assert(fc.property(anything, keepsLaws), { numRuns: 500 });
  });

  it("formats most broken texts too", () => {
    const cut = ALL.flatMap((text) => {
      const { ends } = parseFile(text).tokens;
      return [...new Set(ends)]
        .filter((_, index) => index % 7 === 0)
        .map((end) => text.slice(0, end));
    });
    const refused = cut.filter((text) => formatted(text) === null);
    assert.ok(refused.length * 50 < cut.length, `${refused.length} of ${cut.length}`);
  });
});
