// The suites of `npm test`: what each is called, and how it runs and is counted.
import { mkdir, readFile, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { bundleTests } from "./bundle.mjs";
import { cargo } from "./cargo.mjs";
import { countOfCargo, countOfMocha, nothing } from "./count.mjs";
import { realData } from "./data.mjs";
import { OUT, inRoot } from "./paths.mjs";
import { run } from "./run.mjs";
import { say } from "./say.mjs";

/** @typedef {import("./count.mjs").Count} Count */

/**
 * @typedef {object} Suite
 * @property {string} name also the word that selects it: `npm test -- server`
 * @property {boolean} needsBuild whether it starts what `npm run build` makes
 * @property {() => Promise<Count>} start
 */

/** @returns {Record<string, string | undefined>} */
function testEnvironment() {
  return {
    BACKTESTR_TEST_DATA: realData() ?? undefined,
    NODE_OPTIONS: [process.env["NODE_OPTIONS"], "--enable-source-maps"].filter(Boolean).join(" "),
  };
}

/** Tests in Rust that need real data are marked `#[ignore = "real data: …"]`. */
async function runCargo() {
  const flags = realData() === null ? [] : ["--", "--include-ignored"];
  const outcome = await cargo("test", ["--workspace", "--no-fail-fast", ...flags], {
    env: testEnvironment(),
    progress: true,
  });
  const count = countOfCargo(outcome.stdout, outcome.code);
  const skipped = outcome.stdout.split("\n").filter((line) => /\.\.\. ignored/.test(line));
  for (const line of skipped) say(`  skipped: ${line.trim()}`);
  if (count.failed > 0) say(`${outcome.stdout}\n${outcome.stderr}`);
  return count;
}

/** @param {string} file */
async function textOrNull(file) {
  try {
    return await readFile(file, "utf8");
  } catch {
    // Mocha died before it could write its report.
    return null;
  }
}

/** @param {string} name @param {string[]} bundles @returns {Promise<Count>} */
async function runMocha(name, bundles) {
  if (bundles.length === 0) return nothing();
  await mkdir(OUT, { recursive: true });
  const report = path.join(OUT, `${name.replaceAll("/", "-")}.json`);
  await rm(report, { force: true });
  const outcome = await run(process.execPath, ["scripts/lib/mocha.mjs", report, ...bundles], {
    env: testEnvironment(),
  });
  const text = await textOrNull(report);
  const count = countOfMocha(text, outcome.code);
  for (const title of text === null ? [] : JSON.parse(text).names) say(`  skipped: ${title}`);
  const isShown = count.failed > 0 || process.env["BACKTESTR_TEST_SPEC"] === "1";
  if (isShown) say(`${outcome.stdout}${outcome.stderr}`);
  return count;
}

/** @param {string} name @param {string} folder @param {boolean} needsBuild @returns {Suite} */
function bundledSuite(name, folder, needsBuild) {
  return { name, needsBuild, start: async () => runMocha(name, await bundleTests(folder)) };
}

/** The scripts' own tests are plain JavaScript already. @type {Suite} */
const scriptsSuite = {
  name: "scripts",
  needsBuild: false,
  start: async () => {
    const names = await readdir(inRoot("scripts/test"));
    const files = names.filter((name) => name.endsWith(".test.mjs")).sort();
    return runMocha(
      "scripts",
      files.map((name) => `scripts/test/${name}`),
    );
  },
};

/** @type {Suite[]} */
export const SUITES = [
  scriptsSuite,
  { name: "rust", needsBuild: false, start: runCargo },
  bundledSuite("server", "server/test", false),
  bundledSuite("client", "engine/client/test", false),
  bundledSuite("webviews", "webviews/test", true),
  bundledSuite("hub", "hub/test", true),
  bundledSuite("cli", "cli/test", true),
];
