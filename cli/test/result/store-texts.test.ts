// Tests of what people read about imports, datasets, checks, answers and saved runs.
import { strict as assert } from "node:assert";
import {
  byteText,
  type DatasetInfo,
  type ImportResult,
  type SavedRunInfo,
  type TradeRow,
} from "@backtestr/hub";
import { checkText } from "../../src/result/check-text.ts";
import { datasetsText, datasetText } from "../../src/result/dataset-text.ts";
import { importJson } from "../../src/result/import-json.ts";
import { foundText, importText } from "../../src/result/import-text.ts";
import { answerCsv, answerText } from "../../src/result/query-text.ts";
import { runsComparedText } from "../../src/result/run-compare.ts";
import { savedRunsText } from "../../src/result/saved-run-text.ts";
import { importProgressText } from "../../src/terminal/progress.ts";
import { clockText, spanText } from "../../src/terminal/quantities.ts";
import { styleOf } from "../../src/terminal/terminal.ts";

const PLAIN = styleOf(false);
const NOON_US = Date.UTC(2024, 2, 5, 12) * 1_000;

const QUOTES: ImportResult = {
  dataset: "EURUSD",
  version: 2,
  isNew: true,
  series: "quotes",
  timeframe: null,
  price: null,
  format: "dukascopy-csv",
  rowsIn: 1_010,
  rowsKept: 1_000,
  rowsDuplicate: 4,
  rejected: [
    { rule: "not_positive", rows: 5, examples: ["t.csv, line 7: the bid is 0."] },
    { rule: "column_count", rows: 1, examples: [] },
  ],
  flagged: [{ rule: "crossed", rows: 2, examples: ["t.csv, line 9"] }],
  firstTimeUs: NOON_US,
  lastTimeUs: NOON_US + 3_600_000_000,
  bytesIn: 40_000,
  bytesStored: 4_000,
  csvBytes: 44_000,
};
const BARS: ImportResult = {
  ...QUOTES,
  ...{ dataset: "EURUSD 1m bid", version: 1, isNew: false, series: "bars", timeframe: "1m" },
  ...{ price: "bid", format: "dukascopy-bi5", rowsIn: 60, rowsKept: 60, rowsDuplicate: 0 },
  ...{ rejected: [], flagged: [], firstTimeUs: NOON_US - 1_000_000 },
};

describe("quantities", () => {
  it("are written for reading", () => {
    assert.deepEqual([0, 999, 1_000, 64_651, 4_800_000, 2.5e9].map(byteText), [
      "0 B",
      "999 B",
      "1.0 kB",
      "64.7 kB",
      "4.8 MB",
      "2.5 GB",
    ]);
    assert.deepEqual([0, 6.2, 61.2, 3_600, 36_061].map(clockText), [
      ...["0:00", "0:07", "1:02", "1:00:00", "10:01:01"],
    ]);
    assert.equal(spanText(null, null), "no rows");
    assert.equal(spanText(0, 999_999), "1970-01-01 00:00:00");
    assert.equal(spanText(-1, NOON_US), "1969-12-31 23:59:59 to 2024-03-05 12:00:00 UTC");
  });
});

