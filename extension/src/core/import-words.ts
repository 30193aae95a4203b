// What an import is understood as, and what it leaves open, in the words of the questions about it.
import type { Answer, Failure, ImportFound, ImportOptions } from "@backtestr/hub";

/** What can be asked for when the files do not say it. */
export type OpenOption = "symbol" | "point" | "zone";

export const QUESTIONS: Readonly<Record<OpenOption, string>> = {
  symbol: "Import: symbol",
  point: "Import: price of one step",
  zone: "Import: time zone",
};

export const EXAMPLES: Readonly<Record<OpenOption, string>> = {
  symbol: "EURUSD",
  point: "0.00001",
  zone: "America/New_York",
};

export interface OpenQuestion {
  readonly option: OpenOption;
  readonly prompt: string;
  /** What is offered as the answer; may be empty. */
  readonly offered: string;
}

/** What has to be asked before an import can go on; null when all is said, or nothing helps. */
export function openQuestion(
  look: Answer<readonly ImportFound[]>,
  options: ImportOptions,
): OpenQuestion | null {
  if (look.ok) {
    const prompt = options.zone === null ? zoneWarning(look.value) : null;
    return prompt === null ? null : { option: "zone", prompt, offered: "UTC" };
  }
  const option = openIn(look.error);
  return option === null ? null : { option, prompt: look.error.message, offered: "" };
}

/** The option that a refusal asks for: its help names it as on the command line. */
function openIn({ code, help }: Failure): OpenOption | null {
  if (code !== "bad_settings") return null;
  const options: readonly OpenOption[] = ["symbol", "point", "zone"];
  return options.find((option) => help?.includes(`--${option} `)) ?? null;
}

/** The warning that times name no zone. */
function zoneWarning(found: readonly ImportFound[]): string | null {
  const warnings = found.flatMap((one) => one.warnings);
  return warnings.find((warning) => warning.includes("--zone")) ?? null;
}

export function hasWarnings(found: readonly ImportFound[]): boolean {
  return found.some(({ warnings }) => warnings.length > 0);
}

export function symbolsIn(found: readonly ImportFound[]): readonly string[] {
  return [...new Set(found.map(({ symbol }) => symbol))];
}

/** A line a dataset: what it is, how it was understood, what looks odd. */
export function foundLines(found: readonly ImportFound[]): readonly string[] {
  return found.map(({ dataset, format, files, understood, warnings }) => {
    const what = `${dataset} (${format}, ${files === 1 ? "1 file" : `${files} files`})`;
    return [`${what}: ${understood}.`, ...warnings].join(" ");
  });
}
