// Values of parameters as people write and read them, by the rules of the language: a percent is written
// with its sign, a whole number is whole, a range holds. Bools are 0 and 1.
import type { ParameterAnswer } from "@backtestr/server/api";

export type ParameterReading =
  /** `caution` is about a value that runs and is hardly meant. */
  | { readonly ok: true; readonly value: number; readonly caution: string | null }
  | { readonly ok: false; readonly message: string };

type Kind = Pick<ParameterAnswer, "type" | "isPercent">;
type Range = NonNullable<ParameterAnswer["range"]>;

const NUMBER = /^[+-]?(\d[\d_]*(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
/** Steps are binary fractions: a value this close to a multiple is one. */
const STEP_SLACK = 1e-9;

/** As `--param` and this face's own boxes read it back: `10`, `0.5%`, `true`. */
export function parameterText({ type, isPercent }: Kind, value: number): string {
  if (type === "bool") return value === 0 ? "false" : "true";
  return isPercent ? `${plainDecimal(value, 2)}%` : plainDecimal(value, 0);
}

/** The shortest decimal of a number, its point moved to the right, without an exponent. */
function plainDecimal(value: number, places: number): string {
  const [size = "0", exponent = "0"] = String(Math.abs(value)).split("e");
  const [whole = "0", fraction = ""] = size.split(".");
  const digits = whole + fraction;
  const point = whole.length + Number(exponent) + places;
  const padded =
    point > 0 ? digits.padEnd(point, "0") : digits.padStart(digits.length + 1 - point, "0");
  const at = Math.max(point, 1);
  const tail = padded.slice(at).replace(/0+$/, "");
  const head = padded.slice(0, at).replace(/^0+(?=\d)/, "");
  return `${value < 0 ? "-" : ""}${head}${tail === "" ? "" : `.${tail}`}`;
}

/** What a text means for a parameter, or why it means nothing. */
export function readParameter(parameter: ParameterAnswer, text: string): ParameterReading {
  const written = text.trim();
  if (written === "") return { ok: false, message: `Write a value for ${parameter.name}.` };
  if (parameter.type === "bool") return readBool(parameter, written);
  const isPercent = written.endsWith("%");
  const size = isPercent ? written.slice(0, -1).trim() : written;
  if (!NUMBER.test(size)) return refused(parameter, "a number", written);
  if (parameter.isPercent !== isPercent) {
    const wanted = parameter.isPercent ? "a percent, such as 0.5%" : "a plain number";
    return refused(parameter, wanted, written);
  }
  return readNumber(parameter, decimal(size, isPercent ? -2 : 0), written);
}

/** The nearest number to a decimal whose point is moved; dividing by 100 would round twice. */
function decimal(size: string, places: number): number {
  const [mantissa = "0", exponent = "0"] = size.replaceAll("_", "").toLowerCase().split("e");
  return Number(`${mantissa}e${Number(exponent) + places}`);
}

function readBool(parameter: ParameterAnswer, written: string): ParameterReading {
  if (written === "true" || written === "1") return { ok: true, value: 1, caution: null };
  if (written === "false" || written === "0") return { ok: true, value: 0, caution: null };
  return refused(parameter, "true or false", written);
}

function readNumber(parameter: ParameterAnswer, value: number, written: string): ParameterReading {
  const { name, type, range } = parameter;
  if (type === "int" && !Number.isSafeInteger(value)) {
    return refused(parameter, "a whole number", written);
  }
  if (range === null) return { ok: true, value, caution: null };
  if (value < range.from || value > range.to) {
    const message = `${name} goes from ${rangeText(parameter) ?? ""}, which leaves out ${written}.`;
    return { ok: false, message };
  }
  const caution = `${name} goes by steps: a sweep would never try ${written}.`;
  return { ok: true, value, caution: isOnStep(range, value) ? null : caution };
}

function isOnStep({ from, step }: Range, value: number): boolean {
  const steps = (value - from) / step;
  return Math.abs(steps - Math.round(steps)) < STEP_SLACK * Math.max(1, Math.abs(steps));
}

/** `5 to 50 by 1`; null without a range. */
export function rangeText(parameter: ParameterAnswer): string | null {
  const { range } = parameter;
  if (range === null) return null;
  const [from, to, step] = [range.from, range.to, range.step].map((value) =>
    parameterText(parameter, value),
  );
  return `${from ?? ""} to ${to ?? ""} by ${step ?? ""}`;
}

function refused({ name }: ParameterAnswer, wanted: string, written: string): ParameterReading {
  return { ok: false, message: `${name} is ${wanted}, not ${JSON.stringify(written)}.` };
}
