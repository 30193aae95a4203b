// `npm run demo`: from a fresh checkout to a backtest on the terminal and a report in a file.
import { bundlePrograms } from "./lib/bundle.mjs";
import { buildEngine } from "./lib/engine.mjs";
import { inRoot } from "./lib/paths.mjs";
import { attach } from "./lib/run.mjs";
import { main, say, step } from "./lib/say.mjs";
import { setup } from "./lib/setup.mjs";

const SAMPLE = "samples/strategies/trend-pullback.strat";
const REPORT = "report.html";

const NEXT = `
The report is in ${REPORT}: open it in a browser.
Next: change a number in ${SAMPLE} and run it yourself:
  npx backtestr run ${SAMPLE} --report ${REPORT}
  npx backtestr --help`;

await main(async () => {
  await setup();
  await buildEngine();
  await bundlePrograms();
  step(`running ${SAMPLE}`);
  const code = await attach(process.execPath, [
    inRoot("cli/bin/backtestr.mjs"),
    "run",
    SAMPLE,
    `--report=${REPORT}`,
    `--data-home=${inRoot(".backtestr")}`,
  ]);
  if (code === 0) say(NEXT);
  return code;
});
