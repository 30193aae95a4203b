// Programs for tests: engines that behave as named, and places to find them in.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { EnginePlaces } from "../../src/process/discovery.ts";

/** Tests run from the root of the checkout. */
const FAKE = pathToFileURL(path.resolve("hub/test/process/fake-engine.mjs")).href;
const BINARY = process.platform === "win32" ? "backtestr-engine.exe" : "backtestr-engine";

/** The engine that `npm run build` made. */
export const REAL_ENGINE = path.resolve("dist/engine", BINARY);

export class Engines {
  readonly folder = mkdtempSync(path.join(tmpdir(), "backtestr-engines-"));

  /** The path of an engine that behaves as `fake-engine.mjs` says under that name. */
  that(behaves: string): string {
    const load = `import(${JSON.stringify(FAKE)}).then((m) => m.behave(${JSON.stringify(behaves)}))`;
    return this.file(behaves, `#!${process.execPath}\n${load};\n`);
  }

  /** A program with that text. */
  file(name: string, text: string, mode = 0o755): string {
    const file = path.join(this.folder, name);
    writeFileSync(file, text);
    chmodSync(file, mode);
    return file;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Places of which the configured one holds `program`. */
export function placesOf(program: string): EnginePlaces {
  return { environment: null, configured: program, shipped: "/nowhere" };
}
