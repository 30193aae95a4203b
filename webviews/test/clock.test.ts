// Tests of times in a zone; expected values are from the zone's published changes of 2024.
import { strict as assert } from "node:assert";
import { clockOf } from "../src/format/clock.ts";

const at = (text: string): number => Date.parse(text) * 1_000;

describe("clock", () => {
  it("writes UTC", () => {
    const clock = clockOf("UTC");
    assert.equal(clock.minute(at("2024-01-31T00:00:00Z")), "2024-01-31 00:00");
    assert.equal(clock.hour(at("2024-01-31T09:30:00Z")), "09:30");
    assert.equal(clock.exact(at("2024-01-31T09:30:05.250Z")), "2024-01-31 09:30:05.25");
    assert.equal(clock.exact(at("2024-01-31T09:30:00Z") + 1), "2024-01-31 09:30:00.000001");
  });

  it("follows a zone through its changes", () => {
    const zurich = clockOf("Europe/Zurich");
    assert.equal(zurich.minute(at("2024-03-31T00:59:00Z")), "2024-03-31 01:59");
    assert.equal(zurich.minute(at("2024-03-31T01:00:00Z")), "2024-03-31 03:00");
    assert.equal(zurich.minute(at("2024-10-27T01:00:00Z")), "2024-10-27 02:00");
    assert.equal(clockOf("Asia/Kathmandu").hour(at("2024-01-01T00:00:00Z")), "05:45");
    assert.equal(clockOf("America/New_York").day(at("2024-01-01T04:59:00Z")), "2023-12-31");
  });

  it("knows when the clock on the wall shows a time, in clock changes too", () => {
    const zurich = clockOf("Europe/Zurich");
    const cases = [
      ["2024-01-31T09:30:00Z", "2024-01-31T08:30:00Z"],
      ["2024-07-31T09:30:00Z", "2024-07-31T07:30:00Z"],
      // Shown twice, the earlier counts; and never shown.
      ["2024-10-27T02:30:00Z", "2024-10-27T00:30:00Z"],
      ["2024-03-31T02:30:00Z", "2024-03-31T01:30:00Z"],
    ] as const;
    for (const [wall, instant] of cases) assert.equal(zurich.instant(at(wall)), at(instant), wall);
    assert.equal(zurich.wall(at("2024-07-31T07:30:00Z")), at("2024-07-31T09:30:00Z"));
    assert.equal(clockOf("UTC").instant(at("2024-01-31T09:30:00Z")), at("2024-01-31T09:30:00Z"));
  });

  it("writes UTC for a zone that nobody knows, and says so", () => {
    const clock = clockOf("Nowhere/<b>");
    assert.equal(clock.zone, "UTC");
    assert.equal(clock.hour(at("2024-01-31T09:30:00Z")), "09:30");
  });
});
