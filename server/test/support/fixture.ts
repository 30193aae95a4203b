// Texts for tests: a header around a piece of bar logic, and files beside the tests.
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

export const HEADER = `strategy "Test"
    edition = 1

data
    source = file("bars.csv")
    chart  = 15m

account
    capital = 100_000 USD

`;

export function withHeader(body: string): string {
  return HEADER + body;
}

/** A text file below server/test, found from the repository's root, where tests run. */
export function fixture(name: string): string {
  return readFileSync(path.join("server/test", name), "utf8");
}

export function fixturesIn(folder: string): readonly string[] {
  const names = readdirSync(path.join("server/test", folder)).sort();
  return names.map((name) => path.join(folder, name));
}
