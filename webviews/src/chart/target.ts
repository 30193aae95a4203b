// What the library hands to those that draw on its canvases, by names that it does not export itself.
import type { IPrimitivePaneView, Logical } from "lightweight-charts";

export type Target = Parameters<NonNullable<ReturnType<IPrimitivePaneView["renderer"]>>["draw"]>[0];

/** The library marks its place numbers with a brand of its own. */
export function logical(place: number): Logical {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- a brand of the library that only a cast can give
  return place as Logical;
}
