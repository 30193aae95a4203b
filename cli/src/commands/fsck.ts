// `backtestr fsck`: every file of the store against what the journal says of it.
import { checkStore } from "@backtestr/hub";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { checkJson, checkText } from "../result/check-text.ts";
import { checkProgressText, progressLine } from "../terminal/progress.ts";
import type { Context } from "./context.ts";
import { printEither, valueOr, withStore, type StoreWords } from "./with-store.ts";

export function fsckCommand(
  context: Context,
  words: StoreWords,
  isSettingAside: boolean,
): Promise<ExitCode> {
  return withStore(context, words, async (session) => {
    const { terminal, signal, nowMs } = context;
    const line = progressLine(terminal, nowMs);
    const answer = await checkStore(session.client, isSettingAside, {
      signal,
      onProgress: (progress) => {
        line.show(checkProgressText(progress));
      },
    });
    line.clear();
    const done = valueOr(session, answer);
    if ("problems" in done) return done;
    printEither(
      session,
      () => checkJson(done.value),
      () => checkText(done.value, isSettingAside ? "set aside" : "nothing", terminal.outStyle),
    );
    return done.value.findings.some(({ isDamage }) => isDamage) ? EXIT.strategyOrData : EXIT.ok;
  });
}
