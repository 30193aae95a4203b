// Builds the engine and stages it in dist/engine, where every face looks for it.
import { copyFile, mkdir, rename, stat } from "node:fs/promises";
import path from "node:path";
import { cargo } from "./cargo.mjs";
import { DIST } from "./paths.mjs";
import { Stop, say, step } from "./say.mjs";

const BINARY = "backtestr-engine";
const LIBRARY = "libduckdb.so";

/**
 * The path of the built program, from cargo's own account of what it made.
 * @param {string} messages one JSON object a line
 */
export function executableIn(messages) {
  const lines = messages.split("\n").filter((line) => line.startsWith("{"));
  for (const line of lines) {
    const message = JSON.parse(line);
    const isBinary = message.target?.name === BINARY && message.target.kind.includes("bin");
    if (isBinary && typeof message.executable === "string") return message.executable;
  }
  return null;
}

/** @param {string} from @param {string} to */
async function isSameFile(from, to) {
  try {
    const [source, copy] = await Promise.all([stat(from), stat(to)]);
    return source.size === copy.size && source.mtimeMs <= copy.mtimeMs;
  } catch {
    // No copy yet.
    return false;
  }
}

/** The library that the program needs stands beside it, where cargo's build put it as well.
 * @param {string} executable */
export function filesToStage(executable) {
  return [path.join(path.dirname(executable), LIBRARY), executable];
}

/** @param {string} file */
async function stage(file) {
  const target = path.join(DIST, "engine", path.basename(file));
  if (await isSameFile(file, target)) return;
  await mkdir(path.dirname(target), { recursive: true });
  // Renamed into place: a running engine keeps its old file, and nobody sees half a program.
  const fresh = `${target}.${process.pid}.new`;
  await copyFile(file, fresh);
  await rename(fresh, target);
}

/** Builds with cargo, which itself skips what is current, and stages the result.
 * @param {"release" | "dist"} [profile] `dist` takes longer to build and less to run */
export async function buildEngine(profile = "release") {
  step("building the engine (the first time takes minutes)");
  const outcome = await cargo(
    "build",
    [`--profile=${profile}`, "--package=stdio", "--message-format=json-render-diagnostics"],
    { progress: true },
  );
  if (outcome.code !== 0) {
    say(outcome.stderr);
    throw new Stop("The engine does not build. The compiler's message stands above.");
  }
  const executable = executableIn(outcome.stdout);
  if (executable === null) throw new Stop(`cargo built no program named ${BINARY}.`);
  for (const file of filesToStage(executable)) await stage(file);
}
