// The table of diagnostic codes. A code keeps its meaning for ever; docs/errors/ has a page for each.
import type { Severity } from "./diagnostic.ts";

export interface CodeInfo {
  readonly title: string;
  readonly severity: Severity;
}

function error(title: string): CodeInfo {
  return { title, severity: "error" };
}

function warning(title: string): CodeInfo {
  return { title, severity: "warning" };
}

function hint(title: string): CodeInfo {
  return { title, severity: "hint" };
}

export const CODES = {
  // Sizes.
  E001: error("The file is too large"),
  E002: error("The file has too many lines"),
  E003: error("Nested too deeply"),
  E004: error("The strategy is too large"),
  E005: error("Too many problems"),
  E006: error("Left out by the compiler"),

  // Text and layout.
  E101: error("Unexpected character"),
  E102: error("Text without closing quote"),
  E103: error("Not a number"),
  E104: error("Not a date"),
  E105: error("Not a colour"),
  E106: error("Tabs and spaces mixed ambiguously"),
  E107: error("Indentation matches no enclosing block"),
  E108: error("Indented deeper without a block"),
  E109: error("Value expected"),
  E110: error("Something else expected"),
  E111: error("Bracket never closed"),
  E112: error("Closing bracket without an opening one"),
  E113: error("Block expected"),
  E114: error("Statement goes on unexpectedly"),
  E115: error("Not something that can be assigned"),
  E116: error("else without if"),

  // Declarations.
  E201: error("No strategy header"),
  E202: error("Declared twice"),
  E203: error("Unknown key"),
  E204: error("Key given twice"),
  E205: error("Wrong kind of value for a key"),
  E206: error("Percent wanted, bare number given"),
  E207: error("Required key missing"),
  E208: error("Default outside the parameter's range"),
  E209: error("Parameter range without steps"),
  E210: error("Parameter default that is not a plain value"),
  E211: error("Declaration inside a block"),
  E212: error("Period ends before it begins"),
  E213: error("Requirement that is not about parameters"),
  E214: error("Defaults break a requirement"),
  E215: error("Unknown edition"),
  E216: error("Setting that needs quotes"),
  E217: error("Settings that exclude each other"),

  // Names, types, calls.
  E301: error("Unknown name"),
  E302: error("Unknown function"),
  E303: error("Unknown member"),
  E304: error("Used before it is declared"),
  E305: error("Declared twice in one scope"),
  E306: error("Assigned before it is declared"),
  E307: error("Not changeable"),
  E308: error("Global changed inside a function"),
  E310: error("Argument of the wrong type"),
  E311: error("Operator on the wrong types"),
  E312: error("Condition that is not a bool"),
  E313: error("A bool cannot be na"),
  E314: error("Comparison with na"),
  E315: error("Branches of different types"),
  E316: error("Value of the wrong type for the variable"),
  E317: error("Nothing where a value is wanted"),
  E318: error("Tuple of the wrong size"),
  E319: error("Not fixed for the whole run"),
  E320: error("Argument missing"),
  E321: error("Too many arguments"),
  E322: error("Unknown argument"),
  E323: error("Argument given twice"),
  E324: error("Position after name"),
  E325: error("Wrong unit"),
  E326: error("Function calls itself"),
  E327: error("na without a type"),
  E328: error("A function is not a value"),
  E329: error("Value outside its range"),
  E330: error("Unknown type"),

  // Time and state.
  E401: error("Value from the future reaches an order"),
  E402: error("Request that shows the future"),
  E403: error("Offset into the future"),
  E404: error("Value that no backtest can have"),
  E405: error("Account inside another timeframe"),
  E406: error("Changed global inside another timeframe"),
  E407: error("History of a value that is not always there"),
  E408: error("Timeframe not above the chart's"),
  E410: error("Offset beyond the limit"),

  // Orders.
  E501: error("Exit without a price"),
  E502: error("Order outside the bar logic"),

  // Known to the language, not to this version.
  E901: error("Declaration not supported yet"),
  E902: error("Function or name not supported yet"),
  E903: error("Key not supported yet"),
  E904: error("Statement not supported yet"),
  E905: error("Argument not supported yet"),
  E906: error("Call that is a header here"),
  E907: error("Kind of value not supported yet"),

  W201: warning("Default that is not on the parameter's grid"),
  W301: hint("State kept on every bar"),
  W303: hint("Argument without effect yet"),
} as const satisfies Readonly<Record<string, CodeInfo>>;

export type Code = keyof typeof CODES;
