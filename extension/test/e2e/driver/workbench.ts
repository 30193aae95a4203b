// What a user does in the workbench: commands, typing, themes, and reading what stands on the screen.
import type { FrameLocator, Locator, Page } from "playwright-core";

const TRIES = 15;
const DIALOG_READS_MS = 800;
const COMMAND_MS = 8_000;
const COMMAND_TRIES = 4;
const PATIENCE_MS = 30_000;

/** Chooses the entry whose label is exactly `label`; the first row need not be the one typed. */
export async function quickPick(
  page: Page,
  label: string,
  prefix = "",
  timeout = PATIENCE_MS,
): Promise<void> {
  const box = page.locator(".quick-input-widget input.input").first();
  await box.waitFor({ state: "visible", timeout });
  await box.fill(prefix + label);
  const exact = new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\s*$`);
  await page
    .locator(".quick-input-list .monaco-list-row")
    .filter({ has: page.locator(".label-name", { hasText: exact }) })
    .first()
    .click({ timeout });
}

/** The palette lists only what has been contributed when it opens: early in a window it is opened again. */
export async function runCommand(page: Page, title: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    await page.keyboard.press("F1");
    try {
      await quickPick(page, title, ">", COMMAND_MS);
      return;
    } catch (error) {
      if (attempt === COMMAND_TRIES) throw error;
      await page.keyboard.press("Escape");
    }
  }
}

export async function setTheme(page: Page, label: string): Promise<void> {
  await runCommand(page, "Preferences: Color Theme");
  await quickPick(page, label);
}

/** The page of the panel whose tab has that title. */
export function panel(page: Page): FrameLocator {
  return page
    .locator("iframe.webview.ready")
    .last()
    .contentFrame()
    .frameLocator("iframe#active-frame");
}

/** The lens that holds this text. */
export function lens(page: Page, text: string | RegExp): Locator {
  return page.locator(".codelens-decoration", { hasText: text });
}

/** Puts the cursor before the first letter of the document. */
export async function toTop(page: Page): Promise<void> {
  await page.locator(".editor-instance .view-line").first().click();
  await page.keyboard.press("Control+Home");
}

/** Goes behind the first place of a text in the editor, through its own search. */
export async function goBehind(page: Page, text: string): Promise<void> {
  await toTop(page);
  await page.keyboard.press("Control+F");
  const box = page.locator(".find-widget.visible textarea.input").first();
  await box.waitFor();
  await box.fill(text);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.keyboard.press("ArrowRight");
}

export async function waitForCompletion(page: Page, label: string): Promise<void> {
  const row = page.locator(".suggest-widget.visible .monaco-list-row", { hasText: label }).first();
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    try {
      await row.waitFor({ timeout: 2_000 });
      return;
    } catch {
      // The server may still be starting: an empty list is not asked for again by itself.
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+Space");
    }
  }
  throw new Error(`No completion ${label}.`);
}

/** Texts at the ends of lines, which are drawn by style and are in no element. */
export async function lineEnds(page: Page, within = "body"): Promise<readonly string[]> {
  return page.evaluate((place) => {
    const spans = [...document.querySelectorAll(`${place} .view-lines span`)];
    const texts = spans.map((span) => getComputedStyle(span, "::after").content);
    return texts.filter((text) => text !== "none" && text !== "normal" && text !== '""');
  }, within);
}

/** Names a file or folder in the editor's own dialog, and presses its button until what follows is there. */
export async function acceptInDialog(page: Page, target: string, next: Locator): Promise<void> {
  const box = page.locator(".quick-input-widget input.input").first();
  // Its label is not the same in all versions.
  const accept = page.locator(".quick-input-widget .monaco-button").first();
  await box.waitFor();
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    await box.fill(target);
    // The dialog reads the folder of what is written, and may write its own suggestion again meanwhile.
    await page.waitForTimeout(DIALOG_READS_MS);
    if ((await box.inputValue()) !== target) continue;
    await accept.click();
    const isThere = await next.waitFor({ timeout: 2_000 }).then(
      () => true,
      () => false,
    );
    if (isThere) return;
  }
  throw new Error(`The dialog did not take ${target}.`);
}

/** Gives a file in the explorer another name. */
export async function renameInExplorer(page: Page, from: string, to: string): Promise<void> {
  await runCommand(page, "File: Reveal Active File in Explorer View");
  const row = page.locator(".explorer-folders-view .monaco-list-row", { hasText: from }).first();
  await row.click();
  await page.keyboard.press("F2");
  const box = page.locator(".explorer-item-edited input").first();
  await box.waitFor();
  await box.fill(to);
  await box.press("Enter");
}

/** Waits until a condition holds, and says what it was when it does not. */
export async function until(
  what: string,
  holds: () => Promise<boolean>,
  ms = 20_000,
): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`It did not come to this: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
