// Starts other programs: shown live, or kept quiet until they fail.
import { spawn } from "node:child_process";
import { ROOT } from "./paths.mjs";

/**
 * @typedef {object} Outcome
 * @property {number} code exit code; 127 when the program is missing, 128 when a signal ended it
 * @property {string} stdout
 * @property {string} stderr
 */

/**
 * @typedef {object} Options
 * @property {boolean} [show] pass the output on while it arrives
 * @property {boolean} [progress] pass on what goes to stderr, if a person is watching
 * @property {Record<string, string | undefined>} [env] added to the environment
 * @property {string} [cwd] where it runs, in place of the root
 */

/**
 * Runs a program in the root of the checkout and keeps what it prints.
 * @param {string} program
 * @param {string[]} args
 * @param {Options} [options]
 * @returns {Promise<Outcome>}
 */
export function run(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? ROOT,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
      // npm and npx are scripts on Windows, which only a shell can start.
      shell: process.platform === "win32" && program === "npm",
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
      if (options.show) process.stderr.write(text);
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      stderr += text;
      if (options.show || (options.progress && process.stderr.isTTY)) process.stderr.write(text);
    });
    child.on("error", (error) => resolve({ code: 127, stdout, stderr: stderr + error.message }));
    child.on("close", (code) => resolve({ code: code ?? 128, stdout, stderr }));
  });
}

/**
 * Runs a JavaScript tool from node_modules with this Node, without npx in between.
 * @param {string} script path below node_modules
 * @param {string[]} args
 * @param {Options} [options]
 */
export function runTool(script, args, options) {
  return run(process.execPath, [`node_modules/${script}`, ...args], options);
}

/**
 * Runs a program that talks to the terminal itself, colours and progress included.
 * @param {string} program
 * @param {string[]} args
 * @param {Record<string, string>} [env] added to the environment
 * @returns {Promise<number>} its exit code
 */
export function attach(program, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: "inherit",
    });
    child.on("error", () => resolve(127));
    child.on("close", (code) => resolve(code ?? 128));
  });
}
