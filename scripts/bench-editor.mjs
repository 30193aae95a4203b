// `npm run bench:editor`: from a keystroke to its figures on the screen, in a real VS Code with the packed
// extension as users get it; prints times and memory and says nothing about them.
import { runBench } from "./lib/bench.mjs";
import { WITHOUT_BROWSER, browser } from "./lib/browser.mjs";
import { bundlePrograms } from "./lib/bundle.mjs";
import { editorEnvironment, newestEditor } from "./lib/editor.mjs";
import { buildEngine } from "./lib/engine.mjs";
import { Stop, main, step } from "./lib/say.mjs";
import { setup } from "./lib/setup.mjs";
import { packExtension } from "./lib/vsix.mjs";

await main(async () => {
  await setup();
  if ((await browser()) === null) throw new Stop(WITHOUT_BROWSER);
  await buildEngine("dist");
  await bundlePrograms();
  const vsix = await packExtension();
  const env = editorEnvironment(await newestEditor(), vsix);
  step("measuring for about three minutes");
  return runBench("extension/bench/keystroke.ts", env);
});
