// `npm run e2e [-- oldest] [STORY…]`: the stories of a quant in a real VS Code, newest or oldest supported.
import { WITHOUT_BROWSER, browser } from "./lib/browser.mjs";
import { bundlePrograms } from "./lib/bundle.mjs";
import { lastLine } from "./lib/count.mjs";
import { newestEditor, oldestEditor } from "./lib/editor.mjs";
import { buildEngine } from "./lib/engine.mjs";
import { Stop, main } from "./lib/say.mjs";
import { setup } from "./lib/setup.mjs";
import { editorSuite } from "./lib/suites.mjs";

await main(async () => {
  await setup();
  if ((await browser()) === null) throw new Stop(WITHOUT_BROWSER);
  await buildEngine();
  await bundlePrograms();
  const words = process.argv.slice(2);
  const stories = words.filter((word) => word !== "oldest");
  const suite = words.includes("oldest")
    ? editorSuite("editor-oldest", oldestEditor, stories)
    : editorSuite("editor", newestEditor, stories);
  const count = await suite.start();
  process.stdout.write(`${lastLine(count)}\n`);
  return count.failed === 0 ? 0 : 1;
});
