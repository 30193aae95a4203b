// `backtestr config`: every setting, its value, and which source it comes from.
import { aligned, type Configuration, KEYS, loadConfiguration, printable } from "@backtestr/hub";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { lines } from "../result/screen.ts";
import type { Context } from "./context.ts";
import { configFailure, printStopped } from "./outcome.ts";
import type { StoreWords } from "./with-store.ts";

interface Setting {
  readonly key: string;
  readonly value: string | number | null;
  readonly source: string;
  readonly variable: string;
}

export async function configCommand(context: Context, words: StoreWords): Promise<ExitCode> {
  const { terminal, environment } = context;
  const flags = words.dataHome === null ? {} : { "store.data_home": words.dataHome };
  const loaded = await loadConfiguration(process.cwd(), environment, flags);
  if (!loaded.ok) return printStopped(terminal, words.isJson, configFailure(loaded.problems));
  const settings = KEYS.map(({ section, key, variable }): Setting => {
    const name = `${section}.${key}`;
    const source = loaded.origins.get(name) ?? "default";
    return { key: name, value: valueOf(loaded.configuration, section, key), source, variable };
  });
  if (words.isJson) {
    terminal.out(`${JSON.stringify({ schema: "backtestr.config/1", settings }, null, 2)}\n`);
  } else {
    terminal.out(table(settings, terminal.outStyle.quiet));
  }
  return EXIT.ok;
}

function table(settings: readonly Setting[], quiet: (text: string) => string): string {
  const head = ["key", "value", "from", "variable"];
  const rows = settings.map(({ key, value, source, variable }) =>
    [key, value === null ? "–" : String(value), source, variable].map(printable),
  );
  const paint = (cell: string, row: number): string => (row === 0 ? quiet(cell) : cell);
  return lines(aligned([head, ...rows], ["left", "left", "left", "left"], paint));
}

function valueOf(
  configuration: Configuration,
  section: string,
  key: string,
): string | number | null {
  const sections = new Map(Object.entries(configuration));
  const found: unknown = new Map(Object.entries(sections.get(section) ?? {})).get(key);
  return typeof found === "string" || typeof found === "number" ? found : null;
}
