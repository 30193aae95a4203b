// Asks a program that did not start as an engine what it is. Only for the words of an error.
import { execFile } from "node:child_process";
import { SCHEMA_HASH } from "@backtestr/client";
import { z } from "zod";
import { environmentFor } from "./engine-process.ts";

const ANSWER_MS = 1_000;
const ANSWER_BYTES_MAX = 64 << 10;

const Version = z.object({
  name: z.literal("backtestr-engine"),
  engineVersion: z.string().max(100),
  schemaHash: z.string().max(100),
  os: z.string().max(100),
  arch: z.string().max(100),
});

/** What `--version --json` says about the program, as a sentence. */
export async function explainFailedStart(program: string): Promise<string> {
  const { stdout, problem } = await answerOf(program);
  const version = versionIn(stdout);
  if (version === null)
    return `\`--version --json\` gave no version: ${problem ?? "other output"}.`;
  const { engineVersion, schemaHash, os, arch } = version;
  const fits = schemaHash === SCHEMA_HASH ? "the right" : "another";
  return `It is engine ${engineVersion} for ${os} on ${arch}, of ${fits} protocol.`;
}

interface Answer {
  readonly stdout: string;
  readonly problem: string | null;
}

function answerOf(program: string): Promise<Answer> {
  const options = {
    timeout: ANSWER_MS,
    killSignal: "SIGKILL",
    maxBuffer: ANSWER_BYTES_MAX,
    env: environmentFor(process.env),
    windowsHide: true,
  } as const;
  return new Promise((resolve) => {
    execFile(program, ["--version", "--json"], options, (error, stdout, stderr) => {
      const lines = `${stderr}\n${error?.message ?? ""}`.split("\n").map((line) => line.trim());
      const problem = error === null ? null : (lines.find((line) => line !== "") ?? "no answer");
      resolve({ stdout, problem });
    });
  });
}

function versionIn(stdout: string): z.infer<typeof Version> | null {
  try {
    const parsed = Version.safeParse(JSON.parse(stdout));
    return parsed.success ? parsed.data : null;
  } catch {
    // Not JSON: some other program.
    return null;
  }
}
