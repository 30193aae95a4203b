// The language server on a connection: what it can do, and which feature answers which request.
import {
  CodeActionKind,
  type Connection,
  ErrorCodes,
  type InitializeResult,
  type Location,
  PositionEncodingKind,
  ResponseError,
  type SemanticTokens,
  type TextDocumentPositionParams,
  TextDocumentSyncKind,
} from "vscode-languageserver/node";
import {
  PLAN_REQUEST,
  PLAN_TEXT_REQUEST,
  type PlanAnswer,
  type PlanParams,
  type PlanTextParams,
} from "../../api/index.ts";
import {
  type ListClient,
  completionList,
  listClientOf,
  lspHover,
  lspSignatureHelp,
  resolvedItem,
} from "./completion.ts";
import { Publisher } from "./diagnostics.ts";
import { Documents, type OpenDocument } from "./documents.ts";
import { type Guard, guardOf } from "./guard.ts";
import { lspActions, lspFormatting, lspHints, resolvedAction } from "./editing.ts";
import {
  lspFolds,
  lspHighlights,
  lspDefinition,
  lspReferences,
  lspRename,
  lspSelection,
  lspSymbols,
  renameBegin,
  workspaceSymbols,
} from "./navigation.ts";
import { planAnswer, planText } from "./plan.ts";
import { offsetOf, rangeOf, textRangeOf } from "./positions.ts";
import { LEGEND, TokenMemory, tokensIn } from "./tokens.ts";

const CAPABILITIES: InitializeResult["capabilities"] = {
  positionEncoding: PositionEncodingKind.UTF16,
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  completionProvider: { triggerCharacters: [".", "(", ",", '"', "'", "="], resolveProvider: true },
  signatureHelpProvider: { triggerCharacters: ["(", ","], retriggerCharacters: ["=", ")"] },
  hoverProvider: true,
  definitionProvider: true,
  declarationProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  documentFormattingProvider: true,
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix], resolveProvider: true },
  inlayHintProvider: true,
  semanticTokensProvider: { legend: LEGEND, full: { delta: true }, range: true },
};

/** What the handlers share. */
export interface Session {
  readonly connection: Connection;
  readonly documents: Documents;
  readonly publisher: Publisher;
  readonly guard: Guard;
  /** Known once the client has said who it is. */
  client: ListClient;
}

export function serve(connection: Connection): void {
  const documents = new Documents();
  const publisher = new Publisher(connection, documents);
  const guard = guardOf(connection);
  const session: Session = { connection, documents, publisher, guard, client: listClientOf({}) };
  connection.onInitialize(({ capabilities, initializationOptions }): InitializeResult => {
    session.client = listClientOf(capabilities);
    publisher.delayMs = delayOf(initializationOptions);
    return { capabilities: CAPABILITIES, serverInfo: { name: "backtestr" } };
  });
  const memory = new TokenMemory();
  synchronize(session, memory);
  answerWriting(session);
  answerNavigation(session);
  answerNames(session);
  answerLooks(session, memory);
  answerPlans(session);
  connection.listen();
}

function delayOf(options: unknown): number {
  const isGiven =
    typeof options === "object" && options !== null && "diagnosticsDelayMs" in options;
  const delay: unknown = isGiven ? options.diagnosticsDelayMs : 0;
  return typeof delay === "number" && delay > 0 ? Math.min(delay, 5_000) : 0;
}

function synchronize(
  { connection, documents, publisher, guard }: Session,
  memory: TokenMemory,
): void {
  connection.onDidOpenTextDocument(({ textDocument: { uri, version, text } }) => {
    documents.open(uri, version, text);
    publisher.schedule(uri);
  });
  connection.onDidChangeTextDocument(
    guard("change", undefined, ({ textDocument: { uri, version }, contentChanges }) => {
      documents.change(uri, version, contentChanges);
      publisher.schedule(uri);
    }),
  );
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    documents.close(uri);
    memory.forget(uri);
    publisher.clear(uri);
  });
}

type AtPosition<R> = (document: OpenDocument, offset: number) => R;

/** A handler of a request about a position; documents that are not open have nothing there. */
function atPosition<R>(
  { documents, guard }: Session,
  what: string,
  handle: AtPosition<R>,
): (params: TextDocumentPositionParams) => R | null {
  return guard<TextDocumentPositionParams, R | null>(what, null, ({ textDocument, position }) => {
    const document = documents.get(textDocument.uri);
    return document === null ? null : handle(document, offsetOf(document.analysis.lines, position));
  });
}

