// What the chart is told: windows and timeframes of a run, or why there are none and what helps.
import assert from "node:assert/strict";
import { failure, type Failure, type Requests } from "@backtestr/hub";
import { PLOTS_MAX, chartToPanel } from "@backtestr/webviews/messages/chart";
import { chartWindow } from "../../src/core/chart-answers.ts";
import type { RunResult } from "../../src/core/results.ts";
import { ColumnCache } from "../../src/core/run-columns.ts";
import { chartTimeframes } from "../../src/core/run-head.ts";

const GONE = failure("unknown_run", "Run 3 is not kept any more.", "Run the strategy again.");
const ASKED = {
  ...{ type: "window" as const, id: 7, timeframe: "1d" },
  ...{ fromUs: null, toUs: null, candlesMax: 10 },
};

function resultOf(): RunResult {
  const parts = {
    ...{ run: 3, engine: 1, summary: { chart: "1d", bars: 1, tradeCount: 0 } },
    compiled: { plan: { contexts: [{ timeframe: null }, { timeframe: "1w" }] } },
  };
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- no other part of the result is read
  return parts as unknown as RunResult;
}

interface Listener {
  readonly onChunk?: (chunk: object) => void;
}

/** An engine that answers windows of one candle, but refuses what the test says. */
function engine(
  refusal: (kind: string, timeframe: string | null) => Failure | null,
  plots = 0,
): Requests {
  const times = new Uint8Array(8);
  const bars = {
    ...{ openTime: times, closeTime: times, open: times, high: times, low: times, close: times },
    ...{ volume: times, barsPerCandle: 1, firstBar: 0, totalBars: 1, isLastForming: false },
  };
  const request = (
    kind: string,
    { timeframe = null }: { timeframe?: string | null },
    { onChunk }: Listener = {},
  ) => {
    for (let plot = 0; kind === "run.plots" && plot < plots; plot += 1) {
      onChunk?.({ plot: { statement: plot, title: `plot ${plot}`, values: times } });
    }
    const error = refusal(kind, timeframe);
    return Promise.resolve(error === null ? { ok: true, reply: bars } : { ok: false, error });
  };
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- nothing else is asked
  return { request } as unknown as Requests;
}

describe("a chart whose run is gone", () => {
  const client = engine(() => GONE);

  it("is no chart without bars, for which data would be imported", async () => {
    const found = await chartTimeframes(client, resultOf());
    assert.deepEqual(found, { ok: false, error: GONE });
  });

  it("offers Run in place of asking again", async () => {
    const columns = new ColumnCache(() => client);
    const answer = await chartWindow(client, columns, resultOf(), ASKED);
    assert.deepEqual(answer, {
      ...{ type: "windowFailed", id: 7 },
      sentence: "Run 3 is not kept any more. Run the strategy again.",
      remedies: [{ remedy: "run", label: "Run" }],
    });
    assert.ok(chartToPanel.safeParse(answer).success);
  });
});

describe("a chart of which something fails", () => {
  const lost = failure("connection_lost", "The connection ended.");

  it("can be asked again when its run is still there", async () => {
    const client = engine(() => lost);
    const columns = new ColumnCache(() => client);
    const answer = await chartWindow(client, columns, resultOf(), ASKED);
    assert.ok(answer.type === "windowFailed");
    assert.deepEqual(answer.remedies, []);
  });

  it("leaves out a timeframe of which there are no bars", async () => {
    const client = engine((_, timeframe) => (timeframe === "1w" ? lost : null));
    const found = await chartTimeframes(client, resultOf());
    assert.ok(found.ok);
    assert.deepEqual(
      found.value.map(({ name }) => name),
      ["1d"],
    );
  });
});

describe("a chart of many plots", () => {
  it("shows as many as the page takes, and says how many there are", async () => {
    const client = engine(() => null, PLOTS_MAX + 3);
    const answer = await chartWindow(client, new ColumnCache(() => client), resultOf(), ASKED);
    assert.ok(answer.type === "window");
    assert.deepEqual([answer.plots.length, answer.plotCount], [PLOTS_MAX, PLOTS_MAX + 3]);
    assert.equal(answer.plots.at(-1)?.title, `plot ${PLOTS_MAX - 1}`);
    assert.ok(chartToPanel.safeParse(answer).success);
  });
});
