// Twelve real hours of GBP/JPY in the editor: a folder imported by the palette, the same figures as in the
// terminal, and the chart of two timeframes.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { isRefusedNothing, storyStage } from "./driver/story.ts";
import { acceptInDialog, lens, panel, runCommand } from "./driver/workbench.ts";

const RESULT = /net .* · drawdown .* · \d+ trades?.* · /;
/** The records of the twelve files, as the list of the data counts them. */
const TICKS = "28,012";

const STRATEGY = `strategy "Real quotes"
    edition = 1

data
    symbol = "GBPJPY"
    source = store
    chart  = 1m
    price  = bid
    tick   = 0.001

account
    capital  = 1_000_000 JPY
    size     = 1_000 contracts
    intrabar = ticks

quarterIsUp = confirmed(15m, close > ta.sma(close, 3))
average     = ta.sma(close, 20)

if quarterIsUp and ta.crossover(close, average)
    strategy.entry("L", strategy.long)
    strategy.exit("X", "L", loss = 60, profit = 90)

plot(average, "average")
`;

const data = process.env["BACKTESTR_TEST_DATA"] ?? null;
const told = data === null ? describe.skip : describe;

told("real ticks in a real editor", function () {
  this.timeout(180_000);
  let file = "";

  const stage = storyStage(async (opened) => {
    file = opened.file("real-quotes.strat");
    fs.writeFileSync(file, STRATEGY);
    fs.cpSync(path.join(data ?? "", "fx-dukascopy-bi5", "GBPJPY"), opened.file("GBPJPY"), {
      recursive: true,
    });
    await opened.editor.page.goto(opened.editor.url(file));
    await lens(opened.editor.page, "Run").first().waitFor({ timeout: 60_000 });
  });

  it("imports a vendor's folder by the palette", async () => {
    const { page } = stage().editor;
    await runCommand(page, "BackTestr: Import Data…");
    const symbol = page.locator(".quick-input-title", { hasText: "Import: symbol" });
    await acceptInDialog(page, stage().file("GBPJPY"), symbol);
    const box = page.locator(".quick-input-widget input.input").first();
    await box.fill("GBPJPY");
    await stage().shot("real-symbol");
    await box.press("Enter");
    const told = page.locator(".notifications-toasts .notification-list-item-message");
    await told
      .filter({ hasText: `${TICKS} rows` })
      .first()
      .waitFor();
  });

  it("comes to the same as in the terminal", async () => {
    const { page } = stage().editor;
    const shown = lens(page, RESULT).first();
    await shown.waitFor({ timeout: 60_000 });
    const words = ["run", file, "--json", "--no-save", "--data-home", stage().dataHome];
    const printed = execFileSync(process.execPath, ["cli/bin/backtestr.mjs", ...words], {
      encoding: "utf8",
    });
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- our own documented JSON, of which a part is read
    const { summary } = JSON.parse(printed) as {
      readonly summary: Readonly<Record<"net_profit" | "max_drawdown_pct" | "trade_count", number>>;
    };
    assert.ok(summary.trade_count > 5, printed);
    const text = await shown.innerText();
    const net = Math.round(summary.net_profit).toLocaleString("en-US").replace("-", "−");
    const drawdown = Math.abs(summary.max_drawdown_pct).toFixed(1);
    const expected = `net ${net} · drawdown ${drawdown} % · ${summary.trade_count} trades`;
    assert.ok(text.replaceAll("\u00a0", " ").includes(expected), `${text} is not ${expected}`);
  });

  it("stands in the chart in both timeframes, trades among them", async () => {
    const { page } = stage().editor;
    await runCommand(page, "BackTestr: Open Chart");
    await panel(page).locator("canvas").first().waitFor({ timeout: 30_000 });
    const page15 = panel(page).getByText("15m", { exact: true }).first();
    await page15.waitFor();
    await page.waitForTimeout(1_000);
    await stage().shot("real-chart");
  });

  isRefusedNothing(stage);
});
