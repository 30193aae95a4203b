// `backtestr fsck`: every file of the store against what the journal says of it.
import { checkStore } from "@backtestr/hub";
import type { ExitCode } from "../exit-codes.ts";
import type { Context } from "./context.ts";
import { toldCheck } from "./told-check.ts";
import { withStore, type StoreWords } from "./with-store.ts";

export function fsckCommand(
  context: Context,
  words: StoreWords,
  isSettingAside: boolean,
): Promise<ExitCode> {
  return withStore(context, words, (session) =>
    toldCheck(
      session,
      (watch) => checkStore(session.client, isSettingAside, watch),
      isSettingAside ? "set aside" : "nothing",
    ),
  );
}
