// Tests that bodies written for v6 check without a single error under our header.
import assert from "node:assert/strict";
import { checkFile } from "../../src/semantic/check.ts";
import { parseFile } from "../../src/syntax/parse.ts";
import { fixture, fixturesIn, withHeader } from "../support/fixture.ts";

describe("pasted bodies", () => {
  for (const name of fixturesIn("pasted")) {
    it(name, () => {
      const { diagnostics } = checkFile(parseFile(withHeader(fixture(name))));
      const errors = diagnostics.filter(({ severity }) => severity === "error");
      assert.deepEqual(errors, []);
    });
  }
});
