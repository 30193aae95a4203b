// Bars of a run by number and by instant, and when they open in words.
import type { Answer } from "@backtestr/hub";
import type { RunResult } from "./results.ts";
import type { RunRequests } from "./run-requests.ts";

export interface Bar {
  /** Among the bars that decide, from 0. */
  readonly number: number;
  readonly openTimeUs: number;
}

/** The bar that holds an instant. */
export async function barAt(
  ofRun: RunRequests,
  result: RunResult,
  timeUs: number,
): Promise<Answer<Bar>> {
  const answer = await ofRun(result).request("run.values", { run: result.run, timeUs, nodes: [] });
  if (!answer.ok) return answer;
  const { bar, openTimeUs } = answer.reply;
  return { ok: true, value: { number: bar, openTimeUs } };
}

/**
 * The chosen instant, or that of a run's bars which is nearest to it: it may have been chosen in a run of
 * another period. The end of the last bar when none was chosen, null without bars.
 */
export function instantWithin({ summary }: RunResult, chosenUs: number | null): number | null {
  const { firstTimeUs, lastTimeUs } = summary;
  if (firstTimeUs === null || lastTimeUs === null) return null;
  return chosenUs === null ? lastTimeUs : Math.min(lastTimeUs, Math.max(firstTimeUs, chosenUs));
}

/** An instant by the clock of a zone: `2024-03-05 12:00 UTC`. */
export function instantText(timeUs: number, timeZone: string): string {
  return `${clockText(timeUs, timeZone, "short")} ${timeZone}`;
}

/** Without the zone, where there is no room for it: to the minute (`short`) or second (`medium`). */
export function clockText(timeUs: number, timeZone: string, timeStyle: "short" | "medium"): string {
  // Of all languages Swedish writes dates as ISO does.
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle });
  return format.format(timeUs / 1_000);
}
