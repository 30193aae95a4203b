// Tests of what the picture is given, of trades on candles, and of the words beside it.
import { strict as assert } from "node:assert";
import type { ChartTrade, ChartWindow } from "../../messages/chart.ts";
import { axisTimes, equityOnCandles, isWhole, lineOf } from "../../src/chart/candles.ts";
import { marksOf, tradeAt, tradeNear } from "../../src/chart/marks.ts";
import { barSentence, levelText, readingsAt, screenSentence } from "../../src/chart/words.ts";
import { clockOf } from "../../src/format/clock.ts";

const MINUTE_US = 60_000_000;
const BEGIN_US = Date.UTC(2024, 0, 2, 9) * 1_000;
const column = (...values: readonly number[]): Float64Array<ArrayBuffer> =>
  Float64Array.from(values);
const minutes = (...values: readonly number[]): Float64Array<ArrayBuffer> =>
  Float64Array.from(values, (value) => BEGIN_US + value * MINUTE_US);

function trade(number: number, entry: number, exit: number | null): ChartTrade {
  return {
    number,
    side: "long",
    quantity: 1,
    entryTimeUs: BEGIN_US + entry * MINUTE_US,
    entryPrice: 10,
    entryStatement: 0,
    exitTimeUs: exit === null ? null : BEGIN_US + exit * MINUTE_US,
    exitPrice: 11,
    exitStatement: exit === null ? null : 1,
    profit: 1,
  };
}

const WINDOW: ChartWindow = {
  type: "window",
  id: 0,
  timeframe: "1m",
  openTimeUs: minutes(0, 1, 2, 3),
  closeTimeUs: minutes(1, 2, 3, 4),
  open: column(10, 11, 12, 11),
  high: column(12, 13, 14, 12),
  low: column(9, 10, 11, 8),
  close: column(11, 12, 11, 9),
  volume: column(5, 6, 7, 8),
  barsPerCandle: 1,
  firstBar: 0,
  barCount: 4,
  isLastForming: true,
  plots: [
    {
      title: "mean",
      color: null,
      isOnPrice: true,
      statement: 2,
      values: column(Number.NaN, 11.5, 11.5, 10),
    },
  ],
  plotCount: 1,
  trades: [trade(1, 0, 2), trade(2, 3, null)],
  tradeCount: 2,
  equity: {
    timeUs: minutes(2, 4),
    low: column(95, 90),
    high: column(101, 100),
    last: column(100, 98),
    drawdownPct: column(-5, -10),
  },
};
const WORDS = { clock: clockOf("UTC"), priceDigits: 2, currency: "USD" };
const TIMEFRAME = {
  name: "1m",
  lengthUs: MINUTE_US,
  barCount: 4,
  firstUs: BEGIN_US,
  lastUs: BEGIN_US + 4 * MINUTE_US,
};

describe("points of the picture", () => {
  it("have times that rise, also where bars open at one instant", () => {
    assert.deepEqual(axisTimes(column(2e6, 2e6, 2e6, 3e6)), [2, 2.000001, 2.000002, 3]);
  });

  it("leave a gap where there is no value", () => {
    const line = lineOf(column(Number.NaN, 3, Infinity), axisTimes(column(1e6, 2e6, 3e6)));
    assert.deepEqual(line, [{ time: 1 }, { time: 2, value: 3 }, { time: 3 }]);
  });

  it("carry equity over the candles that no bucket ends in", () => {
    const { last, drawdownPct } = equityOnCandles(WINDOW.equity, WINDOW.closeTimeUs);
    assert.deepEqual([...last], [Number.NaN, 100, 100, 98]);
    assert.deepEqual([...drawdownPct], [Number.NaN, -5, -5, -10]);
  });

  it("take the deepest drawdown where several buckets end in a candle", () => {
    const { last, drawdownPct } = equityOnCandles(WINDOW.equity, minutes(4));
    assert.deepEqual([...last, ...drawdownPct], [98, -10]);
  });

  it("are refused where columns differ in length", () => {
    assert.equal(isWhole(WINDOW), true);
    assert.equal(isWhole({ ...WINDOW, close: column(1) }), false);
    const equity = { ...WINDOW.equity, low: column() };
    assert.equal(isWhole({ ...WINDOW, equity }), false);
  });
});

