// Whether a file lies in a folder, links followed: what a strategy names may be a link to anywhere.
import { realpathSync } from "node:fs";
import path from "node:path";

export function isInside(folder: string, file: string): boolean {
  const relative = path.relative(real(folder), real(file));
  const leaves = relative === ".." || relative.startsWith(`..${path.sep}`);
  return !leaves && !path.isAbsolute(relative);
}

/** Of what is not there, the nearest folder that is decides. */
function real(place: string): string {
  try {
    return realpathSync.native(place);
  } catch {
    // Whatever stands in the way, the system says so to whoever opens the file.
    const parent = path.dirname(place);
    return parent === place ? place : path.join(real(parent), path.basename(place));
  }
}
