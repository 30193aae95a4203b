// The gates of `npm run check`: each has a name, a command, and what to do when it fails.
import { cargo, xtask } from "./cargo.mjs";
import { runTool } from "./run.mjs";
import { say, seconds, step } from "./say.mjs";

/**
 * @typedef {object} Gate
 * @property {string} name
 * @property {() => Promise<import("./run.mjs").Outcome>} start
 * @property {string} remedy
 */

const FIX = "`npm run fix` repairs it.";

/** Two lanes run side by side: Rust tools wait for cargo's lock anyway, so they share one.
 * @type {Gate[][]} */
export const LANES = [
  [
    {
      name: "format (prettier)",
      // A file's form depends on nothing but itself, so prettier may remember. Typed lint may not.
      start: () =>
        runTool("prettier/bin/prettier.cjs", ["--check", "--cache", "--log-level=warn", "."]),
      remedy: FIX,
    },
    {
      name: "types (tsc)",
      start: () => runTool("typescript/bin/tsc", ["--build", "--pretty"]),
      remedy: "A TS6307 means: this layer may not import that one (see ARCHITECTURE.md).",
    },
    {
      name: "lint (eslint)",
      start: () => runTool("eslint/bin/eslint.js", ["--max-warnings=0", "."]),
      remedy: "`npm run fix` repairs some of it.",
    },
  ],
  [
    { name: "format (rustfmt)", start: () => cargo("fmt", ["--all", "--check"]), remedy: FIX },
    { name: "tidy", start: () => xtask(["tidy"]), remedy: "Each line says what to do." },
    {
      name: "generated files",
      start: () => xtask(["codegen", "--check"]),
      remedy: "`npm run codegen` writes them again; commit the result.",
    },
    {
      name: "sample data",
      start: () => xtask(["sample-data", "--check"]),
      remedy: "`npm run fix` makes it again from its seed; commit the result.",
    },
    {
      name: "lint (clippy)",
      start: () => cargo("clippy", ["--quiet", "--workspace", "--all-targets", "--", "-Dwarnings"]),
      remedy: "The reasons for banned calls stand in engine/clippy.toml.",
    },
  ],
];

/** @param {Gate} gate @returns {Promise<boolean>} whether it passed */
async function passes(gate) {
  const began = Date.now();
  const outcome = await gate.start();
  const took = seconds(Date.now() - began);
  if (outcome.code === 0) {
    step(`check: ${gate.name} ok, ${took}`);
    return true;
  }
  step(`check: ${gate.name} FAILED, ${took}`);
  say(`${outcome.stdout}${outcome.stderr}\n${gate.name}: ${gate.remedy}\n`);
  return false;
}

/** @param {Gate[]} lane @returns {Promise<string[]>} */
async function failuresOf(lane) {
  const failed = [];
  for (const gate of lane) {
    if (!(await passes(gate))) failed.push(gate.name);
  }
  return failed;
}

/** Runs every gate, also after a failure. @returns {Promise<string[]>} names of the failed ones */
export async function runChecks() {
  const failed = await Promise.all(LANES.map(failuresOf));
  return failed.flat();
}
