// `backtestr run FILE`: compile, run, show. Each step ends in a value or in what stopped it.
import path from "node:path";
import {
  loadConfiguration,
  newPlanMemory,
  PROFILE_NAMES,
  settingsOf,
  startRun,
  settledOnStore,
  type Configuration,
  type Failure,
  type Launched,
  type PlacedHint,
  type PlanMemory,
  type ProfileName,
  type RunSettings,
  type RunSummary,
  type Strategy,
} from "@backtestr/hub";
import { endEngine, startEngine } from "../engine.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { hintsOfRun } from "../result/hints.ts";
import type { Compiled } from "../strategy/compiled.ts";
import { compileSource } from "../strategy/compile.ts";
import { parametersOf } from "../strategy/parameters.ts";
import { readSource } from "../strategy/source.ts";
import { problem, problemText, type Problem } from "../terminal/problem.ts";
import { progressLine, runProgressText } from "../terminal/progress.ts";
import type { Context } from "./context.ts";
import { deliver } from "./deliver.ts";
import {
  configFailure,
  engineFailure,
  printStopped,
  stopped,
  usageError,
  type Stopped,
} from "./outcome.ts";
import { version } from "./version.ts";

export interface RunWords {
  readonly file: string;
  readonly parameters: readonly string[];
  readonly profile: string | null;
  readonly compare: string | null;
  readonly data: string | null;
  readonly dataHome: string | null;
  readonly isJson: boolean;
  readonly trades: string | null;
  readonly report: string | null;
  /** Whether the store keeps a record of the run. */
  readonly isSaved: boolean;
}

/** A strategy that is ready to run, with the settings of each run that was asked for. */
interface Prepared {
  readonly words: RunWords;
  readonly compiled: Compiled;
  /** The text that was compiled. */
  readonly text: string;
  readonly strategy: Strategy;
  readonly configuration: Configuration;
  readonly settings: RunSettings;
  readonly compared: RunSettings | null;
}

/** A finished run. */
export interface Finished {
  readonly settings: RunSettings;
  readonly summary: RunSummary;
}

/** What a run command has in the end. */
export interface Results {
  readonly words: RunWords;
  readonly compiled: Compiled;
  /** The text that was compiled. */
  readonly text: string;
  readonly engine: Launched;
  readonly main: Finished;
  /** What the main run tells of its text. */
  readonly hints: readonly PlacedHint[];
  readonly compared: Finished | null;
}

export async function runCommand(context: Context, words: RunWords): Promise<ExitCode> {
  const { terminal } = context;
  const prepared = await prepare(context, words);
  if ("problems" in prepared) return printStopped(terminal, words.isJson, prepared);
  const started = await startEngine(context, prepared.configuration, await version(context));
  if (!started.ok) {
    return printStopped(terminal, words.isJson, engineFailure(started.error, null));
  }
  try {
    const results = await execute(context, prepared, started.engine);
    const end = "problems" in results ? results : await deliver(context, results);
    return end === null ? EXIT.ok : printStopped(terminal, words.isJson, end);
  } finally {
    await endEngine(started.engine);
  }
}

async function prepare(context: Context, words: RunWords): Promise<Prepared | Stopped> {
  const profiles = chosenProfiles(words);
  if ("problems" in profiles) return profiles;
  const loaded = await loadConfiguration(
    path.dirname(words.file),
    context.environment,
    words.dataHome === null ? {} : { "store.data_home": words.dataHome },
  );
  if (!loaded.ok) return configFailure(loaded.problems);
  const read = await compiledFile(context, words);
  if ("problems" in read) return read;
  const { compiled, text } = read;
  const strategy = strategyOf(words, compiled);
  if ("problems" in strategy) return strategy;
  const chosen = chosenRuns(words, strategy, profiles, compiled);
  if ("problems" in chosen) return chosen;
  return { words, compiled, text, strategy, configuration: loaded.configuration, ...chosen };
}

interface CompiledText {
  readonly compiled: Compiled;
  readonly text: string;
}

async function compiledFile(context: Context, words: RunWords): Promise<CompiledText | Stopped> {
  const read = await readSource(words.file);
  if (!read.ok) return stopped(EXIT.strategyOrData, read.problem);
  const { compiled, problems } = compileSource(read.source);
  if (compiled === null) return stopped(EXIT.strategyOrData, ...problems);
  showWarnings(context, words, problems);
  return { compiled, text: read.source.text };
}

function showWarnings({ terminal }: Context, words: RunWords, problems: readonly Problem[]): void {
  if (words.isJson) return;
  const warnings = problems.filter(({ severity }) => severity === "warning");
  for (const shown of warnings) terminal.err(problemText(shown, terminal.errStyle));
}

interface Profiles {
  readonly main: ProfileName | null;
  readonly compared: ProfileName | null;
}

