// Reads a strategy's text; whatever is no text is refused with a sentence.
import { readFile, stat } from "node:fs/promises";
import { problem, type Problem } from "../terminal/problem.ts";

export interface Source {
  /** As the user named it. */
  readonly name: string;
  readonly text: string;
}

export type SourceResult =
  | { readonly ok: true; readonly source: Source }
  | { readonly ok: false; readonly problem: Problem };

/** Larger files are not even read; the compiler has a lower limit of its own, with a page. */
const BYTES_MAX = 64 << 20;

export async function readSource(name: string): Promise<SourceResult> {
  try {
    const found = await stat(name);
    if (found.isDirectory()) {
      return refused(
        name,
        "is_a_folder",
        "This is a folder, not a strategy.",
        "Name a file in it.",
      );
    }
    if (!found.isFile()) {
      return refused(
        name,
        "not_a_file",
        "This is no ordinary file.",
        "Name a file that holds a strategy.",
      );
    }
    if (found.size > BYTES_MAX) {
      return refused(
        name,
        "file_too_large",
        `This file has ${found.size.toLocaleString("en-US")} bytes; a strategy has at most 5,000,000.`,
        null,
      );
    }
    return decoded(name, await readFile(name));
  } catch (error) {
    return unreadable(name, error);
  }
}

function decoded(name: string, bytes: Uint8Array): SourceResult {
  const isBinary = bytes.subarray(0, 65_536).includes(0);
  const text = isBinary ? null : utf8(bytes);
  if (text === null) {
    return refused(
      name,
      "not_text",
      "This file is not UTF-8 text.",
      "A strategy is a text file; save it as UTF-8.",
    );
  }
  return { ok: true, source: { name, text } };
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    // The decoder's only way to say that the bytes are no UTF-8.
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function unreadable(name: string, error: unknown): SourceResult {
  const code = error instanceof Error && "code" in error ? String(error.code) : null;
  switch (code) {
    case null:
      throw error;
    case "ENOENT":
    case "ENOTDIR":
      return refused(
        name,
        "file_not_found",
        "There is no such file.",
        "Check the path; it is relative to the current folder.",
      );
    case "EACCES":
    case "EPERM":
      return refused(
        name,
        "file_unreadable",
        "This file may not be read.",
        "Check its permissions.",
      );
    default:
      return refused(name, "file_unreadable", `This file cannot be read (${code}).`, null);
  }
}

function refused(name: string, code: string, message: string, help: string | null): SourceResult {
  return { ok: false, problem: problem({ code, message, help, place: { file: name, at: null } }) };
}
