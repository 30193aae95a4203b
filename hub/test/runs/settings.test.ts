// Tests of the settings of a run: what the strategy says, and what was chosen over it.
import { strict as assert } from "node:assert";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { settingsOf } from "../../src/runs/settings.ts";
import type { Strategy, StrategyData } from "../../src/runs/strategy.ts";

const NONE: StrategyData = {
  symbol: null,
  source: null,
  chart: null,
  price: null,
  period: null,
  warmupBars: null,
  zone: null,
  stamp: null,
  tick: null,
  pointValue: null,
  lot: null,
  currency: null,
};

function strategy(data: Partial<StrategyData>): Strategy {
  return {
    file: "/p/a.strat",
    title: "A",
    plan: { contexts: [], parameters: [], texts: [], nodes: [], cells: [], statements: [] },
    data: { ...NONE, ...data },
    account: {
      capital: 1_000,
      currency: "USD",
      size: { by: "contracts", quantity: 1 },
      commission: [],
      slippageTicks: 0,
      pyramiding: 1,
      closeRule: "fifo",
      fills: "nextOpen",
      intrabar: "ohlcPath",
      closeAtEnd: false,
      riskFree: 0,
      profile: "native",
    },
    parameters: [{ name: "fast", value: 3 }],
  };
}

const SOURCE = { from: "file" as const, path: "../data/eur.csv", range: { start: 0, end: 1 } };
const NOTHING = { profile: null, data: null, folder: null };

describe("settings of a run", () => {
  it("take the data relative to the strategy, and its name for a symbol", () => {
    const made = settingsOf(strategy({ source: SOURCE }), NOTHING);
    assert.ok(made.ok);
    assert.ok(made.settings.data.from === "file");
    const { file } = made.settings.data;
    assert.deepEqual(
      [file.path, file.instrument.symbol, file.zone],
      ["/data/eur.csv", "eur", "UTC"],
    );
  });

  it("keep to the folder that is given, links followed", () => {
    const root = mkdtempSync(path.join(tmpdir(), "backtestr-folder-"));
    try {
      const inside = path.join(root, "inside");
      mkdirSync(inside);
      for (const name of ["inside/a.csv", "outside.csv"]) writeFileSync(path.join(root, name), "");
      symlinkSync(path.join(root, "outside.csv"), path.join(inside, "link.csv"));
      const taken = (file: string): boolean => {
        const source = { ...SOURCE, path: file };
        const of = { ...strategy({ source }), file: path.join(inside, "a.strat") };
        return settingsOf(of, { profile: null, data: null, folder: inside }).ok;
      };
      const files = ["a.csv", "none.csv", "..csv", path.join(inside, "a.csv")];
      assert.deepEqual(files.map(taken), [true, true, true, true]);
      const others = ["../outside.csv", "link.csv", "../inside-too/a.csv", "/etc/hostname"];
      assert.deepEqual(others.map(taken), [false, false, false, false]);
    } finally {
      rmSync(root, { recursive: true });
    }
  });

  it("let the caller's data and profile win", () => {
    const made = settingsOf(strategy({ source: SOURCE }), {
      profile: "backtestingPy",
      data: "/x/y.csv",
      folder: null,
    });
    assert.ok(made.ok);
    assert.ok(made.settings.data.from === "file");
    assert.equal(made.settings.data.file.path, "/x/y.csv");
    assert.equal(made.settings.account.profile, "backtestingPy");
  });

  it("turn a period by the zone's clock into instants", () => {
    const at = (day: number) => ({ year: 2024, month: 1, day, hour: 0, minute: 0, second: 0 });
    const period = { from: at(2), to: at(5) };
    const made = settingsOf(
      strategy({ source: SOURCE, period, zone: "America/New_York" }),
      NOTHING,
    );
    assert.ok(made.ok);
    assert.deepEqual(made.settings.period, {
      fromUs: Date.UTC(2024, 0, 2, 5) * 1_000,
      toUs: Date.UTC(2024, 0, 5, 5) * 1_000,
    });
  });

  it("take the symbol's data from the store, and the store's records for what is not said", () => {
    const source = { from: "store" as const, dataset: null, range: { start: 3, end: 8 } };
    const made = settingsOf(
      strategy({ source, symbol: "EURUSD", price: "mid", tick: 0.1 }),
      NOTHING,
    );
    assert.ok(made.ok);
    assert.deepEqual(made.settings.data, {
      from: "store",
      store: {
        ...{ symbol: "EURUSD", dataset: null, version: null, price: "mid", zone: null },
        ...{ tick: 0.1, pointValue: null, lot: null, currency: null },
      },
    });
    const named = settingsOf(strategy({ source: { ...source, dataset: "mine" } }), NOTHING);
    assert.ok(named.ok && named.settings.data.from === "store");
    const { symbol, dataset } = named.settings.data.store;
    assert.deepEqual([symbol, dataset], ["mine", "mine"]);
    const nameless = settingsOf(strategy({ source }), NOTHING);
    assert.ok(!nameless.ok && nameless.problem.help.includes("symbol"));
    assert.deepEqual(nameless.problem.range, source.range);
    const other = settingsOf(strategy({ source, symbol: "A" }), {
      profile: null,
      data: "/b.csv",
      folder: null,
    });
    assert.ok(other.ok && other.settings.data.from === "file");
  });

  it("refuse a strategy without data and a zone nobody knows", () => {
    const without = settingsOf(strategy({}), NOTHING);
    assert.ok(!without.ok && without.problem.message.includes("names no data"));
    const lost = settingsOf(strategy({ source: SOURCE, zone: "Mars/North" }), NOTHING);
    assert.ok(!lost.ok && lost.problem.message.includes("Mars/North"));
  });
});
