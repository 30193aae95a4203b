// Contract of the language server for faces: how it is started and what may be asked beyond LSP.
//
// Start: `dist/server.mjs` is a Node program that speaks LSP over the transport named by its
// arguments: `--node-ipc` (a fork, as vscode-languageclient's TransportKind.ipc does), `--stdio`, or
// `--pipe=…`. `backtestr lsp` is the same server over stdio. It reads no files and needs no settings;
// texts come from the editor by incremental synchronization, positions count UTF-16 units. It ends
// with the `exit` notification, with the end of its input, or when the process that `initialize`
// names by `processId` is gone.
import type { Plan } from "@backtestr/client";
import type { AccountSettings, DataSettings, Places, TextRange } from "../compiler/index.ts";

export type { AccountSettings, DataSettings, Places, TextRange } from "../compiler/index.ts";

export const LANGUAGE_ID = "strat";
export const FILE_ENDING = ".strat";

/** The server's program below `dist/`. */
export const SERVER_PROGRAM = "server.mjs";

/** Initialization options; what is left out takes its default. */
export interface ServerOptions {
  /** Milliseconds without a keystroke before diagnostics are computed; 0 when left out. */
  readonly diagnosticsDelayMs?: number;
}

/** Request: {@link PlanParams} → {@link PlanAnswer}, or null when the document is not open. */
export const PLAN_REQUEST = "backtestr/plan";

export interface PlanParams {
  readonly uri: string;
  /** Values of parameters by name, to learn which `require` lines they break; bools are 0 and 1. */
  readonly values?: Readonly<Record<string, number>>;
}

/** What the current text of a document compiles to. All ranges are UTF-16 offsets into that text. */
export interface PlanAnswer {
  /** The version of the document that was compiled. */
  readonly version: number;
  /** null when the text has errors. */
  readonly plan: Plan | null;
  /**
   * Names the plan's content: equal for texts that differ in comments, spacing or names of locals
   * only. It is this server's own name and not the engine's hash. null without a plan.
   */
  readonly planHash: string | null;
  readonly places: Places | null;
  /** null without a header. */
  readonly title: string | null;
  readonly data: DataSettings;
  readonly account: AccountSettings;
  readonly parameters: readonly ParameterAnswer[];
  /** Conditions of `require` lines that the given values, or the defaults, break. */
  readonly unmetRequirements: readonly TextRange[];
  readonly diagnostics: DiagnosticCounts;
}

export interface ParameterAnswer {
  readonly name: string;
  readonly type: "int" | "float" | "bool";
  /** Its values are fractions: 0.005 is 0.5 %. */
  readonly isPercent: boolean;
  /** The default; bools are 0 and 1. */
  readonly preset: number;
  /** From, to and step of its range with the number of values, or null. */
  readonly range: {
    readonly from: number;
    readonly to: number;
    readonly step: number;
    readonly count: number;
  } | null;
  readonly title: string | null;
  /** Where its name stands. */
  readonly declared: TextRange;
}

export interface DiagnosticCounts {
  readonly errors: number;
  readonly warnings: number;
  readonly hints: number;
}

/** Request: {@link PlanTextParams} → the plan as text for a read-only document, or null when not open. */
export const PLAN_TEXT_REQUEST = "backtestr/planText";

export interface PlanTextParams {
  readonly uri: string;
}

/** Command of signature help that proposals of functions carry; the client maps it to its own. */
export const SIGNATURE_COMMAND = "editor.action.triggerParameterHints";
/** Command that proposals carry behind which more proposals make sense. */
export const SUGGEST_COMMAND = "editor.action.triggerSuggest";
