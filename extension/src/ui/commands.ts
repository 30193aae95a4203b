// The commands of the palette, each in a few words; what takes more has a file of its own.
import { Uri, ViewColumn, commands, window, workspace, type Disposable } from "vscode";
import type { DatasetInfo, SavedRunInfo } from "@backtestr/hub";
import type { App } from "../app.ts";
import { stepBar, stepOrder } from "./bar-commands.ts";
import { compareRuns, compareWithShown } from "./compare-commands.ts";
import { copyDiagnostics, showEngine } from "./engine-commands.ts";
import { importCommand } from "./import-command.ts";
import { keepShown } from "./keep-command.ts";
import { newStrategy, openSamples } from "./new-strategy.ts";
import { runWithParameters } from "./parameters-command.ts";
import { PlanDocuments } from "./plan-documents.ts";
import { strategyFor } from "./run-command.ts";
import { runOf, runsOf } from "./run-nodes.ts";
import { copyCommandLine, diffWithNow } from "./saved-texts.ts";
import { sentenceOf } from "../core/sentence.ts";
import { pinRun, removeStored, renameRun, runItem, type StoredItems } from "./stored-items.ts";
import { verifyDataset } from "./verify-command.ts";

/** In a view, `selected` is what is selected beside the item that was clicked. */
type Handler = (app: App, argument: unknown, selected: unknown) => unknown;

const COMMANDS: Readonly<Record<string, Handler>> = {
  "backtestr.run": (app, uri) => app.runs.run(asUri(uri)),
  "backtestr.runWithParameters": (app, uri) => runWithParameters(app, asUri(uri)),
  "backtestr.keep": (app, uri) => keepShown(app, asUri(uri)),
  "backtestr.stop": (app) => {
    app.runs.stop();
  },
  "backtestr.resumeLive": async (app, uri) => {
    const document = await strategyFor(asUri(uri), app.panels.file);
    if (document === null) return;
    app.runner.live.resume(document.uri.fsPath);
    app.runLive();
  },
  "backtestr.import": importData,
  "backtestr.openChart": (app) => {
    app.panels.chart.panel.open();
    app.panels.refresh();
  },
  "backtestr.openTrades": (app) => {
    app.panels.trades.panel.open();
    app.panels.refresh();
  },
  "backtestr.openReport": (app) => {
    app.panels.report.panel.open();
    app.panels.refresh();
  },
  "backtestr.pinPanels": (app) => {
    app.panels.pin(!app.panels.isPinned);
    const says = app.panels.isPinned
      ? "The panels stay with this strategy."
      : "The panels follow the active strategy.";
    window.setStatusBarMessage(says, 4_000);
  },
  "backtestr.nextBar": (app) => stepBar(app, 1),
  "backtestr.previousBar": (app) => stepBar(app, -1),
  "backtestr.nextOrder": (app) => stepOrder(app, 1),
  "backtestr.previousOrder": (app) => stepOrder(app, -1),
  "backtestr.readValues": async (app) => {
    const sentences = await app.spokenValues();
    await window.showQuickPick([...sentences], {
      title: "Values at the selected bar",
    });
  },
  "backtestr.newStrategy": (app) =>
    newStrategy({
      root: app.root,
      client: app.house.requests,
      importData: () => importData(app),
    }),
  "backtestr.openSamples": (app) => openSamples(app.root),
  "backtestr.showPlan": async (app, uri) => {
    const document = await strategyFor(asUri(uri), app.panels.file);
    if (document === null) return;
    const address = PlanDocuments.uriFor(document.uri);
    app.plans.refresh(address);
    const plan = await workspace.openTextDocument(address);
    await window.showTextDocument(plan, { viewColumn: ViewColumn.Beside, preview: true });
  },
  "backtestr.restartEngine": async (app) => {
    const failed = await app.house.restart();
    if (failed !== null) {
      void window.showErrorMessage(`The engine did not start. ${sentenceOf(failed)}`);
      return;
    }
    app.views.refresh();
    app.runner.live.forgetResults();
    app.runLive();
  },
  "backtestr.restartServer": (app) => app.language.restart(),
  "backtestr.openLogs": (app) => {
    app.logs.engine.show();
  },
  "backtestr.openSettings": () =>
    commands.executeCommand("workbench.action.openSettings", "@ext:backtestr.backtestr"),
  "backtestr.showEngine": (app) => showEngine(app),
  "backtestr.copyDiagnostics": (app) => copyDiagnostics(app),
  "backtestr.refreshViews": (app) => {
    app.refreshStored();
  },
  "backtestr.removeDataset": (app, dataset) => {
    if (!isDataset(dataset)) return;
    const { name } = dataset;
    const refresh = (): void => {
      app.dataChanged();
    };
    return removeStored({ ...storedItems(app), refresh }, [
      { item: { what: "dataset", name }, name },
    ]);
  },
  "backtestr.inspectDataset": (app, dataset) =>
    isDataset(dataset) ? app.datasets.show(dataset.name) : undefined,
  "backtestr.verifyDataset": (app, dataset) =>
    isDataset(dataset) ? verifyDataset(app.house.requests, dataset.name) : undefined,
  "backtestr.removeRun": (app, node, selected) =>
    removeStored(storedItems(app), runsOf(node, selected).map(runItem)),
  "backtestr.pinRun": (app, node) => withRun(node, (info) => pinRun(storedItems(app), info)),
  "backtestr.renameRun": (app, node) => withRun(node, (info) => renameRun(storedItems(app), info)),
  "backtestr.compareRuns": (app, node, selected) => compareRuns(app, node, selected),
  "backtestr.compareWithShown": (app, node) => withRun(node, (info) => compareWithShown(app, info)),
  "backtestr.diffRunText": (_, node) => withRun(node, diffWithNow),
  "backtestr.copyCommandLine": (app, node) =>
    withRun(node, (info) => copyCommandLine(app.language, info)),
};

export function registerCommands(app: App): Disposable[] {
  return Object.entries(COMMANDS).map(([name, handler]) =>
    commands.registerCommand(name, (argument: unknown, selected: unknown) =>
      handler(app, argument, selected),
    ),
  );
}

async function importData(app: App): Promise<boolean> {
  const hasImported = await importCommand(app.house.requests);
  if (hasImported) app.dataChanged();
  return hasImported;
}

function asUri(argument: unknown): Uri | undefined {
  return argument instanceof Uri ? argument : undefined;
}

function isDataset(argument: unknown): argument is DatasetInfo {
  return typeof argument === "object" && argument !== null && "versions" in argument;
}

function withRun<Done>(node: unknown, then: (info: SavedRunInfo) => Done): Done | undefined {
  const info = runOf(node);
  return info === null ? undefined : then(info);
}

function storedItems(app: App): StoredItems {
  return {
    client: app.house.requests,
    refresh: () => {
      app.refreshStored();
    },
  };
}
