// Where things are in the checkout. Every script takes its paths from here.
import { fileURLToPath } from "node:url";
import path from "node:path";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** @param {string[]} parts */
export function inRoot(...parts) {
  return path.join(ROOT, ...parts);
}

export const DIST = inRoot("dist");
export const OUT = inRoot("out");
export const ENGINE_MANIFEST = inRoot("engine", "Cargo.toml");
