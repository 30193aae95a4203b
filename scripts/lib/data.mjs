// Finds the real market data that some suites compare against. It is not part of the repository.
import { existsSync } from "node:fs";
import { inRoot } from "./paths.mjs";

/** The folder with real market data, or null. Suites get it as BACKTESTR_TEST_DATA. */
export function realData() {
  const named = process.env["BACKTESTR_TEST_DATA"];
  const folder = named ?? inRoot("..", "shared", "data");
  return existsSync(folder) ? folder : null;
}

export const WITHOUT_DATA =
  "Real market data is absent: set BACKTESTR_TEST_DATA to its folder, or put it into ../shared/data.";
