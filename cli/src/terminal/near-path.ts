// Paths as they are seen from the current folder, where that is shorter.
import path from "node:path";

export function nearPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.length < file.length ? relative : file;
}

/** A sentence with the paths below the current folder cut short. */
export function nearPaths(text: string): string {
  return text.replaceAll(`${process.cwd()}${path.sep}`, "");
}
