// `npm run package`: builds everything and packs the extension for this platform into dist/.
import { mkdir, rm, stat } from "node:fs/promises";
import { bundlePrograms } from "./lib/bundle.mjs";
import { buildEngine } from "./lib/engine.mjs";
import { packExtension, VSIX_BYTES_MAX } from "./lib/vsix.mjs";
import { DIST } from "./lib/paths.mjs";
import { Stop, main, say, step } from "./lib/say.mjs";
import { setup } from "./lib/setup.mjs";

await main(async () => {
  await setup();
  await buildEngine("dist");
  await bundlePrograms();
  await mkdir(DIST, { recursive: true });
  step("packing the extension");
  const file = await packExtension();
  const { size } = await stat(file);
  const megabytes = (size / 1e6).toFixed(1);
  if (size > VSIX_BYTES_MAX) {
    await rm(file);
    throw new Stop(`The package has ${megabytes} MB, more than ${VSIX_BYTES_MAX / 1e6} MB.`);
  }
  say(`\n${file}: ${megabytes} MB. Install it with \`code --install-extension ${file}\`.`);
  return 0;
});
