// Where a place of the text that was run stands in the text of now: what was edited lies between what the
// two have in common at their beginnings and at their ends.
import type { Range } from "./strategy.ts";

/** null when the place itself was edited. */
export function rangeNow({ start, end }: Range, then: string, now: string): Range | null {
  const head = sharedAtStart(then, now);
  if (end < head || then === now) return { start, end };
  const tail = sharedAtEnd(then, now, Math.min(then.length, now.length) - head);
  if (start < then.length - tail) return null;
  const by = now.length - then.length;
  return { start: start + by, end: end + by };
}

function sharedAtStart(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let count = 0;
  while (count < most && one[count] === other[count]) count += 1;
  return count;
}

function sharedAtEnd(one: string, other: string, most: number): number {
  let count = 0;
  while (count < most && one[one.length - 1 - count] === other[other.length - 1 - count]) {
    count += 1;
  }
  return count;
}
