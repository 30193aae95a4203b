// The configuration: every key, what it may hold, and the environment variable that sets it.
// A key is here only when something reads it.
import { z } from "zod";
import type { Configuration as EngineConfiguration } from "@backtestr/client";

export const Configuration = z.strictObject({
  store: z.strictObject({
    /** Folder of everything BackTestr keeps. */
    data_home: z.string().min(1, "a folder is wanted"),
  }),
  ipc: z.strictObject({
    /** How long an engine may take to say hello. */
    start_timeout_ms: z.int().min(100).max(60_000),
  }),
  logging: z.strictObject({
    /** The least grave of the engine's log lines that is shown. */
    level: z.enum(["error", "warn", "info", "debug"]),
  }),
  external: z.strictObject({
    /** The engine's program; null takes the one that came with us. */
    engine: z.string().min(1, "the path of a program is wanted").nullable(),
  }),
  performance: z.strictObject({
    /** Threads for work; null takes the cores there are. */
    threads: z.int().min(1).max(1_024).nullable(),
    /** Most memory for kept runs and loaded data, in MiB; null takes the engine's own limit. */
    memory_mb: z.int().min(64).max(16_777_216).nullable(),
  }),
  import: z.strictObject({}),
});

export type Configuration = z.infer<typeof Configuration>;

export interface KeyInfo {
  readonly section: string;
  readonly key: string;
  readonly variable: string;
  readonly holds: "path" | "word" | "number";
  /** Whether files that travel with a project may set it: a project must not choose programs to run. */
  readonly isForProjects: boolean;
}

export const KEYS: readonly KeyInfo[] = [
  {
    section: "store",
    key: "data_home",
    variable: "BACKTESTR_DATA_HOME",
    holds: "path",
    isForProjects: true,
  },
  {
    section: "ipc",
    key: "start_timeout_ms",
    variable: "BACKTESTR_START_TIMEOUT_MS",
    holds: "number",
    isForProjects: true,
  },
  {
    section: "logging",
    key: "level",
    variable: "BACKTESTR_LOG_LEVEL",
    holds: "word",
    isForProjects: true,
  },
  {
    section: "external",
    key: "engine",
    variable: "BACKTESTR_ENGINE",
    holds: "path",
    isForProjects: false,
  },
  {
    section: "performance",
    key: "threads",
    variable: "BACKTESTR_THREADS",
    holds: "number",
    isForProjects: true,
  },
  {
    section: "performance",
    key: "memory_mb",
    variable: "BACKTESTR_MEMORY_MB",
    holds: "number",
    isForProjects: true,
  },
];

/** What the engine is told of the configuration, once after the greeting. */
export function engineConfiguration({ store, performance }: Configuration): EngineConfiguration {
  const { threads, memory_mb: megabytes } = performance;
  return {
    dataHome: store.data_home,
    threads,
    memoryBytes: megabytes === null ? null : megabytes * 1_048_576,
  };
}

export const SECTIONS: readonly string[] = Object.keys(Configuration.shape);
