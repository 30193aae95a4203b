// The suites of `npm test`: what each is called, and how it runs and is counted.
import { mkdir, readFile, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { browserPath } from "./browser.mjs";
import { bundleTests } from "./bundle.mjs";
import { cargo } from "./cargo.mjs";
import { countOfCargo, countOfMocha, nothing, sum } from "./count.mjs";
import { realData } from "./data.mjs";
import { editorEnvironment, newestEditor, oldestEditor } from "./editor.mjs";
import { OUT, inRoot } from "./paths.mjs";
import { run } from "./run.mjs";
import { say } from "./say.mjs";
import { packExtension } from "./vsix.mjs";

/** @typedef {import("./count.mjs").Count} Count */

/**
 * @typedef {object} Suite
 * @property {string} name also the word that selects it: `npm test -- server`
 * @property {boolean} needsBuild whether it starts what `npm run build` makes
 * @property {boolean} [needsBrowser] whether it looks at pages
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

/** @param {string} name @param {string[]} bundles @param {Record<string, string>} [more] @returns {Promise<Count>} */
async function runMocha(name, bundles, more = {}) {
  if (bundles.length === 0) return nothing();
  await mkdir(OUT, { recursive: true });
  const report = path.join(OUT, `${name.replaceAll("/", "-")}.json`);
  await rm(report, { force: true });
  const outcome = await run(process.execPath, ["scripts/lib/mocha.mjs", report, ...bundles], {
    env: { ...testEnvironment(), ...more },
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

/** A story goes through an editor, a browser and their timings: one that fails is told again, in a fresh
 * editor, after what happened the first time was printed. @param {string} name @param {string} file
 * @param {Record<string, string>} env @returns {Promise<Count>} */
async function runStory(name, file, env) {
  const story = path.basename(file, ".test.mjs");
  const first = await runMocha(`${name}-${story}`, [file], env);
  if (first.failed === 0) return first;
  say(`  ${name}: ${story} failed as printed above and is tried once more`);
  return runMocha(`${name}-${story}`, [file], env);
}

/** Stories in a real editor, with the packed extension: all, or those whose file has one of the words.
 * @param {string} name @param {() => Promise<import("./editor.mjs").Editor>} install
 * @param {string[]} [words] @returns {Suite} */
export function editorSuite(name, install, words = []) {
  return {
    name,
    needsBuild: true,
    needsBrowser: true,
    start: async () => {
      if (browserPath() === null) {
        say("  skipped: all stories in the editor, without a browser");
        return { ...nothing(), skipped: 1 };
      }
      const vsix = await packExtension();
      const env = editorEnvironment(await install(), vsix);
      const counts = [];
      for (const file of await bundleTests("extension/test/e2e")) {
        const isChosen =
          words.length === 0 || words.some((word) => path.basename(file).includes(word));
        if (isChosen) counts.push(await runStory(name, file, env));
      }
      return sum(counts);
    },
  };
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
  { ...bundledSuite("webviews", "webviews/test", true), needsBrowser: true },
  bundledSuite("hub", "hub/test", true),
  bundledSuite("cli", "cli/test", true),
  bundledSuite("extension", "extension/test/core", false),
  editorSuite("editor", newestEditor),
  editorSuite("editor-oldest", oldestEditor),
];
