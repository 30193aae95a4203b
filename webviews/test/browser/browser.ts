// Draws a panel as the editor does: its shipped page and policy in a frame of another site, the test's editor around it.
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import path from "node:path";
import { build } from "esbuild";
import { chromium, type Browser, type Frame, type Page } from "playwright-core";
import { panelPage } from "../../src/shell/panel-page.ts";
import { themeNamed, type Theme } from "./themes.ts";
import type { Scene } from "./scene.ts";

const HTML = "text/html; charset=utf-8";
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Where a browser is, or null. CHROMIUM names another. */
export function chromiumPath(): string | null {
  const named = process.env["CHROMIUM"];
  if (named !== undefined) return named;
  return PLACES.find((place) => existsSync(place)) ?? null;
}

/** What an editor gives each page. A frame's name outlives its reload, and storage is refused to frames of other sites. */
const EDITOR_API = `
  let isTaken = false;
  window.violations = [];
  addEventListener("securitypolicyviolation", (event) => {
    window.violations.push(event.violatedDirective + " " + event.blockedURI + " " + event.sample);
  });
  window.acquireVsCodeApi = () => {
    if (isTaken) throw new Error("acquired twice");
    isTaken = true;
    return {
      postMessage: (message) => parent.postMessage(message, "*"),
      getState: () => (window.name === "" ? undefined : JSON.parse(window.name)),
      setState: (state) => { window.name = JSON.stringify(state); },
    };
  };
`;

/** The editor's own sheet, which it puts before a page's. */
const EDITOR_STYLE =
  "body{margin:0;padding:0 20px;color:var(--vscode-editor-foreground);font-size:var(--vscode-font-size)}";

export interface Drawn {
  readonly page: Page;
  readonly frame: Frame;
  /** What went wrong in either page: thrown, logged as an error. */
  readonly faults: string[];
}

export interface Viewport {
  readonly width: number;
  readonly height: number;
}

export class PanelBrowser {
  readonly #browser: Browser;
  readonly #server: Server;
  readonly #port: number;
  readonly #scenes: Map<string, Scene>;
  readonly #pages: Map<string, string>;
  readonly #initScript: string;

  private constructor(
    browser: Browser,
    server: Server,
    port: number,
    scenes: Map<string, Scene>,
    pages: Map<string, string>,
    initScript: string,
  ) {
    this.#pages = pages;
    this.#initScript = initScript;
    this.#browser = browser;
    this.#server = server;
    this.#port = port;
    this.#scenes = scenes;
  }

  static async start(
    executablePath: string,
    more: { readonly initScript?: string } = {},
  ): Promise<PanelBrowser> {
    const scenes = new Map<string, Scene>();
    const pages = new Map<string, string>();
    const editor = await editorScript();
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? "/", `http://${request.headers.host ?? "localhost"}`);
      const scene = scenes.get(url.searchParams.get("scene") ?? "");
      const page = pages.get(url.searchParams.get("page") ?? "");
      const [type, body] = page === undefined ? contentOf(url, scene, editor) : [HTML, page];
      response.setHeader("content-type", type);
      response.end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port was given");
    const args = ["--no-sandbox", "--disable-gpu", "--site-per-process"];
    const browser = await chromium.launch({ executablePath, args });
    return new PanelBrowser(browser, server, address.port, scenes, pages, more.initScript ?? "");
  }

  get browser(): Browser {
    return this.#browser;
  }

  /** Opens a scene. The caller closes `page`. */
  async open(scene: Scene, viewport: Viewport = { width: 1000, height: 800 }): Promise<Drawn> {
    const { page, faults } = await this.#newPage(viewport);
    const id = String(this.#scenes.size);
    this.#scenes.set(id, scene);
    await page.goto(`http://localhost:${this.#port}/editor?scene=${id}`);
    const handle = await page.waitForSelector("iframe");
    const frame = await handle.contentFrame();
    if (frame === null) throw new Error("the panel's frame is gone");
    await frame.waitForSelector("main");
    return { page, frame, faults };
  }

  /** Opens a page of its own that needs no host, such as a report. The caller closes `page`. */
  async openPage(html: string, viewport: Viewport = { width: 1000, height: 800 }): Promise<Drawn> {
    const { page, faults } = await this.#newPage(viewport);
    const id = String(this.#pages.size);
    this.#pages.set(id, html);
    await page.goto(`http://127.0.0.1:${this.#port}/page?page=${id}`);
    await page.waitForSelector("main");
    return { page, frame: page.mainFrame(), faults };
  }

  async #newPage(viewport: Viewport): Promise<Pick<Drawn, "page" | "faults">> {
    const context = await this.#browser.newContext({ viewport });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(String(error.stack)));
    page.on("console", (message) => {
      if (message.type() === "error") faults.push(message.text());
    });
    await page.addInitScript(EDITOR_API + this.#initScript);
    return { page, faults };
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

async function editorScript(): Promise<string> {
  const built = await build({
    entryPoints: ["webviews/test/browser/editor.ts"],
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
  });
  return built.outputFiles[0]?.text ?? "";
}

function contentOf(url: URL, scene: Scene | undefined, editor: string): readonly [string, string] {
  if (url.pathname === "/favicon.ico") return ["image/x-icon", ""];
  if (url.pathname === "/editor.js") return ["text/javascript", editor];
  if (url.pathname.startsWith("/dist/")) {
    const type = url.pathname.endsWith(".css") ? "text/css" : "text/javascript";
    return [type, readFileSync(path.join(".", path.normalize(url.pathname)), "utf8")];
  }
  if (scene === undefined) return ["text/plain", "no such page"];
  if (url.pathname === "/editor") return [HTML, editorPage(url, scene)];
  return [HTML, framePage(url, scene)];
}

function editorPage(url: URL, scene: Scene): string {
  const panel = `http://127.0.0.1:${url.port}/panel${url.search}`;
  const json = JSON.stringify(scene).replaceAll("<", "\\u003c");
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>editor</title>
<style>html,body{margin:0;height:100%}iframe{display:block;width:100%;height:100%;border:0}</style></head>
<body><iframe title="panel" data-src="${panel}"></iframe>
<script>window.scene=${json}</script><script src="/editor.js"></script></body></html>`;
}

function framePage(url: URL, scene: Scene): string {
  const base = `http://127.0.0.1:${url.port}`;
  const page = panelPage({
    title: scene.panel,
    source: base,
    scriptUrl: `${base}/dist/webviews/${scene.panel}.js`,
    styleUrl: `${base}/dist/webviews/${scene.panel}.css`,
    nonce: randomBytes(16).toString("hex"),
  });
  return themed(page, themeNamed(scene.theme));
}

/** The editor writes its theme into the page before the page's policy is read. */
export function themed(page: string, theme: Theme): string {
  const style = Object.entries(theme.variables)
    .map(([key, value]) => `${key}:${value}`)
    .join(";");
  return page
    .replace("<html", `<html style="${style}"`)
    .replace("<head>", `<head><style>${EDITOR_STYLE}</style>`)
    .replace("<body", `<body class="${theme.bodyClass}" data-vscode-theme-kind="${theme.kind}"`);
}
