// The sentence above the header, against hand-written sentences.
import assert from "node:assert/strict";
import type { RunSummary } from "@backtestr/hub";
import { headerText, resultText, resultTooltip } from "../../src/core/lens.ts";
import type { FileResults, RunResult } from "../../src/core/results.ts";
import { shortNumber, span, wholeMoney } from "../../src/core/numbers.ts";

const IDLE = { kind: "idle" } as const;

/** Only what the sentence reads. */
function run(net: number | null, drawdown: number | null, isLive: boolean): RunResult {
  const figure = (name: string, value: number | null) => ({
    name,
    value,
    note: null,
    low: null,
    high: null,
  });
  const summary: Partial<RunSummary> = {
    figures: [figure("net_profit", net), figure("max_drawdown_pct", drawdown)],
    tradeCount: 66,
    seconds: 0.041,
  };
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the sentence reads no other part of a run
  return {
    summary,
    isLive,
    compiled: { declared: [] },
    settings: { parameters: [] },
  } as unknown as RunResult;
}

function results(parts: Partial<FileResults>): FileResults {
  return { shown: null, kept: null, earlier: null, staleness: { kind: "fresh" }, ...parts };
}

describe("the lens", () => {
  it("says nothing before the first result", () => {
    assert.equal(resultText(results({}), IDLE), null);
  });

  it("says what a run came to", () => {
    const kept = run(1204.4, -3.14, false);
    assert.equal(
      resultText(results({ shown: kept, kept }), IDLE),
      "net 1,204 · drawdown 3.1 % · 66 trades · 41 ms",
    );
  });

  it("counts the trades that are still open apart, as every figure does", () => {
    const kept = run(1204.4, -3.14, false);
    const open = { name: "open_trade_count", value: 1, note: null, low: null, high: null };
    const figures = [...kept.summary.figures, open];
    const shown = { ...kept, summary: { ...kept.summary, figures } };
    assert.equal(
      resultText(results({ shown, kept: shown }), IDLE),
      "net 1,204 · drawdown 3.1 % · 65 trades, 1 open · 41 ms",
    );
  });

  it("compares a live run with the kept one", () => {
    const [kept, shown] = [run(1118.2, -3.5, false), run(1204.4, -3.1, true)];
    assert.equal(
      resultText(results({ shown, kept }), IDLE),
      "net 1,204 (+86) · drawdown 3.1 % (−0.4) · 66 trades · 41 ms",
    );
  });

  it("compares with the last kept run of the store until this window keeps one", () => {
    const earlier = [
      { name: "net_profit", value: 1118.2 },
      { name: "max_drawdown_pct", value: -3.5 },
    ];
    const shown = run(1204.4, -3.1, true);
    const text = "net 1,204 (+86) · drawdown 3.1 % (−0.4)";
    assert.equal(headerText(results({ shown, earlier }), IDLE), text);
    assert.match(resultTooltip(results({ shown, earlier }), IDLE), /against the last kept run/);
    const kept = run(1204.4, -3.1, false);
    const later = headerText(results({ shown, kept, earlier }), IDLE);
    assert.equal(later, "net 1,204 (0) · drawdown 3.1 % (0.0)");
    assert.equal(
      headerText(results({ shown: kept, kept, earlier }), IDLE),
      "net 1,204 · drawdown 3.1 %",
    );
  });

  it("says in words what is not fresh", () => {
    const shown = run(-5, null, true);
    const errors = results({ shown, staleness: { kind: "errors" } });
    assert.match(
      resultText(errors, IDLE) ?? "",
      /^\$\(warning\) before the errors: net −5 · drawdown – %/,
    );
    const paused = { kind: "paused", seconds: 1.4 } as const;
    const late = results({ shown, staleness: { kind: "edited" } });
    assert.match(
      resultText(late, paused) ?? "",
      /^\$\(debug-pause\) live paused: 1\.4 s a run: net/,
    );
    const gone = results({ shown, staleness: { kind: "gone" } });
    assert.match(resultText(gone, IDLE) ?? "", /^\$\(debug-disconnect\) its engine ended: net/);
    assert.equal(headerText(gone, IDLE), headerText(results({ shown }), IDLE));
    const older = results({ shown, staleness: { kind: "olderData" } });
    assert.match(resultText(older, IDLE) ?? "", /^\$\(history\) before the data changed: net/);
    const failed = results({ staleness: { kind: "failed", message: "No file.", help: null } });
    assert.equal(resultText(failed, IDLE), "$(error) No file.");
  });
});

describe("figures under which a newer run is under way", () => {
  const shown = run(-5, null, true);

  it("are called old once it takes long", () => {
    const long = { kind: "running", isLong: true } as const;
    const text = resultText(results({ shown }), long) ?? "";
    assert.match(text, /^\$\(sync~spin\) running; before it: net −5/);
    assert.equal(headerText(results({ shown }), long), null);
  });

  it("stand as they are before that", () => {
    const short = { kind: "running", isLong: false } as const;
    assert.match(resultText(results({ shown }), short) ?? "", /^net −5/);
    assert.notEqual(headerText(results({ shown }), short), null);
  });
});

describe("numbers in the editor", () => {
  it("have six digits at line ends", () => {
    const pairs: readonly (readonly [number, string])[] = [
      [1.102345678, "1.10235"],
      [12345.678, "12,345.7"],
      [-0.5, "−0.5"],
      [0, "0"],
      [1e-9, "1e-9"],
      [123456789, "123,456,789"],
      [NaN, "na"],
      [-Infinity, "−∞"],
    ];
    for (const [value, text] of pairs) assert.equal(shortNumber(value), text);
  });

  it("write money whole and spans short", () => {
    assert.equal(wholeMoney(-0.4), "0");
    assert.equal(wholeMoney(-1234.6), "−1,235");
    assert.equal(span(1.44), "1.4 s");
    assert.equal(span(0.0071), "7.1 ms");
  });
});
