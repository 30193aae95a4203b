// Runs bundled tests with mocha in a process of its own and writes the counts to a file.
// Usage: node scripts/lib/mocha.mjs REPORT.json BUNDLE…
import { writeFileSync } from "node:fs";
import Mocha from "mocha";

const TIMEOUT_MS = 10_000;
const SLOW_MS = 500;
/** Time for sockets and children to end by themselves after the last test. */
const GRACE_MS = 3_000;

const [report = "", ...files] = process.argv.slice(2);

const mocha = new Mocha({
  ui: "bdd",
  reporter: process.env["BACKTESTR_TEST_SPEC"] === "1" ? "spec" : "dot",
  timeout: TIMEOUT_MS,
  slow: SLOW_MS,
  // A forgotten `.only` would hide every other test and still look green.
  forbidOnly: true,
});
for (const file of files) mocha.addFile(file);
await mocha.loadFilesAsync();

/** @type {string[]} */
const skipped = [];
const runner = mocha.run((failed) => {
  const passed = runner.stats?.passes ?? 0;
  writeFileSync(
    report,
    JSON.stringify({ passed, failed, skipped: skipped.length, names: skipped }),
  );
  process.exitCode = failed === 0 ? 0 : 1;
  setTimeout(leftOpen, GRACE_MS).unref();
});
runner.on("pending", (test) => skipped.push(test.fullTitle()));

/** An unref'd timer fires only while something else keeps the process alive. */
function leftOpen() {
  const kinds = process.getActiveResourcesInfo().join(", ");
  process.stderr.write(`The tests are over, but something is still open: ${kinds}\n`);
  process.exit(1);
}
