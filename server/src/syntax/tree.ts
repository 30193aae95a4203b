// The syntax tree. Every node has its range and a number; whatever is missing is a node too.
import type { Diagnostic } from "../base/diagnostic.ts";
import type { TextRange } from "../base/text-range.ts";
import type { DeclarationWord } from "./declaration-words.ts";
import type { Comment, TokenColumns } from "./lexer.ts";

/** Numbers ascend from 0 in the order of completion, so that those of a subtree are contiguous. */
export interface NodeBase extends TextRange {
  readonly id: number;
}

export interface SyntaxFile {
  readonly text: string;
  readonly statements: readonly Statement[];
  readonly tokens: TokenColumns;
  readonly comments: readonly Comment[];
  readonly diagnostics: readonly Diagnostic[];
  /** Whether the file is beyond a limit, so that nothing of it was read. */
  readonly isRefused: boolean;
  /** Names that statements with a problem may have meant to declare. */
  readonly brokenNames: ReadonlySet<string>;
  /** The same with their places, so that an edit can take some of them back. */
  readonly brokenPlaces: readonly BrokenName[];
  /** By statement of the file, the first number that its nodes may have. */
  readonly firstIds: readonly number[];
  /** One more than the largest node number. */
  readonly nodeCount: number;
}

export interface BrokenName {
  readonly name: string;
  readonly start: number;
}

// Expressions -------------------------------------------------------------------------------------

export interface NumberLiteral extends NodeBase {
  readonly kind: "number";
  readonly value: number;
  readonly isInt: boolean;
}

export interface PercentLiteral extends NodeBase {
  readonly kind: "percent";
  /** The fraction: 0.005 for `0.5 %`. */
  readonly value: number;
  /** The number as written: 0.5 for `0.5 %`. */
  readonly points: number;
}

export interface UnitLiteral extends NodeBase {
  readonly kind: "unit";
  readonly value: number;
  readonly isInt: boolean;
  readonly unit: Unit;
  /** `USD` for money, else the word. */
  readonly word: string;
}

export type Unit = "ticks" | "bars" | "contracts" | "money";

export type SpanUnit = "s" | "m" | "h" | "d" | "w" | "mo";

export interface SpanLiteral extends NodeBase {
  readonly kind: "span";
  readonly count: number;
  readonly unit: SpanUnit;
}

/** A moment by the calendar and the clock of a zone that is not known here. */
export interface CivilTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

export interface DateLiteral extends NodeBase {
  readonly kind: "date";
  readonly civil: CivilTime;
  readonly hasTime: boolean;
}

export interface TextLiteral extends NodeBase {
  readonly kind: "text";
  readonly value: string;
}

export interface ColorLiteral extends NodeBase {
  readonly kind: "color";
}

export interface BoolLiteral extends NodeBase {
  readonly kind: "bool";
  readonly value: boolean;
}

export interface Name extends NodeBase {
  readonly kind: "name";
  readonly text: string;
}

export interface Member extends NodeBase {
  readonly kind: "member";
  readonly object: Expression;
  readonly name: Name | Missing;
}

export interface Argument extends NodeBase {
  readonly name: Name | null;
  readonly value: Expression;
}

export interface Call extends NodeBase {
  readonly kind: "call";
  readonly callee: Expression;
  readonly typeArguments: readonly TypeName[];
  readonly arguments: readonly Argument[];
  /** Offset after the opening bracket, where the arguments begin. */
  readonly open: number;
  /** Whether brackets and arguments are all there. */
  readonly isComplete: boolean;
}

export interface History extends NodeBase {
  readonly kind: "history";
  readonly value: Expression;
  readonly offset: Expression;
}

export interface Unary extends NodeBase {
  readonly kind: "unary";
  readonly operator: UnaryOperator;
  readonly operand: Expression;
}

export type UnaryOperator = "+" | "-" | "not";

