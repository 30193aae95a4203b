// Shows a user why there is no answer.
import { window } from "vscode";
import type { Answer } from "@backtestr/hub";
import { sentenceOf } from "../core/sentence.ts";

/** The value of an answer; null with the failure shown, after what it prevented. */
export function valueOrSaid<Value>(answer: Answer<Value>, prevented: string): Value | null {
  if (answer.ok) return answer.value;
  void window.showErrorMessage(`${prevented} ${sentenceOf(answer.error)}`);
  return null;
}
