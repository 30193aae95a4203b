// Tests that the report's message is parsed on receipt and bounded.
import { strict as assert } from "node:assert";
import { REPORT_TRADES_MAX, reportData } from "../../messages/report.ts";
import { sampleReport } from "./sample-report.ts";

describe("report message", () => {
  it("survives the way through JSON", () => {
    const sent = sampleReport(66);
    assert.deepEqual(reportData.parse(JSON.parse(JSON.stringify(sent))), sent);
  });

  it("refuses unknown fields, missing fields and numbers that are none", () => {
    const sent = sampleReport(1);
    const wrong = [
      { ...sent, more: 1 },
      { ...sent, bars: undefined },
      { ...sent, bars: Number.NaN },
      { ...sent, schema: "backtestr.report/2" },
    ];
    for (const data of wrong) assert.equal(reportData.safeParse(data).success, false);
  });

  it("refuses more trades than a page can hold", () => {
    const sent = sampleReport(REPORT_TRADES_MAX + 1);
    assert.equal(reportData.safeParse(sent).success, false);
  });
});
