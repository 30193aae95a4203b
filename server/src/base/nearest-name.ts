// Finds the known name that was probably meant, for "did you mean".

/** Nobody mistypes a longer name in a way that the distance would find, and it costs its square. */
const LONGEST = 48;

/** The closest candidate within a third of the name's length, or null. */
export function nearestName(name: string, candidates: Iterable<string>): string | null {
  if (name.length > LONGEST) return null;
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Insertions, deletions, replacements and swaps of neighbours; stops early beyond the bound. */
function editDistance(left: string, right: string, bound: number): number {
  let older: readonly number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= right.length; column++) {
      const value = cellOf(left, right, row, column, previous, current, older);
      current.push(value);
      least = Math.min(least, value);
    }
    if (least >= bound) return bound;
    older = previous;
    previous = current;
  }
  return previous[right.length] ?? 0;
}

function cellOf(
  left: string,
  right: string,
  row: number,
  column: number,
  previous: readonly number[],
  current: readonly number[],
  older: readonly number[],
): number {
  const isSame = left[row - 1] === right[column - 1];
  const replaced = (previous[column - 1] ?? 0) + (isSame ? 0 : 1);
  const removed = (previous[column] ?? 0) + 1;
  const inserted = (current[column - 1] ?? 0) + 1;
  const isSwap = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
  const swapped = isSwap ? (older[column - 2] ?? 0) + 1 : Infinity;
  return Math.min(replaced, removed, inserted, swapped);
}
