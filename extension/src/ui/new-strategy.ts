// A first text to run: a new strategy on data that is there, or copies of the samples in a folder.
import { Uri, commands, window, workspace, type QuickPickItem } from "vscode";
import { datasetsOf, type Requests } from "@backtestr/hub";
import { strategyTemplate, titleOf, type TemplateData } from "../core/strategy-template.ts";

/** Synthetic bars that a new strategy can begin with. */
const SAMPLE_BARS = "synthetic-equity-1d.csv";

interface DataItem extends QuickPickItem {
  readonly pick: TemplateData | "sample" | "import";
}

export interface NewStrategyServices {
  readonly root: Uri;
  readonly client: Requests;
  /** Whether something was imported. */
  readonly importData: () => Promise<boolean>;
}

/** Asks where the strategy is kept and what it runs on, writes it, and opens it: it runs by itself. */
export async function newStrategy(services: NewStrategyServices): Promise<void> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const target = await window.showSaveDialog({
    title: "New strategy",
    filters: { Strategies: ["strat"] },
    ...(folder === undefined ? {} : { defaultUri: Uri.joinPath(folder, "strategy.strat") }),
  });
  if (target === undefined) return;
  const data = await dataFor(services, target);
  if (data === null) return;
  const name = target.path.split("/").at(-1) ?? "";
  const text = strategyTemplate(titleOf(name), data);
  const isWritten = await attempt(`${target.fsPath} was not written.`, () =>
    workspace.fs.writeFile(target, Buffer.from(text, "utf8")),
  );
  if (isWritten) await window.showTextDocument(target);
}

/** null when the user leaves, or what failed was said. */
async function dataFor(services: NewStrategyServices, target: Uri): Promise<TemplateData | null> {
  const chosen = await window.showQuickPick(await dataItems(services.client), {
    title: "New strategy: its data",
    matchOnDescription: true,
  });
  if (chosen === undefined) return null;
  if (chosen.pick === "sample") return sampleBars(services.root, target);
  if (chosen.pick !== "import") return chosen.pick;
  return (await services.importData()) ? dataFor(services, target) : null;
}

/** What the store has, the latest first, then what is there for everybody. */
async function dataItems(client: Requests): Promise<DataItem[]> {
  const answer = await datasetsOf(client);
  const stored = answer.ok ? [...answer.value].reverse() : [];
  return [
    ...stored.map((dataset) => ({
      label: dataset.name,
      description: dataset.series === "quotes" ? "ticks" : `${dataset.timeframe ?? ""} bars`,
      pick: { kind: "dataset" as const, dataset },
    })),
    {
      label: "Sample bars",
      description: "ten years of a synthetic share, by day, copied beside the strategy",
      pick: "sample",
    },
    { label: "Import data…", description: "ticks or bars of your own", pick: "import" },
  ];
}

/** Copies the sample's bars beside the strategy, unless they are there; null when that failed. */
async function sampleBars(root: Uri, target: Uri): Promise<TemplateData | null> {
  const source = Uri.joinPath(root, "samples", "data", SAMPLE_BARS);
  const copy = Uri.joinPath(target, "..", SAMPLE_BARS);
  const isReady =
    (await isThere(copy)) ||
    (await attempt("The sample's bars were not copied.", () =>
      workspace.fs.copy(source, copy, { overwrite: false }),
    ));
  return isReady ? { kind: "bars", file: SAMPLE_BARS } : null;
}

/** Copies the samples with their data into a folder that the user picks, and opens the first. */
export async function openSamples(root: Uri): Promise<void> {
  const chosen = await window.showOpenDialog({
    title: "Copy the samples to a folder",
    openLabel: "Copy here",
    canSelectFiles: false,
    canSelectFolders: true,
  });
  const folder = chosen?.[0];
  if (folder === undefined) return;
  const target = Uri.joinPath(folder, "backtestr-samples");
  // Samples are there to be changed: a second copy would undo what was tried on the first.
  if (await isThere(target)) {
    window.setStatusBarMessage(
      "The samples are in this folder already; they stay as they are.",
      6_000,
    );
  } else {
    const isCopied = await attempt("The samples were not copied.", () =>
      workspace.fs.copy(Uri.joinPath(root, "samples"), target, { overwrite: false }),
    );
    if (!isCopied) return;
  }
  await window.showTextDocument(Uri.joinPath(target, "strategies", "crossing-averages.strat"));
  await commands.executeCommand("backtestr.run");
}

async function isThere(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    // What is in its way shows when it is written.
    return false;
  }
}

/** Whether it was done; a failure of the disk is shown after what it prevented. */
async function attempt(prevented: string, act: () => Thenable<void>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    void window.showErrorMessage(`${prevented} ${why} Choose another folder.`);
    return false;
  }
}
