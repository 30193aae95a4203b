// The kinds of tokens, and how messages name them.

/** Kinds are small numbers because the lexer's tables hold hundreds of thousands of them. */
export const Token = {
  end: 0,
  newline: 1,
  indent: 2,
  dedent: 3,
  /** A character or text that is nothing; the lexer has reported it. */
  bad: 4,
  name: 5,
  number: 6,
  /** A number with a time unit: a timeframe or a duration, told apart by where it stands. */
  span: 7,
  date: 8,
  text: 9,
  color: 10,
  /** `%` as a unit. */
  percent: 11,

  and: 12,
  or: 13,
  not: 14,
  if: 15,
  else: 16,
  for: 17,
  while: 18,
  switch: 19,
  break: 20,
  continue: 21,
  var: 22,
  varip: 23,
  true: 24,
  false: 25,
  in: 26,
  /** A contextual word at the margin that begins a declaration; layout finds it. */
  declaration: 27,

  leftParen: 30,
  rightParen: 31,
  leftBracket: 32,
  rightBracket: 33,
  comma: 34,
  dot: 35,
  range: 36,
  question: 37,
  colon: 38,
  arrow: 39,
  assign: 40,
  reassign: 41,
  plusAssign: 42,
  minusAssign: 43,
  timesAssign: 44,
  divideAssign: 45,
  remainderAssign: 46,
  plus: 47,
  minus: 48,
  times: 49,
  divide: 50,
  remainder: 51,
  equal: 52,
  notEqual: 53,
  less: 54,
  lessOrEqual: 55,
  greater: 56,
  greaterOrEqual: 57,
} as const;

export type TokenKind = (typeof Token)[keyof typeof Token];

export const KEYWORDS: ReadonlyMap<string, TokenKind> = new Map<string, TokenKind>([
  ["and", Token.and],
  ["or", Token.or],
  ["not", Token.not],
  ["if", Token.if],
  ["else", Token.else],
  ["for", Token.for],
  ["while", Token.while],
  ["switch", Token.switch],
  ["break", Token.break],
  ["continue", Token.continue],
  ["var", Token.var],
  ["varip", Token.varip],
  ["true", Token.true],
  ["false", Token.false],
  ["in", Token.in],
]);

/** Operators and punctuation, the longest of each beginning first. */
export const PUNCTUATION: readonly (readonly [string, TokenKind])[] = [
  ["=>", Token.arrow],
  ["==", Token.equal],
  ["=", Token.assign],
  [":=", Token.reassign],
  [":", Token.colon],
  ["+=", Token.plusAssign],
  ["+", Token.plus],
  ["-=", Token.minusAssign],
  ["-", Token.minus],
  ["*=", Token.timesAssign],
  ["*", Token.times],
  ["/=", Token.divideAssign],
  ["/", Token.divide],
  ["%=", Token.remainderAssign],
  ["%", Token.remainder],
  ["!=", Token.notEqual],
  ["<=", Token.lessOrEqual],
  ["<", Token.less],
  [">=", Token.greaterOrEqual],
  [">", Token.greater],
  ["(", Token.leftParen],
  [")", Token.rightParen],
  ["[", Token.leftBracket],
  ["]", Token.rightBracket],
  [",", Token.comma],
  ["..", Token.range],
  [".", Token.dot],
  ["?", Token.question],
];

const FIXED_NAMES: ReadonlyMap<TokenKind, string> = new Map<TokenKind, string>([
  [Token.end, "the end of the file"],
  [Token.newline, "the end of the line"],
  [Token.indent, "an indented block"],
  [Token.dedent, "the end of the block"],
]);

/** How a message names the token that stands at a place. */
export function tokenName(kind: TokenKind, text: string): string {
  const fixed = FIXED_NAMES.get(kind);
  if (fixed !== undefined) return fixed;
  const short = text.length > 30 ? `${text.slice(0, 30)}…` : text;
  return `\`${short}\``;
}
