// Tests of completion: what comes first at a place, and what an accepted proposal makes of the text.
import assert from "node:assert/strict";
import { compile } from "../../compiler/index.ts";
import { type CompletionItem } from "../../src/ide/completion-item.ts";
import { completionAt } from "../../src/ide/completion.ts";
import { keyTable } from "../../src/ide/documentation.ts";
import { completionDocumentation } from "../../src/ide/completion-documentation.ts";
import { SNIPPETS } from "../../src/ide/completion-words.ts";
import { PROPOSED_KEYS, keyValueCandidates } from "../../src/ide/key-values.ts";
import { type AtCaret, atCaret, wholeAtCaret } from "./caret.ts";

function labels({ analysis, offset }: AtCaret): readonly string[] {
  return completionAt(analysis, offset).map(({ label }) => label);
}

/** The first proposals at a caret in a piece of bar logic. */
function check(marked: string, first: readonly string[]): void {
  assert.deepEqual(labels(atCaret(marked)).slice(0, first.length), first, marked);
}

function checkWhole(marked: string, first: readonly string[]): void {
  assert.deepEqual(labels(wholeAtCaret(marked)).slice(0, first.length), first, marked);
}

/** The text after the proposal with a label was taken; places to fill in take their default. */
function accepted(marked: string, label: string): string {
  const { analysis, offset, text } = atCaret(marked);
  const item = completionAt(analysis, offset).find((one) => one.label === label);
  assert.ok(item !== undefined, `${label} is proposed`);
  const whole = text.slice(0, item.range.start) + filled(item) + text.slice(item.range.end);
  return whole.slice(text.length - text.length + text.indexOf("USD\n\n") + 5);
}

function filled({ insert, isSnippet }: Pick<CompletionItem, "insert" | "isSnippet">): string {
  return isSnippet
    ? insert.replaceAll(/\$\{\d+:([^}]*)\}/g, "$1").replaceAll(/\$\d+/g, "")
    : insert;
}

