// Finds the files of the configuration and resolves them together with environment and flags.
import { readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Configuration } from "./keys.ts";
import {
  resolveConfiguration,
  type ConfigProblem,
  type ConfigResult,
  type Source,
} from "./resolve.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Values of the command line, by key: `store.data_home`. */
export type Flags = Readonly<Record<string, string>>;

const PROJECT_FILE = "backtestr.toml";
const STAGES = ["development", "ci", "production"];

/** @param folder where the search for the project's file begins; it goes on upwards */
export async function loadConfiguration(
  folder: string,
  environment: Environment,
  flags: Flags,
): Promise<ConfigResult> {
  const stage = environment["BACKTESTR_ENV"];
  if (stage !== undefined && stage !== "" && !STAGES.includes(stage)) {
    const message = `BACKTESTR_ENV cannot be ${JSON.stringify(stage)}: it is one of ${STAGES.join(", ")}.`;
    return { ok: false, problems: [{ file: null, line: null, message }] };
  }
  const found = await fileSources(folder, environment, stage ?? "");
  const problems = found.filter((source): source is ConfigProblem => "message" in source);
  if (problems.length > 0) return { ok: false, problems };
  const files = found.filter((source): source is Source => "kind" in source);
  const sources: readonly Source[] = [
    ...files,
    { kind: "environment", values: environment },
    { kind: "flags", values: flags },
  ];
  return resolveConfiguration(defaultsOf(environment), sources, process.cwd());
}

async function fileSources(
  folder: string,
  environment: Environment,
  stage: string,
): Promise<readonly (Source | ConfigProblem)[]> {
  const user = path.join(configFolder(environment), "backtestr", PROJECT_FILE);
  const project = await projectFile(folder);
  const variables =
    stage === ""
      ? null
      : path.join(project === null ? folder : path.dirname(project), `.env.${stage}`);
  return [
    ...(await source(user, (text) => ({ kind: "toml", file: user, text, isProject: false }))),
    ...(project === null
      ? []
      : await source(project, (text) => ({ kind: "toml", file: project, text, isProject: true }))),
    ...(variables === null
      ? []
      : await source(variables, (text) => ({ kind: "variables", file: variables, text }))),
  ];
}

/** A file that is not there is no source; one that cannot be read is a problem. */
async function source(
  file: string,
  made: (text: string) => Source,
): Promise<readonly (Source | ConfigProblem)[]> {
  const text = await textOf(file);
  if (text === null) return [];
  return typeof text === "string" ? [made(text)] : [{ file, line: null, message: text.message }];
}

async function textOf(file: string): Promise<string | null | { readonly message: string }> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    return { message: `The file cannot be read (${code}).` };
  }
}

async function projectFile(folder: string): Promise<string | null> {
  let at = path.resolve(folder);
  for (;;) {
    const file = path.join(at, PROJECT_FILE);
    if ((await textOf(file)) !== null) return file;
    const above = path.dirname(at);
    if (above === at) return null;
    at = above;
  }
}

function defaultsOf(environment: Environment): Configuration {
  return {
    store: { data_home: path.join(dataFolder(environment), "backtestr") },
    ipc: { start_timeout_ms: 5_000 },
    logging: { level: "warn" },
    external: { engine: null },
    performance: { threads: null, memory_mb: null },
    import: {},
  };
}

function homeOf(environment: Environment): string {
  return environment["HOME"] ?? environment["USERPROFILE"] ?? os.homedir();
}

function configFolder(environment: Environment): string {
  const home = homeOf(environment);
  switch (process.platform) {
    case "win32":
      return environment["APPDATA"] ?? path.join(home, "AppData", "Roaming");
    case "darwin":
      return path.join(home, "Library", "Application Support");
    default:
      return environment["XDG_CONFIG_HOME"] ?? path.join(home, ".config");
  }
}

function dataFolder(environment: Environment): string {
  const home = homeOf(environment);
  switch (process.platform) {
    case "win32":
      return environment["LOCALAPPDATA"] ?? path.join(home, "AppData", "Local");
    case "darwin":
      return path.join(home, "Library", "Application Support");
    default:
      return environment["XDG_DATA_HOME"] ?? path.join(home, ".local", "share");
  }
}
