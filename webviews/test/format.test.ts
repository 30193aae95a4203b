// Tests of numbers and times as text.
import { strict as assert } from "node:assert";
import { figureText } from "../src/format/figure.ts";
import { axisLabels, counted, digitsOf, fixed, plain, signed } from "../src/format/number.ts";
import { minute } from "../src/format/time.ts";

describe("format", () => {
  it("separates thousands and writes a true minus sign", () => {
    assert.equal(fixed(-1234.5, 2), "−1,234.50");
    assert.equal(signed(0.25, 1), "+0.3");
  });

  it("gives what rounds to zero no sign", () => {
    assert.equal(fixed(-0.001, 2), "0.00");
    assert.equal(signed(0.001, 2), "0.00");
    assert.equal(plain(-0), "0");
  });

  it("keeps a value's own decimals, and finds those of a column", () => {
    assert.equal(plain(1.08005), "1.08005");
    assert.equal(digitsOf([1, 1.25, 1.08005]), 5);
    assert.equal(digitsOf([100.1 + 0.2]), 1);
  });

  it("labels an axis so that its values differ", () => {
    assert.deepEqual(axisLabels([10_000, 10_500, 11_000]), ["10K", "10.5K", "11K"]);
    assert.deepEqual(axisLabels([10_001, 10_002]), ["10,001", "10,002"]);
    assert.deepEqual(axisLabels([-1, -0.5, 0]), ["−1", "−0.5", "0"]);
    assert.deepEqual(axisLabels([]), []);
  });

  it("counts one thing as one", () => {
    assert.equal(counted(1, "bar"), "1 bar");
    assert.equal(counted(1_200, "bar"), "1,200 bars");
    assert.equal(counted(0, "trade"), "0 trades");
  });

  it("writes the unit after the value, and a dash for none", () => {
    assert.equal(figureText(1204, "money", "USD"), "1,204.00 USD");
    assert.equal(figureText(-3.104, "percent", "USD"), "−3.10 %");
    assert.equal(figureText(null, "ratio", "USD"), "–");
  });

  it("leaves midnight out", () => {
    assert.equal(minute(Date.UTC(2024, 0, 31) * 1_000), "2024-01-31");
    assert.equal(minute(Date.UTC(2024, 0, 31, 9, 30) * 1_000), "2024-01-31 09:30");
    assert.equal(minute(9e18), "9000000000000000000");
  });
});