describe("imports", () => {
  it("account for every row, by rule and with the first examples", () => {
    const text = importText({ imported: [QUOTES, BARS], seconds: 0.5 }, " --data-home h", PLAIN);
    for (const line of [
      "EURUSD: quotes, version 2",
      "  rows        1,010 read = 1,000 kept + 6 rejected + 4 duplicate",
      "  rejected    5 rows: not_positive",
      "                t.csv, line 7: the bid is 0.",
      "                and 4 more",
      "  rejected    1 row: column_count",
      "  kept, but   2 rows: crossed",
      "  span        2024-03-05 12:00:00 to 2024-03-05 13:00:00 UTC",
      "  size        40.0 kB read, 4.0 kB stored, 11.0 times smaller than as CSV",
      "EURUSD 1m bid: 1m bars of bid prices, version 1 as before: all of this was there already",
      "Done in 500 ms, 2.1 k rows a second.",
      '  source = store("EURUSD")',
      "  rows        60, 2024-03-05 11:59:59 to 2024-03-05 13:00:00 UTC",
      "  backtestr data show EURUSD --data-home h",
    ]) {
      assert.ok(text.split("\n").includes(line), `${line}\n${text}`);
    }
  });

  it("are one object, with totals and each dataset", () => {
    const json = importJson({ imported: [QUOTES, BARS], seconds: 0.5 });
    const { format, rows_in, kept, duplicates, rejected, first_time, last_time, seconds } = json;
    assert.deepEqual(
      { format, rows_in, kept, duplicates, rejected, first_time, last_time, seconds },
      {
        ...{ format: null, rows_in: 1_070, kept: 1_060, duplicates: 4, seconds: 0.5 },
        rejected: { not_positive: 5, column_count: 1 },
        first_time: "2024-03-05T11:59:59Z",
        last_time: "2024-03-05T13:00:00Z",
      },
    );
    assert.deepEqual(
      json.datasets.map((one) => [one.dataset, one.format, one.kept, one.is_new]),
      [
        ["EURUSD", "dukascopy-csv", 1_000, true],
        ["EURUSD 1m bid", "dukascopy-bi5", 60, false],
      ],
    );
    for (const one of [json, ...json.datasets]) {
      const lost = Object.values(one.rejected).reduce((sum, rows) => sum + rows, 0);
      assert.equal(one.rows_in, one.kept + lost + one.duplicates);
    }
    assert.equal(importJson({ imported: [], seconds: 0 }).first_time, null);
  });

  it("are shown before they are made, with the command to make them", () => {
    const text = foundText(
      [
        {
          ...{ dataset: "EURUSD", symbol: "EURUSD", series: "quotes", timeframe: null },
          ...{ price: null, format: "dukascopy-csv", understood: "five columns; UTC" },
          ...{ files: 4, bytes: 2_000, paths: ["/a", "/b", "/c", "/d"] },
          columns: ["time", "bid"],
          sample: [["2024-03-05T12:00:00.5Z", "1.08\u001b[31m"]],
          warnings: ["22 hours are not there."],
        },
      ],
      "backtestr import t.csv",
      PLAIN,
    );
    assert.ok(!text.includes("\u001b"), "no control characters out of files");
    assert.match(text, /first rows {2}time +bid\n +2024-03-05T12:00:00\.5Z/);
    assert.match(text, /\/c\n +…\n/);
    assert.match(text, /warning {5}22 hours/);
    assert.ok(text.endsWith("Nothing was imported. To import:\n  backtestr import t.csv\n"));
  });

  it("say how far they are", () => {
    const progress = {
      ...{ phase: "reading", dataset: "EURUSD", bytesDone: 25, bytesTotal: 100, rows: 9 },
      ...{ rowsPerSecond: 6.1e6, secondsLeft: 59.1 },
    };
    assert.equal(
      importProgressText(progress),
      "reading EURUSD  ██████░░░░░░░░░░░░░░░░░░  25 %  6.1 M rows/s  1:00 left",
    );
    const begun = { ...progress, dataset: null, bytesTotal: 0, rowsPerSecond: null };
    assert.equal(importProgressText({ ...begun, secondsLeft: null }), "reading");
  });
});

const DATASET: DatasetInfo = {
  ...{ name: "EURUSD", symbol: "EURUSD", series: "quotes", timeframe: null, price: null },
  ...{ zone: "UTC", isPinned: true, instrument: null },
  versions: [
    {
      ...{ version: 3, rows: 12_171, bytes: 58_000, csvBytes: 580_000, segments: 2 },
      ...{ firstTimeUs: NOON_US, lastTimeUs: NOON_US, rowsIn: 12_172, rowsKept: 12_171 },
      ...{ rowsDuplicate: 0, flagged: [], rejected: [{ rule: "zero", rows: 1, examples: [] }] },
      sources: ["a", "b", "c", "d", "e", "f", "g"],
      sourceCount: 7,
    },
  ],
};

describe("datasets", () => {
  it("stand in a table, and an empty store says how to begin", () => {
    const [head = "", row = ""] = datasetsText([DATASET], "/h", PLAIN).split("\n");
    assert.match(head, /^dataset +symbol +what +rows +first day +last day +size +version$/);
    assert.match(
      row,
      /^EURUSD \(pinned\) +EURUSD +quotes +12,171 +2024-03-05 +2024-03-05 +58\.0 kB +3$/,
    );
    assert.match(datasetsText([], "/h", PLAIN), /store in \/h is empty\.\n.*backtestr import/);
    assert.match(datasetsText([{ ...DATASET, versions: [] }], "/h", PLAIN), /quotes +0 +–/);
  });

  it("say of each version what became of every row", () => {
    const text = datasetText(DATASET, PLAIN);
    assert.match(text, /12,172 read = 12,171 kept \+ 1 rejected \+ 0 duplicate/);
    assert.match(text, /10\.0 times smaller than as CSV/);
    assert.match(text, /from {8}a, b, c, d, e and 2 more/);
    assert.match(text, /instrument {2}not recorded/);
    assert.match(text, /source = store\("EURUSD"\)/);
  });
});

