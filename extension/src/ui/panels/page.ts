// The page of a panel: its script and style from dist/, in the one form that all panels have.
import { randomBytes } from "node:crypto";
import { Uri, type Webview } from "vscode";
import { panelPage } from "@backtestr/webviews/panel-page";

export type PanelName = "chart" | "trades" | "report";

const NONCE_BYTES = 16;

export function pageOf(webview: Webview, root: Uri, name: PanelName, title: string): string {
  const at = (file: string): string =>
    webview.asWebviewUri(Uri.joinPath(root, "dist", "webviews", file)).toString();
  return panelPage({
    title,
    source: webview.cspSource,
    scriptUrl: at(`${name}.js`),
    styleUrl: at(`${name}.css`),
    nonce: randomBytes(NONCE_BYTES).toString("base64"),
  });
}
