// Workspace Trust: what a folder that is not trusted must not do, also where a menu does not hide it.
import { window, workspace } from "vscode";

/** Whether the engine may work for this window; the reason is shown when it may not. */
export function isTrustedOrSaid(): boolean {
  if (workspace.isTrusted) return true;
  void window.showWarningMessage(
    "In a folder that is not trusted nothing runs and nothing is imported. Manage Workspace Trust changes that.",
  );
  return false;
}
