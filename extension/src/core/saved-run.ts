// How a saved run is called where people choose among them.
import path from "node:path";
import type { SavedRunInfo } from "@backtestr/hub";
import { clockText } from "./bars.ts";

/** Its own name, else when it was saved, to the second: runs follow each other quickly. */
export function savedRunName({ label, savedAtUs }: SavedRunInfo, timeZone: string): string {
  return label.name === "" ? `${clockText(savedAtUs, timeZone, "medium")} ${timeZone}` : label.name;
}

/** Where figures have to fit beside it. */
export function shortRunName({ label, savedAtUs }: SavedRunInfo, timeZone: string): string {
  return label.name === "" ? clockText(savedAtUs, timeZone, "short") : label.name;
}

/** The strategy's file without its folder; a strategy that has no file is its title. */
export function strategyName({ label }: SavedRunInfo): string {
  return path.basename(label.strategy);
}
