// Counts what test programs report. A suite that dies without a report is a failure, never a gap.

/**
 * @typedef {object} Count
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/** @returns {Count} */
export function nothing() {
  return { passed: 0, failed: 0, skipped: 0 };
}

/** @param {Count[]} counts @returns {Count} */
export function sum(counts) {
  return counts.reduce(
    (total, one) => ({
      passed: total.passed + one.passed,
      failed: total.failed + one.failed,
      skipped: total.skipped + one.skipped,
    }),
    nothing(),
  );
}

/** The last line of `npm test`; its form is fixed. @param {Count} count */
export function lastLine(count) {
  const line = `${count.passed} passed, ${count.failed} failed`;
  return count.skipped > 0 ? `${line}, ${count.skipped} skipped` : line;
}

const RESULT = /^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored;/;
const BEGINNING = /^running \d+ tests?$/;

/**
 * Sums the result lines of `cargo test`.
 * @param {string} stdout
 * @param {number} code cargo's exit code
 * @returns {Count}
 */
export function countOfCargo(stdout, code) {
  const count = nothing();
  let begun = 0;
  let ended = 0;
  for (const line of stdout.split(/\r?\n/)) {
    if (BEGINNING.test(line)) begun += 1;
    const result = RESULT.exec(line);
    if (result === null) continue;
    ended += 1;
    count.passed += Number(result[1]);
    count.failed += Number(result[2]);
    count.skipped += Number(result[3]);
  }
  // A test program that was killed began and never gave its result.
  count.failed += Math.max(0, begun - ended);
  // Anything else that cargo calls a failure and no test does: usually a compile error.
  if (code !== 0 && count.failed === 0) count.failed = 1;
  return count;
}

/**
 * Reads the report that scripts/lib/mocha.mjs writes; null or nonsense means that mocha died.
 * @param {string | null} report
 * @param {number} code exit code of the process
 * @returns {Count}
 */
export function countOfMocha(report, code) {
  const parsed = report === null ? null : JSON.parse(report);
  if (parsed === null) return { ...nothing(), failed: 1 };
  const count = { passed: parsed.passed, failed: parsed.failed, skipped: parsed.skipped };
  if (code !== 0 && count.failed === 0) count.failed = 1;
  return count;
}
