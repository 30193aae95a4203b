// Tests of expressions, statements and literals, and of recovery after broken ones.
import assert from "node:assert/strict";
import { parseFile } from "../../src/syntax/parse.ts";
import { shown } from "../support/found.ts";
import { printFile } from "../support/print-tree.ts";

function check(text: string, tree: string, problems: readonly string[] = []): void {
  const file = parseFile(text);
  assert.equal(printFile(file), tree);
  assert.deepEqual(shown(text, file.diagnostics), problems);
}

describe("expressions", () => {
  it("bind as in the bar logic it reads", () => {
    check("a or b and c == d < e + f * g", "(a or (b and (c == (d < (e + (f * g))))))");
    check("not a == b", "((not a) == b)");
    check("-a * b", "((- a) * b)");
    check("a ? b : c ? d : e", "(a ? b : (c ? d : e))");
    check("a - b - c", "((a - b) - c)");
  });

  it("chain members, calls and history", () => {
    check("a[1][2].b(c, d = 1)[e]", "a[1][2].b(c, d=1)[e]");
    check("(a + b)[1]", "(a + b)[1]");
    check("array.new<float>(3)", "array.new(3)");
    check("f() < g > (h)", "((f() < g) > h)");
  });

  it("report a missing part and keep the rest", () => {
    check("x = a + \nplot(b)", "x = (a + plot(b))");
    check("x = a. \ny = 1", "x = a.?\ny = 1", ["E110"]);
    check("x = = 3\ny = 1", "x = ?\ny = 1", ["E109 ="]);
    check("f(a b, c)", "f(a, c)", ["E110 b"]);
    check("x = a ? b\ny = 1", "x = (a ? b : ?)\ny = 1", ["E110"]);
    check("plot(a))\ny = 1", "plot(a)\ny = 1", ["E112 )"]);
    check(")\ny = 1", "<>\ny = 1", ["E112 )"]);
    check("f(a]\ny = 1", "f(a)\ny = 1", ["E110 ]"]);
  });

  it("report each unknown character once", () => {
    check("x = 5 $$ 3\ny = ; 2", "x = 5\ny = ?", ["E101 $$", "E101 ;"]);
    check("x = 1\u00a0+ 2", "x = 1", ["E101 \u00a0"]);
  });
});

describe("statements", () => {
  it("declare, assign and call", () => {
    check(
      "x = 1\nx := 2\nx += 3\nvar y = 0\nvarip z = 0",
      "x = 1\nx := 2\nx += 3\nvar y = 0\nvarip z = 0",
    );
    check("a = 1, b = 2", "a = 1\nb = 2");
    check("[a, b] = f()\n[a, b]", "[a, b] = f()\n[a, b]");
  });

  it("take types and qualifiers", () => {
    check("float x = na\nvar int n = 0", "float x = na\nvar int n = 0");
    check("series float s = close\nseries t = close", "series float s = close\nseries t = close");
    check("array<float> a = b\nfloat[] c = d", "array<float> a = b\nfloat[] c = d");
    check("f(float x, simple int n = 14, y) => x", "f(float x, simple int n = 14, y) => {x}");
  });

  it("refuse to assign to what is no name", () => {
    check("f(x) = 3", "f(x) := 3", ["E115 f(x)"]);
    check("a[1] := 2", "a[1] := 2", ["E115 a[1]"]);
  });

  it("remember what broken lines may have declared", () => {
    assert.ok(parseFile("x y z\n").brokenNames.has("y"));
    assert.ok(parseFile("f(x =>\n    a").brokenNames.has("f"));
  });
});

describe("literals", () => {
  it("read numbers", () => {
    check("x = 100_000 + .5 + 1e-4 + 5.", "x = (((100000 + 0.5) + 0.0001) + 5)");
    check("x = 12abc", "x = ?", ["E103 12abc"]);
    check("x = 1e999", "x = 0", ["E103 1e999"]);
  });

  it("end a number before a range", () => {
    check("param a = 1 in 1..2", "param a = 1 in 1 .. 2");
    check("param a = 1 in 1.5..4.0 step .5", "param a = 1 in 1.5 .. 4 step 0.5");
  });

  it("read a percent exactly", () => {
    const [statement] = parseFile("x = 0.006103515625 %").statements;
    assert.ok(statement?.kind === "declare" && statement.value.kind === "percent");
    assert.equal(statement.value.value, 2 ** -14);
    assert.equal(statement.value.points, 0.006103515625);
  });

  it("read amounts, spans, dates, texts, colours", () => {
    check("f(20 ticks, 500 USD, 3 bars, 1 contracts)", "f(20 ticks, 500 USD, 3 bars, 1 contracts)");
    check("f(15m, 4h, 1d, 1w, 1mo, 90d)", "f(15m, 4h, 1d, 1w, 1mo, 90d)");
    check("x = 0d", "x = 1d", ["E103 0d"]);
    check("f(2024-01-31, 2024-01-31T09:30)", "f(2024-1-31, 2024-1-31T9:30)");
    check("x = 2023-02-29", "x = 2023-2-29", ["E104 2023-02-29"]);
    check("x = 2024 - 01 - 31", "x = ((2024 - 1) - 31)");
    check("f('a\\'b', \"c\\n\")", 'f("a\'b", "c\\n")');
    check('x = "abc\ny = 1', 'x = "abc"\ny = 1', ['E102 "abc']);
    check("f(#ff0000, #ff000080)\ng(#12)", "f(#, #)\ng(#)", ["E105 #12"]);
  });
});
