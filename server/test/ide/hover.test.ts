// Tests of hover and signature help.
import assert from "node:assert/strict";
import { FORMULAS } from "../../src/semantic/library/formulas.ts";
import { LIBRARY_NAMES } from "../../src/semantic/library/library.ts";
import { libraryDoc } from "../../src/ide/documentation.ts";
import { hoverAt } from "../../src/ide/hover.ts";
import { signatureHelpAt } from "../../src/ide/signature-help.ts";
import { atCaret, wholeAtCaret } from "./caret.ts";

function checkHover(marked: string, ...parts: readonly RegExp[]): void {
  const { analysis, offset } = atCaret(marked);
  const shown = hoverAt(analysis, offset)?.markdown ?? "";
  for (const part of parts) assert.match(shown, part, marked);
  if (parts.length === 0) assert.equal(shown, "", marked);
}

/** The active parameter as it stands in the label, or null. */
function checkActive(marked: string, expected: string | null): void {
  const { analysis, offset } = atCaret(marked);
  const help = signatureHelpAt(analysis, offset);
  const signature = help?.signatures[help.active];
  const place = signature?.parameters[signature.active ?? -1];
  const shown = place === undefined ? null : signature?.label.slice(place.start, place.end);
  assert.equal(shown ?? null, expected, marked);
}

describe("hover", () => {
  it("shows type, unit and when a name is known", () => {
    checkHover("at<|>r = ta.atr(14)", /atr: float/, /change from bar to bar/, /in price/);
    checkHover("n = 20\nx = <|>n + close", /n: int/, /fixed in the text: `20`/);
    checkHover(
      "param len = 5\nhalf = len / 2\nx = ha<|>lf",
      /fixed for the whole run, by a parameter/,
    );
    checkHover("x = strategy.equity * 0.01\ny = <|>x", /in money/);
  });

  it("shows parameters with their values", () => {
    checkHover(
      'param risk = 0.5 % in 0.25 % .. 1 % step 0.25 % "Risk"\nx = ri<|>sk',
      /Risk\. Default 0\.5 %, from 0\.25 % to 1 % by 0\.25 %: 4 values/,
    );
    checkHover("param on = true\nx = o<|>n", /param on: bool/, /Default true/);
  });

  it("shows what the library says, and what this call gives", () => {
    checkHover(
      "x = ta.em<|>a(close, 5)",
      /Exponential/,
      /Formula:/,
      /- `length`:.*in bars/,
      /Example:/,
      /gives float in price/,
    );
    checkHover("x = clo<|>se", /last price/);
    checkHover(
      'strategy.entry("L", strategy.long, q<|>ty = 1)',
      /`qty` of `strategy\.entry`/,
      /in contracts/,
    );
  });

  it("shows functions of the text with their documentation", () => {
    checkHover(
      "/// Twice.\ntwice(x) => 2 * x\ny = tw<|>ice(close)",
      /twice\(x\) → float/,
      /Twice\./,
    );
    checkHover("twice(x) => 2 * <|>x\ny = twice(close)", /In the first call it can change/);
  });

  it("shows keys and literals", () => {
    const { analysis, offset } = wholeAtCaret('strategy "T"\naccount\n    slip<|>page = 1 ticks');
    assert.match(hoverAt(analysis, offset)?.markdown ?? "", /Key of `account`/);
    checkHover("x = 0.<|>5 % of equity", /0\.5 % is the fraction 0\.005/);
    checkHover("x = confirmed(4<|>h, close)", /4 hours/);
  });

  it("shows nothing where nothing stands", () => {
    checkHover("x = close\n<|>\n");
    checkHover("x = 1 <|>+ 2");
    checkHover("// clo<|>se\n");
  });

  it("has documentation for every name of the library, and a formula for every indicator", () => {
    for (const name of LIBRARY_NAMES) assert.ok((libraryDoc(name) ?? "").includes("Example"), name);
    const known: Readonly<Record<string, string>> = FORMULAS;
    const without = LIBRARY_NAMES.filter(
      (name) => name.startsWith("ta.") && known[name] === undefined,
    );
    assert.deepEqual(without, ["ta.barssince", "ta.valuewhen"]);
  });
});

describe("signature help", () => {
  it("knows the parameter at the caret", () => {
    checkActive("x = ta.ema(<|>", "source: float");
    checkActive("x = ta.ema(close, <|>", "length: int");
    checkActive("x = ta.ema(close, <|>)", "length: int");
    checkActive("x = ta.ema(close[<|>1], 5)", "source: float");
    checkActive("x = ta.ema(ta.sma(close, 3), <|>", "length: int");
    checkActive("x = ta.ema((close + <|>open), 3)", "source: float");
  });

  it("follows names of arguments", () => {
    checkActive('strategy.entry("L", strategy.long, limit = <|>', "limit?: float");
    checkActive("strategy.entry(direction = strategy.long, <|>", "id: string");
    checkActive('strategy.entry("L", strategy.long, nothing = <|>', null);
  });

  it("chooses the signature with room for what stands there", () => {
    checkActive("x = ta.highest(<|>", "length: int");
    checkActive("x = ta.highest(high, <|>", "length: int");
    checkActive("x = math.max(1, 2, <|>", "number1: float");
  });

  it("knows functions of the text", () => {
    checkActive("f(int first, second = 2) => first + second\nx = f(1, <|>", "second = 2");
  });

  it("goes on over lines", () => {
    checkActive('strategy.entry("L", strategy.long,\n    <|>', "qty?: float");
  });

  it("says nothing outside calls", () => {
    for (const marked of ["x = <|>", "x = (1 + <|>", "x = ta.ema(close, 5) <|>", "// ta.ema(<|>"])
      assert.equal(signatureHelpAt(...args(marked)), null, marked);
  });
});

function args(marked: string): Parameters<typeof signatureHelpAt> {
  const { analysis, offset } = atCaret(marked);
  return [analysis, offset];
}
