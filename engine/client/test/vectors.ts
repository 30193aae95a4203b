// The golden frames of engine/vectors, which Rust writes and both languages read.
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

/** Tests run from the root of the checkout. */
const FOLDER = path.resolve("engine/vectors");

export interface Golden {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly json: unknown;
}

/** The golden frames of one direction. */
export function golden(folder: "requests" | "replies"): Golden[] {
  const names = readdirSync(path.join(FOLDER, folder)).filter((name) => name.endsWith(".msgpack"));
  return names.map((file) => {
    const name = file.replace(/\.msgpack$/, "");
    const bytes = new Uint8Array(readFileSync(path.join(FOLDER, folder, file)));
    const text = readFileSync(path.join(FOLDER, folder, `${name}.json`), "utf8");
    const json: unknown = JSON.parse(text);
    return { name, bytes, json };
  });
}

/** Where the client's own encoding of a request is kept for the Rust tests. */
export function fromClient(name: string): string {
  return path.join(FOLDER, "requests-from-client", `${name}.msgpack`);
}

/** A decoded message as the JSON shows it: columns as hexadecimal digits, 16 a value. */
export function readable(value: unknown): unknown {
  if (value instanceof Uint8Array) return hexadecimal(value);
  if (Array.isArray(value)) return value.map(readable);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, readable(inner)]));
}

function hexadecimal(bytes: Uint8Array): string {
  const digits = Buffer.from(bytes).toString("hex");
  return (digits.match(/.{16}/g) ?? []).join(" ");
}
