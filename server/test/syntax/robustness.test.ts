// Tests that no text makes the parser throw, hang or overflow, and that its time grows linearly.
import assert from "node:assert/strict";
import fc from "fast-check";
import { LIMITS } from "../../src/base/limits.ts";
import { parseFile } from "../../src/syntax/parse.ts";
import type { SyntaxFile } from "../../src/syntax/tree.ts";

const PIECES = [
  ..."x y f data strategy param require account if else switch for while var not and or in".split(
    " ",
  ),
  ..."( ) [ ] , . .. = := += => == < > + - * / % ? : 1 2.5 15m 2024-01-31 #ff0000 na".split(" "),
  ...[
    "\n",
    "\n    ",
    "\n  ",
    "\n\t",
    "\n        ",
    "'a'",
    '"',
    "$",
    "// c",
    "\r\n",
    "é",
    "of",
    "step",
  ],
];

const soup = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 200 })
  .map((parts) => parts.join(" "));

function assertSound(text: string): SyntaxFile {
  const file = parseFile(text);
  for (const { range, message } of file.diagnostics) {
    assert.ok(range.start >= 0 && range.start <= range.end && range.end <= text.length, message);
  }
  for (const statement of file.statements) assert.ok(statement.start <= statement.end);
  return file;
}

describe("parser robustness", () => {
  it("takes arbitrary text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => void assertSound(text)),
    );
  });

  it("takes token soup", () => {
    fc.assert(
      fc.property(soup, (text) => void assertSound(text)),
      { numRuns: 2_000 },
    );
  });

  const towers: readonly (readonly [string, string])[] = [
    ["open parentheses", "(".repeat(100_000)],
    ["open brackets", "x[".repeat(100_000)],
    ["calls", "f(".repeat(100_000)],
    ["prefix operators", `x = ${"not ".repeat(100_000)}y`],
    ["minus signs", `x = ${"-".repeat(100_000)}y`],
    ["a long sum", `x = 1${" + 1".repeat(100_000)}`],
    ["a long chain of members", `x = a${".b".repeat(100_000)}`],
    ["conditionals", `x = ${"a ? b : ".repeat(100_000)}c`],
    ["conditionals in the middle", `x = ${"a ? ".repeat(100_000)}c`],
    ["percents of", `x = ${"1 % of ".repeat(100_000)}c`],
    [
      "nested blocks",
      Array.from({ length: 2_000 }, (_, depth) => `${" ".repeat(depth)}if a`).join("\n"),
    ],
    [
      "nested functions",
      Array.from({ length: 2_000 }, (_, depth) => `${" ".repeat(depth)}f(x) =>`).join("\n"),
    ],
    [
      "towers on towers",
      `x = ${`${"(".repeat(150)}1${" + 1".repeat(150)}${")".repeat(150)} + `.repeat(300)}1`,
    ],
  ];
  for (const [name, text] of towers) {
    it(`takes ${name}`, () => {
      const codes = assertSound(text).diagnostics.map(({ code }) => code);
      assert.ok(codes.includes("E003"), codes.slice(0, 5).join());
    });
  }

  it("refuses files beyond the limits with one sentence", () => {
    const codesOf = (text: string) => assertSound(text).diagnostics.map(({ code }) => code);
    assert.deepEqual(codesOf("x".repeat(LIMITS.fileBytes + 1)), ["E001"]);
    assert.deepEqual(codesOf("é".repeat(LIMITS.fileBytes / 2 + 1)), ["E001"]);
    assert.deepEqual(codesOf("\n".repeat(LIMITS.fileLines + 1)), ["E002"]);
    assert.deepEqual(codesOf("x\n".repeat(LIMITS.fileLines)), []);
  });

  it("stops reporting after a thousand problems", () => {
    const { diagnostics } = assertSound("x = $\n".repeat(5_000));
    assert.equal(diagnostics.length, LIMITS.diagnostics + 1);
    assert.equal(diagnostics.at(-1)?.code, "E005");
  });

  it("takes time in proportion to the text", () => {
    const timeOf = (text: string) => {
      const start = performance.now();
      parseFile(text);
      return performance.now() - start;
    };
    const shapes = [
      "x = f(a, (b\n",
      "if a\n  b\n",
      "x = [1, 2\n",
      "f(x) => x +\n",
      "a ? (b : c]\n",
      "'abc\n",
    ];
    for (const shape of shapes) {
      timeOf(shape.repeat(2_000));
      const short = timeOf(shape.repeat(4_000));
      const long = timeOf(shape.repeat(32_000));
      assert.ok(long < 250 + short * 40, `${shape.trim()}: ${short} ms, then ${long} ms`);
    }
  });
});
