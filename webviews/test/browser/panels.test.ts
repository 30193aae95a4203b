// Tests of the panels as they are drawn: by keyboard, in four themes, with hostile names, under their own policy.
import { strict as assert } from "node:assert";
import type { Page } from "playwright-core";
import { faultsOfAxe, violationsOf } from "./axe.ts";
import { chromiumPath, PanelBrowser, type Drawn } from "./browser.ts";
import type { Received } from "./editor.ts";
import { HOSTILE_NAME, ORDINARY, type Scene } from "./scene.ts";
import { THEMES, themeNamed } from "./themes.ts";

/** What the panel told its host, of one type. */
async function received(page: Page, type: string): Promise<readonly Received[]> {
  return page.evaluate(
    (wanted) => (window.editor?.received ?? []).filter((message) => message["type"] === wanted),
    type,
  );
}

async function untilReceived(
  page: Page,
  type: string,
  count: number,
): Promise<readonly Received[]> {
  await page.waitForFunction(
    ([wanted, least]) => {
      const all = window.editor?.received ?? [];
      return all.filter((message) => message["type"] === wanted).length >= Number(least);
    },
    [type, count],
  );
  return received(page, type);
}

async function chartDrawn({ frame }: Drawn): Promise<void> {
  await frame.locator(".level", { hasText: "1 candle" }).first().waitFor();
  await frame.locator(".timeframe > .summary", { hasText: "candles from" }).first().waitFor();
}

async function tradesDrawn({ frame }: Drawn): Promise<void> {
  await frame.locator('.rows .row[aria-rowindex="2"]', { hasText: "1" }).waitFor();
}

const CHART: Scene = ORDINARY;
const TRADES: Scene = { ...ORDINARY, panel: "trades" };

