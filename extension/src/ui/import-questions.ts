// Asks for what the files of an import leave open, and shows what they were understood as.
import { window, type Uri } from "vscode";
import { lookAtImport, type ImportFound, type ImportOptions, type Requests } from "@backtestr/hub";
import {
  EXAMPLES,
  foundLines,
  hasWarnings,
  openQuestion,
  QUESTIONS,
  symbolsIn,
  type OpenQuestion,
} from "../core/import-words.ts";
import { valueOrSaid } from "./say.ts";

/** How the files are to be imported; undefined when the user leaves. */
export async function chosenOptions(
  client: Requests,
  paths: readonly Uri[],
): Promise<ImportOptions | undefined> {
  let options = importOptions(paths);
  for (;;) {
    const look = await lookAtImport(client, options);
    const question = openQuestion(look, options);
    if (question === null) {
      const found = valueOrSaid(look, "Nothing was imported.");
      return found === null ? undefined : confirmed(options, found);
    }
    const answer = await ask(question);
    if (answer === undefined) return undefined;
    options = { ...options, [question.option]: answer };
  }
}

/** Files of one symbol may be of another than they say; those of several keep their own. */
async function confirmed(
  options: ImportOptions,
  found: readonly ImportFound[],
): Promise<ImportOptions | undefined> {
  const [symbol = "", ...others] = symbolsIn(found);
  const lines = foundLines(found);
  const isTold = options.symbol !== null && !hasWarnings(found);
  if (isTold) return options;
  if (others.length === 0) {
    const prompt = `Found ${lines.join(" ")} Enter imports it under this symbol.`;
    const answer = await ask({ option: "symbol", prompt, offered: symbol });
    if (answer === undefined) return undefined;
    return answer === symbol ? options : { ...options, symbol: answer };
  }
  const question = `Import ${1 + others.length} symbols, each into a dataset of its own?`;
  const detail = lines.join("\n");
  const chosen = await window.showInformationMessage(question, { modal: true, detail }, "Import");
  return chosen === undefined ? undefined : options;
}

async function ask({ option, prompt, offered }: OpenQuestion): Promise<string | undefined> {
  const answer = await window.showInputBox({
    title: QUESTIONS[option],
    value: offered,
    prompt,
    placeHolder: `such as ${EXAMPLES[option]}`,
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.trim() === "" ? `Write one, such as ${EXAMPLES[option]}, or press Escape.` : null,
  });
  return answer?.trim();
}

function importOptions(paths: readonly Uri[]): ImportOptions {
  return {
    paths: paths.map(({ fsPath }) => fsPath),
    symbol: null,
    dataset: null,
    zone: null,
    point: null,
    tick: null,
    stamp: null,
    side: null,
    currency: null,
    replace: false,
  };
}
