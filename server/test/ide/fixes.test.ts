// Tests of quick fixes: what the text is after the first one that a problem has.
import assert from "node:assert/strict";
import { compile } from "../../compiler/index.ts";
import { actionsIn, diagnosticsOf } from "../../src/ide/diagnostics.ts";
import { fixesFor } from "../../src/ide/quick-fixes.ts";
import { applied } from "../../src/ide/rename.ts";
import { analysisOf } from "../../src/ide/analysis.ts";
import { HEADER, withHeader } from "../support/fixture.ts";

/** The text after the first fix of the problem with a code. */
function fixed(text: string, code: string): string {
  const analysis = analysisOf(text);
  const problem = diagnosticsOf(analysis).find((one) => one.code === code);
  assert.ok(problem !== undefined, `${code} is found in ${text}`);
  const [fix] = fixesFor(analysis, problem);
  assert.ok(fix !== undefined, `${code} has a fix`);
  return applied(text, fix.edits);
}

function codesOf(text: string): readonly string[] {
  return compile([{ name: "t.strat", text }]).diagnostics.map(({ code }) => code);
}

/** The fix changes the body as expected, and the problem is gone. */
function check(body: string, code: string, expected: string): void {
  const after = fixed(withHeader(body), code);
  assert.equal(after.slice(HEADER.length), expected);
  assert.ok(!codesOf(after).includes(code), after);
}

describe("quick fixes", () => {
  it("correct misspelt names", () => {
    check("plot(clsoe)", "E301", "plot(close)");
    check("plot(ta.smaa(close, 5))", "E303", "plot(ta.sma(close, 5))");
    check("plot(ta.sma(close, lenght = 5))", "E322", "plot(ta.sma(close, length = 5))");
  });

  it("correct comparisons with na", () => {
    check("x = close == na", "E314", "x = na(close)");
    check("x = close != na", "E314", "x = not na(close)");
  });

  it("correct units", () => {
    check('strategy.exit("X", stop = 20 ticks)', "E325", 'strategy.exit("X", loss = 20 ticks)');
    check("q = size.risk(1 %, 5)\nplot(q)", "E325", "q = size.risk(1 % of equity, 5)\nplot(q)");
    check(
      "param p = 1 % in 0.5 .. 2 % step 0.5 %\nplot(p)",
      "E206",
      "param p = 1 % in 0.5 % .. 2 % step 0.5 %\nplot(p)",
    );
  });

  it("change instead of declaring again", () => {
    check("x = 1\nx = 2\nplot(x)", "E305", "x = 1\nx := 2\nplot(x)");
    check("x := 1\nplot(x)", "E306", "x = 1\nplot(x)");
  });

  it("remove arguments that cannot stand", () => {
    check("plot(ta.sma(close, 5, 6))", "E321", "plot(ta.sma(close, 5))");
    check("plot(close, linewidth = 2)", "W303", "plot(close)");
    check("plot(ta.sma(close, length = 5, length = 6))", "E323", "plot(ta.sma(close, length = 5))");
  });

  it("close and remove brackets", () => {
    check("plot(ta.sma(close, 5)  // mean", "E111", "plot(ta.sma(close, 5))  // mean");
    check("plot(close))", "E112", "plot(close)");
  });

  it("complete headers", () => {
    assert.deepEqual(codesOf(fixed('strategy "T"\n\nplot(close)\n', "E207")), []);
    assert.deepEqual(codesOf(fixed('strategy "T"\naccount\n    slippage = 1 ticks\n', "E207")), []);
    assert.ok(!codesOf(fixed("plot(close)\n", "E201")).includes("E201"));
    const [action] = actionsIn(analysisOf('strategy "T"\n'), { start: 0, end: 0 }).slice(-1);
    assert.equal(action?.fix.title, "Add `edition = 1`");
  });

  it("take the future out of a request", () => {
    const body =
      'x = request.security(syntax.tickerid, "D", close, lookahead = barmerge.lookahead_on)'.replace(
        "syntax",
        "syminfo",
      );
    const text = withHeader(`${body}\nif x > close\n    strategy.entry("L", strategy.long)\n`);
    assert.ok(!codesOf(fixed(text, "E402")).includes("E402"));
  });
});

function pasted(text: string): string {
  return fixed(text, "E906");
}

describe("a pasted strategy", () => {
  it("becomes header and account with every given value", () => {
    const text = `//@version=6
strategy("My \\"best\\"", overlay = true, initial_capital = 50000, currency = currency.EUR,
     default_qty_type = strategy.percent_of_equity, default_qty_value = 10,
     commission_type = strategy.commission.cash_per_order, commission_value = 1.5,
     slippage = 2, pyramiding = 3, process_orders_on_close = true, close_entries_rule = "ANY",
     margin_long = 50, risk_free_rate = 1)
plot(close)
`;
    assert.equal(
      pasted(text),
      `//@version=6
strategy "My \\"best\\""
    edition = 1
    // has no key yet: overlay = true
    // has no key yet: margin_long = 50

account
    capital = 50000 EUR
    size = 10 % of equity
    commission = 1.5 EUR per order
    slippage = 2 ticks
    pyramiding = 3
    close_rule = any
    fills = this_close
    risk_free = 1 %

plot(close)
`,
    );
    assert.deepEqual(codesOf(pasted(text)), []);
  });

  it("takes v6's defaults where ours differ", () => {
    const after = pasted('strategy("A")\nplot(close)\n');
    assert.match(after, /capital = 1_000_000 USD/);
    assert.match(after, /risk_free = 2 %/);
    assert.deepEqual(codesOf(after), []);
  });

  it("keeps by position what has no name", () => {
    const after = pasted('strategy("A", "short", true)\nplot(close)\n');
    assert.match(after, /shorttitle = "short"/);
    assert.match(after, /overlay = true/);
  });

  it("keeps what is no plain value in a comment", () => {
    const after = pasted('strategy("A", initial_capital = 10 * 1000, default_qty_value = n)\n');
    assert.match(after, /has no key yet: initial_capital = 10 \* 1000/);
    assert.match(after, /has no key yet: default_qty_value = n/);
  });

  it("becomes param lines with every given value", () => {
    const body = `a = input.int(14, "Length", minval = 1, maxval = 50, step = 1)
b = input.float(2, "Mult", 0.5, 4, 0.5, tooltip = "times")
c = input.bool(true, "On")
d = input(10)
e = input.int(5, minval = 1)
f = input.source(close, "Source")
g = input.string("SMA", "Kind", options = ["SMA", "EMA"])
plot(a + b + d + e + f)
`;
    const after = pasted(withHeader(body)).slice(HEADER.length);
    assert.equal(
      after,
      `param a = 14 in 1 .. 50 step 1 "Length"
param b = 2.0 in 0.5 .. 4.0 step 0.5 "Mult" // tooltip = "times"
param c = true "On"
param d = 10
param e = 5 // minval = 1
f = close // was input.source, title = "Source"
g = "SMA" // was input.string, title = "Kind", options = ["SMA", "EMA"]
plot(a + b + d + e + f)
`,
    );
    assert.deepEqual(codesOf(pasted(withHeader(body))), []);
  });

  it("drops no number and no text that was given", () => {
    const text = `strategy("T", max_bars_back = 77, pyramiding = 4, slippage = 9)
a = input.int(1234, "Title A", 5, 6789, 11, "tip", "line", "grp", true)
plot(a)
`;
    const after = pasted(text);
    for (const word of ["77", "4", "9", "1234", "Title A", "5", "6789", "11", "tip", "line", "grp"])
      assert.ok(after.includes(word), word);
  });
});
