// `npm run codegen [-- --check]`: writes, or compares, the files generated from the protocol crate.
import { xtask } from "./lib/cargo.mjs";
import { main } from "./lib/say.mjs";
import { setup } from "./lib/setup.mjs";

await main(async () => {
  await setup();
  const outcome = await xtask(["codegen", ...process.argv.slice(2)], { show: true });
  return outcome.code;
});
