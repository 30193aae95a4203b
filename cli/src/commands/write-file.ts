// Writes a result beside its name and moves it into place, so that nobody sees half a file.
import { rename, rm, writeFile } from "node:fs/promises";
import { problem, type Problem } from "../terminal/problem.ts";

/** null when the file stands. */
export async function writeResult(file: string, text: string): Promise<Problem | null> {
  const fresh = `${file}.${process.pid}.new`;
  try {
    await writeFile(fresh, text);
    await rename(fresh, file);
    return null;
  } catch (error) {
    await rm(fresh, { force: true });
    const code = error instanceof Error && "code" in error ? String(error.code) : null;
    if (code === null) throw error;
    return problem({
      code: "file_not_written",
      message: `This file cannot be written (${code}).`,
      help: "Name a file in a folder that exists and that you may write to.",
      place: { file, at: null },
    });
  }
}
