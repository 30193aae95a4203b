// Where the editor enters: builds the parts, and takes them down again.
import type { ExtensionContext } from "vscode";
import { App } from "./app.ts";

let app: App | null = null;

export async function activate(context: ExtensionContext): Promise<App> {
  app = await App.open(context);
  return app;
}

export async function deactivate(): Promise<void> {
  await app?.close();
  app = null;
}
