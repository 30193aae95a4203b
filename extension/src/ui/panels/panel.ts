// One panel of a kind: opened beside the text, following the active strategy until it is pinned,
// restored after a reload. What it shows is asked of its owner when the page is ready.
import {
  Uri,
  ViewColumn,
  commands,
  window,
  type Disposable,
  type Webview,
  type WebviewPanel,
} from "vscode";
import type { Remedy } from "@backtestr/webviews/messages/panel";
import { pageOf, type PanelName } from "./page.ts";

/** What a panel needs of the rest of the face. */
export interface Message {
  readonly type: string;
}

const COMMANDS: Readonly<Record<Remedy, string>> = {
  run: "backtestr.run",
  import: "backtestr.import",
  restartEngine: "backtestr.restartEngine",
  openLogs: "backtestr.openLogs",
  openSettings: "backtestr.openSettings",
  manageTrust: "workbench.trust.manage",
};

export function follow(remedy: Remedy): void {
  void commands.executeCommand(COMMANDS[remedy]);
}

export interface PanelKind<ToHost> {
  readonly name: PanelName;
  readonly title: string;
  /** Parses a message of the page; null for one that is none. */
  readonly parse: (message: unknown) => ToHost | null;
  readonly onMessage: (message: ToHost) => void;
  /** The page is gone: closed, or out of sight. */
  readonly onGone: () => void;
}

export class Panel<ToHost, ToPanel extends Message> implements Disposable {
  readonly viewType: string;
  readonly #kind: PanelKind<ToHost>;
  readonly #root: Uri;
  #panel: WebviewPanel | null = null;

  constructor(kind: PanelKind<ToHost>, root: Uri) {
    this.#kind = kind;
    this.#root = root;
    this.viewType = `backtestr.${kind.name}`;
  }

  open(): void {
    if (this.#panel !== null) {
      this.#panel.reveal(this.#panel.viewColumn, true);
      return;
    }
    const where = { viewColumn: ViewColumn.Beside, preserveFocus: true };
    this.restore(window.createWebviewPanel(this.viewType, this.#kind.title, where));
  }

  /** Takes a panel that the editor has made, new or after a reload. */
  restore(panel: WebviewPanel): void {
    this.#panel?.dispose();
    this.#panel = panel;
    const { webview } = panel;
    webview.options = {
      enableScripts: true,
      localResourceRoots: [Uri.joinPath(this.#root, "dist", "webviews")],
    };
    panel.iconPath = Uri.joinPath(this.#root, "media", `${this.#kind.name}.svg`);
    webview.onDidReceiveMessage((message: unknown) => {
      const parsed = this.#kind.parse(message);
      if (parsed !== null) this.#kind.onMessage(parsed);
    });
    panel.onDidDispose(() => {
      if (this.#panel !== panel) return;
      this.#panel = null;
      this.#kind.onGone();
    });
    panel.onDidChangeViewState(() => {
      // Behind another tab the editor takes the page down; it is made anew, and says so, when it is seen.
      if (this.#panel === panel && !panel.visible) this.#kind.onGone();
    });
    webview.html = this.#page(webview);
  }

  send(message: ToPanel): void {
    void this.#panel?.webview.postMessage(message);
  }

  rename(title: string): void {
    if (this.#panel !== null) this.#panel.title = title;
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #page(webview: Webview): string {
    return pageOf(webview, this.#root, this.#kind.name, this.#kind.title);
  }
}
