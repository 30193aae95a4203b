// Measures round trips of small frames between Node and the engine that `npm run build` made.
// Usage: node engine/client/bench/ping.mjs [path of the engine]
import { build } from "esbuild";
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const ROUND_TRIPS = 20_000;
const WARM_UP = 2_000;
const FRAME_BYTES = 200;
/** Bytes of a ping's frame besides its payload. */
const ENVELOPE_BYTES = 38;

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const binary = process.platform === "win32" ? "backtestr-engine.exe" : "backtestr-engine";
const enginePath = process.argv[2] ?? path.join(ROOT, "dist", "engine", binary);

/** The client as it is shipped: bundled from its source. */
async function loadClient() {
  const bundle = await build({
    absWorkingDir: ROOT,
    entryPoints: ["engine/client/src/index.ts"],
    bundle: true,
    platform: "node",
    format: "esm",
    write: false,
  });
  const [file] = bundle.outputFiles;
  return import(
    `data:text/javascript;base64,${Buffer.from(file?.contents ?? []).toString("base64")}`
  );
}

/** @param {number[]} sorted @param {number} share */
function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

const { Client } = await loadClient();
const engine = spawn(enginePath, [], { stdio: ["pipe", "pipe", "ignore"] });
const client = new Client({ toEngine: engine.stdin, fromEngine: engine.stdout });
const greeted = await client.greet("bench");
if (!greeted.ok) throw new Error(greeted.error.message);

const payload = "x".repeat(FRAME_BYTES - ENVELOPE_BYTES);
const micros = [];
for (let trip = 0; trip < WARM_UP + ROUND_TRIPS; trip += 1) {
  const begun = process.hrtime.bigint();
  const outcome = await client.request("engine.ping", { payload });
  const took = Number(process.hrtime.bigint() - begun) / 1_000;
  if (!outcome.ok) throw new Error(outcome.error.message);
  if (trip >= WARM_UP) micros.push(took);
}
await client.request("engine.shutdown", {});

micros.sort((a, b) => a - b);
const [p50, p90, p99] = [0.5, 0.9, 0.99].map((share) => quantile(micros, share));
const show = (/** @type {number | undefined} */ value) => `${(value ?? NaN).toFixed(0)} µs`;
process.stdout.write(
  `${ROUND_TRIPS} round trips of ${FRAME_BYTES} bytes: ` +
    `p50 ${show(p50)}, p90 ${show(p90)}, p99 ${show(p99)}, max ${show(micros.at(-1))}\n`,
);
