// Where a result comes from: the strategy's repository, this program, this machine.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";

export interface Repository {
  readonly gitSha: string;
  /** Whether nothing in the repository differs from that commit. */
  readonly isClean: boolean;
}

const GIT_MS = 2_000;

/** The commit of the folder's repository; null without git, without a repository or without a commit. */
export async function repositoryOf(folder: string): Promise<Repository | null> {
  const sha = await git(folder, ["rev-parse", "--verify", "HEAD"]);
  if (sha === null) return null;
  const changes = await git(folder, ["status", "--porcelain", "--untracked-files=normal"]);
  return changes === null ? null : { gitSha: sha.trim(), isClean: changes.trim() === "" };
}

function git(folder: string, words: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    // Reading a status may not take locks or start helpers that a project's own settings name.
    const safe = ["--no-optional-locks", "-c", "core.fsmonitor=false", "-C", folder, ...words];
    const options = { timeout: GIT_MS, maxBuffer: 16 << 20, windowsHide: true };
    execFile("git", safe, options, (error, stdout) => {
      resolve(error === null ? stdout : null);
    });
  });
}

/** What this installation is: version, and a hash of everything it was built from by lock file. */
export interface Installation {
  readonly version: string;
  readonly lockHash: string | null;
}

/** @param root the folder that holds `package.json` */
export async function installationAt(root: string): Promise<Installation> {
  const manifest = await textOf(path.join(root, "package.json"));
  const locks = await Promise.all(
    ["package-lock.json", "engine/Cargo.lock"].map((name) => textOf(path.join(root, name))),
  );
  const isWhole = locks.every((lock) => lock !== null);
  return {
    version: versionIn(manifest) ?? "unknown",
    lockHash: isWhole ? hashOf(locks.join("\0")) : null,
  };
}

/** A hash of what may change a result's environment: program, engine, runtime, system. */
export function environmentHash(installation: Installation, engineVersion: string): string {
  const parts = [
    installation.version,
    installation.lockHash ?? "",
    engineVersion,
    process.version,
    process.platform,
    process.arch,
  ];
  return hashOf(parts.join("\0"));
}

function hashOf(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error) return null;
    throw error;
  }
}

function versionIn(manifest: string | null): string | null {
  return /"version"\s*:\s*"([^"]+)"/.exec(manifest ?? "")?.[1] ?? null;
}
