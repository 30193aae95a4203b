// `backtestr fmt FILE…`: brings strategies into their usual form.
import { formatted } from "@backtestr/server/format";
import { counted, printable } from "@backtestr/hub";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { readSource, type Source } from "../strategy/source.ts";
import { problem, problemText, type Problem } from "../terminal/problem.ts";
import type { Context } from "./context.ts";
import { printStopped, usageError } from "./outcome.ts";
import { writeResult } from "./write-file.ts";

type Formatting =
  | { readonly ok: true; readonly source: Source; readonly text: string }
  | { readonly ok: false; readonly problem: Problem };

/** What becomes of the formatted text. */
type Use = "write" | "check" | "print";

export async function fmtCommand(
  context: Context,
  files: readonly string[],
  isCheck: boolean,
  isStdout: boolean,
): Promise<ExitCode> {
  const { terminal } = context;
  if (isCheck && isStdout) {
    const end = usageError("--check and --stdout exclude each other.", "fmt");
    return printStopped(terminal, false, end);
  }
  const use: Use = isCheck ? "check" : isStdout ? "print" : "write";
  const outcomes: (Outcome | Problem)[] = [];
  for (const file of files) outcomes.push(await formatOne(context, file, use));
  return summary(context, outcomes, use);
}

function summary(
  { terminal }: Context,
  outcomes: readonly (Outcome | Problem)[],
  use: Use,
): ExitCode {
  const problems = outcomes.filter((outcome) => typeof outcome !== "string");
  for (const found of problems) terminal.err(problemText(found, terminal.errStyle));
  const changed = outcomes.filter((outcome) => outcome === "changed").length;
  const isRefused = use === "check" && changed > 0;
  if (isRefused)
    terminal.err(`${counted(changed, "file")} would change: run \`backtestr fmt\` on them.\n`);
  return problems.length > 0 || isRefused ? EXIT.strategyOrData : EXIT.ok;
}

type Outcome = "changed" | "same";

async function formatOne(context: Context, file: string, use: Use): Promise<Outcome | Problem> {
  const formatting = await formattingOf(file);
  if (!formatting.ok) return formatting.problem;
  return deliver(context, formatting.source, formatting.text, use);
}

async function formattingOf(file: string): Promise<Formatting> {
  const read = await readSource(file);
  if (!read.ok) return read;
  const text = formatted(read.source.text);
  if (text !== null) return { ok: true, source: read.source, text };
  return {
    ok: false,
    problem: problem({
      code: "not_formatted",
      message:
        "This text cannot be formatted without changing how it reads, so it is left as it is.",
      help: `Correct first what \`backtestr check ${printable(file)}\` says.`,
      place: { file, at: null },
    }),
  };
}

async function deliver(
  { terminal }: Context,
  { name, text: before }: Source,
  text: string,
  use: Use,
): Promise<Outcome | Problem> {
  if (use === "print") terminal.out(text);
  if (before === text) return "same";
  if (use === "print") return "changed";
  const written = use === "write" ? await writeResult(name, text) : null;
  if (written !== null) return written;
  const word = use === "check" ? terminal.outStyle.caution("would change") : "formatted";
  terminal.out(`${printable(name)}: ${word}\n`);
  return "changed";
}