function chosenProfiles(words: RunWords): Profiles | Stopped {
  if (words.compare !== null && words.isJson) {
    return usageError("--compare is for the screen: with --json, run twice.", "run");
  }
  const main = profileNamed(words.profile);
  if (main === undefined) return unknownProfile(words.profile ?? "");
  const compared = profileNamed(words.compare);
  return compared === undefined ? unknownProfile(words.compare ?? "") : { main, compared };
}

/** undefined for a name that is none. */
function profileNamed(word: string | null): ProfileName | null | undefined {
  if (word === null) return null;
  return ALL_PROFILES.find((profile) => PROFILE_NAMES[profile] === word);
}

const ALL_PROFILES: readonly ProfileName[] = ["native", "backtestingPy"];

function unknownProfile(word: string): Stopped {
  const names = ALL_PROFILES.map((profile) => PROFILE_NAMES[profile]).join(" and ");
  return usageError(`There is no profile ${word}; there are ${names}.`, "run");
}

function strategyOf(words: RunWords, compiled: Compiled): Strategy | Stopped {
  const read = parametersOf(compiled, words.parameters);
  switch (read.kind) {
    case "usage":
      return usageError(read.message, "run");
    case "broken":
      return stopped(EXIT.strategyOrData, ...read.problems);
    case "values":
      return {
        file: path.resolve(words.file),
        title: compiled.title,
        plan: compiled.plan,
        data: compiled.data,
        account: compiled.account,
        parameters: [...read.values].map(([name, value]) => ({ name, value })),
      };
  }
}

function chosenRuns(
  words: RunWords,
  strategy: Strategy,
  profiles: Profiles,
  compiled: Compiled,
): Pick<Prepared, "settings" | "compared"> | Stopped {
  const settings = chosenSettings(words, strategy, profiles.main, compiled);
  if ("problems" in settings || profiles.compared === null) {
    return "problems" in settings ? settings : { settings, compared: null };
  }
  const compared = chosenSettings(words, strategy, profiles.compared, compiled);
  return "problems" in compared ? compared : { settings, compared };
}

function chosenSettings(
  words: RunWords,
  strategy: Strategy,
  profile: ProfileName | null,
  compiled: Compiled,
): RunSettings | Stopped {
  const data = words.data === null ? null : path.resolve(words.data);
  const made = settingsOf(strategy, { profile, data, folder: null });
  if (made.ok) return made.settings;
  const { message, help } = made.problem;
  const place = compiled.placeOfSource ?? { file: words.file, at: null };
  return stopped(EXIT.strategyOrData, problem({ code: "settings", message, help, place }));
}

async function execute(
  context: Context,
  prepared: Prepared,
  engine: Launched,
): Promise<Results | Stopped> {
  const memory = newPlanMemory();
  const main = await finished(context, prepared, engine, memory, prepared.settings);
  if ("problems" in main) return main;
  const compared =
    prepared.compared === null
      ? null
      : await finished(context, prepared, engine, memory, prepared.compared);
  if (compared !== null && "problems" in compared) return compared;
  const { words, compiled, text } = prepared;
  const hints = await hintsOfRun(engine.client, compiled, main, context.signal);
  // No hints would say that nothing was found.
  if (!hints.ok) return unfinished(context, hints.error, compiled);
  return { words, compiled, text, engine, main, hints: hints.value, compared };
}

async function finished(
  context: Context,
  { compiled, strategy, words }: Prepared,
  engine: Launched,
  memory: PlanMemory,
  settings: RunSettings,
): Promise<Finished | Stopped> {
  const settled = await settledOnStore(engine.client, strategy, settings);
  if (!settled.ok) return engineFailure(settled.error, compiled);
  const line = progressLine(context.terminal, context.nowMs);
  const answer = await startRun(engine.client, memory, compiled.plan, settled.value, {
    signal: context.signal,
    onProgress: (progress) => {
      line.show(runProgressText(progress));
    },
  });
  line.clear();
  if (answer.ok) return { settings: settled.value, summary: answer.value };
  const end = unfinished(context, answer.error, compiled);
  return words.data === null ? end : aboutDataFlag(end, words.data);
}

function unfinished({ signal }: Context, error: Failure, compiled: Compiled): Stopped {
  // Ctrl-C has said so already.
  return signal.aborted ? stopped(EXIT.interrupted) : engineFailure(error, compiled);
}

/** Bars that the command line names are not the matter of the strategy's text. */
function aboutDataFlag(end: Stopped, data: string): Stopped {
  const codes = ["file_not_found", "file_unreadable", "bad_data"];
  const problems = end.problems.map((shown) =>
    codes.includes(shown.code) ? { ...shown, place: { file: data, at: null } } : shown,
  );
  return { ...end, problems };
}
