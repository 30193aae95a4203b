// The language server's client: starts it, starts it again, and asks it for plans.
import { Uri, window, type Disposable, type TextDocument } from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  State,
  TransportKind,
  type LanguageClientOptions,
  type ServerOptions,
} from "vscode-languageclient/node";
import {
  PLAN_REQUEST,
  PLAN_TEXT_REQUEST,
  SERVER_PROGRAM,
  type PlanAnswer,
} from "@backtestr/server/api";
import { NOTHING_GIVEN, type CompiledStrategy, type GivenValues } from "../core/strategy.ts";
import { LANGUAGE, SAVED_TEXT_SCHEME } from "./documents.ts";
import type { Logs } from "./logs.ts";

const RESTARTS_MAX = 5;
const ASKS_MAX = 3;
const RESTART_WINDOW_MS = 180_000;

export class Language implements Disposable {
  readonly #client: LanguageClient;
  readonly #deaths: number[] = [];

  constructor(root: Uri, logs: Logs) {
    const module = Uri.joinPath(root, "dist", SERVER_PROGRAM).fsPath;
    const run = { module, transport: TransportKind.ipc };
    const server: ServerOptions = { run, debug: run };
    const options: LanguageClientOptions = {
      documentSelector: [{ language: LANGUAGE }],
      outputChannel: logs.server,
      middleware: {
        // What was wrong with a text of the past is nobody's problem today.
        handleDiagnostics: (uri, diagnostics, next) => {
          next(uri, uri.scheme === SAVED_TEXT_SCHEME ? [] : diagnostics);
        },
      },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => this.#closed(),
      },
    };
    this.#client = new LanguageClient("backtestr", "BackTestr Language Server", server, options);
  }

  async start(): Promise<void> {
    await this.#client.start();
  }

  async restart(): Promise<void> {
    this.#deaths.length = 0;
    await this.#client.restart();
  }

  get isRunning(): boolean {
    return this.#client.state === State.Running;
  }

  /** Calls `listener` whenever the server has come up. */
  onRunning(listener: () => void): { dispose(): void } {
    return this.#client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) listener();
    });
  }

  /** The strategy of a document as it is now; null when it has changed meanwhile. */
  async planOf(document: TextDocument): Promise<CompiledStrategy | "errors" | null> {
    const text = document.getText();
    const reply = await this.answerOf(document);
    return reply === null ? null : (compiledOf(reply, text) ?? "errors");
  }

  /**
   * What a document compiles to as it is now, its requirements checked with given values; null when it
   * has changed meanwhile, or no server answers.
   */
  async answerOf(
    document: TextDocument,
    given: GivenValues = NOTHING_GIVEN,
  ): Promise<PlanAnswer | null> {
    if (!this.isRunning) return null;
    const { version } = document;
    for (let attempt = 0; attempt < ASKS_MAX; attempt += 1) {
      // Whoever listens to the same edit first asks before the client has passed the edit on.
      await Promise.resolve();
      const reply = await this.#ask(document, given);
      if (reply === null || document.version !== version) return null;
      if (reply.version === version) return reply;
    }
    return null;
  }

  /** The plan of a document in words, for the virtual document that shows it. */
  async planText(uri: Uri): Promise<string | null> {
    return this.#client.sendRequest<string | null>(PLAN_TEXT_REQUEST, { uri: uri.toString() });
  }

  dispose(): void {
    void this.#client.dispose();
  }

  async #ask({ uri }: TextDocument, given: GivenValues): Promise<PlanAnswer | null> {
    try {
      return await this.#client.sendRequest<PlanAnswer | null>(PLAN_REQUEST, {
        uri: uri.toString(),
        values: Object.fromEntries(given),
      });
    } catch {
      // The server died or was cancelled: what comes next asks again.
      return null;
    }
  }

  #closed(): { action: CloseAction; handled: boolean; message?: string } {
    const now = Date.now();
    this.#deaths.push(now);
    const recent = this.#deaths.filter((at) => now - at < RESTART_WINDOW_MS).length;
    if (recent < RESTARTS_MAX) return { action: CloseAction.Restart, handled: true };
    void this.#giveUp();
    return { action: CloseAction.DoNotRestart, handled: true };
  }

  async #giveUp(): Promise<void> {
    const again = "Restart";
    const chosen = await window.showErrorMessage(
      "The BackTestr language server ended five times in three minutes and stays off: no completion and no live runs until it is restarted.",
      again,
      "Open logs",
    );
    if (chosen === again) await this.restart();
    else if (chosen !== undefined) this.#client.outputChannel.show();
  }
}

/** null when the text has errors, or a requirement does not hold. */
export function compiledOf(reply: PlanAnswer, text: string): CompiledStrategy | null {
  const { version, plan, places, data, account, unmetRequirements } = reply;
  if (plan === null || places === null || unmetRequirements.length > 0) return null;
  const { title, parameters: declared } = reply;
  return { version, text, title: title ?? "", plan, places, data, account, declared };
}
