// What chart and trades panels have in common: what they show, what is wrong, and what can be done about it.
import * as z from "zod/mini";

// Compiled schemas need `eval`, which the policy of a page refuses; asking for it is a violation already.
z.config({ jitless: true });

const TEXT_MAX = 200_000;

/** Names of strategies, files and orders: anything a user can write. Pages cut what they show. */
export const text = z.string().check(z.maxLength(TEXT_MAX));
/** Microseconds since 1970, UTC. */
export const timeUs = z.int();
/** From 0; the answer carries the number of the question. */
export const requestId = z.int().check(z.minimum(0));

/** From one instant up to, not including, another. */
export const range = z.strictObject({ fromUs: timeUs, toUs: timeUs });

/** What survives a reload of the window, in the page's own memory. */
export const panelState = z.strictObject({
  fileUri: text,
  /** Name of a kept run, or "live". */
  runId: text,
  /** The selected bar or trade: when it opens. */
  timeUs: z.nullable(timeUs),
  range: z.nullable(range),
  /** What the panel shows of the run: a word of its own. */
  tab: text,
});

/** What a button below a sentence does. The host knows how; a panel can ask for nothing else. */
export const remedy = z.enum([
  "run",
  "import",
  "restartEngine",
  "openLogs",
  "openSettings",
  "manageTrust",
]);

export const remedies = z.array(z.strictObject({ remedy, label: text })).check(z.maxLength(2));

/** What the panel says instead of, or above, its content. */
export const status = z.strictObject({
  /** Loading and empty replace the content; stale and failed stand above the last good one. */
  kind: z.enum(["ready", "loading", "empty", "stale", "failed"]),
  /** What happened and what to do; empty when the kind is ready. */
  sentence: text,
  remedies,
});

/** The run that a panel shows. */
export const runHead = z.strictObject({
  strategy: text,
  symbol: text,
  currency: text,
  isLive: z.boolean(),
  /** IANA name in which times are written, such as `UTC` or `Europe/Zurich`. */
  timeZone: text,
  /** Decimals of prices. */
  priceDigits: z.int().check(z.minimum(0), z.maximum(12)),
  /** Those still open at the end among them. */
  tradeCount: z.int().check(z.minimum(0)),
  openTradeCount: z.int().check(z.minimum(0)),
});

export type PanelState = z.infer<typeof panelState>;
export type PanelRange = z.infer<typeof range>;
export type PanelStatus = z.infer<typeof status>;
export type Remedy = z.infer<typeof remedy>;
export type Remedies = z.infer<typeof remedies>;
export type RunHead = z.infer<typeof runHead>;
