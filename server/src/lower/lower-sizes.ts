// Lowers the sizes of orders, which are plain expressions over the price and the account.
import { type CallArguments, ofOne, ofTwo } from "./call-arguments.ts";
import { type Builder, add, binary } from "./ir.ts";
import { accountNode, seriesNode } from "./lower-library-values.ts";
import type { LowerCall } from "./lower-ta.ts";
import { BROKEN, type Value } from "./values.ts";

type SizeName = "size.risk" | "size.cash" | "size.percent";

function pointValue(b: Builder): number {
  return add(b, { op: "instrument", field: "pointValue" }, false);
}

/** Money that one contract is worth at this close. */
function contractValue(a: CallArguments): number {
  return binary(a.l, "multiply", seriesNode(a.l, "close"), pointValue(a.l));
}

function ofEquity(a: CallArguments): Value {
  const equity = accountNode(a.l, "equity", "size.percent", a.node);
  if (equity === null) return BROKEN;
  const build = (share: number): number =>
    binary(a.l, "divide", binary(a.l, "multiply", share, equity), contractValue(a));
  return ofOne(a, "share", build);
}

export const LOWER_SIZES: Readonly<Record<SizeName, LowerCall>> = {
  "size.risk": (a) =>
    ofTwo(a, ["amount", "distance"], (amount, distance) =>
      binary(a.l, "divide", amount, binary(a.l, "multiply", distance, pointValue(a.l))),
    ),
  "size.cash": (a) =>
    ofOne(a, "amount", (amount) => binary(a.l, "divide", amount, contractValue(a))),
  "size.percent": ofEquity,
};
