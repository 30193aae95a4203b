// Asks a finished run what it tells of its text.
import {
  hintsOf,
  placedHints,
  type Answer,
  type PlacedHint,
  type Requests,
  type RunSettings,
  type RunSummary,
} from "@backtestr/hub";
import type { Compiled } from "../strategy/compiled.ts";

interface Ran {
  readonly settings: RunSettings;
  readonly summary: RunSummary;
}

export async function hintsOfRun(
  client: Requests,
  compiled: Compiled,
  { settings, summary }: Ran,
  signal: AbortSignal,
): Promise<Answer<readonly PlacedHint[]>> {
  const asked = await hintsOf(client, summary.run, signal);
  if (!asked.ok) return asked;
  const value = placedHints(asked.value, {
    bars: summary.bars,
    warmupBars: settings.warmupBars,
    places: {
      statementCount: compiled.plan.statements.length,
      ofStatement: (statement) => compiled.placeOfStatement(statement)?.at ?? null,
      ofNode: (node) => compiled.placeOfNode(node)?.at ?? null,
    },
  });
  return { ok: true, value };
}
