// Texts that a user chose: shown as far as there is room, so that a name of a page's length stays a name.

const SHOWN_MAX = 120;

export function shortened(text: string, most = SHOWN_MAX): string {
  // Control characters and line breaks would end a line or turn the direction of the rest.
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
  if (plain.length <= most) return plain;
  const cut = plain.slice(0, most - 1);
  // A half of a pair is no letter.
  return `${cut.replace(/[\ud800-\udbff]$/, "")}…`;
}
