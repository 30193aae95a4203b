// `npm test [-- SUITE…]`: sets up, checks, builds and runs every test of both languages.
// The last line is always `N passed, N failed`, with `, N skipped` when something was skipped.
import { WITHOUT_BROWSER, browser } from "./lib/browser.mjs";
import { bundlePrograms } from "./lib/bundle.mjs";
import { runChecks } from "./lib/checks.mjs";
import { lastLine, nothing, sum } from "./lib/count.mjs";
import { WITHOUT_DATA, realData } from "./lib/data.mjs";
import { buildEngine } from "./lib/engine.mjs";
import { Stop, main, say, step } from "./lib/say.mjs";
import { setup } from "./lib/setup.mjs";
import { SUITES } from "./lib/suites.mjs";

/** @typedef {import("./lib/count.mjs").Count} Count */

const ONE_FAILURE = { ...nothing(), failed: 1 };

/** A part that fails outside any test counts as one failure and stops nothing else.
 * @param {string} name
 * @param {() => Promise<Count>} part
 * @returns {Promise<Count>}
 */
async function counted(name, part) {
  try {
    const count = await part();
    const isEmpty = count.passed + count.failed + count.skipped === 0;
    step(`${name}: ${isEmpty ? "done, nothing to count" : lastLine(count)}`);
    return count;
  } catch (error) {
    step(`${name}: FAILED`);
    say(error instanceof Stop ? error.message : String(error));
    return ONE_FAILURE;
  }
}

/** A failed gate is one failure; a passed one is no test and adds nothing. */
async function checks() {
  const failed = await runChecks();
  return { ...nothing(), failed: failed.length };
}

async function build() {
  await buildEngine();
  await bundlePrograms();
  return nothing();
}

async function dataOrFailure() {
  if (realData() !== null) return nothing();
  if (process.env["CI"] === "true") throw new Stop(WITHOUT_DATA);
  say(`  ${WITHOUT_DATA} Until then those tests are skipped by name.`);
  return nothing();
}

/** What is seen is tested in a browser; under CI its absence fails, elsewhere those tests are skipped. */
async function browserOrFailure() {
  if ((await browser()) !== null) return nothing();
  if (process.env["CI"] === "true") throw new Stop(WITHOUT_BROWSER);
  say(`  ${WITHOUT_BROWSER} Until then those tests are skipped by name.`);
  return nothing();
}

/** @param {string[]} names */
function suitesNamed(names) {
  const unknown = names.filter((name) => !SUITES.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    const known = SUITES.map((suite) => suite.name).join(", ");
    throw new Stop(`No suite is called ${unknown.join(", ")}. There are: ${known}.`);
  }
  return names.length === 0 ? SUITES : SUITES.filter((suite) => names.includes(suite.name));
}

/** @param {typeof SUITES} suites @param {boolean} isWhole @returns {Promise<Count[]>} */
async function everything(suites, isWhole) {
  const ready = await counted("set-up", async () => setup().then(nothing));
  // Without packages or a compiler nothing else can say anything useful.
  if (ready.failed > 0) return [ready];
  const counts = [];
  if (isWhole) counts.push(await counted("checks", checks));
  counts.push(await counted("real data", dataOrFailure));
  if (suites.some((suite) => suite.needsBrowser)) {
    counts.push(await counted("browser", browserOrFailure));
  }
  if (suites.some((suite) => suite.needsBuild)) counts.push(await counted("build", build));
  for (const suite of suites) {
    step(`${suite.name}: running`);
    counts.push(await counted(suite.name, suite.start));
  }
  return counts;
}

await main(async () => {
  const names = process.argv.slice(2);
  const total = sum(await everything(suitesNamed(names), names.length === 0));
  process.stdout.write(`${lastLine(total)}\n`);
  return total.failed === 0 ? 0 : 1;
});