describe("panels in a browser", function () {
  this.timeout(60_000);
  let browser: PanelBrowser | null = null;

  before(async function () {
    const path = chromiumPath();
    if (path === null) {
      if (process.env["CI"] === "true") {
        throw new Error("There is no chromium. Install it with `apt-get install chromium`.");
      }
      this.skip();
    }
    browser = await PanelBrowser.start(path);
  });

  after(async () => {
    await browser?.close();
  });

  async function withScene(scene: Scene, act: (drawn: Drawn) => Promise<void>): Promise<void> {
    if (browser === null) throw new Error("no browser was started");
    const drawn = await browser.open(scene);
    try {
      if (scene.status !== "none") await drawn.frame.locator(".message").waitFor();
      else if (scene.panel === "chart") await chartDrawn(drawn);
      else await tradesDrawn(drawn);
      await act(drawn);
      assert.deepEqual(await violationsOf(drawn.frame), []);
      assert.deepEqual(drawn.faults, []);
    } finally {
      await drawn.page.context().close();
    }
  }

  for (const { name } of THEMES) {
    for (const scene of [CHART, TRADES]) {
      it(`axe finds nothing in ${scene.panel}, ${name}`, () =>
        withScene({ ...scene, theme: name }, async ({ frame }) => {
          if (scene.panel === "chart") await frame.locator("summary").first().click();
          else await frame.locator(".rows .row").nth(3).click();
          assert.deepEqual(await faultsOfAxe(frame), []);
        }));
    }
  }

  for (const status of ["loading", "empty", "failed"] as const) {
    for (const scene of [CHART, TRADES]) {
      it(`says what to do when ${scene.panel} is ${status}, and axe finds nothing`, () =>
        withScene({ ...scene, status }, async ({ page, frame }) => {
          assert.deepEqual(await faultsOfAxe(frame), []);
          if (status === "loading") return;
          await frame.locator(".message button").first().click();
          const remedy = status === "empty" ? "run" : "restartEngine";
          assert.deepEqual(await untilReceived(page, "remedy", 1), [{ type: "remedy", remedy }]);
        }));
    }
  }

  it("shows hostile names as text", async () => {
    for (const scene of [CHART, TRADES]) {
      await withScene(
        { ...scene, name: HOSTILE_NAME, plotTitle: HOSTILE_NAME },
        async ({ frame }) => {
          assert.equal(await frame.locator("img, script:not([nonce])").count(), 0);
          assert.match((await frame.locator("h1").textContent()) ?? "", /<img src=x onerror=/);
          assert.doesNotMatch(await frame.title(), /^taken/);
          const isWide = await frame.evaluate(
            () => document.documentElement.scrollWidth > window.innerWidth,
          );
          assert.equal(isWide, false, "a long name must not widen the page");
          assert.deepEqual(await faultsOfAxe(frame), []);
        },
      );
    }
  });

  it("paints candles in the colours of the theme, and again when it changes", () =>
    withScene(CHART, async ({ frame }) => {
      const corner = async (): Promise<string> =>
        frame.evaluate(() => {
          const canvas = document.querySelector("canvas");
          const data = canvas?.getContext("2d")?.getImageData(2, 2, 1, 1).data ?? [];
          return [...data.slice(0, 3)].join(" ");
        });
      assert.equal(await corner(), "255 255 255");
      const dark = themeNamed("dark");
      await frame.evaluate(({ variables, bodyClass }) => {
        for (const [key, value] of Object.entries(variables)) {
          document.documentElement.style.setProperty(key, value);
        }
        document.body.className = bodyClass;
      }, dark);
      await frame.waitForFunction(() => {
        const canvas = document.querySelector("canvas");
        const data = canvas?.getContext("2d")?.getImageData(2, 2, 1, 1).data ?? [];
        return data[0] === 0x1f;
      });
      const colors = await frame.evaluate(() => {
        const canvas = document.querySelector("canvas");
        const pixels =
          canvas?.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
        const seen = new Set<number>();
        for (let at = 0; at < pixels.length; at += 4) {
          seen.add(
            ((pixels[at] ?? 0) << 16) | ((pixels[at + 1] ?? 0) << 8) | (pixels[at + 2] ?? 0),
          );
        }
        return seen.size;
      });
      assert.ok(colors > 10, `${colors} colours`);
    }));

  it("gives its candles the room that the window gives it", () =>
    withScene(CHART, async ({ page, frame }) => {
      const fills = (): boolean => {
        const mount = document.querySelector(".mount");
        const table = mount?.querySelector("table");
        const isWide = table?.offsetWidth === mount?.clientWidth;
        return isWide && table?.offsetHeight === mount?.clientHeight;
      };
      await frame.waitForFunction(fills);
      await page.setViewportSize({ width: 500, height: 900 });
      await frame.waitForFunction(() => window.innerWidth === 500);
      await frame.waitForFunction(fills);
    }));

  it("keeps the time that is seen while its room changes, and asks for bars that suit it", () =>
    withScene(CHART, async ({ page, frame }) => {
      await page.setViewportSize({ width: 1_400, height: 900 });
      await frame.locator(".surface").first().focus();
      await page.keyboard.press("Home");
      const sentence = frame.locator(".timeframe > .summary").first();
      await frame.locator(".timeframe > .summary", { hasText: "from 2022-01-" }).first().waitFor();
      await page.waitForTimeout(600);
      const seen = async (): Promise<readonly string[]> =>
        /from (\S+) .* to (\S+) /.exec((await sentence.textContent()) ?? "")?.slice(1) ?? [];
      const level = async (): Promise<string | null> =>
        frame.locator(".level").first().textContent();
      const [before, fine] = [await seen(), await level()];
      for (let time = 0; time < 3; time += 1) {
        await page.setViewportSize({ width: 300, height: 900 });
        await page.waitForTimeout(600);
        assert.deepEqual(await seen(), before, "narrow");
        assert.notEqual(await level(), fine, "a narrow chart joins more bars");
        await page.setViewportSize({ width: 1_400, height: 900 });
        await page.waitForTimeout(600);
      }
      assert.deepEqual([await seen(), await level()], [before, fine]);
    }));

  it("gives lines of one name their own colours", () =>
    withScene({ ...CHART, plotTitle: "mean" }, async ({ frame }) => {
      const colors = await frame
        .locator(".readout")
        .first()
        .locator(".swatch:visible")
        .evaluateAll((all) => all.map((one) => getComputedStyle(one).backgroundColor));
      assert.equal(colors.length, 5, "three plots, equity, drawdown");
      assert.equal(new Set(colors).size, 5);
    }));

  it("says so when a run made no trade", () =>
    withSceneRaw({ ...TRADES, trades: 0 }, async ({ frame }) => {
      await frame.locator(".message", { hasText: "This run made no trade." }).waitFor();
      assert.equal(await frame.locator("button:visible").count(), 0);
      assert.deepEqual(await faultsOfAxe(frame), []);
    }));

  it("selects bars by keyboard, tells the host and speaks after a rest", () =>
    withScene(CHART, async ({ page, frame }) => {
      await frame.locator(".surface").first().focus();
      for (const key of ["ArrowLeft", "ArrowLeft", "ArrowRight"]) await page.keyboard.press(key);
      const [first, second, third] = await untilReceived(page, "select", 3);
      const minutes = 15 * 60_000_000;
      assert.equal(Number(first?.["timeUs"]) - Number(second?.["timeUs"]), minutes);
      assert.equal(third?.["timeUs"], first?.["timeUs"]);
      assert.equal(await frame.locator(".unseen[role=status]").textContent(), "");
      await frame.locator(".unseen[role=status]", { hasText: "open" }).waitFor();
      await page.keyboard.press("Home");
      await frame.locator(".timeframe > .summary", { hasText: "from 2022-01-" }).first().waitFor();
      const told = await untilReceived(page, "select", 4);
      assert.equal(told[3]?.["timeUs"], Date.UTC(2022, 0, 3) * 1_000);
    }));

  it("opens the trade at the selected bar by Enter, and selects the bar that is clicked", () =>
    withScene(CHART, async ({ page, frame }) => {
      await frame.locator(".surface").first().focus();
      await page.keyboard.press("End");
      await page.keyboard.press("Enter");
      const [opened] = await untilReceived(page, "openTrade", 1);
      assert.equal(opened?.["number"], 400, "the last trade is still open at the last bar");
      const selected = (await received(page, "select")).length;
      const box = await frame.locator(".surface").first().boundingBox();
      assert.ok(box !== null);
      // On the drawdown, where no trade can be meant.
      await page.mouse.click(box.x + 200, box.y + box.height - 50);
      const told = await untilReceived(page, "select", selected + 1);
      const minutes = Number(told.at(-1)?.["timeUs"]) / 60_000_000;
      assert.equal(minutes % 15, 0);
      const text = (await frame.locator(".readout").first().textContent()) ?? "";
      const shown = new Date(minutes * 60_000).toISOString().slice(0, 16).replace("T", " ");
      assert.ok(text.startsWith(shown), `${text} should begin with ${shown}`);
    }));

  it("joins bars when it is zoomed out, and takes them apart again", () =>
    withScene(CHART, async ({ page, frame }) => {
      await frame.locator(".surface").first().focus();
      for (let at = 0; at < 12; at += 1) await page.keyboard.press("-");
      const level = frame.locator(".level").first();
      await frame.waitForFunction(() =>
        /= (4|8|16|32) bars/.test(document.querySelector(".level")?.textContent ?? ""),
      );
      for (let at = 0; at < 14; at += 1) await page.keyboard.press("+");
      await frame.waitForFunction(
        () => document.querySelector(".level")?.textContent === "1 candle = 1 bar",
      );
      assert.equal(await level.textContent(), "1 candle = 1 bar");
    }));

  it("goes to a trade that was chosen elsewhere, however far", () =>
    withScene(CHART, async ({ page, frame }) => {
      // The host answers with the trade, far from what is on the screen.
      await page.evaluate(() => {
        window.editor?.send({
          type: "showTrade",
          trade: {
            number: 7,
            side: "long",
            quantity: 1,
            entryTimeUs: Date.UTC(2022, 2, 1, 10) * 1_000,
            entryPrice: 190,
            entryStatement: 1,
            exitTimeUs: Date.UTC(2022, 2, 1, 20) * 1_000,
            exitPrice: 191,
            exitStatement: 1,
            profit: 1,
          },
        });
      });
      await frame
        .locator(".timeframe > .summary", { hasText: "from 2022-02-28" })
        .first()
        .waitFor();
      await frame.locator(".surface").first().focus();
      await page.keyboard.press("ArrowLeft");
      const shown = frame.locator(".readout").first();
      assert.match((await shown.textContent()) ?? "", /^2022-03-01 09:45/);
    }));

  it("finds its bars again after a reload", () =>
    withScene(CHART, async ({ page, frame }) => {
      await frame.locator(".surface").first().focus();
      await page.keyboard.press("Home");
      await frame.locator(".timeframe > .summary", { hasText: "from 2022-01-" }).first().waitFor();
      await page.waitForTimeout(500);
      await frame.evaluate(() => {
        location.reload();
      });
      await frame.waitForFunction(() =>
        (document.querySelector(".timeframe > .summary")?.textContent ?? "").includes("2022-01-"),
      );
      const ready = await received(page, "ready");
      assert.equal(ready.length, 2);
      assert.notEqual(ready[1]?.["state"], null);
    }));

  it("keeps its charts and its place when the next live run is on the same bars", () =>
    withScene(CHART, async ({ page, frame }) => {
      await frame.locator(".surface").first().focus();
      await page.keyboard.press("Home");
      await frame.locator(".timeframe > .summary", { hasText: "from 2022-01-" }).first().waitFor();
      await frame.evaluate(() => {
        for (const surface of document.querySelectorAll(".surface")) surface.id = "the same";
      });
      const before = (await received(page, "window")).length;
      await page.evaluate(() => window.editor?.showAgain());
      await untilReceived(page, "window", before + CHART.timeframes.length);
      await page.waitForTimeout(500);
      const same = await frame.locator('.surface[id="the same"]').count();
      assert.equal(same, CHART.timeframes.length, "charts were made anew");
      const sentence = await frame.locator(".timeframe > .summary").first().textContent();
      assert.match(sentence ?? "", /from 2022-01-/);
    }));

  it("says why bars do not come, and asks again", () =>
    withSceneRaw({ ...CHART, failsWindows: true }, async ({ page, frame }) => {
      await frame.locator(".message.failed").first().waitFor();
      assert.equal(await frame.locator(".surface:visible").count(), 0, "no empty frames");
      const before = (await received(page, "window")).length;
      await frame.locator(".message.failed button").first().click();
      await untilReceived(page, "window", before + 1);
    }));

  it("offers to run again when its run is gone, which asking again would not help", () =>
    withSceneRaw({ ...CHART, isGone: true }, async ({ page, frame }) => {
      const buttons = frame.locator(".message.failed").first().locator("button");
      await buttons.first().waitFor();
      assert.deepEqual(await buttons.allTextContents(), ["Run"]);
      await buttons.first().click();
      assert.deepEqual(await untilReceived(page, "remedy", 1), [{ type: "remedy", remedy: "run" }]);
    }));

  it("leaves the better next step standing when rows are refused, and asks again after it", () =>
    withSceneRaw({ ...TRADES, isGone: true }, async ({ page, frame }) => {
      const labels = frame.locator(".message button");
      await labels.filter({ hasText: "Try again" }).waitFor();
      const tell = (kind: string, remedies: readonly object[]): Promise<void> =>
        frame.evaluate(
          (status) => {
            window.postMessage({ type: "status", status }, "*");
          },
          { kind, sentence: kind === "ready" ? "" : "The engine has ended too often.", remedies },
        );
      await tell("failed", [{ remedy: "restartEngine", label: "Restart engine" }]);
      await labels.filter({ hasText: "Restart engine" }).waitFor();
      await frame.locator(".head button, [role=columnheader]").first().click();
      const asked = await untilReceived(page, "rows", 2);
      assert.deepEqual(await labels.allTextContents(), ["Restart engine"]);
      await tell("ready", []);
      await untilReceived(page, "rows", asked.length + 1);
      await labels.filter({ hasText: "Try again" }).waitFor();
    }));

  it("moves through the table of trades by keyboard", () =>
    withScene(TRADES, async ({ page, frame }) => {
      const grid = frame.locator("[role=grid]");
      const active = async (): Promise<string | null> =>
        frame.evaluate(() => {
          const id = document.querySelector("[role=grid]")?.getAttribute("aria-activedescendant");
          const cell = document.getElementById(id ?? "");
          const row = cell?.closest("[aria-rowindex]")?.getAttribute("aria-rowindex") ?? "";
          return `${row}:${cell?.getAttribute("aria-colindex") ?? ""}`;
        });
      await grid.focus();
      assert.equal(await active(), "2:1");
      const path = [
        ["ArrowDown", "3:1"],
        ["ArrowRight", "3:2"],
        ["End", "3:22"],
        ["Control+End", "401:22"],
        ["ArrowDown", "401:22"],
        ["Home", "401:1"],
        ["Control+Home", "2:1"],
        ["ArrowUp", "1:1"],
      ] as const;
      for (const [key, place] of path) {
        await page.keyboard.press(key);
        await frame.waitForTimeout(40);
        assert.equal(await active(), place, key);
      }
      await page.keyboard.press("Enter");
      await frame.locator('[aria-sort="descending"]').waitFor();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      assert.deepEqual(await untilReceived(page, "openTrade", 1), [
        { type: "openTrade", number: 400 },
      ]);
      await page.keyboard.press("Shift+ArrowDown");
      await page.keyboard.press("Control+c");
      const [copied] = await untilReceived(page, "copy", 1);
      const lines = String(copied?.["text"]).split("\n");
      assert.equal(lines.length, 3);
      assert.match(lines[1] ?? "", /^400\t/);
    }));

  it("filters, counts what passes, and shows all again", () =>
    withScene(TRADES, async ({ page, frame }) => {
      await frame.getByLabel("Show").selectOption("Winners");
      await frame.locator("header .summary", { hasText: " of 399 trades, 1 open" }).waitFor();
      await frame.getByLabel("Value").fill("abc");
      await frame.getByRole("button", { name: "Add filter" }).click();
      assert.match((await frame.locator(".complaint").textContent()) ?? "", /Type a number/);
      await frame.getByLabel("Value").fill("1,000,000");
      await page.keyboard.press("Enter");
      await frame.locator(".message", { hasText: "No trade passes" }).waitFor();
      assert.deepEqual(await faultsOfAxe(frame), []);
      await frame.getByRole("button", { name: "Show all trades" }).click();
      await frame.locator("header .summary", { hasText: /^399 trades, 1 open/ }).waitFor();
      await frame.getByRole("button", { name: "Export as CSV" }).click();
      const [asked] = await untilReceived(page, "exportCsv", 1);
      assert.deepEqual(asked?.["filters"], []);
    }));

  it("keeps sort and filters over a reload", () =>
    withScene(TRADES, async ({ page, frame }) => {
      await frame.getByLabel("Show").selectOption("Long");
      await frame.getByRole("columnheader", { name: "Profit", exact: true }).click();
      await frame.locator('[aria-sort="ascending"]', { hasText: "Profit" }).waitFor();
      await frame.evaluate(() => {
        location.reload();
      });
      await frame.locator('[aria-sort="ascending"]', { hasText: "Profit" }).waitFor();
      const rows = await untilReceived(page, "rows", 3);
      assert.deepEqual(rows.at(-1)?.["sort"], { key: "profit", isDescending: false });
      assert.equal(await frame.getByLabel("Show").inputValue(), "Long");
    }));

  it("scrolls a million rows with as many elements as are seen", () =>
    withScene({ ...TRADES, bars: 1_000, trades: 1_000_000 }, async ({ page, frame }) => {
      await frame.locator("[role=grid]").focus();
      await page.keyboard.press("Control+End");
      await frame.locator('.row[aria-rowindex="1000001"]', { hasText: "1,000,000" }).waitFor();
      const rows = await frame.locator(".rows .row").count();
      assert.ok(rows < 60, `${rows} rows`);
      await page.mouse.move(500, 500);
      await page.mouse.wheel(0, -240);
      await frame.locator('.row[aria-rowindex="999990"]', { hasText: "999,989" }).waitFor();
    }));

  async function withSceneRaw(scene: Scene, act: (drawn: Drawn) => Promise<void>): Promise<void> {
    if (browser === null) throw new Error("no browser was started");
    const drawn = await browser.open(scene);
    try {
      await act(drawn);
      assert.deepEqual(drawn.faults, []);
    } finally {
      await drawn.page.context().close();
    }
  }
});
