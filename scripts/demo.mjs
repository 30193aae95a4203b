// `npm run demo`: from a fresh checkout to imported ticks, a backtest on them and a report in a file.
import { bundlePrograms } from "./lib/bundle.mjs";
import { buildEngine } from "./lib/engine.mjs";
import { inRoot } from "./lib/paths.mjs";
import { attach } from "./lib/run.mjs";
import { main, say, step } from "./lib/say.mjs";
import { setup } from "./lib/setup.mjs";

const TICKS = "samples/data/synthetic-eurusd-ticks.csv";
const DATASET = "synthetic-eurusd";
const SAMPLE = "samples/strategies/quotes-with-the-hour.strat";
const REPORT = "report.html";
/** The demo keeps what it owns inside the checkout. */
const HOME = ".backtestr";

const NEXT = `
The report is in ${REPORT}: open it in a browser.
Next: change a number in ${SAMPLE} and run it yourself:
  npx backtestr run ${SAMPLE} --data-home ${HOME} --report ${REPORT}
  npx backtestr runs list --data-home ${HOME}
  npx backtestr --help`;

/** @param {string[]} words */
async function backtestr(...words) {
  const program = inRoot("cli/bin/backtestr.mjs");
  return attach(process.execPath, [program, ...words, `--data-home=${inRoot(HOME)}`]);
}

await main(async () => {
  await setup();
  await buildEngine();
  await bundlePrograms();
  step(`importing ${TICKS} (what is there already is not read again)`);
  const imported = await backtestr("import", TICKS, "--symbol=EURUSD", `--dataset=${DATASET}`);
  if (imported !== 0) return imported;
  step(`running ${SAMPLE}`);
  const code = await backtestr("run", SAMPLE, `--report=${REPORT}`);
  if (code === 0) say(NEXT);
  return code;
});
