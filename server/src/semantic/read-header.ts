// Reads the headers of a file into settings: every key once, known, and of the right kind.
import { type Reporter, replaceFix, report } from "../base/diagnostic.ts";
import { nearestName } from "../base/nearest-name.ts";
import { textRange } from "../base/text-range.ts";
import type { Entry, Expression, Header, Statement, SyntaxFile } from "../syntax/tree.ts";
import { checkDataSettings } from "./check-data-settings.ts";
import { ACCOUNT_KEYS, DATA_KEYS, type KeySpec, STRATEGY_KEYS } from "./keys.ts";
import {
  type ValueReader,
  readBars,
  readBool,
  readChart,
  readCommission,
  readMoney,
  readNumber,
  readPercent,
  readPeriod,
  readSize,
  readSource,
  readText,
  readTicks,
  readWhole,
  readWord,
} from "./read-values.ts";
import {
  type AccountSettings,
  type DataSettings,
  NO_DATA,
  PLAIN_ACCOUNT,
  type Settings,
} from "./settings.ts";

interface HeaderReader {
  readonly reporter: Reporter;
  readonly headers: Map<string, Header>;
  readonly currencies: ValueReader["currencies"];
  /** By block and name: `data.chart`. */
  readonly given: Map<string, Entry>;
  data: DataSettings;
  account: AccountSettings;
}

const EDITION = 1;

export function readHeaders({ statements, isRefused }: SyntaxFile, reporter: Reporter): Settings {
  const reader: HeaderReader = {
    ...{
      reporter,
      headers: new Map<string, Header>(),
      currencies: [],
      given: new Map<string, Entry>(),
    },
    ...{ data: NO_DATA, account: PLAIN_ACCOUNT },
  };
  for (const statement of statements)
    if (statement.kind === "header") readHeader(reader, statement);
  settleCurrency(reader);
  reportMissing(reader, statements, isRefused);
  checkDataSettings(reader.data, reader.account, reader.given, reporter);
  const title = reader.headers.get("strategy")?.title?.value ?? null;
  return { title, edition: EDITION, data: reader.data, account: reader.account };
}

function readHeader(reader: HeaderReader, header: Header): void {
  const first = reader.headers.get(header.word);
  if (first !== undefined) {
    const related = [{ range: wordRange(first), message: "declared first here" }];
    const message = `\`${header.word}\` is declared twice: keep one of them.`;
    report(reader.reporter, "E202", wordRange(header), message, { related });
    return;
  }
  reader.headers.set(header.word, header);
  const keys = new Map<string, Entry>();
  for (const entry of header.entries) readEntry(reader, header, entry, keys);
}

function wordRange(header: Header): { readonly start: number; readonly end: number } {
  return textRange(header.start, header.wordEnd);
}

function tableOf(word: Header["word"]): Readonly<Record<string, KeySpec>> {
  if (word === "data") return DATA_KEYS;
  return word === "account" ? ACCOUNT_KEYS : STRATEGY_KEYS;
}

function readEntry(
  reader: HeaderReader,
  header: Header,
  entry: Entry,
  keys: Map<string, Entry>,
): void {
  const name = entry.key.text;
  const table = tableOf(header.word);
  const spec = Object.hasOwn(table, name) ? table[name] : undefined;
  if (spec === undefined) {
    reportUnknown(reader, header, entry, Object.keys(table));
    return;
  }
  if (spec.later !== undefined) {
    const message = `The key \`${name}\` is not supported yet: ${spec.later}. Remove the line.`;
    report(reader.reporter, "E903", entry.key, message);
    return;
  }
  const first = keys.get(name);
  if (first !== undefined) {
    const related = [{ range: first.key, message: "given first here" }];
    const message = `\`${name}\` is given twice in \`${header.word}\`: keep one of them.`;
    report(reader.reporter, "E204", entry.key, message, { related });
    return;
  }
  keys.set(name, entry);
  reader.given.set(`${header.word}.${name}`, entry);
  const { reporter, currencies } = reader;
  const values: ValueReader = { reporter, entry, currencies };
  if (header.word === "data") readData(reader, values, name);
  else if (header.word === "account") readAccount(reader, values, name);
  else readEdition(values);
}

