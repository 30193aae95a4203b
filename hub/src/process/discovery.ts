// Finds the engine's program. A place that somebody chose is used or refused, never passed over.
import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import path from "node:path";
import { type Failure, failure } from "@backtestr/client";

export interface EnginePlaces {
  /** The value of BACKTESTR_ENGINE. */
  readonly environment: string | null;
  /** The path in the configuration. */
  readonly configured: string | null;
  /** What the face calls the setting that holds it; the configuration's own name where it is not given. */
  readonly setting?: string;
  /** The folder that came with this program: `dist/engine`. */
  readonly shipped: string;
}

export type Found =
  { readonly ok: true; readonly path: string } | { readonly ok: false; readonly error: Failure };

interface Place {
  readonly path: string;
  /** Who named it, as the beginning of a sentence. */
  readonly says: string;
  readonly help: string;
}

const BINARY = process.platform === "win32" ? "backtestr-engine.exe" : "backtestr-engine";

/** The engine's program: the environment's, else the configuration's, else the one that came along. */
export async function findEngine(places: EnginePlaces): Promise<Found> {
  const place = chosen(places);
  const problem = await problemWith(place.path);
  if (problem === null) return { ok: true, path: place.path };
  const message = `${place.says} ${place.path}, ${problem}`;
  return { ok: false, error: failure("file_not_found", message, place.help) };
}

function chosen({ environment, configured, setting, shipped }: EnginePlaces): Place {
  if (environment !== null) {
    const help =
      "Correct BACKTESTR_ENGINE, or unset it to use the engine that came with BackTestr.";
    return { path: path.resolve(environment), says: "BACKTESTR_ENGINE names the engine", help };
  }
  if (configured !== null) {
    const help = `Correct the setting \`${setting ?? "external.engine"}\`, or remove it.`;
    return { path: path.resolve(configured), says: "The configuration names the engine", help };
  }
  const help = "Run `npm run build` in a checkout; otherwise install BackTestr again.";
  return { path: path.join(shipped, BINARY), says: "The engine should be", help };
}

/** Why a path cannot be started, as the end of a sentence. */
async function problemWith(program: string): Promise<string | null> {
  try {
    const found = await stat(program);
    if (!found.isFile()) return "which is not a file.";
    await access(program, constants.X_OK);
    return null;
  } catch (error) {
    return isMissing(error) ? "which does not exist." : "which may not be executed.";
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
