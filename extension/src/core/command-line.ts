// A saved run as a command line that makes it again, for a POSIX shell.
import path from "node:path";
import { PROFILE_NAMES, settingsIn, type RunSettings, type SavedRunInfo } from "@backtestr/hub";
import type { PlanAnswer } from "@backtestr/server/api";
import { parameterText } from "./parameter-values.ts";

/** What the strategy's file says today: only what differs from it needs to be written. */
export type TextToday = Pick<PlanAnswer, "parameters" | "account" | "data">;

/** null when the run does not say what it was made with. */
export function commandLineOf(
  info: SavedRunInfo,
  today: TextToday | null,
  dataHome: string | null,
): string | null {
  const settings = settingsIn(info);
  if (settings === null) return null;
  const { strategy } = info.label;
  const isStored = settings.data.from === "store";
  return [
    ...["backtestr", "run", strategy],
    ...settings.parameters.flatMap((given) => ["--param", parameterWord(given, today)]),
    ...profileWords(settings, today),
    ...dataWords(strategy, settings, today),
    ...(isStored && dataHome !== null ? ["--data-home", dataHome] : []),
  ]
    .map(posixWord)
    .join(" ");
}

function parameterWord(
  { name, value }: RunSettings["parameters"][number],
  today: TextToday | null,
): string {
  const declared = today?.parameters.find((one) => one.name === name);
  const kind = declared ?? { type: "float" as const, isPercent: false };
  return `${name}=${parameterText(kind, value)}`;
}

function profileWords({ account }: RunSettings, today: TextToday | null): readonly string[] {
  const isToday = today !== null && today.account.profile === account.profile;
  return isToday ? [] : ["--profile", PROFILE_NAMES[account.profile]];
}

/** A file of bars that is not the strategy's own. */
function dataWords(
  strategy: string,
  { data }: RunSettings,
  today: TextToday | null,
): readonly string[] {
  if (data.from === "store") return [];
  const source = today?.data.source ?? null;
  const isToday =
    source?.from === "file" && path.resolve(path.dirname(strategy), source.path) === data.file.path;
  return isToday ? [] : ["--data", data.file.path];
}

/** A word that a POSIX shell reads as this text, whatever it holds. */
export function posixWord(text: string): string {
  const isPlain = /^[\w@%+=:,./-]+$/.test(text);
  return isPlain ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
