// Says once that the zone of the settings is unknown; again only of another name.
import { commands, window } from "vscode";
import { unknownZoneText } from "../core/time-zone.ts";
import { timeZoneChoice } from "./settings.ts";

const OPEN = "Open Settings";

export class ZoneWarning {
  #said: string | null = null;

  look(): void {
    const { unknown } = timeZoneChoice();
    if (unknown !== null && unknown !== this.#said) void warn(unknown);
    this.#said = unknown;
  }
}

async function warn(name: string): Promise<void> {
  const chosen = await window.showWarningMessage(unknownZoneText(name), OPEN);
  if (chosen === undefined) return;
  await commands.executeCommand("workbench.action.openSettings", "backtestr.timeZone");
}