describe("completion", () => {
  it("puts what is declared nearest first, parameters behind, the library last", () => {
    check("param len = 5\na = close\nb = open\nc = <|>", ["b", "a", "len", "close"]);
    check("param len = 5\nlead = close\nc = le<|>", ["lead", "len"]);
  });

  it("sees only what stands above and around", () => {
    const found = labels(atCaret("f(x) =>\n    inner = x\n    inner\nd = <|>\nlater = 1"));
    assert.ok(found.includes("f") && !found.includes("inner") && !found.includes("x"));
    assert.ok(!found.includes("later"));
  });

  it("sees the names of a block on its next, empty line", () => {
    check("f(arg) =>\n    inner = arg\n    <|>", ["strategy", "inner", "arg"]);
    check("if close > open\n    inner = 1\n    <|>\nplot(close)", ["strategy", "inner"]);
    const outside = labels(atCaret("f(arg) =>\n    inner = arg\n    inner\n<|>"));
    assert.ok(!outside.includes("inner"));
  });

  it("offers the members of a namespace by need", () => {
    check("x = ta.<|>", ["sma", "ema", "atr"]);
    check("x = ta.cr<|>", ["crossover", "crossunder"]);
    check("strategy.<|>", ["entry", "exit", "close"]);
    check("x = strategy.<|>", ["position_size", "equity"]);
  });

  it("offers no members of the user's own names that hide a namespace", () => {
    const found = completionAt(...place("ta = close\nx = ta.s<|>"));
    assert.ok(found.every(({ insert }) => insert.startsWith("ta.")));
  });

  it("turns a name before an indicator into its first argument", () => {
    assert.equal(accepted("fast = close.em<|>", "ema"), "fast = ta.ema(close, )");
  });

  it("finds library names by their last part", () => {
    assert.ok(labels(atCaret("x = cros<|>")).slice(0, 4).includes("ta.crossover"));
  });

  it("offers the values that one argument wants", () => {
    check('strategy.entry("L", <|>', ["strategy.long", "strategy.short"]);
    check('strategy.entry("L", strategy.<|>', ["long", "short"]);
    check("x = confirmed(<|>", ["1h", "15m"]);
    check("x = request.security(<|>", ["syminfo.tickerid"]);
    check('x = request.security(syminfo.tickerid, "<|>"', ["1D", "1W", "1M"]);
    check('x = request.security(syminfo.tickerid, "D", close, lookahead = <|>', [
      "barmerge.lookahead_on",
      "barmerge.lookahead_off",
    ]);
  });

  it("offers names of arguments that are not given", () => {
    check('strategy.entry("L", strategy.long, <|>', ["qty =", "limit =", "stop ="]);
    check('strategy.entry("L", strategy.long, limit = 1, <|>', ["qty =", "stop =", "comment ="]);
    check('strategy.exit("X", "L", st<|>)', ["stop =", "stop_distance ="]);
    check("f(first, second) => first + second\nx = f(sec<|>", ["second ="]);
  });

  it("offers the names of orders where one is wanted", () => {
    const orders =
      'strategy.entry("Long", strategy.long)\nstrategy.order("Other", strategy.short)\n';
    check(`${orders}strategy.exit("X", "<|>")`, ["Long", "Other"]);
    check(`${orders}strategy.exit("X", <|>`, ['"Long"', '"Other"']);
    check(`${orders}strategy.close("<|>`, ["Long", "Other"]);
    check(`${orders}strategy.exit("X", from_entry = <|>`, ['"Long"']);
  });

  it("offers keys that are missing, and their values", () => {
    checkWhole('strategy "T"\ndata\n    source = file("a")\n    <|>', [
      "symbol",
      "chart",
      "period",
    ]);
    checkWhole('strategy "T"\ndata\n    chart = <|>', ["1h", "15m"]);
    checkWhole('strategy "T"\naccount\n    fills = <|>\n', ["next_open", "this_close"]);
    checkWhole('strategy "T"\naccount\n    size = 10 <|>\n', ["% of equity", "contracts"]);
    checkWhole('strategy "T"\naccount\n    cap<|>', ["capital"]);
    checkWhole('strategy "T"\ndata\n    <|>', ["source", "symbol", "chart"]);
  });

  it("offers whole declarations in an empty text", () => {
    checkWhole("<|>", ["strategy"]);
    checkWhole("str<|>", ["strategy"]);
  });

  it("goes on with a param line", () => {
    check("param len = 20 <|>", ["in"]);
    check("param len = 20 in 10 .. 60 <|>", ["step"]);
    check("param <|>", []);
  });

  it("offers types behind var, and nothing in comments, numbers and texts", () => {
    check("var <|>", ["float", "int", "bool"]);
    for (const marked of ["// clo<|>", "x = 12<|>", 'plot(close, "clo<|>")'])
      assert.deepEqual(labels(atCaret(marked)), [], marked);
  });

  it("offers words behind a value", () => {
    check("x = close > open <|>", ["and", "or"]);
    check('strategy.exit("X", loss = 20 <|>', ["ticks"]);
    check("x = 0.5 % <|>", ["of"]);
    check("x = 0.5 % of <|>", ["equity"]);
  });

  it("documents what it proposes", () => {
    const { analysis, offset } = atCaret("/// The mean.\nmean = ta.sma(close, 5)\nx = <|>");
    const items = completionAt(analysis, offset);
    for (const { label, documentation } of items) {
      if (documentation === null) continue;
      const shown = completionDocumentation(analysis, documentation);
      assert.ok(shown !== null && shown.length > 2, label);
    }
    const [own] = items;
    assert.ok(own !== undefined && own.documentation !== null);
    const doc = completionDocumentation(analysis, own.documentation) ?? "";
    assert.match(doc, /mean: float[\s\S]*in price[\s\S]*The mean\./);
  });
});

function place(marked: string): readonly [AtCaret["analysis"], number] {
  const { analysis, offset } = atCaret(marked);
  return [analysis, offset];
}

describe("what completion inserts", () => {
  function errorsOf(text: string): readonly string[] {
    const { diagnostics } = compile([{ name: "t.strat", text }]);
    return diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);
  }

  it("is a strategy without errors", () => {
    const snippet = SNIPPETS.find(({ label }) => label === "strategy");
    assert.ok(snippet !== undefined);
    assert.deepEqual(errorsOf(filled({ insert: snippet.insert, isSnippet: true })), []);
  });

  /** A header with one key; the account's capital goes with it where another key needs it. */
  function headerWith(word: string, key: string, value: string): string {
    // The store has many symbols.
    const symbol = value === "store" ? '    symbol = "A"\n' : "";
    const line = `    ${key} = ${value}\n${symbol}`;
    if (word === "strategy") return `strategy "T"\n${line}account\n    capital = 1 USD\n`;
    const capital = key === "capital" ? "" : "    capital = 1 USD\n";
    const other = word === "account" ? "" : `account\n${capital}`;
    return `strategy "T"\n${word}\n${line}${word === "account" ? capital : other}`;
  }

  it("is a value that its key takes", () => {
    for (const name of PROPOSED_KEYS) {
      const [word = "", key = ""] = name.split(".");
      const table: Readonly<Record<string, unknown>> = keyTable(word);
      assert.ok(Object.hasOwn(table, key), name);
      // A currency of the account that is not that of its capital is another question.
      if (key === "currency") continue;
      for (const { insert = "" } of keyValueCandidates(word, key, "")) {
        const text = headerWith(word, key, filled({ insert, isSnippet: true }));
        assert.deepEqual(errorsOf(text), [], text);
      }
    }
  });
});
