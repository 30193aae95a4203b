// The language server as a program of its own; the transport is named by its arguments.
import { ProposedFeatures, createConnection } from "vscode-languageserver/node";
import { serve } from "./server.ts";

serve(createConnection(ProposedFeatures.all));
