// `npm run fix`: repairs whatever a tool can repair by itself.
import { cargo, xtask } from "./lib/cargo.mjs";
import { runTool } from "./lib/run.mjs";
import { main, say, step } from "./lib/say.mjs";
import { setup } from "./lib/setup.mjs";

const REPAIRS = [
  { name: "generated files", start: () => xtask(["codegen"]) },
  { name: "sample data", start: () => xtask(["sample-data"]) },
  { name: "rustfmt", start: () => cargo("fmt", ["--all"]) },
  { name: "eslint", start: () => runTool("eslint/bin/eslint.js", ["--fix", "."]) },
  { name: "prettier", start: () => runTool("prettier/bin/prettier.cjs", ["--write", "."]) },
];

await main(async () => {
  await setup();
  let worst = 0;
  for (const repair of REPAIRS) {
    const outcome = await repair.start();
    step(`${repair.name} ${outcome.code === 0 ? "done" : "left something to do"}`);
    if (outcome.code !== 0) say(`${outcome.stdout}${outcome.stderr}`);
    worst = Math.max(worst, outcome.code === 0 ? 0 : 1);
  }
  return worst;
});
