// Merges the sources of configuration, later ones winning, and says of each value where it came from.
import path from "node:path";
import type { z } from "zod";
import { entriesOfToml, variablesOf, type Entry } from "./entries.ts";
import { Configuration, KEYS, SECTIONS, type KeyInfo } from "./keys.ts";
import { nearestWord } from "./nearest.ts";

/** A source with its text: pure input, so that merging needs no files. */
export type Source =
  | {
      readonly kind: "toml";
      readonly file: string;
      readonly text: string;
      readonly isProject: boolean;
    }
  | { readonly kind: "variables"; readonly file: string; readonly text: string }
  | { readonly kind: "environment"; readonly values: Readonly<Record<string, string | undefined>> }
  | { readonly kind: "flags"; readonly values: Readonly<Record<string, string>> };

export interface ConfigProblem {
  readonly file: string | null;
  readonly line: number | null;
  readonly message: string;
}

export type ConfigResult =
  | {
      readonly ok: true;
      readonly configuration: Configuration;
      /** `store.data_home` → "backtestr.toml:3". */
      readonly origins: ReadonlyMap<string, string>;
    }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

interface Given {
  readonly info: KeyInfo;
  readonly value: unknown;
  readonly file: string | null;
  readonly line: number | null;
  readonly origin: string;
}

type Found = { readonly given: Given } | { readonly problem: ConfigProblem };

/** @param folder the folder against which paths of the environment and of flags are resolved */
export function resolveConfiguration(
  defaults: Configuration,
  sources: readonly Source[],
  folder: string,
): ConfigResult {
  const merged = structuredClone(defaults);
  const origins = new Map(KEYS.map((info) => [nameOf(info), "default"]));
  const problems: ConfigProblem[] = [];
  for (const found of sources.flatMap((source) => foundIn(source))) {
    const problem = "problem" in found ? found.problem : apply(merged, found.given, folder);
    if (problem !== null) problems.push(problem);
    else if ("given" in found) origins.set(nameOf(found.given.info), found.given.origin);
  }
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, configuration: merged, origins };
}

function nameOf(info: KeyInfo): string {
  return `${info.section}.${info.key}`;
}

function foundIn(source: Source): readonly Found[] {
  switch (source.kind) {
    case "toml":
      return foundInToml(source.file, source.text, source.isProject);
    case "variables":
      return foundInVariables(source.file, source.text);
    case "environment":
      return KEYS.flatMap((info) => fromWords(info, source.values[info.variable], info.variable));
    case "flags":
      return KEYS.flatMap((info) =>
        fromWords(info, source.values[nameOf(info)], "the command line"),
      );
  }
}

function fromWords(info: KeyInfo, value: string | undefined, origin: string): readonly Found[] {
  if (value === undefined || value === "") return [];
  return [{ given: { info, value: worded(info, value), file: null, line: null, origin } }];
}

function foundInToml(file: string, text: string, isProject: boolean): readonly Found[] {
  const read = entriesOfToml(text);
  if (!read.ok) return [{ problem: { file, line: read.line, message: read.message } }];
  return read.entries.map((entry) => foundAs(entry, file, isProject));
}

function foundAs(entry: Entry, file: string, isProject: boolean): Found {
  const { line, value } = entry;
  const info = KEYS.find((known) => nameOf(known) === entry.path.join("."));
  if (info === undefined) return { problem: { file, line, message: unknownKey(entry.path) } };
  if (isProject && !info.isForProjects)
    return { problem: { file, line, message: notForProjects(info) } };
  return { given: { info, value, file, line, origin: `${file}:${line ?? 0}` } };
}

function foundInVariables(file: string, text: string): readonly Found[] {
  const read = variablesOf(text);
  if (!read.ok) return [{ problem: { file, line: read.line, message: read.message } }];
  // Other programs keep their variables in the same file; only names like ours are looked at.
  const ours = read.variables.filter(({ name }) => name.startsWith("BACKTESTR_"));
  return ours.map(({ name, value, line }): Found => {
    const info = KEYS.find((known) => known.variable === name);
    if (info === undefined) return { problem: { file, line, message: unknownVariable(name) } };
    if (!info.isForProjects) return { problem: { file, line, message: notForProjects(info) } };
    return { given: { info, value: worded(info, value), file, line, origin: `${file}:${line}` } };
  });
}

/** What is given as text becomes what the key holds; text that is no number is left for the check to refuse. */
function worded(info: KeyInfo, value: string): unknown {
  return info.holds === "number" && /^\d+$/.test(value) ? Number(value) : value;
}

function unknownKey(keyPath: readonly string[]): string {
  const [section = "", ...rest] = keyPath;
  if (!SECTIONS.includes(section)) {
    const list = `The sections are ${SECTIONS.join(", ")}.`;
    return `There is no section [${section}]. ${meant(section, SECTIONS) ?? list}`;
  }
  const keys = KEYS.filter((info) => info.section === section).map((info) => info.key);
  const list = keys.length === 0 ? "It has no keys yet." : `Its keys are ${keys.join(", ")}.`;
  return `[${section}] has no key ${rest.join(".")}. ${meant(rest.join("."), keys) ?? list}`;
}

function unknownVariable(name: string): string {
  const names = KEYS.map((info) => info.variable);
  return `There is no setting ${name}. ${meant(name, names) ?? `There are ${names.join(", ")}.`}`;
}

function meant(word: string, candidates: readonly string[]): string | null {
  const nearest = nearestWord(word, candidates);
  return nearest === null ? null : `Did you mean ${nearest}?`;
}

function notForProjects(info: KeyInfo): string {
  return (
    `${nameOf(info)} cannot be set by a project, because it chooses a program to run. ` +
    `Set it in your user file, or with ${info.variable}.`
  );
}

/** Puts a value into its place, or says why it does not fit there. */
function apply(merged: Configuration, given: Given, folder: string): ConfigProblem | null {
  const { info, file, line } = given;
  const base = file === null ? folder : path.dirname(file);
  const value = info.holds === "path" ? resolvedPath(base, given.value) : given.value;
  const trial: Record<string, Record<string, unknown>> = structuredClone(merged);
  const section = trial[info.section];
  if (section === undefined) throw new Error(`no section ${info.section} in the defaults`);
  section[info.key] = value;
  const checked = Configuration.safeParse(trial);
  if (checked.success) {
    Object.assign(merged, checked.data);
    return null;
  }
  return { file, line, message: refusal(info, given.value, checked.error) };
}

function resolvedPath(base: string, value: unknown): unknown {
  return typeof value === "string" && value !== "" ? path.resolve(base, value) : value;
}

function refusal(info: KeyInfo, value: unknown, error: z.ZodError): string {
  const reason = error.issues[0]?.message ?? "it does not fit";
  return `${nameOf(info)} cannot be ${JSON.stringify(value)}: ${reason}.`;
}