describe("trades on candles", () => {
  const marks = marksOf({ ...WINDOW }, WINDOW.trades);

  it("stand where they were entered and left; an open one reaches the last candle", () => {
    assert.deepEqual(
      marks.map(({ entry, exit }) => [entry, exit]),
      [
        [0, 2],
        [3, 3],
      ],
    );
  });

  it("are found by the candle, the latest first", () => {
    assert.equal(tradeAt(marks, 1)?.number, 1);
    assert.equal(tradeAt(marks, 3)?.number, 2);
    assert.equal(tradeAt(marksOf(WINDOW, [trade(1, 0, 3), trade(2, 1, 3)]), 2)?.number, 2);
    assert.equal(tradeAt([], 1), null);
  });

  it("are found by a click near an end or the line between, ends first", () => {
    const drawn = [
      { number: 1, entry: { x: 0, y: 0 }, exit: { x: 100, y: 0 } },
      { number: 2, entry: { x: 50, y: 6 }, exit: null },
    ];
    assert.equal(tradeNear(drawn, { x: 3, y: 3 }), 1);
    assert.equal(tradeNear(drawn, { x: 25, y: 4 }), 1);
    assert.equal(tradeNear(drawn, { x: 50, y: 3 }), 2);
    assert.equal(tradeNear(drawn, { x: 25, y: 20 }), null);
  });
});

describe("words of the chart", () => {
  it("say the level", () => {
    assert.equal(levelText(1), "1 candle = 1 bar");
    assert.equal(levelText(16), "1 candle = 16 bars");
  });

  it("read a bar, and na where there is no value", () => {
    const text = readingsAt(WINDOW, null, 0, WORDS)
      .map(({ name, value }) => `${name} ${value}`)
      .join(" ");
    assert.equal(text, "O 10.00 H 12.00 L 9.00 C 11.00 Vol 5 mean na");
  });

  it("tell lines of one name apart by their places", () => {
    const [plot] = WINDOW.plots;
    assert.ok(plot !== undefined);
    const twice = { ...WINDOW, plots: [plot, plot] };
    const none = Float64Array.from(WINDOW.closeTimeUs, () => Number.NaN);
    const readings = readingsAt(twice, { last: none, drawdownPct: none }, 0, WORDS);
    assert.deepEqual(
      readings.slice(5).map(({ name, value, line }) => `${line ?? ""} ${name} ${value}`),
      ["0 mean na", "1 mean na", "2 Equity na", "3 Drawdown na"],
    );
  });

  it("say that the last bar is forming", () => {
    assert.equal(
      barSentence(WINDOW, 3, WORDS),
      "Forming bar. 2024-01-02 09:03 UTC: open 11.00, high 12.00, low 8.00, close 9.00.",
    );
    assert.doesNotMatch(barSentence(WINDOW, 2, WORDS), /Forming/);
  });

  it("tell what is on the screen", () => {
    assert.equal(
      screenSentence(WINDOW, TIMEFRAME, { from: -3, to: 1.5 }, WORDS),
      "2 candles from 2024-01-02 09:00 to 2024-01-02 09:02 UTC; 1 candle = 1 bar, 4 bars in all. From 11.00 to 12.00, lowest 9.00, highest 13.00. 1 trade.",
    );
    assert.equal(
      screenSentence(WINDOW, TIMEFRAME, { from: 5, to: 9 }, WORDS),
      "No bar is on the screen.",
    );
    const many = { ...WINDOW, trades: [], tradeCount: 2_000 };
    assert.match(
      screenSentence(many, TIMEFRAME, { from: 0, to: 3 }, WORDS),
      /2,000 trades are around here, too many to draw: zoom in to see them\.$/,
    );
    const crowded = { ...WINDOW, plotCount: 35 };
    assert.match(
      screenSentence(crowded, TIMEFRAME, { from: 0, to: 3 }, WORDS),
      /trades\. Of 35 plots the first 1 are drawn, 34 left out\.$/,
    );
  });
});
