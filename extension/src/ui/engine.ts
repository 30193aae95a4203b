// The engine of this window: where it is looked for, with which settings, and where its log goes.
import path from "node:path";
import { Uri, window, workspace } from "vscode";
import { engineConfiguration, loadConfiguration, type Configuration } from "@backtestr/hub";
import { EngineHouse } from "../core/engine-house.ts";
import { engineLine, type Logs } from "./logs.ts";
import { settings } from "./settings.ts";

const FALLBACK_TIMEOUT_MS = 5_000;

/** Settings of the editor win over the files of the configuration; the environment wins over both. */
async function configurationFor(folder: string, logs: Logs): Promise<Configuration | null> {
  const { enginePath, dataHome, startTimeoutMs } = settings();
  const flags = {
    "ipc.start_timeout_ms": String(startTimeoutMs),
    ...(dataHome === null ? {} : { "store.data_home": dataHome }),
    ...(enginePath === null ? {} : { "external.engine": enginePath }),
  };
  const loaded = await loadConfiguration(folder, process.env, flags);
  if (loaded.ok) return loaded.configuration;
  for (const { file, line, message } of loaded.problems) {
    logs.extension.error(
      `${file ?? "configuration"}${line === null ? "" : `:${line}`}: ${message}`,
    );
  }
  const [first] = loaded.problems;
  if (first !== undefined) {
    const file = first.file === null ? "The configuration" : path.basename(first.file);
    void window.showWarningMessage(`${file}: ${first.message} Until then the defaults hold.`);
  }
  return null;
}

export async function openEngine(
  root: Uri,
  folder: string,
  hostVersion: string,
  logs: Logs,
): Promise<EngineHouse> {
  const configuration = await configurationFor(folder, logs);
  const options = {
    places: {
      environment: null,
      configured: configuration?.external.engine ?? null,
      shipped: Uri.joinPath(root, "dist", "engine").fsPath,
    },
    hostVersion,
    helloMs: configuration?.ipc.start_timeout_ms ?? FALLBACK_TIMEOUT_MS,
    onLogLine: (line: string) => {
      engineLine(logs.engine, line);
    },
    ...(configuration === null ? {} : { configuration: engineConfiguration(configuration) }),
  };
  return new EngineHouse(options, () => workspace.isTrusted);
}
