// Whether a run failed because its data are not in the store: then importing them is what helps.
import type { Failure } from "@backtestr/hub";

export function isDataAbsent(code: Failure["code"] | undefined): boolean {
  // All that a run asks the store for are datasets and their versions.
  return code === "unknown_item";
}
