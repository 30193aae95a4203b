// `npm run vscode`: the whole product in a browser, with the samples, without touching one's own editor.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { bundlePrograms } from "./lib/bundle.mjs";
import { newestEditor } from "./lib/editor.mjs";
import { buildEngine } from "./lib/engine.mjs";
import { inRoot } from "./lib/paths.mjs";
import { run } from "./lib/run.mjs";
import { Stop, main, say, step } from "./lib/say.mjs";
import { setup } from "./lib/setup.mjs";
import { packExtension } from "./lib/vsix.mjs";

const PORT = process.env["PORT"] ?? "8420";
const HOME = inRoot(".backtestr", "editor");
const PROJECT = inRoot(".backtestr", "strategies");

const SETTINGS = {
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoUpdate": "off",
  "workbench.startupEditor": "none",
  "security.workspace.trust.startupPrompt": "once",
};

/** @param {string[]} words */
function serverWords(words) {
  const folders = [
    "--user-data-dir",
    path.join(HOME, "data"),
    "--extensions-dir",
    path.join(HOME, "extensions"),
    "--config",
    path.join(HOME, "server.yaml"),
  ];
  return [...folders, ...words];
}

/** Samples once; what a user changes in them stays. */
async function project() {
  const user = path.join(HOME, "data", "User");
  await mkdir(user, { recursive: true });
  const settings = path.join(user, "settings.json");
  if (!existsSync(settings)) await writeFile(settings, JSON.stringify(SETTINGS, null, 2));
  await mkdir(PROJECT, { recursive: true });
  await cp(inRoot("samples"), PROJECT, { recursive: true, force: false });
}

await main(async () => {
  await setup();
  await buildEngine();
  await bundlePrograms();
  const vsix = await packExtension();
  const editor = await newestEditor();
  await project();
  const env = {
    ...process.env,
    EXTENSIONS_GALLERY: "{}",
    BACKTESTR_DATA_HOME: process.env["BACKTESTR_DATA_HOME"] ?? inRoot(".backtestr"),
    PASSWORD: process.env["PASSWORD"] ?? randomBytes(9).toString("base64url"),
  };
  step("installing the extension into it");
  const words = serverWords(["--install-extension", inRoot(vsix), "--force"]);
  const installed = await run(editor.node, [editor.entry, ...words], { env });
  if (installed.code !== 0) throw new Stop(`${installed.stdout}\n${installed.stderr}`);
  const open = ["--bind-addr", `127.0.0.1:${PORT}`, "--auth", "password", "--disable-telemetry"];
  const quiet = ["--disable-update-check", "--disable-getting-started-override", PROJECT];
  say(`\nOpen http://127.0.0.1:${PORT} and enter the password ${env.PASSWORD}`);
  say(
    "Then open strategies/crossing-averages.strat. Ctrl-C ends it; your files stay in .backtestr/.",
  );
  const server = spawn(editor.node, [editor.entry, ...serverWords([...open, ...quiet])], {
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return new Promise((resolve) => {
    server.on("error", () => resolve(1));
    server.on("close", (code) => resolve(code ?? 0));
  });
});
