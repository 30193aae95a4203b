// Bundles and runs a bench that is written in TypeScript.
import path from "node:path";
import { OUT, ROOT } from "./paths.mjs";
import { attach } from "./run.mjs";

/** @param {string} entry relative to the root @param {Record<string, string>} [env] @returns {Promise<number>} its exit code */
export async function runBench(entry, env = {}) {
  // Imported late: the set-up that installs esbuild has to run first.
  const { build } = await import("esbuild");
  const outfile = path.join(OUT, "bench", `${path.basename(entry, ".ts")}.mjs`);
  await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
  return attach(process.execPath, [outfile], env);
}
