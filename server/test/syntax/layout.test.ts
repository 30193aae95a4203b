// Tests of layout: what continues a statement, what opens a block, how indentation is compared.
import assert from "node:assert/strict";
import { parseFile } from "../../src/syntax/parse.ts";
import { shown } from "../support/found.ts";
import { printFile } from "../support/print-tree.ts";

function check(text: string, tree: string, problems: readonly string[] = []): void {
  const file = parseFile(text);
  assert.equal(printFile(file), tree);
  assert.deepEqual(shown(text, file.diagnostics), problems);
}

describe("layout: continued statements", () => {
  it("goes on at a deeper line with a leading operator", () => {
    check("x = a\n     and b\n     or c", "x = ((a and b) or c)");
    check("x = c\n  ? 1\n  : 2", "x = (c ? 1 : 2)");
  });

  it("goes on at any deeper line after a line that opens no block", () => {
    check("x = f(a) +\n  b\ny =\n  3", "x = (f(a) + b)\ny = 3");
    check("plot(\na,\nb\n)", "plot(a, b)");
  });

  it("goes on inside brackets at any depth", () => {
    check("plot(a,\ntitle = 'x')\ny = 1", 'plot(a, title="x")\ny = 1');
  });

  it("goes on after a trailing operator or comma at the same depth", () => {
    check("x = a or\nb", "x = (a or b)");
    check("[a,\n b] = f()", "[a, b] = f()");
  });

  it("lets no broken line take the next statement", () => {
    check("x = a +\ny = 2", "x = (a + ?)\ny = 2", ["E109"]);
    check("x =\ny = 2", "x = ?\ny = 2", ["E109"]);
    check("x = a.\nplot(b)", "x = a.?\nplot(b)", ["E110"]);
    check("x = f(a,\ny = 3\nz = (4)", "x = f(a)\ny = 3\nz = 4", ["E111 ("]);
    check("x = f(a, (b\nif c\n    d", "x = f(a, b)\nif c {d}", ["E111 ("]);
  });

  it("wraps the head of a block before an operator that begins no statement", () => {
    check("if a > b\n      and c\n    plot(a)", "if ((a > b) and c) {plot(a)}");
  });
});

describe("layout: blocks", () => {
  it("opens a block after if, else, switch, for, while", () => {
    check("if a\n  b\nelse if c\n  d\nelse\n  e", "if a {b} if c {d} else {e}");
    check("switch\n  a => 1\n  => 2", "switch  {a => {1};  => {2}}");
    check("while a\n  b", "while {b}");
  });

  it("opens a block after an assignment", () => {
    check("x = if a\n    1\nelse\n    2\ny = 3", "x = if a {1} else {2}\ny = 3");
    check('x := switch z\n  "a" => 1', 'x := switch z {"a" => {1}}');
  });

  it("opens the body of a function and of a case after a trailing arrow", () => {
    check("f(x) =>\n    y = x\n    y * 2", "f(x) => {y = x; (y * 2)}");
    check("switch a\n  1 =>\n    b\n    c\n  2 => d", "switch a {1 => {b; c}; 2 => {d}}");
    check("f(x) => x * 2", "f(x) => {(x * 2)}");
  });

  it("takes any consistent width, and a tab for four columns", () => {
    check("if a\n if b\n       c\n d", "if a {if b {c}; d}");
    check("if a\n\tb\n    c", "if a {b; c}");
  });

  it("passes over blank lines and comments", () => {
    check("if a\n\n// x\n    b\n  // y\n    c", "if a {b; c}");
  });

  it("reads CRLF and a lone CR like LF", () => {
    check("if a\r\n    b\r\nc\rd", "if a {b}\nc\nd");
  });

  it("reports a missing block once and goes on", () => {
    check("if a\nplot(b)", "if a {}\nplot(b)", ["E113"]);
    check("else\n    b\nc", "<>\nc", ["E116 else"]);
  });

  it("reports a deeper line without a block once for the run of lines", () => {
    check("x = 1\n    y = 2\n    z = 3\nw = 4", "x = 1\ny = 2\nz = 3\nw = 4", ["E108     "]);
    check("  x = 1\n  y = 2", "x = 1\ny = 2", ["E108   "]);
  });

  it("reports indentation that matches no block once", () => {
    check("if a\n    b\n  c\n  d\ne", "if a {b}\nc\nd\ne", ["E107   "]);
  });

  it("refuses only ambiguous mixtures of tabs and spaces", () => {
    check("if a\n  b\n\tc", "if a {b; c}", ["E106 \t"]);
    check("if a\n  \tb", "if a {b}", ["E106   \t"]);
    check("if a\n\tif b\n\t  c\n    d", "if a {if b {c}; d}");
  });
});

describe("layout: words of the top level", () => {
  it("finds declarations only in their shape at the margin", () => {
    check('strategy "A"\n    edition = 1', 'strategy "A" {edition = 1}');
    check("data\n    chart = 15m", "data {chart = 15m}");
    check("param n = 5 in 1 .. 9 step 2 'N'", 'param n = 5 in 1 .. 9 step 2 "N"');
    check("require a < b", "require (a < b)");
    check("require (a < b)", "require (a < b)");
  });

  it("leaves the words to ordinary names elsewhere", () => {
    check(
      "data = 1\nstrategy = 3\nrequire = 1\nparam = 2\ntest = data",
      "data = 1\nstrategy = 3\nrequire = 1\nparam = 2\ntest = data",
    );
    check("require(a)\nstrategy.entry(b)", "require(a)\nstrategy.entry(b)");
    check("if a\n    data = 1", "if a {data = 1}");
  });

  it("skips what a later version brings as a whole", () => {
    check('test "a"\n    with x\n    expect y > 0\nb', "<test>\nb");
    check('import "./x"\ntype P\n    int a\nexport f(x) => x', "<import>\n<type>\n<export>");
  });
});

describe("layout: percent", () => {
  it("is a unit before what begins no operand", () => {
    check("x = 0.5 %\ny = (1 %)", "x = 0.5%\ny = 1%");
    check("x = 5 % of a * 2", "x = ((5% of a) * 2)");
    check("x = 5 % of -a", "x = (5% of (- a))");
  });

  it("is the remainder before an operand", () => {
    check("x = 10 % 3\ny = (10 %\n3)", "x = (10 % 3)\ny = (10 % 3)");
    check("x = a % b", "x = (a % b)");
  });

  it("is a unit before step and a title in a parameter", () => {
    check("param r = 1 % in 1 % .. 2 % step 1 % 'R'", 'param r = 1% in 1% .. 2% step 1% "R"');
    check("x = 5 % step", "x = (5 % step)");
  });

  it("goes with order and contract amounts in a block", () => {
    check(
      "account\n    commission = 0.02 %, 2 USD per order\n    margin = 5 % long, 5 % short",
      "account {commission = 0.02% , (2 USD per order); margin = (5% per long) , (5% per short)}",
    );
  });
});
