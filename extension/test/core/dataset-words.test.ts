// What the Data view and its documents say of datasets, from the accounting of their imports.
import assert from "node:assert/strict";
import type { DatasetInfo, RuleCount } from "@backtestr/hub";
import {
  MARK_WORDS,
  datasetDocument,
  datasetMark,
  datasetTooltip,
} from "../../src/core/dataset-words.ts";

const NOON_US = Date.UTC(2024, 2, 5, 12) * 1_000;

function dataset(rejected: readonly RuleCount[], flagged: readonly RuleCount[]): DatasetInfo {
  return {
    ...{ name: "eurusd", symbol: "EURUSD", series: "quotes", timeframe: null, price: null },
    ...{ zone: "UTC", isPinned: false, instrument: null },
    versions: [
      {
        ...{ version: 3, rows: 12_171, bytes: 58_000, csvBytes: null, segments: 2 },
        ...{ firstTimeUs: NOON_US, lastTimeUs: NOON_US + 1e6, rowsIn: 12_172, rowsKept: 12_171 },
        ...{ rowsDuplicate: 0, rejected: [...rejected], flagged: [...flagged] },
        sources: ["a.csv"],
        sourceCount: 1,
      },
    ],
  };
}

const ZERO: RuleCount = { rule: "the bid is zero", rows: 1, examples: ["a.csv, line 7"] };
const WIDE: RuleCount = { rule: "the spread is wide", rows: 2, examples: [] };

describe("a dataset in the Data view", () => {
  it("is marked by what its import left out or kept with doubts", () => {
    const said = (one: DatasetInfo): string => {
      const mark = datasetMark(one);
      return mark === null ? "nothing" : MARK_WORDS[mark];
    };
    assert.equal(said(dataset([], [])), "sound");
    assert.equal(said(dataset([], [WIDE])), "some rows look odd");
    assert.equal(said(dataset([ZERO], [WIDE])), "some rows were rejected");
    assert.equal(said({ ...dataset([], []), versions: [] }), "nothing");
  });

  it("says why in its tooltip", () => {
    assert.deepEqual(datasetTooltip(dataset([ZERO], [WIDE]), "UTC").split("\n"), [
      "eurusd (EURUSD), version 3",
      "58.0 kB in 2 files",
      "12172 rows in: 12171 kept, 1 rejected, 0 duplicates",
      "1 row rejected: the bid is zero",
      "2 rows kept, but: the spread is wide",
      "Days are those of UTC",
    ]);
    assert.match(datasetTooltip(dataset([], []), "UTC"), /\nNothing is amiss in the 12,172 rows/);
  });

  it("is inspected as a text, with times by the clock of the setting", () => {
    const text = datasetDocument(dataset([ZERO], []), "America/New_York");
    assert.match(text, /^eurusd: quotes of EURUSD\n/);
    assert.match(
      text,
      /rows {8}12,171, 2024-03-05 07:00:00 to 2024-03-05 07:00:01 America\/New_York/,
    );
    assert.match(text, /12,172 read = 12,171 kept \+ 1 rejected \+ 0 duplicate/);
    assert.match(text, /rejected {4}1 row: the bid is zero\n +a\.csv, line 7\n/);
    assert.ok(text.endsWith('source = store("eurusd")\n'));
  });
});
