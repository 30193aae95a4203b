// `npm run build`: the engine and every bundle, into dist/. `npx backtestr` works afterwards.
import { bundlePrograms } from "./lib/bundle.mjs";
import { buildEngine } from "./lib/engine.mjs";
import { main, step } from "./lib/say.mjs";
import { setup } from "./lib/setup.mjs";

await main(async () => {
  await setup();
  await buildEngine();
  step("bundling");
  await bundlePrograms();
  step("built: try `npx backtestr --help`");
  return 0;
});
