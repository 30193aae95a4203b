// Saved runs: what is kept of a run besides its results, and how it is found again.
import { createHash } from "node:crypto";
import { RunSettings, type RunLabel, type SavedRunInfo } from "@backtestr/client";
import { PROFILE_NAMES } from "../report/assumptions.ts";
import { ask, type Answer, type Requests } from "./answer.ts";

/** Longer texts are not kept with a run, only their hash. */
const TEXT_KEPT_MAX = 262_144;

export interface LabelParts {
  /** Name for people; may be empty. */
  readonly name: string;
  /** Absolute path of the strategy, or its title where it has no file. */
  readonly strategy: string;
  readonly title: string;
  readonly text: string;
  readonly settings: RunSettings;
  /** More that is to be known later: commit, version. */
  readonly facts: Readonly<Record<string, string>>;
}

/** What is saved beside the results; `fact.parameter.NAME` are the parameters. */
export function runLabel(parts: LabelParts): RunLabel {
  const { settings, text } = parts;
  const facts: Record<string, string> = {
    title: parts.title,
    profile: PROFILE_NAMES[settings.account.profile],
    ...Object.fromEntries(
      settings.parameters.map(({ name, value }) => [`parameter.${name}`, String(value)]),
    ),
    settings: JSON.stringify(settings),
    text_sha256: hashOf(text),
    ...(text.length <= TEXT_KEPT_MAX ? { text } : {}),
    ...parts.facts,
  };
  return {
    name: parts.name,
    strategy: parts.strategy,
    facts: Object.entries(facts).map(([name, value]) => ({ name, value })),
  };
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

export function factOf(info: SavedRunInfo, name: string): string | null {
  return info.label.facts.find((fact) => fact.name === name)?.value ?? null;
}

/** Parameters by name, as text. */
export function parametersIn(info: SavedRunInfo): readonly (readonly [string, string])[] {
  return info.label.facts.flatMap(({ name, value }) =>
    name.startsWith("parameter.") ? [[name.slice("parameter.".length), value] as const] : [],
  );
}

/** The settings that the run was made with; null when a face of another version wrote them. */
export function settingsIn(info: SavedRunInfo): RunSettings | null {
  try {
    return RunSettings.safeParse(JSON.parse(factOf(info, "settings") ?? "null")).data ?? null;
  } catch (error) {
    // The parser's only way to say that the text is no JSON.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Whether a strategy's text is the one that was run; also known of texts too long to be kept. */
export function isTextOf(info: SavedRunInfo, text: string): boolean {
  return factOf(info, "text_sha256") === hashOf(text);
}

export function figureOf(info: SavedRunInfo, name: string): number | null {
  return info.figures.find((figure) => figure.name === name)?.value ?? null;
}

/** Saves a finished run; when this answers, it is on the disk. The answer names it for good. */
export function saveRun(client: Requests, run: number, label: RunLabel): Promise<Answer<string>> {
  return ask(client, "store.saveRun", { run, label }, ({ saved }) => saved);
}

/** Latest first. */
export function savedRuns(
  client: Requests,
  strategy: string | null,
): Promise<Answer<readonly SavedRunInfo[]>> {
  const found: SavedRunInfo[] = [];
  return ask(client, "store.runs", { strategy }, () => found, {
    onChunk: ({ runs }) => {
      found.push(...runs);
    },
  });
}

export interface LoadedRun {
  /** Names it for `tradesOf` and `equityOf`. */
  readonly run: number;
  readonly info: SavedRunInfo;
}

export function loadRun(client: Requests, saved: string): Promise<Answer<LoadedRun>> {
  return ask(client, "store.loadRun", { saved }, ({ run, info }) => ({ run, info }));
}
