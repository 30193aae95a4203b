// Library: arithmetic, casts and the handling of na.
import { Qualifier } from "../types.ts";
import { number, optional, pure, signature, variadic } from "./rows.ts";
import type { FunctionSpec, ParameterSpec } from "./spec.ts";

const NUMBER = number("number", "The number.");
const PRECISION: ParameterSpec = {
  name: "precision",
  type: "int",
  known: Qualifier.simple,
  least: 0,
  doc: "Decimal places, fixed for the whole run.",
};

function ofOne(doc: string, example: string, result: "float" | "int"): FunctionSpec {
  return pure({ doc, example }, signature(result, NUMBER));
}

export const MATH = {
  "math.abs": pure(
    { doc: "The number without its sign.", example: "math.abs(close - open)" },
    signature("shared", NUMBER),
  ),
  "math.sign": ofOne("1, 0 or -1 by the sign of the number.", "math.sign(close - open)", "float"),
  "math.floor": ofOne("The largest whole number not above.", "math.floor(close)", "int"),
  "math.ceil": ofOne("The smallest whole number not below.", "math.ceil(close)", "int"),
  "math.round": pure(
    {
      doc: "The nearest whole number, halves upwards; with a precision the nearest number of so many places.",
      example: "math.round(close, 2)",
    },
    signature("int", NUMBER),
    signature("float", NUMBER, PRECISION),
  ),
  "math.round_to_mintick": ofOne(
    "The nearest multiple of the instrument's price step.",
    "math.round_to_mintick(close * 0.99)",
    "float",
  ),
  "math.sqrt": ofOne("The square root; na below 0.", "math.sqrt(close)", "float"),
  "math.exp": ofOne("e to the power of the number.", "math.exp(1)", "float"),
  "math.log": ofOne(
    "The natural logarithm; na at or below 0.",
    "math.log(close / close[1])",
    "float",
  ),
  "math.log10": ofOne("The logarithm to base 10; na at or below 0.", "math.log10(close)", "float"),
  "math.pow": pure(
    { doc: "A number to the power of another.", example: "math.pow(close, 2)" },
    signature("float", number("base", "The number."), number("exponent", "The power.")),
  ),
  "math.max": pure(
    { doc: "The largest of its arguments; na when one is.", example: "math.max(open, close)" },
    variadic(
      "shared",
      number("number0", "A number."),
      number("number1", "Another, and further ones."),
    ),
  ),
  "math.min": pure(
    { doc: "The smallest of its arguments; na when one is.", example: "math.min(open, close)" },
    variadic(
      "shared",
      number("number0", "A number."),
      number("number1", "Another, and further ones."),
    ),
  ),
  "math.avg": pure(
    { doc: "The mean of its arguments.", example: "math.avg(high, low)" },
    variadic(
      "float",
      number("number0", "A number."),
      number("number1", "Another, and further ones."),
    ),
  ),
  int: pure(
    { doc: "The number without its fraction.", example: "int(close)" },
    signature("int", { name: "x", type: "float", doc: "The number." }),
  ),
  float: pure(
    { doc: "The number as a float.", example: "float(bar_index)" },
    signature("float", { name: "x", type: "float", doc: "The number." }),
  ),
  nz: pure(
    {
      doc: "The value, or a replacement (0 when none is given) where it is na.",
      example: "nz(close[1], close)",
    },
    signature(
      "shared",
      number("source", "The value."),
      optional(number("replacement", "What stands in for na.")),
    ),
  ),
  na: pure(
    { doc: "Whether the value is na.", example: "na(close[1])" },
    signature("bool", { name: "x", type: "float", doc: "The value." }),
  ),
} satisfies Readonly<Record<string, FunctionSpec>>;
