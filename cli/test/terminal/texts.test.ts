// Tests of tables, numbers, sparklines and progress.
import { strict as assert } from "node:assert";
import { aligned, counted, figureParts, fixed, widthOf } from "@backtestr/hub";
import { milliseconds, rate } from "../../src/terminal/numbers.ts";
import { progressLine, runProgressText } from "../../src/terminal/progress.ts";
import { sparkline } from "../../src/terminal/sparkline.ts";
import { styleOf } from "../../src/terminal/terminal.ts";

describe("terminal texts", () => {
  it("aligns by what the reader sees, not by colour or combining marks", () => {
    const rows = [
      ["Été", "1"],
      ["x", "1,000"],
    ];
    const red = styleOf(true).bad;
    assert.deepEqual(aligned(rows, ["left", "right"]), ["Été      1", "x    1,000"]);
    assert.equal(aligned(rows, ["left", "right"], red)[0], `${red("Été")}      ${red("1")}`);
    assert.equal(widthOf("e\u0301"), 1);
  });

  it("writes numbers with their units", () => {
    assert.equal(fixed(-0.0001, 2), "0.00");
    assert.deepEqual(figureParts(-1234.5, "money", "USD"), ["-1,234.50", "USD"]);
    assert.deepEqual(figureParts(46.96969697, "percent", "USD"), ["46.97", "%"]);
    assert.equal(counted(1, "row"), "1 row");
    assert.equal(counted(2_000, "row"), "2,000 rows");
    assert.equal(milliseconds(0.0042), "4.20 ms");
    assert.equal(milliseconds(2.5), "2.50 s");
    assert.equal(rate(21_400_000), "21.4 M");
  });

  it("draws a curve from its lowest to its highest value", () => {
    assert.equal(sparkline([1, 2, 3, 4, 5, 6, 7, 8], 8), "▁▂▃▄▅▆▇█");
    assert.equal(sparkline([5, 5], 48), "▄▄");
    assert.equal(sparkline([], 48), "");
    assert.equal(sparkline([1, 9, 1, 9], 2), "██".replaceAll("█", "▄"));
  });

  it("shows progress with rate and time left, on a terminal and only after a while", () => {
    const progress = {
      phase: "running",
      done: 450,
      total: 1_000,
      perSecond: 2_000_000,
      secondsLeft: 61.2,
    };
    const text = runProgressText(progress);
    assert.equal(text, "running  ██████████░░░░░░░░░░░░░░  45 %  2.0 M/s  1:02 left");
    const written: string[] = [];
    let nowMs = 0;
    const plain = styleOf(false);
    const terminal = {
      out: () => undefined,
      err: (text: string) => void written.push(text),
      isOutTty: true,
      isErrTty: true,
      columns: 80,
      outStyle: plain,
      errStyle: plain,
    };
    const line = progressLine(terminal, () => nowMs);
    line.show(text);
    line.clear();
    assert.equal(written.length, 0);
    nowMs = 1_000;
    line.show(text);
    line.clear();
    assert.equal(written.length, 2);
    progressLine({ ...terminal, isErrTty: false }, () => nowMs).show(text);
    assert.equal(written.length, 2);
  });
});
