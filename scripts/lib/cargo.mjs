// Cargo, as the other scripts use it: always on the engine's workspace and its lock file.
import { ENGINE_MANIFEST } from "./paths.mjs";
import { run } from "./run.mjs";

/**
 * @param {string} command a cargo subcommand
 * @param {string[]} args
 * @param {import("./run.mjs").Options} [options]
 */
export function cargo(command, args, options) {
  // `cargo fmt` passes unknown flags on, so the manifest comes first and `--locked` only where it exists.
  const locked = command === "fmt" ? [] : ["--locked"];
  return run("cargo", [command, "--manifest-path", ENGINE_MANIFEST, ...locked, ...args], options);
}

/**
 * The project's own chores, written in Rust.
 * @param {string[]} args
 * @param {import("./run.mjs").Options} [options]
 */
export function xtask(args, options) {
  return cargo("run", ["--quiet", "--package", "xtask", "--", ...args], options);
}
