// What is made of a saved run: a command line for any shell and name, and whom it is compared with.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import type { RunSettings, SavedRunInfo } from "@backtestr/hub";
import { runLabel } from "@backtestr/hub";
import { commandLineOf, posixWord, type TextToday } from "../../src/core/command-line.ts";
import { pairAddress, pairAt, pairWithShown, type Pair } from "../../src/core/comparison.ts";
import type { FileResults, RunResult } from "../../src/core/results.ts";
import { savedRunName, shortRunName } from "../../src/core/saved-run.ts";

const SETTINGS: RunSettings = {
  parameters: [
    { name: "fast", value: 12 },
    { name: "stop", value: 0.005 },
  ],
  account: {
    ...{ capital: 1_000, currency: "USD", size: { by: "contracts", quantity: 1 }, commission: [] },
    ...{ slippageTicks: 0, pyramiding: 1, closeRule: "fifo", fills: "nextOpen", intrabar: null },
    ...{ closeAtEnd: false, riskFree: 0, profile: "native" },
  },
  data: {
    from: "file",
    file: {
      ...{ path: "/p/bars.csv", zone: "UTC", stamp: "open" },
      instrument: { symbol: "bars", tick: null, pointValue: 1, lot: null, currency: null },
    },
  },
  ...{ chart: null, period: null, warmupBars: null },
};
const STORED: RunSettings = {
  ...SETTINGS,
  data: {
    from: "store",
    store: {
      ...{ symbol: "EURUSD", dataset: null, version: null, price: null, zone: null },
      ...{ tick: null, pointValue: null, lot: null, currency: null },
    },
  },
};

function saved(strategy: string, settings: RunSettings, name = "", at = 0): SavedRunInfo {
  const label = runLabel({ name, strategy, title: "T", text: "text", settings, facts: {} });
  return {
    ...{ saved: `r${at}`, label, savedAtUs: at, dataset: null, datasetVersion: null, digest: "d" },
    ...{ planHash: "h", figures: [], tradeCount: 0, isPinned: false },
  };
}

/** Only what the command line reads. */
function today(profile: string, path: string): TextToday {
  const stop = { name: "stop", type: "float", isPercent: true };
  const text = {
    parameters: [stop],
    account: { profile },
    data: { source: { from: "file", path } },
  };
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- no other part of the text is read
  return text as unknown as TextToday;
}

describe("a run as a command line", () => {
  it("names parameters, and what the text of today does not say itself", () => {
    const info = saved("/p/cross.strat", SETTINGS);
    assert.equal(
      commandLineOf(info, today("native", "bars.csv"), "/home"),
      "backtestr run /p/cross.strat --param fast=12 --param stop=0.5%",
    );
    assert.equal(
      commandLineOf(info, today("backtestingPy", "other.csv"), null),
      "backtestr run /p/cross.strat --param fast=12 --param stop=0.5% --profile native --data /p/bars.csv",
    );
    assert.equal(
      commandLineOf(saved("/p/a.strat", STORED), today("native", ""), "/my data"),
      "backtestr run /p/a.strat --param fast=12 --param stop=0.5% --data-home '/my data'",
    );
  });

  it("is not made of a run that does not say what it was made with", () => {
    const info = saved("/p/cross.strat", SETTINGS);
    const bare = { ...info, label: { ...info.label, facts: [{ name: "settings", value: "{" }] } };
    assert.equal(commandLineOf(bare, null, null), null);
  });

  it("is read by a shell as it was meant, whatever files are called", () => {
    const names = [
      ...['/p/it\'s $HOME `id` "x".strat', "/p/a\nb\tc.strat", "/p/!! * ? [a] {b,c} ~.strat"],
      ...["/p/\\'$(touch x)'\\.strat", "/p/été ; rm -rf #.strat", "''", "/p/100%=+@:,.strat"],
    ];
    for (const name of names) {
      const words = ["sh", "-c", `printf '%s\\0' ${posixWord(name)}`] as const;
      const read = execFileSync(words[0], words.slice(1), { encoding: "utf8" });
      assert.equal(read, `${name}\0`);
    }
    assert.equal(posixWord("--param"), "--param");
    assert.equal(posixWord(""), "''");
  });
});

describe("a saved run among others", () => {
  const runs = [
    saved("/p/a.strat", SETTINGS, "", 3),
    saved("/p/b.strat", SETTINGS, "", 2),
    saved("/p/a.strat", SETTINGS, "", 1),
  ] as const;
  const nothing: FileResults = {
    shown: null,
    kept: null,
    earlier: null,
    staleness: { kind: "fresh" },
  };

  it("is compared with what is shown, else with the latest other run of its strategy", () => {
    const live = { file: "/p/a.strat", run: 9, engine: 2, saved: null };
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- no other part of the result is read
    const shown = live as unknown as RunResult;
    assert.deepEqual(pairWithShown(runs[2], { ...nothing, shown }, runs), [
      { of: "store", saved: "r1" },
      { of: "file", file: "/p/a.strat", run: 9, engine: 2 },
    ]);
    const older: Pair = [
      { of: "store", saved: "r1" },
      { of: "store", saved: "r3" },
    ];
    assert.deepEqual(pairWithShown(runs[2], nothing, runs), older);
    const itself = { ...shown, saved: "r3" };
    assert.deepEqual(pairWithShown(runs[0], { ...nothing, shown: itself }, runs), older);
    assert.equal(pairWithShown(runs[1], nothing, runs), null);
  });

  it("is found again by the address of a comparison", () => {
    const pair: Pair = [
      { of: "store", saved: "r1" },
      { of: "file", file: "/p/a b.strat", run: 9, engine: 2 },
    ];
    assert.deepEqual(pairAt(pairAddress(pair)), pair);
    for (const address of ["", "store r1", "store r1\nfile x 1 /a", "{}"]) {
      assert.equal(pairAt(address), null);
    }
  });

  it("is called by its name, else by when it was saved", () => {
    const noonUs = Date.UTC(2024, 2, 5, 12) * 1_000;
    assert.equal(savedRunName(saved("/p/a.strat", SETTINGS, "wide stop"), "UTC"), "wide stop");
    const unnamed = saved("/p/a.strat", SETTINGS, "", noonUs);
    assert.equal(savedRunName(unnamed, "America/New_York"), "2024-03-05 07:00:00 America/New_York");
    assert.equal(shortRunName(unnamed, "UTC"), "2024-03-05 12:00");
  });
});
