// Where a file is after it, or a folder above it, was moved.

/** null for a file that stays where it is. */
export function movedPath(file: string, from: string, to: string): string | null {
  return isAt(file, from) ? to + file.slice(from.length) : null;
}

/** Whether a file is the one at a path, or lies in the folder there. */
export function isAt(file: string, place: string): boolean {
  return file === place || (file.startsWith(place) && /^[\\/]/.test(file.slice(place.length)));
}
