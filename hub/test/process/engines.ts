// Programs for tests: engines that behave as named, and places to find them in.
import { buildSync } from "esbuild";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { EnginePlaces } from "../../src/process/discovery.ts";
import type { Behaviour } from "./fake-engine.ts";

const BINARY = process.platform === "win32" ? "backtestr-engine.exe" : "backtestr-engine";

/** The engine that `npm run build` made. */
export const REAL_ENGINE = path.resolve("dist/engine", BINARY);

export class Engines {
  readonly folder = mkdtempSync(path.join(tmpdir(), "backtestr-engines-"));

  /** The path of an engine that behaves as `fake-engine.ts` says under that name. */
  that(behaves: Behaviour): string {
    const names = { url: pathToFileURL(this.#bundle()).href, behaves };
    const load = `const { url, behaves } = ${JSON.stringify(names)};`;
    const start = "import(url).then((fake) => fake.behave(behaves));";
    return this.file(behaves, `#!${process.execPath}\n${load}\n${start}\n`);
  }

  /** A program with that text. */
  file(name: string, text: string, mode = 0o755): string {
    const file = path.join(this.folder, name);
    writeFileSync(file, text);
    chmodSync(file, mode);
    return file;
  }

  /** The fake engine as one file that needs no other. Tests run from the root of the checkout. */
  #bundle(): string {
    const outfile = path.join(this.folder, "fake-engine.mjs");
    if (existsSync(outfile)) return outfile;
    const entry = path.resolve("hub/test/process/fake-engine.ts");
    buildSync({ entryPoints: [entry], outfile, bundle: true, platform: "node", format: "esm" });
    return outfile;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Places of which the configured one holds `program`. */
export function placesOf(program: string): EnginePlaces {
  return { environment: null, configured: program, shipped: "/nowhere" };
}
