// Packs the extension: the files that .vscodeignore allows, nothing else.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { DIST, inRoot } from "./paths.mjs";
import { runTool } from "./run.mjs";
import { Stop, say } from "./say.mjs";

export const VSIX_BYTES_MAX = 45_000_000;
const TARGET = "linux-x64";

/** @returns {Promise<string>} the package's path, relative to the root */
export async function packExtension() {
  const { name, version } = JSON.parse(await readFile(inRoot("package.json"), "utf8"));
  const file = path.join(DIST, `${name}-${TARGET}-${version}.vsix`);
  const words = [
    "package",
    "--no-dependencies",
    "--skip-license",
    "--allow-missing-repository",
    "--no-rewrite-relative-links",
  ];
  const outcome = await runTool("@vscode/vsce/vsce", [...words, "--target", TARGET, "-o", file]);
  if (outcome.code !== 0) {
    say(`${outcome.stdout}\n${outcome.stderr}`);
    throw new Stop("The extension could not be packed. The message stands above.");
  }
  return path.relative(inRoot(), file);
}
