// Where a file is after it, or a folder above it, was moved.

/** null for a file that stays where it is. */
export function movedPath(file: string, from: string, to: string): string | null {
  if (file === from) return to;
  const isBelow = file.startsWith(from) && /^[\\/]/.test(file.slice(from.length));
  return isBelow ? to + file.slice(from.length) : null;
}
