// Makes a fresh checkout ready: right Node, Rust present, packages installed. Does nothing twice.
import { readFile } from "node:fs/promises";
import { inRoot } from "./paths.mjs";
import { run } from "./run.mjs";
import { Stop, say, step } from "./say.mjs";

const OLDEST_NODE = [20, 19];

/**
 * What is wrong with a Node version, or null.
 * @param {string} version as in `process.versions.node`
 */
export function nodeProblem(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  const isOldEnough = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  if (isOldEnough) return null;
  return `Node ${version} is too old. Install Node ${OLDEST_NODE.join(".")} or newer.`;
}

/**
 * @typedef {object} Package
 * @property {string} [version]
 * @property {boolean} [link]
 * @property {boolean} [optional]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 */

/** @typedef {Pick<NodeJS.Process, "platform" | "arch">} Machine */

/** An optional package may be absent where it is of no use: it may name systems and processors, and on
 * Linux a C library, which nobody can be asked for; then npm's choice stands.
 * @param {Package} entry @param {Machine} machine */
function mayBeAbsent({ optional, os, cpu, libc }, { platform, arch }) {
  if (optional !== true) return false;
  const isForThis = (os ?? [platform]).includes(platform) && (cpu ?? [arch]).includes(arch);
  const namesMachine = os !== undefined || cpu !== undefined;
  return !namesMachine || !isForThis || libc !== undefined;
}

/**
 * Whether what npm recorded as installed is what the lock file asks for.
 * @param {Record<string, Package>} wanted
 * @param {Record<string, Package>} installed
 * @param {Machine} [machine]
 */
export function isInstalled(wanted, installed, machine = process) {
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes("node_modules/")) return true;
    const present = installed[path];
    if (present === undefined) return mayBeAbsent(entry, machine);
    return entry.link === true ? present.link === true : present.version === entry.version;
  });
}

/** @param {string} file @returns {Promise<Record<string, Package> | null>} */
async function packagesOf(file) {
  try {
    return JSON.parse(await readFile(inRoot(file), "utf8")).packages;
  } catch {
    // Absent or half-written: both mean that an install has to run.
    return null;
  }
}

async function installPackages() {
  const wanted = await packagesOf("package-lock.json");
  const installed = await packagesOf("node_modules/.package-lock.json");
  if (wanted !== null && installed !== null && isInstalled(wanted, installed)) return;
  step("installing npm packages (once, about half a minute)");
  const outcome = await run("npm", ["ci", "--loglevel=error"]);
  if (outcome.code === 0) return;
  say(outcome.stderr);
  throw new Stop("npm could not install the packages. Its message stands above; try `npm ci`.");
}

async function findRust() {
  const outcome = await run("cargo", ["--version"]);
  if (outcome.code === 0) return;
  throw new Stop(
    "Rust is missing: `cargo --version` failed.\n" +
      "Install Rust 1.95 or newer with rustup, open a new terminal and try again.",
  );
}

/** Brings the checkout to the state in which everything else can run. */
export async function setup() {
  const problem = nodeProblem(process.versions.node);
  if (problem !== null) throw new Stop(problem);
  await findRust();
  await installPackages();
}