function reportUnknown(
  reader: HeaderReader,
  header: Header,
  entry: Entry,
  known: readonly string[],
): void {
  const name = entry.key.text;
  const nearest = nearestName(name, known);
  const fixes = nearest === null ? [] : [replaceFix(`Write \`${nearest}\``, entry.key, nearest)];
  const advice =
    nearest === null ? `its keys are ${known.join(", ")}.` : `did you mean \`${nearest}\`?`;
  report(
    reader.reporter,
    "E203",
    entry.key,
    `\`${header.word}\` has no key \`${name}\`: ${advice}`,
    { fixes },
  );
}

function readEdition(values: ValueReader): void {
  const { value } = values.entry;
  const isKnown = value.kind === "number" && value.value === EDITION;
  if (isKnown || value.kind === "missing") return;
  report(
    values.reporter,
    "E215",
    value,
    `This version reads edition ${EDITION} of the language: write \`edition = ${EDITION}\`.`,
  );
}

type Supported<Table> = {
  readonly [K in keyof Table]: Table[K] extends { readonly later: string } ? never : K;
}[keyof Table];

type Read<Part> = (values: ValueReader, value: Expression) => Part;

const PRICES = { bid: 0, ask: 0, mid: 0, last: 0 } as const;

const DATA_READERS: Readonly<Record<Supported<typeof DATA_KEYS>, Read<Partial<DataSettings>>>> = {
  source: (values, value) => ({ source: readSource(values, value) }),
  symbol: (values, value) => ({ symbol: readText(values, value) }),
  chart: (values, value) => ({ chart: readChart(values, value) }),
  price: (values, value) => ({ price: readWord(values, value, PRICES) }),
  period: (values, value) => ({ period: readPeriod(values, value) }),
  warmup: (values, value) => ({ warmupBars: readBars(values, value) }),
  zone: (values, value) => ({ zone: readText(values, value) }),
  stamp: (values, value) => ({ stamp: readWord(values, value, { open: 0, close: 0 }) }),
  tick: (values, value) => ({ tick: readNumber(values, value, 0) }),
  point_value: (values, value) => ({ pointValue: readNumber(values, value, 0) }),
  lot: (values, value) => ({ lot: readNumber(values, value, 0) }),
  currency: (values, value) => ({ currency: readText(values, value) }),
};

type AccountPart = Partial<AccountSettings>;

/** What was refused leaves the setting as it is. */
function given<T>(value: T | null, part: (value: T) => AccountPart): AccountPart {
  return value === null ? {} : part(value);
}

const FILLS = { next_open: "nextOpen", this_close: "thisClose" } as const;
const INTRABAR = { ohlc_path: "ohlcPath", ticks: "ticks" } as const;
const PROFILES = { native: "native", backtesting_py: "backtestingPy" } as const;

const ACCOUNT_READERS: Readonly<Record<Supported<typeof ACCOUNT_KEYS>, Read<AccountPart>>> = {
  capital: (values, value) => given(readCapital(values, value), (capital) => ({ capital })),
  currency: (values, value) => given(readText(values, value), (currency) => ({ currency })),
  size: (values, value) => given(readSize(values, value), (size) => ({ size })),
  commission: (values, value) =>
    given(readCommission(values, value), (commission) => ({ commission })),
  slippage: (values, value) =>
    given(readTicks(values, value), (slippageTicks) => ({ slippageTicks })),
  pyramiding: (values, value) =>
    given(readWhole(values, value, 1), (pyramiding) => ({ pyramiding })),
  close_rule: (values, value) =>
    given(readWord(values, value, { fifo: 0, any: 0 }), (closeRule) => ({ closeRule })),
  fills: (values, value) =>
    given(readWord(values, value, FILLS), (word) => ({ fills: FILLS[word] })),
  intrabar: (values, value) =>
    given(readWord(values, value, INTRABAR), (word) => ({ intrabar: INTRABAR[word] })),
  close_at_end: (values, value) => given(readBool(values, value), (closeAtEnd) => ({ closeAtEnd })),
  risk_free: (values, value) => given(readPercent(values, value), (riskFree) => ({ riskFree })),
  profile: (values, value) =>
    given(readWord(values, value, PROFILES), (word) => ({ profile: PROFILES[word] })),
  numerics: (values, value) => given(readWord(values, value, { exact: 0 }), () => ({})),
};

