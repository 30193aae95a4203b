// Tests of the picture's geometry.
import { strict as assert } from "node:assert";
import {
  areaPath,
  linePath,
  nearestIndex,
  roundTimes,
  roundValues,
  scaleOf,
} from "../../src/report/scale.ts";

const day = (text: string): number => Date.parse(text) * 1_000;
const written = (timesUs: readonly number[]): string =>
  timesUs.map((timeUs) => new Date(timeUs / 1_000).toISOString().slice(0, 10)).join(" ");

describe("report scales", () => {
  it("maps ends to ends", () => {
    const scale = scaleOf(0, 10, 100, 0);
    assert.deepEqual([scale.at(0), scale.at(5), scale.at(10)], [100, 50, 0]);
  });

  it("puts a single value into the middle", () => {
    assert.equal(scaleOf(500, 500, 0, 100).at(500), 50);
  });

  it("labels round values only", () => {
    assert.deepEqual(roundValues(9_800, 11_200, 5), [10_000, 10_500, 11_000]);
    assert.deepEqual(
      roundValues(-12, 0, 3),
      [-10, -5, 0].map((value) => value + 0),
    );
  });

  it("labels starts of years over decades, of months over a year, days over a week", () => {
    assert.equal(
      written(roundTimes(day("2014-01-01"), day("2023-12-31"), 5)),
      "2014-01-01 2016-01-01 2018-01-01 2020-01-01 2022-01-01",
    );
    assert.equal(
      written(roundTimes(day("2023-01-15"), day("2023-12-29"), 4)),
      "2023-04-01 2023-07-01 2023-10-01",
    );
    assert.match(
      written(roundTimes(day("2023-03-01"), day("2023-03-08"), 7)),
      /2023-03-02 2023-03-03/,
    );
  });

  it("finds the nearest of ascending places", () => {
    const places = [0, 10, 30];
    assert.deepEqual(
      [-5, 4, 6, 19, 21, 99].map((x) => nearestIndex(places, x)),
      [0, 0, 1, 1, 2, 2],
    );
    assert.equal(nearestIndex([], 3), -1);
  });

  it("writes paths", () => {
    assert.equal(
      linePath([
        { x: 0, y: 1 },
        { x: 2.04, y: 3 },
      ]),
      "M0 1L2 3",
    );
    assert.equal(areaPath([{ x: 0, y: 1 }], [{ x: 0, y: 5 }]), "M0 1L0 5Z");
    assert.equal(areaPath([], []), "");
  });
});
