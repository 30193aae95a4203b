// Tests of what the report says: sentences, drawdown, splits.
import { strict as assert } from "node:assert";
import { drawdownOf, pictureSentence, splitOf, summarySentence } from "../../src/report/model.ts";
import { sampleFigure, sampleReport } from "./sample-report.ts";

function bucket(low: number, high: number, last: number) {
  return { timeUs: 0, low, high, last };
}

describe("report model", () => {
  it("tells profit, trades and drawdown in one sentence", () => {
    const figures = [
      sampleFigure({ name: "net_profit", value: -41.5 }),
      sampleFigure({ name: "win_rate_pct", value: 33.333 }),
      sampleFigure({ name: "max_drawdown_pct", value: -7.04 }),
    ];
    assert.equal(
      summarySentence(sampleReport(3, { figures })),
      "Crossing averages on SYNTH 1d, 2021-01-04 to 2023-06-22, lost 41.50 USD, made 3 trades, of which 33.3\u00a0% won, and fell at worst 7.0\u00a0% below its highest equity.",
    );
  });

  it("names days by the clock of the zone", () => {
    const figures = [sampleFigure({ name: "net_profit", value: 0 })];
    const sentence = summarySentence(sampleReport(0, { figures, timeZone: "America/New_York" }));
    assert.match(sentence, /, 2021-01-03 to 2023-06-22, made/);
    const picture = pictureSentence(
      sampleReport(0, { equity: [bucket(1, 2, 1)], timeZone: "America/New_York" }),
    );
    assert.match(picture, /on 1969-12-31/);
  });

  it("says so when nothing was traded", () => {
    const figures = [sampleFigure({ name: "net_profit", value: 0 })];
    assert.match(summarySentence(sampleReport(0, { figures })), /made no trade\.$/);
  });

  it("measures drawdown against the highest equity before, from the initial one on", () => {
    const buckets = [bucket(90, 120, 110), bucket(60, 115, 70), bucket(130, 140, 140)];
    const falls = drawdownOf(buckets, 100).map((point) => Math.round(point.pct));
    assert.deepEqual(falls, [-10, -50, 0]);
  });

  it("draws no drawdown where equity never was above zero", () => {
    assert.deepEqual(drawdownOf([bucket(-5, -1, -2)], 0), [{ timeUs: 0, pct: 0 }]);
  });

  it("describes the picture for those who do not see it", () => {
    const equity = [bucket(90, 120, 110), bucket(60, 115, 70)];
    assert.equal(
      pictureSentence(sampleReport(0, { equity, initialEquity: 100 })),
      "Equity began at 100.00 USD and ended at 70.00 USD. It was highest, 120.00 USD, on 1970-01-01 and lowest, 60.00 USD, on 1970-01-01.",
    );
  });

  it("splits trades by side so that the parts add up to the whole", () => {
    const [all, ...sides] = splitOf(sampleReport(66).trades);
    const sum = sides.reduce((total, side) => total + side.profit, 0);
    assert.equal(
      all?.count,
      sides.reduce((total, side) => total + side.count, 0),
    );
    assert.ok(Math.abs(all.profit - sum) < 1e-9);
    assert.equal(splitOf([])[0]?.wonPct, null);
    const open = sampleReport(3).trades.map((trade) => ({ ...trade, exitTimeUs: null }));
    assert.equal(splitOf(open)[0]?.count, 0, "an open trade is in no row");
  });
});
