// Messages to frames and back. What arrives is checked before anything else sees it.
import { Decoder, Encoder } from "@msgpack/msgpack";
import { FRAME_BYTES_MAX, Reply, type Request } from "./generated/protocol.ts";
import { framed } from "./frames.ts";
import { problemIn } from "./scan.ts";

const encoder = new Encoder();
const decoder = new Decoder({
  maxStrLength: FRAME_BYTES_MAX,
  maxBinLength: FRAME_BYTES_MAX,
  maxArrayLength: FRAME_BYTES_MAX,
  maxMapLength: FRAME_BYTES_MAX,
  maxExtLength: 0,
});

/** The bytes of a request, without the length in front. */
export function encoded(request: Request): Uint8Array {
  return encoder.encode(request);
}

/** A request as a frame, or null if it is longer than a frame may be. */
export function frameOf(request: Request): Uint8Array | null {
  const body = encoder.encodeSharedRef(request);
  return body.length > FRAME_BYTES_MAX ? null : framed(body);
}

export type Decoded =
  { readonly ok: true; readonly reply: Reply } | { readonly ok: false; readonly problem: string };

/** The reply in a frame, checked against the protocol. */
export function replyIn(frame: Uint8Array): Decoded {
  const problem = problemIn(frame);
  if (problem !== null) return { ok: false, problem };
  const value = valueIn(frame);
  if (!value.ok) return value;
  const parsed = Reply.safeParse(value.value);
  if (parsed.success) return { ok: true, reply: parsed.data };
  const [issue] = parsed.error.issues;
  const place = issue?.path.join(".") ?? "";
  return { ok: false, problem: `${place === "" ? "the reply" : place}: ${issue?.message ?? ""}` };
}

type Value =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string };

function valueIn(frame: Uint8Array): Value {
  try {
    return { ok: true, value: decoder.decode(frame) };
  } catch (error) {
    // Text that is no UTF-8, or a key that no object may have.
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
}
