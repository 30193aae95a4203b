// One engine process: its pipes, its log, and how it ended. Knows nothing of requests.
import { type ChildProcess, spawn } from "node:child_process";
import type { Pipes } from "@backtestr/client";
import { EngineLog } from "./engine-log.ts";

/** Variables that a program needs to start at all. Everything else reaches the engine in frames. */
const PASSED_ON = ["PATH", "SystemRoot", "TMPDIR", "TEMP", "TMP"];

/** How a process ended. */
export interface Ending {
  /** In words, as the end of a sentence: `with exit code 3`. */
  readonly how: string;
  readonly exitCode: number | null;
}

export interface EngineProcess {
  readonly pid: number | null;
  readonly pipes: Pipes;
  readonly log: EngineLog;
  /** Resolves once, when the process has ended or could not be started. */
  readonly ended: Promise<Ending>;
  readonly kill: (signal: NodeJS.Signals) => void;
}

/** Starts a program without a shell, by its absolute path. */
export function startProcess(program: string, onLogLine: (line: string) => void): EngineProcess {
  const child = spawn(program, [], {
    stdio: ["pipe", "pipe", "pipe"],
    env: environmentFor(process.env),
    windowsHide: true,
  });
  return {
    pid: child.pid ?? null,
    pipes: { toEngine: child.stdin, fromEngine: child.stdout },
    log: new EngineLog(child.stderr, onLogLine),
    ended: endOf(child),
    kill: (signal) => {
      child.kill(signal);
    },
  };
}

export function environmentFor(ours: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(PASSED_ON.map((name) => [name, ours[name]]));
}

function endOf(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve) => {
    child.once("error", (error) => {
      resolve({ how: `because it cannot be started (${error.message})`, exitCode: null });
    });
    child.once("exit", (exitCode, signal) => {
      resolve({ how: signal === null ? codeInWords(exitCode) : `by signal ${signal}`, exitCode });
    });
  });
}

function codeInWords(exitCode: number | null): string {
  return exitCode === null ? "without an exit code" : `with exit code ${exitCode}`;
}
