// `npm run check`: formats, lints, types, tidy, generated files. The one door for all gates.
import { runChecks } from "./lib/checks.mjs";
import { main, say } from "./lib/say.mjs";
import { setup } from "./lib/setup.mjs";

await main(async () => {
  await setup();
  const failed = await runChecks();
  say(failed.length === 0 ? "every check passed" : `failed: ${failed.join(", ")}`);
  return failed.length === 0 ? 0 : 1;
});
