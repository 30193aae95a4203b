// What a command accepts, as data: the parser and the help are made from it.

export interface FlagSpec {
  readonly name: string;
  /** What stands after it; null for a switch. */
  readonly value: string | null;
  readonly isRepeatable: boolean;
  readonly summary: string;
}

export interface CommandSpec {
  /** One word, or a group and its action: `data list`. */
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
const JSON_FLAG = flag("json", null, "print one JSON object (see docs/guide/json.md)");
const NOTHING = { name: "", least: 0, most: 0 };
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
      JSON_FLAG,
      flag("trades", "FILE.csv", "write a row a trade"),
      flag("report", "FILE.html", "write a page that needs nothing else"),
      flag("no-save", null, "keep no record of the run in the store"),
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
    name: "fmt",
    summary: "bring strategies into their usual form, without changing what they mean",
    operands: { name: "FILE", least: 1, most: Infinity },
    flags: [
      flag("check", null, "write nothing; name the files that would change, and exit with 1"),
      flag("stdout", null, "write nothing; print the formatted text"),
    ],
    examples: [
      ["backtestr fmt strategies/*.strat", "format many in place"],
      ["backtestr fmt --check strategies/*.strat", "for a build service"],
    ],
  },
  {
    name: "lsp",
    summary: "serve editors over stdio, by the language server protocol",
    operands: NOTHING,
    // Clients name the transport; there is only this one here.
    flags: [flag("stdio", null, "accepted, because many editors give it")],
    examples: [["backtestr lsp", "what an editor's configuration starts"]],
  },
  {
    name: "import",
    summary: "take ticks or bars into the store",
    operands: { name: "PATH", least: 1, most: Infinity },
    flags: [
      flag("symbol", "SYMBOL", "what the rows are prices of; else taken from paths and files"),
      flag(
        "dataset",
        "NAME",
        "the dataset's name; else the symbol, with timeframe and side for bars",
      ),
      flag("point", "NUMBER", "what one unit of a .bi5 file's prices is worth, such as 0.00001"),
      flag("tick", "NUMBER", "the smallest price step of the instrument"),
      flag("zone", "ZONE", "time zone of times without an offset, such as Europe/London"),
      flag("stamp", "open|close", "whether a bar's time is that of its open or of its close"),
      flag("side", "SIDE", "which prices the bars are made of: bid, ask, mid or last"),
      flag("currency", "CODE", "the currency of the prices"),
      flag("replace", null, "leave out what the dataset has on the dates that are imported"),
      flag("dry-run", null, "say what was recognised, and import nothing"),
      JSON_FLAG,
      DATA_HOME,
    ],
    examples: [
      ["backtestr import EURUSD --dry-run", "see first what a folder is taken for"],
      ["backtestr import ticks.csv --symbol EURUSD", "ticks with columns time, bid, ask"],
      ["backtestr import bars.csv --symbol DAX --zone Europe/Berlin", "bars by a local clock"],
    ],
  },
  {
    name: "data list",
    summary: "the datasets of the store",
    operands: NOTHING,
    flags: [JSON_FLAG, DATA_HOME],
    examples: [["backtestr data list", "each with symbol, rows, span and size"]],
  },
  {
    name: "data show",
    summary: "all about a dataset: versions, what was rejected, where it came from",
    operands: { name: "NAME", least: 1, most: 1 },
    flags: [JSON_FLAG, DATA_HOME],
    examples: [["backtestr data show EURUSD", "one dataset"]],
  },
  {
    name: "data verify",
    summary: "read a dataset's files, or all, and compare them with what was written",
    operands: { name: "NAME", least: 0, most: 1 },
    flags: [JSON_FLAG, DATA_HOME],
    examples: [
      ["backtestr data verify EURUSD", "one dataset"],
      ["backtestr data verify", "all of them"],
    ],
  },
  {
    name: "data remove",
    summary: "remove a dataset; it can be taken back until --purge",
    operands: { name: "NAME", least: 0, most: 1 },
    flags: [
      flag("purge", null, "delete the files of everything that was removed, for good"),
      JSON_FLAG,
      DATA_HOME,
    ],
    examples: [
      ["backtestr data remove EURUSD", "remove it, and say how to take that back"],
      ["backtestr data remove --purge", "free the space of what was removed before"],
    ],
  },
  {
    name: "data undo",
    summary: "take back a change of the store, by the number that it printed",
    operands: { name: "CHANGE", least: 1, most: 1 },
    flags: [JSON_FLAG, DATA_HOME],
    examples: [["backtestr data undo 17", "take back change 17"]],
  },
  {
    name: "data export",
    summary: "copy the whole store into a DuckDB database file, for other tools",
    operands: NOTHING,
    flags: [
      flag("duckdb", "FILE", "the file to make; one that is there is kept"),
      JSON_FLAG,
      DATA_HOME,
    ],
    examples: [
      [
        "backtestr data export --duckdb all.duckdb",
        "ticks, bars, datasets, runs and trades as tables",
      ],
    ],
  },
  {
    name: "runs list",
    summary: "the runs that were saved, latest first",
    operands: NOTHING,
    flags: [
      flag("strategy", "FILE", "only those of this strategy"),
      flag("rows", "N", "how many to show; 20 when left out"),
      JSON_FLAG,
      DATA_HOME,
    ],
    examples: [
      ["backtestr runs list --strategy cross.strat", "what cross.strat has earned so far"],
    ],
  },
  {
    name: "runs show",
    summary: "a saved run: figures, settings, where it came from",
    operands: { name: "RUN", least: 1, most: 1 },
    flags: [flag("trades", "FILE.csv", "write its trades"), JSON_FLAG, DATA_HOME],
    examples: [
      ["backtestr runs show last", "the latest run"],
      ["backtestr runs show 2D98 --trades trades.csv", "the beginning of an id will do"],
    ],
  },
  {
    name: "runs compare",
    summary: "two saved runs side by side, and the first trade that differs",
    operands: { name: "RUN", least: 2, most: 2 },
    flags: [JSON_FLAG, DATA_HOME],
    examples: [["backtestr runs compare 2D98 last", "an old run and the latest"]],
  },
  {
    name: "runs remove",
    summary: "remove a saved run; it can be taken back until `data remove --purge`",
    operands: { name: "RUN", least: 1, most: 1 },
    flags: [JSON_FLAG, DATA_HOME],
    examples: [["backtestr runs remove last", "remove the latest"]],
  },
  {
    name: "sql",
    summary: "ask the store in SQL; reading only",
    operands: { name: "SQL", least: 1, most: 1 },
    flags: [
      flag("rows", "N", "most rows to print; 1,000 when left out"),
      flag("seconds", "N", "longest time to take; 60 when left out"),
      flag("csv", null, "print comma separated values"),
      JSON_FLAG,
      DATA_HOME,
    ],
    // Quotes are taken off by the shell.
    examples: [
      ['backtestr sql "show tables"', "what can be asked"],
      ['backtestr sql "select count(*) from ticks"', "one number"],
    ],
  },
  {
    name: "fsck",
    summary: "check every file of the store",
    operands: NOTHING,
    flags: [
      flag("set-aside", null, "move what is damaged or unknown to the folder `quarantine`"),
      JSON_FLAG,
      DATA_HOME,
    ],
    examples: [["backtestr fsck", "look, and change nothing"]],
  },
  {
    name: "config",
    summary: "every setting with its value and where it comes from",
    operands: NOTHING,
    flags: [JSON_FLAG, DATA_HOME],
    examples: [["backtestr config", "what holds in this folder"]],
  },
  {
    name: "doctor",
    summary: "check the installation, one line a finding",
    operands: NOTHING,
    flags: [JSON_FLAG, DATA_HOME],
    examples: [["backtestr doctor", "engine, versions, folders, settings"]],
  },
] as const satisfies readonly CommandSpec[];

/** Commands that have actions. */
export const GROUPS = { data: "the datasets of the store", runs: "the runs that were saved" };

export type GroupName = keyof typeof GROUPS;

export type CommandName = (typeof COMMANDS)[number]["name"];