describe("checks of the store", () => {
  it("tell damage from leftovers", () => {
    const sound = { files: 12, bytes: 4_800_000, findings: [] };
    assert.equal(
      checkText(sound, "nothing", PLAIN),
      "Checked 12 files, 4.8 MB: all is as it was written.\n",
    );
    const finding = { isDamage: true, path: "ticks/a.parquet", text: "Bytes 0 to 9 differ." };
    const damaged = { ...sound, findings: [finding, { ...finding, isDamage: false }] };
    assert.match(checkText(damaged, "nothing", PLAIN), /1 place damaged\.\n {2}damage +ticks/);
    const left = { ...sound, findings: [{ ...finding, isDamage: false }] };
    assert.match(checkText(left, "set aside", PLAIN), /no damage, 1 leftover[^]*quarantine/);
  });
});

describe("answers in SQL", () => {
  const columns = [
    { name: "symbol", typeName: "VARCHAR" },
    { name: "n", typeName: "DECIMAL(18,5)" },
  ];

  it("are tables with numbers to the right", () => {
    const rows = [
      ["EURUSD", "1.50000"],
      [null, "12.00000"],
      ["x".repeat(80), "0"],
    ];
    const text = answerText({ columns, rows, isCut: true }, PLAIN).split("\n");
    assert.match(text[0] ?? "", /^symbol +n$/);
    assert.match(text[2] ?? "", /^– +12\.00000$/);
    assert.match(text[3] ?? "", /^x{59}… +0$/);
    assert.equal(text[4], "(the first 3 rows)");
    assert.match(
      answerText({ columns, rows: [], isCut: false }, PLAIN),
      /^symbol {2}n\n\(0 rows\)/,
    );
  });

  it("are CSV in which nothing is lost", () => {
    const rows = [
      ["a,b", null],
      ['say "x"', ""],
      ["two\nlines", "1"],
    ];
    assert.equal(
      answerCsv({ columns, rows, isCut: false }),
      'symbol,n\n"a,b",\n"say ""x""",""\n"two\nlines",1\n',
    );
  });
});

const TRADE: TradeRow = {
  ...{ number: 1, side: "long", quantity: 1, entryTimeUs: NOON_US, entryPrice: 1.1 },
  ...{ entryId: "L", entryStatement: 0, entryBar: 3, exitTimeUs: null, exitPrice: 1.2 },
  ...{ exitId: null, exitStatement: null, exitBar: null, profit: 0.1, profitPct: 9, fees: 0 },
  ...{ exitReason: null, isAmbiguous: false, barsHeld: 4, mae: 0, mfe: 0 },
};
const RUN: SavedRunInfo = {
  saved: "20240305-120000-6f1ed002",
  label: {
    name: "",
    strategy: "/p/cross.strat",
    facts: [
      { name: "parameter.fast", value: "10" },
      { name: "currency", value: "USD" },
    ],
  },
  ...{ savedAtUs: NOON_US, dataset: "EURUSD", datasetVersion: 2, digest: "aa", planHash: "bb" },
  ...{ figures: [{ name: "net_profit", value: -3.5 }], tradeCount: 66, isPinned: false },
};

describe("saved runs", () => {
  it("stand in a table, and none says how to begin", () => {
    const [, row = "", rest] = savedRunsText([RUN], 3, null, PLAIN).split("\n");
    assert.match(
      row,
      /^20240305-120000-6f1ed002 +2024-03-05 12:00:00 +cross\.strat +EURUSD v2 +66 +-3\.50 +–$/,
    );
    assert.equal(rest, "and 2 more: --rows N shows them");
    assert.match(savedRunsText([], 0, "a.strat", PLAIN), /No run of a\.strat has been saved yet/);
  });

  it("stand side by side with what differs", () => {
    const text = runsComparedText(
      RUN,
      { ...RUN, digest: "cc" },
      { left: TRADE, right: null },
      PLAIN,
    );
    assert.match(text, /fast +10 +10 +same/);
    assert.match(text, /Net profit +-3\.50 USD +-3\.50 USD +same/);
    assert.match(
      text,
      /first trade that differs is number 1:\n {2}first +long[^]*none: its trades/,
    );
    assert.match(runsComparedText(RUN, RUN, null, PLAIN), /the same to the last bit/);
  });
});
