// Which runs are compared: those selected in the Runs view, else two that are chosen from a list.
import { window, type QuickPickItem } from "vscode";
import { figureOf, savedRuns, tradesText, type SavedRunInfo } from "@backtestr/hub";
import type { App } from "../app.ts";
import {
  pairOfSaved,
  pairWithShown,
  sideOfResult,
  sideOfSaved,
  type Pair,
  type Side,
} from "../core/comparison.ts";
import { wholeMoney } from "../core/numbers.ts";
import { savedRunName, strategyName } from "../core/saved-run.ts";
import { runsOf } from "./run-nodes.ts";
import { valueOrSaid } from "./say.ts";
import { settings } from "./settings.ts";
import { isTrustedOrSaid } from "./trust.ts";

const CANNOT = "The runs cannot be compared.";

export async function compareRuns(app: App, clicked: unknown, selected: unknown): Promise<void> {
  if (!isTrustedOrSaid()) return;
  const runs = chosenInView(app, clicked, selected);
  const [one, other] = runs;
  if (runs.length > 2) {
    void window.showInformationMessage("Two runs are compared at a time: select two.");
  } else if (one !== undefined && other !== undefined) {
    await app.comparisons.show(pairOfSaved(one, other));
  } else if (one !== undefined) {
    await compareWithShown(app, one);
  } else {
    const pair = await chosenPair(app);
    if (pair !== null) await app.comparisons.show(pair);
  }
}

/** The button of the view and the palette hand nothing over: two that are selected there are meant. */
function chosenInView(app: App, clicked: unknown, selected: unknown): readonly SavedRunInfo[] {
  const handed = runsOf(clicked, selected);
  const inView = runsOf(undefined, app.views.selectedRuns);
  return handed.length === 0 && inView.length === 2 ? inView : handed;
}

export async function compareWithShown(app: App, info: SavedRunInfo): Promise<void> {
  const all = valueOrSaid(await savedRuns(app.house.requests, null), CANNOT);
  if (all === null) return;
  const pair = pairWithShown(info, app.results.of(info.label.strategy), all);
  if (pair === null) {
    const name = strategyName(info);
    const sentence = `There is no other result of ${name} to compare with: change it and run it.`;
    void window.showInformationMessage(sentence);
    return;
  }
  await app.comparisons.show(pair);
}

interface Choice extends QuickPickItem {
  readonly side: Side;
}

async function chosenPair(app: App): Promise<Pair | null> {
  const all = valueOrSaid(await savedRuns(app.house.requests, null), CANNOT);
  if (all === null) return null;
  const choices = [...shownChoice(app), ...all.map(savedChoice)];
  if (choices.length < 2) {
    void window.showInformationMessage(
      "There are no two runs yet: Run and Keep save what they show.",
    );
    return null;
  }
  const first = await chosen(choices, "Compare: the first run");
  if (first === undefined) return null;
  const others = choices.filter((choice) => choice !== first);
  const second = await chosen(others, `Compare ${first.label} with`);
  return second === undefined ? null : [first.side, second.side];
}

function chosen(choices: readonly Choice[], title: string): Thenable<Choice | undefined> {
  return window.showQuickPick(choices, { title, matchOnDescription: true });
}

/** The result that is shown, when no saved run is the same. */
function shownChoice(app: App): readonly Choice[] {
  const { file } = app.panels;
  const { shown } = app.results.of(file ?? "");
  if (shown?.saved !== null) return [];
  const description = `${shown.compiled.title} · ${tradesText(shown.summary)}`;
  return [{ label: "The result shown now", description, side: sideOfResult(shown) }];
}

function savedChoice(info: SavedRunInfo): Choice {
  const net = figureOf(info, "net_profit");
  const figures = net === null ? "" : ` · net ${wholeMoney(net)}`;
  return {
    label: savedRunName(info, settings().timeZone),
    description: `${strategyName(info)}${figures} · ${tradesText(info)}`,
    side: sideOfSaved(info),
  };
}
