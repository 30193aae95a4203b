// Run with Parameters: a form of the declared parameters, then a run that is kept. The text stays as it is.
import {
  InputBoxValidationSeverity,
  QuickPickItemKind,
  window,
  type QuickPickItem,
  type TextDocument,
  type Uri,
} from "vscode";
import type { ParameterAnswer, PlanAnswer } from "@backtestr/server/api";
import type { App } from "../app.ts";
import {
  brokenText,
  changesText,
  rulesText,
  valuesAgain,
  valuesOfText,
} from "../core/parameter-form.ts";
import { parameterText, readParameter } from "../core/parameter-values.ts";
import type { GivenValues } from "../core/strategy.ts";
import { compiledOf } from "./language.ts";
import { runnableFor } from "./run-command.ts";

const TITLE = "Run with parameters";
const EDITED = "The text was edited meanwhile: give the values once more.";

export async function runWithParameters(app: App, uri: Uri | undefined): Promise<void> {
  const document = await runnableFor(uri, app.panels.file);
  if (document === null) return;
  const { version } = document;
  const text = document.getText();
  const declared = declaredOrWhy(await app.language.answerOf(document));
  if (typeof declared === "string") {
    void window.showInformationMessage(declared);
    return;
  }
  const key = `parameters ${document.uri.fsPath}`;
  const last = valuesAgain(declared, app.memory.get<Record<string, number>>(key, {}));
  const filled = await form(app, document, declared, last);
  if (filled === null) return;
  const compiled = compiledOf(filled.answer, text);
  if (compiled?.version !== version) {
    void window.showInformationMessage(EDITED);
    return;
  }
  await app.memory.update(key, Object.fromEntries(filled.values));
  await app.runs.runCompiled(document, compiled, filled.values);
}

/** The parameters to ask for, or why there are none. */
function declaredOrWhy(answer: PlanAnswer | null): readonly ParameterAnswer[] | string {
  if (answer === null) return "The language server is not ready. Try again in a moment.";
  if (answer.plan === null) return "The strategy has errors: the Problems view lists them.";
  return answer.parameters.length > 0
    ? answer.parameters
    : "The strategy declares no parameters. Declare one, such as `param fast = 10 in 5 .. 50`.";
}

interface Filled {
  readonly values: GivenValues;
  readonly answer: PlanAnswer;
}

/** Asks until the values are to be run; null when the user leaves. */
async function form(
  app: App,
  document: TextDocument,
  declared: readonly ParameterAnswer[],
  last: GivenValues | null,
): Promise<Filled | null> {
  let values = valuesOfText(declared);
  for (;;) {
    const answer = await app.language.answerOf(document, values);
    if (answer === null) {
      void window.showInformationMessage(EDITED);
      return null;
    }
    const broken = brokenText(answer, document.getText());
    const chosen = await window.showQuickPick(rows(declared, values, last, broken), {
      title: TITLE,
      placeHolder: "Choose a parameter to change its value, or run",
      matchOnDescription: true,
    });
    if (chosen === undefined) return null;
    if (chosen.does === "run" && broken === null) return { values, answer };
    values = await changed(values, chosen, declared);
  }
}

interface Row extends QuickPickItem {
  readonly does?: "run" | ParameterAnswer | GivenValues;
}

function rows(
  declared: readonly ParameterAnswer[],
  values: GivenValues,
  last: GivenValues | null,
  broken: string | null,
): Row[] {
  const changes = changesText(declared, values);
  const again = last === null ? null : changesText(declared, last);
  return [
    broken === null
      ? { label: "$(play) Run", description: changes ?? "with the values of the text", does: "run" }
      : { label: "$(error) These values do not run", detail: broken, does: "run" },
    ...(last === null || again === null || again === changes
      ? []
      : [{ label: "$(history) Take the values of last time", description: again, does: last }]),
    ...(changes === null
      ? []
      : [{ label: "$(discard) Take the values of the text", does: valuesOfText(declared) }]),
    { label: "Parameters", kind: QuickPickItemKind.Separator },
    ...declared.map((parameter): Row => {
      const value = parameterText(parameter, values.get(parameter.name) ?? parameter.preset);
      const title = parameter.title === null ? "" : ` · ${parameter.title}`;
      const detail = `${rulesText(parameter)}${title}`;
      return { label: parameter.name, description: value, detail, does: parameter };
    }),
  ];
}

async function changed(
  values: GivenValues,
  { does }: Row,
  declared: readonly ParameterAnswer[],
): Promise<GivenValues> {
  const parameter = declared.find((one) => one === does);
  if (parameter !== undefined) {
    const value = await valueFor(parameter, values.get(parameter.name) ?? parameter.preset);
    return value === null ? values : new Map([...values, [parameter.name, value]]);
  }
  return does instanceof Map ? does : values;
}

/** null when the user leaves the value as it is. */
async function valueFor(parameter: ParameterAnswer, now: number): Promise<number | null> {
  const text = await window.showInputBox({
    title: `${TITLE}: ${parameter.title ?? parameter.name}`,
    value: parameterText(parameter, now),
    prompt: `${parameter.name}: ${rulesText(parameter)}`,
    validateInput: (written) => {
      const read = readParameter(parameter, written);
      if (!read.ok) return { message: read.message, severity: InputBoxValidationSeverity.Error };
      return read.caution === null
        ? null
        : { message: read.caution, severity: InputBoxValidationSeverity.Warning };
    },
  });
  const read = text === undefined ? null : readParameter(parameter, text);
  return read?.ok === true ? read.value : null;
}