/** A handler of a request about a whole document. */
function ofDocument<R>(
  { documents, guard }: Session,
  what: string,
  handle: (document: OpenDocument) => R,
): (params: { readonly textDocument: { readonly uri: string } }) => R | null {
  return guard<{ readonly textDocument: { readonly uri: string } }, R | null>(
    what,
    null,
    ({ textDocument }) => {
      const document = documents.get(textDocument.uri);
      return document === null ? null : handle(document);
    },
  );
}

function answerWriting(session: Session): void {
  const { connection, documents } = session;
  connection.onCompletion(
    atPosition(session, "completion", (document, offset) =>
      completionList(document, offset, session.client),
    ),
  );
  connection.onCompletionResolve((item) => resolvedItem(item, (uri) => documents.get(uri)));
  connection.onHover(atPosition(session, "hover", lspHover));
  connection.onSignatureHelp(atPosition(session, "signature help", lspSignatureHelp));
}

function answerNavigation(session: Session): void {
  const { connection, documents, guard } = session;
  const location = atPosition(session, "definition", lspDefinition);
  connection.onDefinition(location);
  connection.onDeclaration(location);
  connection.onDocumentHighlight(atPosition(session, "highlights", lspHighlights));
  connection.onReferences((params) => {
    const { includeDeclaration } = params.context;
    const find: AtPosition<Location[]> = (document, offset) =>
      lspReferences(document, offset, includeDeclaration);
    return atPosition(session, "references", find)(params);
  });
  connection.onDocumentSymbol(ofDocument(session, "symbols", lspSymbols));
  connection.onWorkspaceSymbol(
    guard("workspace symbols", [], ({ query }) => workspaceSymbols(documents.all(), query)),
  );
  connection.onFoldingRanges(ofDocument(session, "folds", lspFolds));
  connection.onSelectionRanges(({ textDocument, positions }) =>
    positions.map(
      (position) =>
        atPosition(session, "selection", lspSelection)({ textDocument, position }) ?? {
          range: { start: position, end: position },
        },
    ),
  );
}

function answerNames(session: Session): void {
  const { connection } = session;
  connection.onPrepareRename((params) => {
    const begin = atPosition(session, "rename", (document, offset) => {
      const start = renameBegin(document, offset);
      if (!start.ok) return new ResponseError<undefined>(ErrorCodes.InvalidRequest, start.message);
      return { range: rangeOf(document.analysis.lines, start.range), placeholder: start.name };
    });
    return begin(params);
  });
  connection.onRenameRequest((params) => {
    const rename = atPosition(session, "rename", (document, offset) => {
      const answer = lspRename(document, offset, params.newName);
      if (answer.ok) return answer.edit;
      return new ResponseError<undefined>(ErrorCodes.InvalidParams, answer.message);
    });
    return rename(params);
  });
}

/** Colours, hints and form. */
function answerLooks(session: Session, memory: TokenMemory): void {
  const { connection, documents } = session;
  const nothing: SemanticTokens = { data: [] };
  const { semanticTokens, inlayHint } = connection.languages;
  semanticTokens.on(
    (params) =>
      ofDocument(session, "tokens", (document) => memory.whole(document))(params) ?? nothing,
  );
  semanticTokens.onDelta((params) => {
    const delta = ofDocument(session, "tokens", (document) =>
      memory.delta(document, params.previousResultId),
    );
    return delta(params) ?? nothing;
  });
  semanticTokens.onRange((params) => {
    const part = ofDocument(session, "tokens", (document) =>
      tokensIn(document, textRangeOf(document.analysis.lines, params.range)),
    );
    return part(params) ?? nothing;
  });
  inlayHint.on(({ textDocument, range }) => {
    const document = documents.get(textDocument.uri);
    if (document === null) return [];
    const viewport = textRangeOf(document.analysis.lines, range);
    return ofDocument(session, "hints", () => lspHints(document, viewport))({ textDocument });
  });
  connection.onCodeAction(({ textDocument, range }) => {
    const act = ofDocument(session, "actions", (document) =>
      lspActions(document, textRangeOf(document.analysis.lines, range)),
    );
    return act({ textDocument });
  });
  connection.onCodeActionResolve((action) => resolvedAction(action, (uri) => documents.get(uri)));
  connection.onDocumentFormatting(ofDocument(session, "formatting", lspFormatting));
}

function answerPlans({ connection, documents, guard }: Session): void {
  connection.onRequest(
    PLAN_REQUEST,
    guard<PlanParams, PlanAnswer | null>("plan", null, ({ uri, values }) => {
      const document = documents.get(uri);
      return document === null ? null : planAnswer(document, values ?? {});
    }),
  );
  connection.onRequest(
    PLAN_TEXT_REQUEST,
    guard<PlanTextParams, string | null>("plan text", null, ({ uri }) => {
      const document = documents.get(uri);
      return document === null ? null : planText(document);
    }),
  );
}
