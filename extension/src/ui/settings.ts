// The settings of the editor, typed. What they mean stands in package.json.
import { workspace, type Uri } from "vscode";
import { zoneChoice, type ZoneChoice } from "../core/time-zone.ts";

const SECTION = "backtestr";

export interface Settings {
  readonly enginePath: string | null;
  readonly dataHome: string | null;
  readonly startTimeoutMs: number;
  readonly isLive: boolean;
  readonly budgetMs: number;
  readonly hasLens: boolean;
  readonly hasLineValues: boolean;
  /** One that is known. */
  readonly timeZone: string;
}

/** Of the window, or as they hold for a file: its folder may have settings of its own. */
export function settings(file?: Uri): Settings {
  const from = workspace.getConfiguration(SECTION, file);
  return {
    enginePath: textOrNull(from.get("engine.path")),
    dataHome: textOrNull(from.get("dataHome")),
    startTimeoutMs: from.get("engine.startTimeoutMs", 5_000),
    isLive: from.get("live.enabled", true),
    budgetMs: from.get("live.budgetMs", 100),
    hasLens: from.get("lens.enabled", true),
    hasLineValues: from.get("lineValues.enabled", true),
    timeZone: timeZoneChoice().zone,
  };
}

export function timeZoneChoice(): ZoneChoice {
  return zoneChoice(workspace.getConfiguration(SECTION).get("timeZone"));
}

interface Change {
  affectsConfiguration(section: string): boolean;
}

/** Whether it is about the time that live runs may take. */
export function concernsBudget(event: Change): boolean {
  return event.affectsConfiguration(`${SECTION}.live.budgetMs`);
}

/** Whether a change of configuration is about one of ours. */
export function concerns(event: Change): boolean {
  return event.affectsConfiguration(SECTION);
}

export function concernsTimeZone(event: Change): boolean {
  return event.affectsConfiguration(`${SECTION}.timeZone`);
}

function textOrNull(value: string | undefined): string | null {
  return value === undefined || value.trim() === "" ? null : value.trim();
}
