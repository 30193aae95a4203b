// Tests of definition, references and rename.
import assert from "node:assert/strict";
import { occurrencesAt } from "../../src/ide/references.ts";
import { applied, renameStart, renamed } from "../../src/ide/rename.ts";
import { atCaret } from "./caret.ts";
import { HEADER } from "../support/fixture.ts";

/** The body with every occurrence of the name at the caret in brackets: declaration, <read>, {write}. */
function marked(body: string): string {
  const { analysis, offset, text } = atCaret(body);
  const edits = occurrencesAt(analysis, offset).map(({ range, is }) => {
    const name = text.slice(range.start, range.end);
    const newText = is === "declaration" ? `[${name}]` : is === "read" ? `<${name}>` : `{${name}}`;
    return { range, newText };
  });
  return applied(text, edits).slice(HEADER.length);
}

function checkRename(body: string, newName: string, expected: string | RegExp): void {
  const { analysis, offset, text } = atCaret(body);
  const result = renamed(analysis, offset, newName);
  if (typeof expected === "string") {
    assert.ok(result.ok, result.ok ? "" : result.message);
    assert.equal(applied(text, result.edits).slice(HEADER.length), expected);
  } else {
    assert.ok(!result.ok);
    assert.match(result.message, expected);
  }
}

describe("references", () => {
  it("follow scopes", () => {
    assert.equal(
      marked("<|>x = 1\ny = x\nif y > 0\n    x = 2\n    plot(x)\nplot(x)"),
      "[x] = 1\ny = <x>\nif y > 0\n    x = 2\n    plot(x)\nplot(<x>)",
    );
    assert.equal(
      marked("x = 1\nif close > 0\n    <|>x = 2\n    y = x\nplot(x)"),
      "x = 1\nif close > 0\n    [x] = 2\n    y = <x>\nplot(x)",
    );
  });

  it("tell reading from writing", () => {
    assert.equal(
      marked("var float x = na\n<|>x := close\nx += 1\nplot(x)"),
      "var float [x] = na\n{x} := close\n{x} += 1\nplot(<x>)",
    );
  });

  it("know the arguments of functions, named ones included", () => {
    assert.equal(
      marked("f(a, <|>b) => a + b\nx = f(1, b = 2)\nb = 3"),
      "f(a, [b]) => a + <b>\nx = f(1, <b> = 2)\nb = 3",
    );
    assert.equal(marked("<|>f(a) => a\nx = f(f(1))"), "[f](a) => a\nx = <f>(<f>(1))");
  });

  it("find parameters above their line and names used too early", () => {
    assert.equal(
      marked("x = ta.sma(close, <|>n)\nparam n = 5"),
      "x = ta.sma(close, <n>)\nparam [n] = 5",
    );
    assert.equal(marked("x = <|>late\nlate = 1"), "x = <late>\n[late] = 1");
  });

  it("let a user's name hide the library's from its declaration on", () => {
    assert.equal(marked("<|>close = close * 2\nplot(close)"), "[close] = close * 2\nplot(<close>)");
  });

  it("work in broken texts", () => {
    assert.equal(
      marked("<|>a = 1\nb = a +\nif a >\n    plot(a"),
      "[a] = 1\nb = <a> +\nif <a> >\n    plot(<a>",
    );
  });

  it("take tuples apart", () => {
    assert.equal(
      marked("[<|>line, _, _] = ta.macd(close, 1, 2, 3)\nplot(line)"),
      "[[line], _, _] = ta.macd(close, 1, 2, 3)\nplot(<line>)",
    );
  });
});

describe("rename", () => {
  it("changes every occurrence", () => {
    checkRename("<|>a = 1\nb = a + a", "first", "first = 1\nb = first + first");
    checkRename("f(<|>x) => x\ny = f(x = 1)", "value", "f(value) => value\ny = f(value = 1)");
  });

  it("refuses what would change the meaning", () => {
    checkRename("<|>a = 1\nb = 2\nc = a + b", "b", /something else/);
    checkRename("<|>a = 1\nif close > 0\n    b = 2\n    plot(a)", "b", /something else/);
    checkRename("a = 1\nif close > 0\n    <|>b = 2\n    plot(a + b)", "a", /something else/);
  });

  it("allows a name that is used where it is not seen", () => {
    checkRename("<|>a = 1\nf(b) => b\nc = a", "b", "b = 1\nf(b) => b\nc = b");
  });

  it("refuses what is no name, a word of the language, a name of the library", () => {
    checkRename("<|>a = 1", "1a", /not a name/);
    checkRename("<|>a = 1", "a b", /not a name/);
    checkRename("<|>a = 1", "if", /word of the language/);
    checkRename("<|>a = 1", "close", /library/);
    checkRename("x = <|>close", "mine", /library, which cannot be renamed/);
    checkRename("x = ta.<|>ema(close, 5)", "mine", /library, which cannot be renamed/);
  });

  it("says what can be renamed", () => {
    const { analysis, offset } = atCaret("len<|>gth = 1");
    const start = renameStart(analysis, offset);
    assert.ok(start.ok);
    assert.equal(start.name, "length");
    const nowhere = atCaret("x = 1 <|>+ 2");
    assert.equal(renameStart(nowhere.analysis, nowhere.offset).ok, false);
  });
});
