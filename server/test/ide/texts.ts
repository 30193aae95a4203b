// Texts for tests over all features: every strategy of the checkout, and random ones.
import fc from "fast-check";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { fixture, fixturesIn, withHeader } from "../support/fixture.ts";

function shipped(): readonly string[] {
  const folder = "samples/strategies";
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .filter((name) => name.endsWith(".strat"))
    .map((name) => readFileSync(`${folder}/${name}`, "utf8"));
}

function headed(name: string): string {
  const text = fixture(name);
  return text.includes('strategy "') ? text : withHeader(text);
}

/** The strategies that the product ships with. */
export const SHIPPED: readonly string[] = shipped();

export const PASTED: readonly string[] = fixturesIn("pasted").map(headed);

export const ALL: readonly string[] = [
  ...SHIPPED,
  ...PASTED,
  ...fixturesIn("lookahead/honest").map(headed),
];

const PIECES = [
  ..."x y f g param require if else switch for var not and or true false na".split(" "),
  ..."close ta.sma( ta.ema( confirmed(1d, strategy.long strategy data account".split(" "),
  ..."strategy.entry( strategy.exit( plot( math.max( nz( ta. strategy.".split(" "),
  ..."( ) [ ] , . .. = := += => == < - * % ? : 1 2.5 15m 20 ticks 5 % 'L' float".split(" "),
  ...["\n", "\n", "\n    ", "\n        ", "\n\t", "f(x) =>", "x = ", "x := ", "if x"],
  ...["// c", "\n// c\n", "/// d\n", '"', "\r\n", "\u00a0", "é", "🙂", "#ff00ff", "2024-01-31"],
  ...[
    'strategy "T"',
    "data\n    ",
    "account\n    ",
    "source = ",
    "capital = 1 USD",
    "param n = 5 in ",
  ],
];

export const soup = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 80 })
  .map((parts) => parts.join(" "));

export const anything = fc.string({ unit: "binary", maxLength: 120 });
