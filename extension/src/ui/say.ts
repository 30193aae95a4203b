// What a failure says to a user: what happened, and what to do.
import { window } from "vscode";
import type { Answer, Failure } from "@backtestr/hub";

export function sentenceOf({ message, help }: Pick<Failure, "message" | "help">): string {
  return help === null ? message : `${message} ${help}`;
}

/** The value of an answer; null with the failure shown, after what it prevented. */
export function valueOrSaid<Value>(answer: Answer<Value>, prevented: string): Value | null {
  if (answer.ok) return answer.value;
  void window.showErrorMessage(`${prevented} ${sentenceOf(answer.error)}`);
  return null;
}
