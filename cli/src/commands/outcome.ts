// How a command says that it cannot go on: the exit code and the problems, printed once, at the end.
import { ErrorJson, type ConfigProblem, type Failure } from "@backtestr/hub";
import { EXIT, exitCodeOf, type ExitCode } from "../exit-codes.ts";
import type { Compiled } from "../strategy/compiled.ts";
import { problem, problemText, type Place, type Problem } from "../terminal/problem.ts";
import type { Terminal } from "../terminal/terminal.ts";

export interface Stopped {
  readonly exitCode: ExitCode;
  readonly problems: readonly Problem[];
}

export function stopped(exitCode: ExitCode, ...problems: readonly Problem[]): Stopped {
  return { exitCode, problems };
}

export function usageError(message: string, command: string): Stopped {
  const words = ["backtestr", command, "--help"].filter((word) => word !== "");
  const help = `See \`${words.join(" ")}\`.`;
  return stopped(EXIT.usage, problem({ code: "usage", message, help }));
}

/** A failure of the engine, at the place in the text that it is about. */
export function engineFailure(failure: Failure, compiled: Compiled | null): Stopped {
  const { code, message, help, causes } = failure;
  const place = compiled === null ? null : placeOf(failure, compiled);
  return stopped(exitCodeOf(failure), problem({ code, message, help, causes, place }));
}

const ABOUT_DATA: readonly string[] = [
  ...["file_not_found", "file_unreadable", "bad_data"],
  ...["unknown_item", "store_damaged"],
];

function placeOf(failure: Failure, compiled: Compiled): Place | null {
  if (failure.statement !== null) return compiled.placeOfStatement(failure.statement);
  if (failure.node !== null) return compiled.placeOfNode(failure.node);
  const isAboutStore = failure.code === "bad_settings" && compiled.data.source?.from === "store";
  return isAboutStore || ABOUT_DATA.includes(failure.code) ? compiled.placeOfSource : null;
}

export function configFailure(problems: readonly ConfigProblem[]): Stopped {
  return stopped(
    EXIT.usage,
    ...problems.map(({ file, line, message }) => {
      const at = line === null ? null : { line, column: 1, length: 1, text: "" };
      return problem({ code: "config", message, place: file === null ? null : { file, at } });
    }),
  );
}

/** Prints what stopped a command: sentences on stderr, or one object on stdout. */
export function printStopped(terminal: Terminal, isJson: boolean, end: Stopped): ExitCode {
  if (isJson) terminal.out(`${JSON.stringify(errorJson(end), null, 2)}\n`);
  else for (const shown of end.problems) terminal.err(problemText(shown, terminal.errStyle));
  return end.exitCode;
}

function errorJson({ exitCode, problems }: Stopped): ErrorJson {
  const errors = problems.filter(({ severity }) => severity === "error");
  return ErrorJson.parse({
    schema: "backtestr.error/1",
    exit_code: exitCode,
    errors: errors.map(({ code, message, help, place, causes }) => ({
      code,
      message,
      help,
      place: place === null ? null : placeJson(place),
      causes,
    })),
  });
}

function placeJson({ file, at }: Place): {
  file: string;
  line: number | null;
  column: number | null;
} {
  return { file, line: at?.line ?? null, column: at?.column ?? null };
}
