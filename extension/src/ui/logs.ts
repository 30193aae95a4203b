// The three logs: of the extension, the language server and the engine.
import { window, type LogOutputChannel } from "vscode";

export interface Logs {
  readonly extension: LogOutputChannel;
  readonly server: LogOutputChannel;
  readonly engine: LogOutputChannel;
}

export function openLogs(): Logs {
  const open = (name: string): LogOutputChannel => window.createOutputChannel(name, { log: true });
  return {
    extension: open("BackTestr"),
    server: open("BackTestr Language Server"),
    engine: open("BackTestr Engine"),
  };
}

/** Writes a line of the engine's log at its own level. */
export function engineLine(log: LogOutputChannel, line: string): void {
  const level = /"level"\s*:\s*"(\w+)"/.exec(line)?.[1]?.toLowerCase();
  switch (level) {
    case "debug":
      log.debug(line);
      return;
    case "info":
      log.info(line);
      return;
    case "warn":
      log.warn(line);
      return;
    default:
      log.error(line);
  }
}
