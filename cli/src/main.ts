// The `backtestr` program: gives the command line its surroundings and sets the exit code.
import { fileURLToPath } from "node:url";
import { runCommandLine } from "./command-line.ts";
import { interruptSignal } from "./commands/interrupt.ts";
import { EXIT } from "./exit-codes.ts";
import { processTerminal } from "./terminal/terminal.ts";

const terminal = processTerminal();
const interrupt = interruptSignal();

// A reader that goes away (`| head`) is no error of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(EXIT.ok);
  throw error;
});

process.exitCode = await runCommandLine(
  {
    terminal,
    environment: process.env,
    signal: interrupt.signal,
    whenInterrupted: interrupt.say,
    programFolder: fileURLToPath(new URL(".", import.meta.url)).replace(/[\\/]$/, ""),
    nowMs: () => performance.now(),
  },
  process.argv.slice(2),
);
