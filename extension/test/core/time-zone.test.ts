// The zone of the settings, known or not, and days of datasets by its clock.
import assert from "node:assert/strict";
import type { DatasetInfo } from "@backtestr/hub";
import { instantText } from "../../src/core/bars.ts";
import { datasetText } from "../../src/core/dataset-words.ts";
import { unknownZoneText, zoneChoice } from "../../src/core/time-zone.ts";

describe("the time zone of the settings", () => {
  it("is UTC where nobody knows it, so that every time can be written", () => {
    assert.deepEqual(zoneChoice("Europe/Zurich"), { zone: "Europe/Zurich", unknown: null });
    for (const none of ["", " ", "UTC", undefined, null]) {
      assert.deepEqual(zoneChoice(none), { zone: "UTC", unknown: null });
    }
    for (const wrong of ["Europe/Zürich", "New York", 7, ["UTC"]]) {
      const { zone, unknown } = zoneChoice(wrong);
      assert.equal(instantText(0, zone), "1970-01-01 00:00 UTC");
      assert.ok(unknown !== null);
    }
    assert.match(unknownZoneText("New York"), /“New York” in the setting backtestr\.timeZone/);
  });

  it("decides to which days the data of a dataset belong", () => {
    const at = (text: string): number => Date.parse(text) * 1_000;
    const version = {
      ...{ version: 1, rows: 1_250, rowsIn: 1_250, rowsKept: 1_250, rowsDuplicate: 0 },
      ...{ firstTimeUs: at("2024-01-02T00:00:00Z"), lastTimeUs: at("2024-01-03T23:00:00Z") },
      ...{ rejected: [], bytes: 0, segments: 1 },
    };
    const parts = { name: "a", symbol: "A", series: "bars", timeframe: "1h", versions: [version] };
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- no other part of a dataset is read
    const dataset = parts as unknown as DatasetInfo;
    assert.equal(datasetText(dataset, "UTC"), "1,250 1h bars, 2024-01-02 to 2024-01-03");
    assert.equal(
      datasetText(dataset, "America/New_York"),
      "1,250 1h bars, 2024-01-01 to 2024-01-03",
    );
  });
});
