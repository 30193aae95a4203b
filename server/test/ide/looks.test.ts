// Tests of semantic tokens, folds, outline, selection and hints.
import assert from "node:assert/strict";
import { foldsOf } from "../../src/ide/folding.ts";
import { inlayHintsIn } from "../../src/ide/inlay-hints.ts";
import { applied } from "../../src/ide/rename.ts";
import { selectionRanges } from "../../src/ide/selection.ts";
import { TOKEN_MODIFIERS, semanticTokensOf } from "../../src/ide/semantic-tokens.ts";
import { type DocumentSymbol, documentSymbols } from "../../src/ide/symbols.ts";
import { analysisOf } from "../../src/ide/analysis.ts";
import { difference } from "../../src/lsp/tokens.ts";
import { HEADER, withHeader } from "../support/fixture.ts";
import { atCaret } from "./caret.ts";

/** Each painted name of a body with its type and modifiers. */
function tokens(body: string): readonly string[] {
  const text = withHeader(body);
  return semanticTokensOf(analysisOf(text))
    .filter(({ start }) => start >= HEADER.length)
    .map(({ start, end, type, modifiers }) => {
      const words = TOKEN_MODIFIERS.filter((_, bit) => (modifiers & (1 << bit)) !== 0);
      return [text.slice(start, end), type, ...words].join(" ");
    });
}

/** The body with its hints in brackets. */
function hinted(body: string): string {
  const text = withHeader(body);
  const hints = inlayHintsIn(analysisOf(text), { start: 0, end: text.length });
  const edits = hints.map(({ offset, label }) => ({
    range: { start: offset, end: offset },
    newText: `⟨${label}⟩`,
  }));
  return applied(text, edits).slice(HEADER.length);
}

function outline(symbols: readonly DocumentSymbol[], depth = 0): readonly string[] {
  return symbols.flatMap(({ name, kind, children }) => [
    `${"  ".repeat(depth)}${kind} ${name}`,
    ...outline(children, depth + 1),
  ]);
}

describe("semantic tokens", () => {
  it("tell what names are", () => {
    assert.deepEqual(tokens("param n = 5\nx = ta.ema(close, length = n)\nx := 1"), [
      "param keyword",
      "n variable declaration readonly",
      "x variable declaration",
      "ta namespace defaultLibrary",
      "ema function defaultLibrary",
      "close variable defaultLibrary",
      "length parameter",
      "n variable readonly",
      "x variable modification",
    ]);
    assert.deepEqual(tokens("f(a) => a\ny = f(strategy.long)"), [
      "f function declaration",
      "a parameter declaration",
      "a parameter",
      "y variable declaration",
      "f function",
      "strategy namespace defaultLibrary",
      "long enumMember readonly defaultLibrary",
    ]);
  });

  it("know keys of headers from names", () => {
    const text = 'strategy "T"\n    edition = 1\n\nedition = 2\n';
    const found = semanticTokensOf(analysisOf(text)).map(({ type }) => type);
    assert.deepEqual(found, ["keyword", "property", "variable"]);
  });

  it("follow a name that hides the library's", () => {
    assert.deepEqual(tokens("close = 1\nx = close")[0], "close variable declaration");
    assert.deepEqual(tokens("close = 1\nx = close")[2], "close variable");
  });

  it("are sent as what changed", () => {
    const cases: readonly (readonly [readonly number[], readonly number[]])[] = [
      [[], [1, 2]],
      [[1, 2], []],
      [
        [1, 2, 3],
        [1, 2, 3],
      ],
      [
        [1, 2, 3],
        [1, 9, 9, 3],
      ],
      [
        [1, 1, 1],
        [1, 1],
      ],
    ];
    for (const [before, after] of cases) {
      const made = [...before];
      for (const { start, deleteCount, data = [] } of difference(before, after))
        made.splice(start, deleteCount, ...data);
      assert.deepEqual(made, after);
    }
  });
});

describe("folds", () => {
  it("cover blocks, calls and comments", () => {
    const text =
      "// a\n// b\nx = f(1,\n    2)\nif x\n    y = 1\n    if y\n        z = 1\n\nw = 1 // c\n// d\n";
    assert.deepEqual(
      foldsOf(analysisOf(text)).map(({ startLine, endLine, kind }) => [startLine, endLine, kind]),
      [
        [0, 1, "comment"],
        [2, 3, "block"],
        [4, 7, "block"],
        [6, 7, "block"],
      ],
    );
  });
});

describe("outline", () => {
  it("lists declarations", () => {
    const { syntax } = analysisOf(
      'strategy "My"\n    edition = 1\nparam n = 1\nf(x) =>\n    y = x\n    y\n[a, b] = g()\nc = 1\nplot(c)\n',
    );
    assert.deepEqual(outline(documentSymbols(syntax)), [
      "strategy My",
      "  key edition",
      "parameter n",
      "function f",
      "  variable y",
      "variable a",
      "variable b",
      "variable c",
    ]);
  });
});

describe("selection", () => {
  it("grows from the word to the text", () => {
    const { analysis, offset, text } = atCaret("x = ta.ema(clo<|>se + 1, 5)");
    const shown = selectionRanges(analysis, offset).map(({ start, end }) => text.slice(start, end));
    assert.deepEqual(shown.slice(0, 4), [
      "close",
      "close + 1",
      "ta.ema(close + 1, 5)",
      "x = ta.ema(close + 1, 5)",
    ]);
    assert.equal(shown.at(-1), text);
  });
});

describe("hints", () => {
  it("show types, units and what is fixed", () => {
    assert.equal(
      hinted("a = ta.atr(n)\nb = close > 1"),
      "a⟨: float price⟩ = ta.atr(n)\nb⟨: bool⟩ = close > 1",
    );
    assert.equal(hinted("a = ta.atr(14)"), "a⟨: float price⟩ = ta.atr(14)");
    assert.equal(hinted("param n = 5\nhalf = n * 2"), "param n = 5\nhalf⟨: fixed int⟩ = n * 2");
    assert.equal(
      hinted("[a, b, _] = ta.bb(close, 20, 2)"),
      "[a⟨: float⟩, b⟨: float⟩, _] = ta.bb(close, ⟨length:⟩20, ⟨mult:⟩2)",
    );
  });

  it("stay away where the text says it", () => {
    for (const body of ["x = 1", "float x = close", 's = "a"', "x = true"])
      assert.equal(hinted(body), body);
  });

  it("name arguments of literals", () => {
    assert.equal(
      hinted("f(n, m) => n + m\nplot(f(1, m = 2))"),
      "f(n, m) => n + m\nplot(f(⟨n:⟩1, m = 2))",
    );
  });

  it("are those of the range only", () => {
    const text = withHeader("a = close\nb = open\n");
    const start = text.indexOf("b = open");
    const hints = inlayHintsIn(analysisOf(text), { start, end: text.length });
    assert.deepEqual(
      hints.map(({ offset }) => offset),
      [start + 1],
    );
  });
});
