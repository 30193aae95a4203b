// The settings of the editor, typed. What they mean stands in package.json.
import { workspace } from "vscode";

const SECTION = "backtestr";

export interface Settings {
  readonly enginePath: string | null;
  readonly dataHome: string | null;
  readonly startTimeoutMs: number;
  readonly isLive: boolean;
  readonly budgetMs: number;
  readonly hasLens: boolean;
  readonly hasLineValues: boolean;
  readonly timeZone: string;
}

export function settings(): Settings {
  const from = workspace.getConfiguration(SECTION);
  return {
    enginePath: textOrNull(from.get("engine.path")),
    dataHome: textOrNull(from.get("dataHome")),
    startTimeoutMs: from.get("engine.startTimeoutMs", 5_000),
    isLive: from.get("live.enabled", true),
    budgetMs: from.get("live.budgetMs", 100),
    hasLens: from.get("lens.enabled", true),
    hasLineValues: from.get("lineValues.enabled", true),
    timeZone: from.get("timeZone", "UTC"),
  };
}

interface Change {
  affectsConfiguration(section: string): boolean;
}

/** Whether it is about the time that live runs may take. */
export function isAboutBudget(event: Change): boolean {
  return event.affectsConfiguration(`${SECTION}.live.budgetMs`);
}

/** Whether a change of configuration is about one of ours. */
export function concerns(event: Change): boolean {
  return event.affectsConfiguration(SECTION);
}

function textOrNull(value: string | undefined): string | null {
  return value === undefined || value.trim() === "" ? null : value.trim();
}
