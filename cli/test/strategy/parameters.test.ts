// Tests of --param: names, forms, and that values are read as the strategy declares them.
import { strict as assert } from "node:assert";
import { compileSource } from "../../src/strategy/compile.ts";
import { parametersOf } from "../../src/strategy/parameters.ts";

const TEXT = `strategy "P"
    edition = 1
data
    source = file("bars.csv")
account
    capital = 1_000 USD
param fast = 5 in 2 .. 50
param slow = 20 in 2 .. 50
param isShort = false
require fast < slow
plot(ta.sma(close, fast) - ta.sma(close, slow) + (isShort ? 1 : 0))
`;

function read(...given: readonly string[]) {
  const { compiled, problems } = compileSource({ name: "p.strat", text: TEXT });
  assert.ok(compiled !== null, problems.map(({ message }) => message).join("\n"));
  return parametersOf(compiled, given);
}

function checkRefused(word: string, message: RegExp): void {
  const result = read(word);
  assert.ok(result.kind === "usage", word);
  assert.match(result.message, message);
}

describe("--param", () => {
  it("replaces defaults and keeps the others", () => {
    const result = read("fast=10", "isShort=true");
    assert.ok(result.kind === "values");
    assert.deepEqual(Object.fromEntries(result.values), { fast: 10, slow: 20, isShort: 1 });
  });

  it("refuses unknown names with the nearest one", () => {
    checkRefused("fats=10", /no parameter fats\. Did you mean fast\?/);
    checkRefused("zzzzzz=1", /It has fast, slow, isShort/);
  });

  it("refuses what is not the declared kind or outside its range", () => {
    checkRefused("fast", /not of the form NAME=VALUE/);
    checkRefused("fast=ten", /is a number, not/);
    checkRefused("fast=1.5", /whole number/);
    checkRefused("fast=51", /2 to 50/);
    checkRefused("isShort=maybe", /true/);
  });

  it("refuses a name given twice", () => {
    const result = read("fast=3", "fast=4");
    assert.ok(result.kind === "usage" && result.message.includes("given twice"));
  });

  it("shows the requirement that values break", () => {
    const result = read("fast=30");
    assert.ok(result.kind === "broken");
    assert.equal(result.problems[0]?.place?.at?.line, 10);
  });
});
