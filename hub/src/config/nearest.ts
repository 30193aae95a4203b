// Finds the known word that was probably meant, for "did you mean".

const LONGEST = 40;

/** The closest candidate within a third of the word's length, or null. */
export function nearestWord(word: string, candidates: Iterable<string>): string | null {
  if (word.length > LONGEST) return null;
  const limit = Math.max(1, Math.floor(word.length / 3));
  let best: string | null = null;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    const distance = distanceOf(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Letters to insert, remove or replace; two swapped neighbours count as one. */
function distanceOf(left: string, right: string): number {
  let older: readonly number[] = [];
  let before = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let row = 1; row <= left.length; row++) {
    const now = [row];
    for (let at = 1; at <= right.length; at++) {
      const step = left[row - 1] === right[at - 1] ? 0 : 1;
      const isSwap = left[row - 1] === right[at - 2] && left[row - 2] === right[at - 1];
      const swapped = isSwap ? cell(older, at - 2) + 1 : Infinity;
      now.push(
        Math.min(cell(before, at - 1) + step, cell(before, at) + 1, cell(now, at - 1) + 1, swapped),
      );
    }
    older = before;
    before = now;
  }
  return cell(before, right.length);
}

function cell(row: readonly number[], at: number): number {
  return row[at] ?? Infinity;
}
