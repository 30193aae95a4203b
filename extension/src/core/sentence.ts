// A failure as one sentence for people: what happened, then what to do.
import type { Failure } from "@backtestr/hub";

export function sentenceOf({ message, help }: Pick<Failure, "message" | "help">): string {
  return help === null ? message : `${message} ${help}`;
}
