// The engine of this window: where it is looked for, with which settings, and where its log goes.
import path from "node:path";
import { Uri, window, workspace } from "vscode";
import {
  engineConfiguration,
  loadConfiguration,
  type Configuration,
  type EngineSetup,
} from "@backtestr/hub";
import { EngineHouse } from "../core/engine-house.ts";
import { engineLine, type Logs } from "./logs.ts";
import { settings } from "./settings.ts";

const FALLBACK_TIMEOUT_MS = 5_000;

interface Configured {
  readonly configuration: Configuration;
  /** What the user has to look at to correct the engine's path. */
  readonly setting: string;
}

/** Settings of the editor win over the files of the configuration; the environment wins over both. */
async function configurationFor(folder: string, logs: Logs): Promise<Configured | null> {
  const { enginePath, dataHome, startTimeoutMs } = settings();
  const flags = {
    "ipc.start_timeout_ms": String(startTimeoutMs),
    ...(dataHome === null ? {} : { "store.data_home": dataHome }),
    ...(enginePath === null ? {} : { "external.engine": enginePath }),
  };
  const loaded = await loadConfiguration(folder, process.env, flags);
  if (loaded.ok) return { ...loaded, setting: engineSetting(loaded.origins, enginePath) };
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
  const shipped = Uri.joinPath(root, "dist", "engine").fsPath;
  const setup = async () => setupOf(await configurationFor(folder, logs), shipped);
  const onLogLine = (line: string): void => {
    engineLine(logs.engine, line);
  };
  const isTrusted = (): boolean => workspace.isTrusted;
  return new EngineHouse({ ...(await setup()), hostVersion, onLogLine }, { setup, isTrusted });
}

function setupOf(configured: Configured | null, shipped: string): EngineSetup {
  if (configured === null) {
    const places = { environment: null, configured: null, shipped };
    return { places, helloMs: FALLBACK_TIMEOUT_MS };
  }
  const { configuration, setting } = configured;
  return {
    places: { environment: null, configured: configuration.external.engine, setting, shipped },
    helloMs: configuration.ipc.start_timeout_ms,
    configuration: engineConfiguration(configuration),
  };
}

function engineSetting(origins: ReadonlyMap<string, string>, enginePath: string | null): string {
  if (enginePath !== null) return "backtestr.engine.path";
  return origins.get("external.engine") === "BACKTESTR_ENGINE"
    ? "BACKTESTR_ENGINE"
    : "external.engine";
}
