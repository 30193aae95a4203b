// Where output goes: a small seam, so that commands can be tested without a real terminal.

export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly isOutTty: boolean;
  readonly isErrTty: boolean;
  readonly columns: number;
  readonly outStyle: Style;
  readonly errStyle: Style;
}

/** Marks parts of a text; without colour each returns its text unchanged. */
export interface Style {
  readonly strong: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly caution: (text: string) => string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** NO_COLOR switches colour off, FORCE_COLOR on, else a terminal has it unless it calls itself dumb. */
export function hasColour(isTty: boolean, environment: Environment): boolean {
  const forced = environment["FORCE_COLOR"];
  if ((environment["NO_COLOR"] ?? "") !== "") return false;
  if (forced !== undefined && forced !== "") return forced !== "0";
  return isTty && environment["TERM"] !== "dumb";
}

export function styleOf(isColoured: boolean): Style {
  const paint =
    (on: number, off: number) =>
    (text: string): string =>
      isColoured && text !== "" ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return {
    strong: paint(1, 22),
    quiet: paint(2, 22),
    good: paint(32, 39),
    bad: paint(31, 39),
    caution: paint(33, 39),
  };
}

export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    isOutTty: stdout.isTTY,
    isErrTty: stderr.isTTY,
    // Some terminals say that they have none.
    columns: stdout.isTTY && stdout.columns > 0 ? stdout.columns : 100,
    outStyle: styleOf(hasColour(stdout.isTTY, env)),
    errStyle: styleOf(hasColour(stderr.isTTY, env)),
  };
}
