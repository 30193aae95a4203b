// Tests of the texts of the axes.
import { strict as assert } from "node:assert";
import { remembered } from "../../src/chart/axis-text.ts";

describe("texts of the axes", () => {
  it("a number is written once while it is asked for again and again", () => {
    const written: number[] = [];
    const textOf = remembered((value) => {
      written.push(value);
      return `${value} €`;
    });
    assert.deepEqual([1, 2, 1, 2, 1].map(textOf), ["1 €", "2 €", "1 €", "2 €", "1 €"]);
    assert.deepEqual(written, [1, 2]);
  });

  it("many numbers later a number still has its text", () => {
    const textOf = remembered(String);
    for (let value = 0; value < 10_000; value += 1) assert.equal(textOf(value), String(value));
    assert.equal(textOf(3), "3");
  });
});
