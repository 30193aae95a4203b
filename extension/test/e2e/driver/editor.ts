// Opens a real VS Code in a browser with the packed extension, all its state thrown away afterwards.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { chromium, type BrowserContext, type Page } from "playwright-core";

const START_MS = 30_000;
const STOP_MS = 3_000;

const SETTINGS: Readonly<Record<string, unknown>> = {
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoUpdate": "off",
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "git.enabled": false,
  "workbench.colorTheme": "Dark Modern",
  "workbench.quickOpen.closeOnFocusLost": false,
  "editor.accessibilitySupport": "off",
  "files.autoSave": "off",
  "files.simpleDialog.enable": true,
};

export interface EditorOptions {
  readonly folder: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** What the page may do without asking, such as reading the clipboard. */
  readonly permissions?: readonly string[];
}

export interface Editor {
  readonly page: Page;
  /** The address of the workbench with the folder, and a file open in it when one is named. */
  readonly url: (file?: string) => string;
  /** What the window says to its console: errors and refused loads. */
  readonly complaints: readonly string[];
  readonly logs: () => string;
  /** Processes of this editor whose command line holds a text. */
  readonly processes: (text: string) => readonly number[];
  readonly stop: () => Promise<void>;
}

/** What the suite was started with: see scripts/lib/suites.mjs. */
function given(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: start with \`npm run e2e\`.`);
  return value;
}

export async function openEditor(options: EditorOptions): Promise<Editor> {
  const state = fs.mkdtempSync(path.join(os.tmpdir(), "backtestr-e2e-"));
  const node = given("BACKTESTR_E2E_NODE");
  const entry = given("BACKTESTR_E2E_ENTRY");
  const isOldest = process.env["BACKTESTR_E2E_OLDEST"] === "1";
  const env = environment(state, options.env ?? {});
  const base = stateWords(state);
  write(path.join(state, "data", "User", "settings.json"), { ...SETTINGS, ...options.settings });
  fs.mkdirSync(path.join(state, "extensions"), { recursive: true });
  const install = ["--install-extension", given("BACKTESTR_E2E_VSIX"), "--force"];
  execFileSync(node, [entry, ...base, ...install], { env, stdio: "pipe" });
  const port = await freePort();
  const log = path.join(state, "server.log");
  const server = startServer(node, [entry, ...base, ...serverWords(port, isOldest)], env, log);
  const ended = new Promise<void>((resolve) =>
    server.once("exit", () => {
      resolve();
    }),
  );
  try {
    await listening(port, server, log);
    const context = await browser(state, options.viewport ?? { width: 1400, height: 900 });
    await context.grantPermissions([...(options.permissions ?? [])]);
    const page = context.pages()[0] ?? (await context.newPage());
    return editorOf({ page, context, port, state, log, ended, options, server });
  } catch (error) {
    killGroup(server);
    throw error;
  }
}

interface Running {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly port: number;
  readonly state: string;
  readonly log: string;
  readonly ended: Promise<void>;
  readonly options: EditorOptions;
  readonly server: ChildProcess;
}

function editorOf({ page, context, port, state, ended, options, server }: Running): Editor {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) complaints.push(message.text());
  });
  const authority = `127.0.0.1:${port}`;
  return {
    page,
    complaints,
    url: (file) => {
      const folder = `http://${authority}/?folder=${encodeURIComponent(options.folder)}`;
      if (file === undefined) return folder;
      const open = [["openFile", `vscode-remote://${authority}${file}`]];
      return `${folder}&payload=${encodeURIComponent(JSON.stringify(open))}`;
    },
    logs: () => extensionLogs(state),
    processes: (text) => processesOf(path.join(state, "extensions"), text),
    stop: async () => {
      await context.close();
      killGroup(server);
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, STOP_MS))]);
      fs.rmSync(state, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

function stateWords(state: string): string[] {
  return [
    ...["--user-data-dir", path.join(state, "data")],
    ...["--extensions-dir", path.join(state, "extensions")],
    ...["--config", path.join(state, "server.yaml")],
  ];
}

function serverWords(port: number, isOldest: boolean): string[] {
  return [
    ...["--bind-addr", `127.0.0.1:${port}`, "--auth", "none", "--disable-telemetry"],
    ...["--disable-update-check", "--disable-getting-started-override", "--disable-proxy"],
    ...(isOldest ? [] : ["--idle-timeout-seconds", "120"]),
    "--disable-workspace-trust",
  ];
}

/** The environment without what an editor around us may have left in it. */
function environment(state: string, more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const home = path.join(state, "home");
  fs.mkdirSync(home, { recursive: true });
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|XDG_|NODE_OPTIONS$|ELECTRON_|BACKTESTR_(?!E2E))/.test(name),
  );
  return { ...Object.fromEntries(kept), HOME: home, EXTENSIONS_GALLERY: "{}", ...more };
}

function startServer(
  node: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv,
  log: string,
): ChildProcess {
  const out = fs.openSync(log, "w");
  return spawn(node, words, { env, detached: true, stdio: ["ignore", out, out] });
}

async function listening(port: number, server: ChildProcess, log: string): Promise<void> {
  const end = Date.now() + START_MS;
  while (!(await isAlive(port))) {
    if (server.exitCode !== null || Date.now() > end) {
      throw new Error(`The editor's server did not start:\n${fs.readFileSync(log, "utf8")}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function isAlive(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    http
      .get({ host: "127.0.0.1", port, path: "/healthz" }, (reply) => {
        reply.resume();
        resolve(reply.statusCode === 200);
      })
      .on("error", () => {
        resolve(false);
      });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

function browser(
  state: string,
  viewport: { readonly width: number; readonly height: number },
): Promise<BrowserContext> {
  return chromium.launchPersistentContext(path.join(state, "browser"), {
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    headless: true,
    viewport,
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ],
  });
}

function killGroup(server: ChildProcess): void {
  try {
    if (server.pid !== undefined) process.kill(-server.pid, "SIGTERM");
  } catch {
    // It has ended already.
  }
}

function write(file: string, content: unknown): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, JSON.stringify(content));
}

/** What the extension, its server and its engine have logged. */
function extensionLogs(state: string): string {
  const root = path.join(state, "data", "logs");
  if (!fs.existsSync(root)) return "";
  const names = fs.readdirSync(root, { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => /backtestr|remoteexthost/i.test(name) && name.endsWith(".log"))
    .map((name) => `== ${name}\n${fs.readFileSync(path.join(root, name), "utf8")}`)
    .join("\n");
}

/** Processes that run something below a folder, by what their command line says. */
function processesOf(folder: string, text: string): number[] {
  const ids = fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return ids.map(Number).filter((id) => {
    try {
      const words = fs.readFileSync(`/proc/${id}/cmdline`, "utf8");
      return words.includes(folder) && words.includes(text);
    } catch {
      // It has ended meanwhile.
      return false;
    }
  });
}
