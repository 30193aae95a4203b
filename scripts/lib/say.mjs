// How scripts talk: one line a step on stderr, so that stdout keeps results only.

const started = Date.now();

/** @param {string} text */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** @param {number} ms */
export function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** Prints a step with the time since the script began. @param {string} text */
export function step(text) {
  say(`[${seconds(Date.now() - started).padStart(7)}] ${text}`);
}

/** A problem that the person at the terminal can solve: shown without a stack. */
export class Stop extends Error {}

/**
 * Runs a script's body and turns its outcome into an exit code.
 * @param {() => Promise<number>} body
 */
export async function main(body) {
  try {
    process.exitCode = await body();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    say(`\n${error.message}`);
    process.exitCode = 1;
  }
}
