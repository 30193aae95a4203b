// What the report's page is told: each run's report once, and what is the matter with it.
import assert from "node:assert/strict";
import type { Answer, Failure, RunSettings, RunSummary } from "@backtestr/hub";
import { reportToPanel, type ReportToPanel } from "@backtestr/webviews/messages/report";
import { ReportFeed } from "../../src/core/report-feed.ts";
import type { RunColumns } from "../../src/core/run-columns.ts";
import type { RunResult, Staleness } from "../../src/core/results.ts";
import type { Situation } from "../../src/core/situation.ts";

const INSTRUMENT = { symbol: "SYNTH", tick: null, pointValue: 1, lot: null, currency: "USD" };
const SETTINGS: RunSettings = {
  parameters: [],
  account: {
    ...{ capital: 1_000, currency: "USD", size: { by: "contracts", quantity: 1 }, commission: [] },
    ...{ slippageTicks: 0, pyramiding: 1, closeRule: "fifo", fills: "nextOpen", intrabar: null },
    ...{ closeAtEnd: false, riskFree: 0, profile: "native" },
  },
  data: {
    from: "file",
    file: { path: "/bars.csv", zone: "UTC", stamp: "open", instrument: INSTRUMENT },
  },
  ...{ chart: null, period: null, warmupBars: null },
};
const DATA: RunSummary["data"] = {
  from: "file",
  file: {
    ...{ path: "/bars.csv", contentHash: "c", understood: "Daily bars.", zone: "UTC" },
    timeframe: "1d",
    ...{ rowsIn: 2, rowsKept: 2, rowsRejected: 0, rowsDuplicate: 0, rejected: [] },
  },
};

function run(file: string, number: number): RunResult {
  const summary: RunSummary = {
    ...{ run: number, digest: "d", planHash: "p", settingsHash: "s", engineVersion: "1" },
    ...{ chart: "1d", intrabar: "ohlcPath", bars: 2, warmupBars: 0, firstTimeUs: 0, lastTimeUs: 1 },
    ...{ seconds: 0.1, loadSeconds: 0, figures: [], equity: [], tradeCount: 0, findings: [] },
    data: DATA,
  };
  const compiled = { title: file, text: "", places: { statements: [], nodes: [] } };
  const parts = { file, run: number, engine: 1, isLive: true, settings: SETTINGS, saved: null };
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- no other part of the compiled text is read
  return { ...parts, summary, compiled } as unknown as RunResult;
}

const COLUMNS: RunColumns = {
  trades: [],
  equity: { timesUs: new Float64Array(0), equity: new Float64Array(0) },
  drawdownPct: new Float64Array(0),
};

function refused(message: string): Answer<RunColumns> {
  const error: Failure = {
    ...{ code: "unknown_run", message, help: "Run it again.", statement: null, node: null },
    causes: [],
  };
  return { ok: false, error };
}

function situation(shown: RunResult | null, staleness: Staleness = { kind: "fresh" }): Situation {
  return {
    file: shown?.file ?? "other.strat",
    results: { shown, kept: null, earlier: null, staleness },
    engine: { state: "ready", version: "1", pid: 1, misconfigured: null },
    isTrusted: true,
  };
}

/** A feed with its messages in short, as the page understands them. */
function fed(answers: Answer<RunColumns>[] = []) {
  const told: string[] = [];
  const zones: string[] = [];
  const say = (message: ReportToPanel): void => {
    const parsed = reportToPanel.parse(JSON.parse(JSON.stringify(message)));
    if (parsed.type === "show") {
      const { strategy, timeZone } = parsed.report;
      told.push(`report of ${strategy}${timeZone === "UTC" ? "" : ` in ${timeZone}`}`);
    } else {
      const { kind, sentence, remedies } = parsed.status;
      const ways = remedies.map(({ label }) => `[${label}]`);
      told.push([kind, sentence, ...ways].filter((part) => part !== "").join(" "));
    }
  };
  const services = {
    columns: {
      of: () => Promise.resolve(answers.shift() ?? ({ ok: true, value: COLUMNS } as const)),
    },
    hints: { of: () => Promise.resolve([]) },
    provenance: () =>
      Promise.resolve({
        ...{ git_sha: null, is_clean: null, version: "1", lock_hash: null },
        ...{ environment_hash: "e", engine_version: "1", settings_hash: "s", parameters: {} },
        seed: null,
      }),
    timeZone: () => zones[0] ?? "UTC",
  };
  const feed = new ReportFeed(services, say);
  const after = async (now: Situation): Promise<readonly string[]> => {
    told.length = 0;
    await feed.refresh(now);
    return [...told];
  };
  return { feed, after, told, zones };
}

const MAKING = "loading Making the report …";

describe("the report's page", () => {
  it("gets each run's report once, and what is the matter with it", async () => {
    const { after } = fed();
    const first = run("a.strat", 1);
    assert.deepEqual(await after(situation(first)), [MAKING, "report of a.strat", "ready"]);
    assert.deepEqual(await after(situation(first)), ["ready"]);
    assert.deepEqual(await after(situation(first, { kind: "errors" })), [
      "stale The result before the errors in the text.",
    ]);
    assert.deepEqual(await after(situation(first, { kind: "edited" })), [
      "stale The result before the last edit. [Run]",
    ]);
    const failed = { kind: "failed", message: "The disk is full.", help: "Make room." } as const;
    assert.deepEqual(await after(situation(first, failed)), [
      "failed The disk is full. Make room. [Run]",
    ]);
    assert.deepEqual(await after(situation(run("a.strat", 2))), ["report of a.strat", "ready"]);
  });

  it("does not keep the report of another strategy", async () => {
    const { after } = fed();
    await after(situation(run("a.strat", 1)));
    assert.deepEqual(await after(situation(null)), ["empty This strategy has not run yet. [Run]"]);
    assert.deepEqual(await after({ ...situation(null), isTrusted: false }), [
      "empty This folder is not trusted, so its strategies do not run. [Manage trust]",
    ]);
    assert.deepEqual(await after(situation(run("b.strat", 2))), [
      MAKING,
      "report of b.strat",
      "ready",
    ]);
  });

  it("says why a report cannot be had, and asks again", async () => {
    const { after } = fed([refused("Run 1 is not there any more.")]);
    const first = situation(run("a.strat", 1));
    assert.deepEqual(await after(first), [
      MAKING,
      "empty Run 1 is not there any more. Run it again. [Run] [Open logs]",
    ]);
    assert.deepEqual(await after(first), [MAKING, "report of a.strat", "ready"]);
  });

  it("gets the newest run alone, with what is the matter when it is there", async () => {
    const { feed, told } = fed();
    const [older, newer] = [run("a.strat", 1), run("a.strat", 2)];
    const making = [feed.refresh(situation(older)), feed.refresh(situation(newer))];
    await feed.refresh(situation(newer, { kind: "edited" }));
    await Promise.all(making);
    assert.deepEqual(told, [
      MAKING,
      MAKING,
      "report of a.strat",
      "stale The result before the last edit. [Run]",
    ]);
  });

  it("gets the report again with the times of another zone", async () => {
    const { after, zones } = fed();
    const first = situation(run("a.strat", 1));
    await after(first);
    zones.push("Europe/Zurich");
    assert.deepEqual(await after(first), ["report of a.strat in Europe/Zurich", "ready"]);
  });

  it("gets the report again when it was made anew", async () => {
    const { feed, after } = fed();
    const first = situation(run("a.strat", 1));
    await after(first);
    feed.forget();
    assert.deepEqual(await after(first), [MAKING, "report of a.strat", "ready"]);
  });
});
