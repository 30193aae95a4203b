#!/usr/bin/env node
// The `backtestr` command: starts the built program, or says how to build it. Must stay plain
// JavaScript without dependencies, because it runs before anything is built.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const program = new URL("../../dist/cli.mjs", import.meta.url);

if (existsSync(fileURLToPath(program))) {
  await import(program.href);
} else {
  process.stderr.write(
    "backtestr is not built yet. Run `npm run build` in the project folder first.\n",
  );
  process.exitCode = 3;
}
