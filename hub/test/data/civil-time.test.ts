// Tests of wall-clock times across zones and clock changes.
import { strict as assert } from "node:assert";
import { instantUs } from "../../src/data/civil-time.ts";

function check(time: string, zone: string, expected: string | null): void {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = time.split(/\D/).map(Number);
  const found = instantUs({ year, month, day, hour, minute, second: 0 }, zone);
  assert.equal(
    found === null ? null : new Date(found / 1_000).toISOString().slice(0, 16),
    expected,
  );
}

describe("civil time", () => {
  it("is taken by the zone's clock", () => {
    check("2024-01-31 09:30", "UTC", "2024-01-31T09:30");
    check("2024-01-31 09:30", "America/New_York", "2024-01-31T14:30");
    check("2024-07-31 09:30", "America/New_York", "2024-07-31T13:30");
    check("2014-05-05 00:00", "Asia/Tokyo", "2014-05-04T15:00");
  });

  it("moves a skipped time on, and takes the earlier of two", () => {
    check("2024-03-10 02:30", "America/New_York", "2024-03-10T07:30");
    check("2024-11-03 01:30", "America/New_York", "2024-11-03T05:30");
    check("2024-10-27 02:30", "Europe/Berlin", "2024-10-27T00:30");
  });

  it("knows its zones", () => {
    check("2024-01-31 09:30", "Europe/Atlantis", null);
  });
});
