// What a command accepts, as data: the parser and the help are made from it.

export interface FlagSpec {
  readonly name: string;
  /** What stands after it; null for a switch. */
  readonly value: string | null;
  readonly isRepeatable: boolean;
  readonly summary: string;
}

export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  readonly operands: { readonly name: string; readonly least: number; readonly most: number };
  readonly flags: readonly FlagSpec[];
  readonly examples: readonly (readonly [command: string, meaning: string])[];
}

function flag(name: string, value: string | null, summary: string): FlagSpec {
  return { name, value, isRepeatable: false, summary };
}

const DATA_HOME = flag("data-home", "FOLDER", "where BackTestr keeps what it owns");
const ONE_FILE = { name: "FILE", least: 1, most: 1 };

export const COMMANDS = [
  {
    name: "run",
    summary: "run a strategy and show the result",
    operands: ONE_FILE,
    flags: [
      {
        name: "param",
        value: "NAME=VALUE",
        isRepeatable: true,
        summary: "give a parameter a value; may be repeated",
      },
      flag("profile", "PROFILE", "native or backtesting_py, whatever the strategy says"),
      flag(
        "compare",
        "PROFILE",
        "show a second profile beside the first, and the rules that differ",
      ),
      flag("data", "FILE", "bars to use in place of the strategy's own"),
      flag("json", null, "print one JSON object (see docs/guide/json.md)"),
      flag("trades", "FILE.csv", "write a row a trade"),
      flag("report", "FILE.html", "write a page that needs nothing else"),
      DATA_HOME,
    ],
    examples: [
      ["backtestr run cross.strat", "run it as it stands"],
      ["backtestr run cross.strat --param fast=10 --param slow=30", "with other parameters"],
      ["backtestr run cross.strat --report cross.html --trades cross.csv", "and write both files"],
      [
        "backtestr run cross.strat --profile backtesting_py --compare native",
        "two sets of rules side by side",
      ],
    ],
  },
  {
    name: "check",
    summary: "say what is wrong with strategies, without running them",
    operands: { name: "FILE", least: 1, most: Infinity },
    flags: [],
    examples: [["backtestr check strategies/*.strat", "check many at once"]],
  },
  {
    name: "plan",
    summary: "show what a strategy is lowered to",
    operands: ONE_FILE,
    flags: [flag("json", null, "print plan and settings as they go to the engine")],
    examples: [["backtestr plan cross.strat", "nodes and statements with their places"]],
  },
  {
    name: "doctor",
    summary: "check the installation, one line a finding",
    operands: { name: "", least: 0, most: 0 },
    flags: [DATA_HOME],
    examples: [["backtestr doctor", "engine, versions, folders, settings"]],
  },
] as const satisfies readonly CommandSpec[];

export type CommandName = (typeof COMMANDS)[number]["name"];
