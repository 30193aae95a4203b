// Keeps a run: whether what is shown can be kept, and saving it with what is needed to know it again.
import { instrumentOf, runLabel, saveRun, type Answer, type Requests } from "@backtestr/hub";
import type { FileResults, RunResult } from "./results.ts";

export type Keepable =
  | { readonly ok: true; readonly result: RunResult }
  /** What stands in the way, and what to do. */
  | { readonly ok: false; readonly sentence: string };

/** The result that is shown, when it is that of the text and saved nowhere yet. */
export function keepable({ shown, staleness }: FileResults, version: number): Keepable {
  const no = (sentence: string): Keepable => ({ ok: false, sentence });
  if (shown === null) return no("There is no result to keep: run the strategy first.");
  if (staleness.kind === "errors") {
    return no("The result is from before the errors in the text: mend them, then keep.");
  }
  if (staleness.kind === "failed") {
    return no(`The last run failed, so nothing was kept: ${staleness.message}`);
  }
  if (staleness.kind === "olderData") {
    return no("The data changed after this result: Run keeps the one of the data as it is now.");
  }
  if (staleness.kind === "edited" || shown.compiled.version !== version) {
    return no("The text was edited after this result: Run keeps the one of the text as it is now.");
  }
  if (shown.saved !== null) {
    return no("This result is kept already: the Runs view lists it.");
  }
  return { ok: true, result: shown };
}

/** Saves a run in the store; the answer is its name there. */
export function keepRun(client: Requests, result: RunResult): Promise<Answer<string>> {
  const { compiled, settings, summary, file, run } = result;
  const { title, text } = compiled;
  const facts = {
    symbol: instrumentOf(settings, summary).symbol,
    currency: settings.account.currency,
    chart: summary.chart,
  };
  return saveRun(client, run, runLabel({ name: "", strategy: file, title, text, settings, facts }));
}
