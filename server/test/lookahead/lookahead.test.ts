// Tests that no value from the future reaches an order: each attempt is refused with the chain from
// the order back to the source, and its honest twin passes.
import assert from "node:assert/strict";
import { compile } from "../../compiler/index.ts";
import { fixture, fixturesIn } from "../support/fixture.ts";
import { shown } from "../support/found.ts";
import { assertSoundPlan } from "../support/plan-check.ts";

function expectation(text: string, word: string): string {
  return new RegExp(`^// ${word}: ?(.*)$`, "m").exec(text)?.[1] ?? "";
}

function covered(text: string, range: { readonly start: number; readonly end: number }): string {
  return text.slice(range.start, range.end).split("\n")[0] ?? "";
}

describe("look-ahead: attempts", () => {
  for (const name of fixturesIn("lookahead/refused")) {
    it(`refuses ${name}`, () => {
      const text = fixture(name);
      const { diagnostics, plan } = compile([{ name, text }]);
      const errors = diagnostics.filter(({ severity }) => severity === "error");
      assert.equal(plan, null);
      assert.deepEqual(shown(text, errors), [expectation(text, "refused")]);
      const chain = errors[0]?.related.map(({ range }) => covered(text, range)).join(" | ");
      assert.equal(chain, expectation(text, "chain"));
    });
  }
});

describe("look-ahead: honest twins", () => {
  for (const name of fixturesIn("lookahead/honest")) {
    it(`passes ${name}`, () => {
      const text = fixture(name);
      const { diagnostics, plan } = compile([{ name, text }]);
      const errors = diagnostics.filter(({ severity }) => severity === "error");
      assert.deepEqual(shown(text, errors), []);
      assert.ok(plan !== null);
      assertSoundPlan(plan);
    });
  }
});
