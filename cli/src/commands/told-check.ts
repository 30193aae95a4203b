// What `data verify` and `fsck` share: a check of files, told while it goes on and when it is over.
import type { Answer, CheckWatch, StoreCheck } from "@backtestr/hub";
import { EXIT } from "../exit-codes.ts";
import { checkJson, checkText } from "../result/check-text.ts";
import { checkProgressText, progressLine } from "../terminal/progress.ts";
import { printEither, valueOr, type Session, type StoreEnd } from "./with-store.ts";

export async function toldCheck(
  session: Session,
  check: (watch: CheckWatch) => Promise<Answer<StoreCheck>>,
  changed: "nothing" | "set aside",
): Promise<StoreEnd> {
  const { terminal, signal, nowMs } = session.context;
  const line = progressLine(terminal, nowMs);
  const answer = await check({
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
    () => checkText(done.value, changed, terminal.outStyle),
  );
  return done.value.findings.some(({ isDamage }) => isDamage) ? EXIT.strategyOrData : EXIT.ok;
}