function readCapital(values: ValueReader, value: Expression): number | null {
  const isNothing = (value.kind === "unit" || value.kind === "number") && value.value <= 0;
  if (!isNothing) return readMoney(values, value);
  report(
    values.reporter,
    "E205",
    value,
    "`capital` wants an amount above 0, such as `100_000 USD`.",
  );
  return null;
}

function isKeyOf<T extends object>(table: T, name: string): name is keyof T & string {
  return Object.hasOwn(table, name);
}

function readData(reader: HeaderReader, values: ValueReader, name: string): void {
  if (!isKeyOf(DATA_READERS, name)) return;
  reader.data = { ...reader.data, ...DATA_READERS[name](values, values.entry.value) };
}

function readAccount(reader: HeaderReader, values: ValueReader, name: string): void {
  if (!isKeyOf(ACCOUNT_READERS, name)) return;
  reader.account = { ...reader.account, ...ACCOUNT_READERS[name](values, values.entry.value) };
}

/** All amounts are in the account's currency; where no key names it, the first amount does. */
function settleCurrency(reader: HeaderReader): void {
  const { account, currencies, reporter } = reader;
  const fromKey = account.currency;
  const currency =
    fromKey === "" ? (currencies.find(({ word }) => word !== "")?.word ?? "") : fromKey;
  reader.account = { ...account, currency };
  for (const { word, node } of currencies) {
    if (word === "" && fromKey === "") {
      const fixes = [replaceFix("Add USD", textRange(node.end, node.end), " USD")];
      const message =
        "This is an amount of money without its currency: write it after the number, as in `100_000 USD`.";
      report(reporter, "E205", node, message, { fixes });
    } else if (word !== "" && word !== currency) {
      report(
        reporter,
        "E205",
        node,
        `This amount is in ${word}, but the account is in ${currency}: convert it.`,
      );
    }
  }
}

function reportMissing(
  reader: HeaderReader,
  statements: readonly Statement[],
  isRefused: boolean,
): void {
  const { headers, reporter, given: keys } = reader;
  const header = headers.get("strategy");
  if (header === undefined) {
    if (!isRefused && !statements.some(isPastedHeader)) reportNoHeader(reporter);
    return;
  }
  if (keys.has("account.capital")) return;
  const account = headers.get("account");
  const where =
    account === undefined ? "A block `account` is missing; it needs" : "`account` needs";
  const message = `${where} the key \`capital\`: write \`capital = 100_000 USD\`.`;
  report(reporter, "E207", wordRange(account ?? header), message);
}

function reportNoHeader(reporter: Reporter): void {
  const fixes = [
    replaceFix("Add a header", textRange(0, 0), 'strategy "My strategy"\n    edition = 1\n\n'),
  ];
  const message = 'The file has no header: begin it with `strategy "Title"`.';
  report(reporter, "E201", textRange(0, 0), message, { fixes });
}

/** `strategy(…)` and `indicator(…)` get a problem of their own. */
function isPastedHeader(statement: Statement): boolean {
  if (statement.kind !== "expression" || statement.value.kind !== "call") return false;
  const { callee } = statement.value;
  return callee.kind === "name" && (callee.text === "strategy" || callee.text === "indicator");
}
