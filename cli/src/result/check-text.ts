// What a check of the store read and found.
import { counted, byteText, printable, type StoreCheck, type StoreFinding } from "@backtestr/hub";
import type { Style } from "../terminal/terminal.ts";
import { lines } from "./screen.ts";

/** @param done what was done about the findings, at the end of a sentence */
export function checkText(
  { files, bytes, findings }: StoreCheck,
  done: "nothing" | "set aside",
  style: Style,
): string {
  const damaged = findings.filter(({ isDamage }) => isDamage).length;
  const head = `Checked ${counted(files, "file")}, ${byteText(bytes)}:`;
  if (findings.length === 0) return lines([`${head} ${style.good("all is as it was written")}.`]);
  const verdict =
    damaged === 0
      ? style.caution(`no damage, ${counted(findings.length, "leftover")}`)
      : style.bad(`${counted(damaged, "place")} damaged`);
  return lines([
    `${head} ${verdict}.`,
    ...findings.flatMap((finding) => findingLines(finding, style)),
    ...(done === "set aside" ? ["What could be moved is in the folder `quarantine` now."] : []),
  ]);
}

function findingLines({ isDamage, path, text }: StoreFinding, style: Style): readonly string[] {
  const mark = isDamage ? style.bad("damage  ") : style.caution("leftover");
  return [`  ${mark}  ${printable(path)}`, `            ${printable(text)}`];
}

export function checkJson({ files, bytes, findings }: StoreCheck): object {
  return {
    schema: "backtestr.check/1",
    files,
    bytes,
    findings: findings.map(({ isDamage, path, text }) => ({ is_damage: isDamage, path, text })),
  };
}
