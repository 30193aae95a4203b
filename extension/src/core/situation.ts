// Why a panel shows no run, or an old one: a sentence and the one or two things to do about it.
import type { PanelStatus } from "@backtestr/webviews/messages/panel";
import type { EngineState, Failure } from "@backtestr/hub";
import { isDataAbsent } from "./data-absent.ts";
import type { FileResults } from "./results.ts";
import { sentenceOf } from "./sentence.ts";

export interface Situation {
  readonly file: string | null;
  readonly results: FileResults;
  readonly engine: EngineState;
  readonly isTrusted: boolean;
}

export const RUN = { remedy: "run", label: "Run" } as const;
const IMPORT = { remedy: "import", label: "Import data" } as const;
const LOGS = { remedy: "openLogs", label: "Open logs" } as const;
const RESTART = { remedy: "restartEngine", label: "Restart engine" } as const;

export function statusOf({ file, results, engine, isTrusted }: Situation): PanelStatus {
  const hasRun = results.shown !== null;
  if (!isTrusted) {
    const sentence = "This folder is not trusted, so its strategies do not run.";
    return empty(sentence, { remedy: "manageTrust", label: "Manage trust" });
  }
  if (engine.state === "failed") {
    const sentence = sentenceOf(engine.error);
    return { kind: hasRun ? "failed" : "empty", sentence, remedies: [RESTART, LOGS] };
  }
  if (file === null) return empty("Open a strategy (.strat) to see its run here.");
  return hasRun ? stale(results) : waiting(results);
}

/** A run is there, but what a panel asked of it was refused. `hasContent`: whether an older answer stands. */
export function callFailed(
  situation: Situation,
  error: Pick<Failure, "message" | "help">,
  hasContent: boolean,
): PanelStatus {
  if (!situation.isTrusted || situation.engine.state === "failed") return statusOf(situation);
  const sentence = sentenceOf(error);
  return { kind: hasContent ? "failed" : "empty", sentence, remedies: [RUN, LOGS] };
}

function waiting({ staleness }: FileResults): PanelStatus {
  if (staleness.kind === "failed") {
    return empty(sentenceOf(staleness), ...remediesOf(staleness.code));
  }
  if (staleness.kind === "errors") {
    return empty("The strategy has errors; it runs when they are mended.");
  }
  return empty("This strategy has not run yet.", RUN);
}

function stale({ staleness }: FileResults): PanelStatus {
  switch (staleness.kind) {
    case "fresh":
      return { kind: "ready", sentence: "", remedies: [] };
    case "errors":
      return { kind: "stale", sentence: "The result before the errors in the text.", remedies: [] };
    case "edited":
      return { kind: "stale", sentence: "The result before the last edit.", remedies: [RUN] };
    case "gone":
      return {
        kind: "stale",
        sentence:
          "The engine that held this run has ended. Run the strategy again to see its bars and trades.",
        remedies: [RUN],
      };
    case "olderData":
      return { kind: "stale", sentence: "The result before the data changed.", remedies: [RUN] };
    case "failed":
      return {
        kind: "failed",
        sentence: sentenceOf(staleness),
        remedies: remediesOf(staleness.code),
      };
  }
}

function remediesOf(code: Failure["code"] | undefined): PanelStatus["remedies"] {
  return isDataAbsent(code) ? [IMPORT, RUN] : [RUN];
}

function empty(sentence: string, ...remedies: PanelStatus["remedies"]): PanelStatus {
  return { kind: "empty", sentence, remedies };
}
