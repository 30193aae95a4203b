// Random edits of texts, for tests that what is kept from the text before makes no difference.
import fc from "fast-check";
import type { Edit } from "../../src/syntax/reparse.ts";

export interface RandomEdit {
  /** Place and length as shares of the text. */
  readonly place: number;
  readonly length: number;
  readonly newText: string;
}

const PIECES = [
  ..."a x = == ( ) [ ] , . + else if 1 % 'q \" // := => ? : data param strategy".split(" "),
  ...["", "", "", "\n", "\n    ", "\n        ", " ", "\n\n", "\t", "x = 1\n", "if a\n    b = 1\n"],
  ...["else\n    c = 2\n", "param n = 5\n", "// c\n", "f(x) => x\n", "\r\n", "require n > 1\n"],
  ...[
    "data\n    tick = 1\n",
    "strategy.entry(\n",
    "[a, b] = ",
    "var ",
    " and\n",
    "\uFEFF",
    "type T\n",
  ],
];

export function editsOf(pieces: readonly string[]): fc.Arbitrary<readonly RandomEdit[]> {
  return fc.array(
    fc.record<RandomEdit>({
      place: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.constantFrom(0, 0, 1, 1, 3, 10, 60),
      newText: fc.constantFrom(...PIECES, ...pieces),
    }),
    { minLength: 1, maxLength: 12 },
  );
}

export function editOf(text: string, { place, length, newText }: RandomEdit): Edit {
  const start = Math.floor(place * text.length);
  return { range: { start, end: Math.min(text.length, start + length) }, newText };
}
