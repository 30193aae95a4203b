// Classes of characters, as a table over ASCII because the lexer asks for every one of them.

const DIGIT = 1;
const LETTER = 2;
const BLANK = 4;

const CLASSES = classTable();

export const Char = {
  tab: 9,
  lineFeed: 10,
  carriageReturn: 13,
  space: 32,
  doubleQuote: 34,
  hash: 35,
  singleQuote: 39,
  plus: 43,
  minus: 45,
  dot: 46,
  slash: 47,
  colon: 58,
  upperT: 84,
  backslash: 92,
  underscore: 95,
} as const;

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Letters and the underscore. */
export function isNameStart(code: number): boolean {
  return ((CLASSES[code] ?? 0) & LETTER) !== 0;
}

export function isNamePart(code: number): boolean {
  return ((CLASSES[code] ?? 0) & (LETTER | DIGIT)) !== 0;
}

/** Blanks inside a line. */
export function isBlank(code: number): boolean {
  return ((CLASSES[code] ?? 0) & BLANK) !== 0;
}

export function isLineEnd(code: number): boolean {
  return code === Char.lineFeed || code === Char.carriageReturn;
}

export function isHexDigit(code: number): boolean {
  return isDigit(code) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);
}

function classTable(): Uint8Array {
  const table = new Uint8Array(128);
  for (let code = 0; code < 128; code++) {
    const char = String.fromCharCode(code);
    if (isDigit(code)) table[code] = DIGIT;
    else if (/[A-Za-z_]/.test(char)) table[code] = LETTER;
    else if (/[\t\v\f ]/.test(char)) table[code] = BLANK;
  }
  return table;
}
