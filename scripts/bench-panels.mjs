// `npm run bench:panels`: a million bars behind the chart panel, in a browser; prints times and says nothing about them.
import { runBench } from "./lib/bench.mjs";
import { bundlePrograms } from "./lib/bundle.mjs";
import { main, step } from "./lib/say.mjs";
import { setup } from "./lib/setup.mjs";

await main(async () => {
  await setup();
  await bundlePrograms();
  step("measuring for about a minute");
  return runBench("webviews/bench/panels.ts");
});
