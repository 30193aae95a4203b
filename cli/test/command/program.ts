// Starts the built command in a folder of its own, as a user would.
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command starts a program and an engine; a machine that builds something else is slow. */
export const SLOW_MS = 60_000;

const COMMAND = path.resolve("cli/bin/backtestr.mjs");

/** A folder for one test, with a way to run the command in it. */
export interface Bench {
  readonly folder: string;
  readonly write: (name: string, content: string | Uint8Array) => Promise<string>;
  readonly run: (...words: readonly string[]) => Promise<Ended>;
}

export async function newBench(): Promise<Bench> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "backtestr-"));
  return {
    folder,
    write: async (name, content) => {
      await writeFile(path.join(folder, name), content);
      return name;
    },
    run: (...words) => command(folder, words),
  };
}

export async function removeBench(bench: Bench): Promise<void> {
  await rm(bench.folder, { recursive: true, force: true });
}

export function command(folder: string, words: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [COMMAND, ...words], { cwd: folder, env: quiet(folder) });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({ code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() });
    });
  });
}

/** Nothing of the machine's own settings may decide a test. */
export function quiet(folder: string): NodeJS.ProcessEnv {
  return { PATH: process.env["PATH"], HOME: folder };
}

/** A strategy on `bars.csv` with a body of the test's own; the body begins on line 8. */
export function strategyText(body: string, source = 'file("bars.csv")'): string {
  return `strategy "Test"
    edition = 1
data
    source = ${source}
account
    capital = 1_000 USD

${body}
`;
}

/** Ten days that rise by one a day from 100. */
export function barsText(days = 10): string {
  const rows = Array.from({ length: days }, (_, at) => {
    const open = 100 + at;
    const day = String(at + 1).padStart(2, "0");
    return `2024-01-${day},${open},${open + 2},${open - 1},${open + 1},1000`;
  });
  return `time,open,high,low,close,volume\n${rows.join("\n")}\n`;
}

export interface Interrupted {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** From the signal to the end; 0 when the command was quicker. */
  readonly tookMs: number;
}

/** Presses Ctrl-C some time after the engine has started. */
export function interrupted(
  folder: string,
  words: readonly string[],
  afterMs: number,
): Promise<Interrupted> {
  return new Promise((resolve, reject) => {
    const env = { ...quiet(folder), BACKTESTR_LOG_LEVEL: "debug" };
    const child = spawn(process.execPath, [COMMAND, ...words], { cwd: folder, env });
    let [out, err, pressedMs] = ["", "", 0];
    let timer: NodeJS.Timeout | undefined;
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => {
      err += chunk.toString();
      if (timer !== undefined || !err.includes("engine.started")) return;
      timer = setTimeout(() => {
        pressedMs = performance.now();
        child.kill("SIGINT");
      }, afterMs);
    });
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(timer);
      const tookMs = pressedMs === 0 ? 0 : performance.now() - pressedMs;
      resolve({ code, out, err, tookMs });
    });
  });
}