export interface Binary extends NodeBase {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export type BinaryOperator =
  "+" | "-" | "*" | "/" | "%" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "and" | "or";

export interface Conditional extends NodeBase {
  readonly kind: "conditional";
  readonly test: Expression;
  readonly yes: Expression;
  readonly no: Expression;
}

/** Something in round brackets. */
export interface Group extends NodeBase {
  readonly kind: "group";
  readonly inner: Expression;
}

export interface Tuple extends NodeBase {
  readonly kind: "tuple";
  readonly elements: readonly Expression[];
}

/** `0.5 % of equity`. */
export interface PercentOf extends NodeBase {
  readonly kind: "percentOf";
  readonly percent: PercentLiteral;
  readonly operand: Expression;
}

export interface IfBranch extends NodeBase {
  /** null for `else`. */
  readonly test: Expression | null;
  readonly block: Block;
}

export interface If extends NodeBase {
  readonly kind: "if";
  readonly branches: readonly IfBranch[];
}

export interface SwitchCase extends NodeBase {
  /** null for the default. */
  readonly test: Expression | null;
  readonly block: Block;
}

export interface Switch extends NodeBase {
  readonly kind: "switch";
  /** null when the cases are conditions. */
  readonly subject: Expression | null;
  readonly cases: readonly SwitchCase[];
}

/** A loop, which this version parses and refuses. */
export interface Loop extends NodeBase {
  readonly kind: "loop";
  readonly word: "for" | "while";
  readonly block: Block;
}

/** An expression that is not there, or not one; it was reported. */
export interface Missing extends NodeBase {
  readonly kind: "missing";
}

// Values of keys in declarations only.

export interface RangeValue extends NodeBase {
  readonly kind: "range";
  readonly from: Expression;
  readonly to: Expression;
}

/** `2 USD per order`, `5 % long`. */
export interface Qualified extends NodeBase {
  readonly kind: "qualified";
  readonly value: Expression;
  readonly word: Name;
}

/** `5 % long, 5 % short`. */
export interface ListValue extends NodeBase {
  readonly kind: "list";
  readonly items: readonly Expression[];
}

export type Expression =
  | NumberLiteral
  | PercentLiteral
  | UnitLiteral
  | SpanLiteral
  | DateLiteral
  | TextLiteral
  | ColorLiteral
  | BoolLiteral
  | Name
  | Member
  | Call
  | History
  | Unary
  | Binary
  | Conditional
  | Group
  | Tuple
  | PercentOf
  | If
  | Switch
  | Loop
  | Missing
  | RangeValue
  | Qualified
  | ListValue;

// Statements --------------------------------------------------------------------------------------

export interface Block extends TextRange {
  readonly statements: readonly Statement[];
}

export type QualifierWord = "const" | "input" | "simple" | "series";

export interface TypeName extends NodeBase {
  readonly name: string;
  readonly qualifier: QualifierWord | null;
  /** `array<float>`, `float[]`. */
  readonly isCollection: boolean;
}

/** `x = 1`, `var float x = na`. */
export interface Declare extends NodeBase {
  readonly kind: "declare";
  readonly mode: "plain" | "var" | "varip";
  readonly type: TypeName | null;
  readonly name: Name;
  readonly value: Expression;
}

export interface DeclareTuple extends NodeBase {
  readonly kind: "declareTuple";
  readonly names: readonly Name[];
  readonly value: Expression;
}

export interface Assign extends NodeBase {
  readonly kind: "assign";
  /** The operator before `=` in `+=`; null for `:=`. */
  readonly operator: BinaryOperator | null;
  readonly target: Expression;
  readonly value: Expression;
}

export interface FunctionParameter extends NodeBase {
  readonly type: TypeName | null;
  readonly name: Name;
  readonly preset: Expression | null;
}

export interface DeclareFunction extends NodeBase {
  readonly kind: "function";
  readonly name: Name;
  readonly parameters: readonly FunctionParameter[];
  readonly body: Block;
  /** Numbers of the nodes of parameters and body: from here up to and without the node's own. */
  readonly firstId: number;
}

export interface ExpressionStatement extends NodeBase {
  readonly kind: "expression";
  readonly value: Expression;
}

export interface Jump extends NodeBase {
  readonly kind: "jump";
  readonly word: "break" | "continue";
}

export interface Entry extends NodeBase {
  readonly key: Name;
  readonly value: Expression;
}

/** `strategy "Title"`, `data`, `account` with their keys. */
export interface Header extends NodeBase {
  readonly kind: "header";
  readonly word: DeclarationWord;
  readonly wordEnd: number;
  readonly title: TextLiteral | null;
  readonly entries: readonly Entry[];
}

export interface DeclareParameter extends NodeBase {
  readonly kind: "parameter";
  readonly name: Name;
  readonly value: Expression;
  readonly from: Expression | null;
  readonly to: Expression | null;
  readonly step: Expression | null;
  readonly title: TextLiteral | null;
}

export interface Require extends NodeBase {
  readonly kind: "require";
  readonly condition: Expression;
}

/** A declaration that this version knows by name only; its content is skipped. */
export interface Unsupported extends NodeBase {
  readonly kind: "unsupported";
  readonly what: string;
  readonly head: TextRange;
}

export type Statement =
  | Declare
  | DeclareTuple
  | Assign
  | DeclareFunction
  | ExpressionStatement
  | Jump
  | Header
  | DeclareParameter
  | Require
  | Unsupported;
