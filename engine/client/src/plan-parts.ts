// Cuts a plan into parts that fit into frames. The engine joins them in order.
import { encode } from "@msgpack/msgpack";
import { CHUNK_BYTES_MAX, type Plan, type PlanPart } from "./generated/protocol.ts";

/** Parts of at most about `bytesMax` on the wire; at least one, also of an empty plan. */
export function partsOf(plan: Plan, bytesMax = CHUNK_BYTES_MAX): readonly PlanPart[] {
  const part: PlanPart = { ...plan };
  if (encode(part).length <= bytesMax) return [part];
  const cutter = new Cutter(bytesMax);
  for (const item of plan.contexts) cutter.room(item).contexts.push(item);
  for (const item of plan.parameters) cutter.room(item).parameters.push(item);
  for (const item of plan.texts) cutter.room(item).texts.push(item);
  for (const item of plan.nodes) cutter.room(item).nodes.push(item);
  for (const item of plan.cells) cutter.room(item).cells.push(item);
  for (const item of plan.statements) cutter.room(item).statements.push(item);
  return cutter.parts;
}

class Cutter {
  readonly parts: PlanPart[] = [];
  readonly #bytesMax: number;
  #bytes = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** The part into which an item goes: the last, or a new one if it would get too large. */
  room(item: unknown): PlanPart {
    const bytes = encode(item).length;
    const last = this.parts.at(-1);
    if (last !== undefined && this.#bytes + bytes <= this.#bytesMax) {
      this.#bytes += bytes;
      return last;
    }
    const fresh = emptyPart();
    this.parts.push(fresh);
    this.#bytes = bytes;
    return fresh;
  }
}

function emptyPart(): PlanPart {
  return { contexts: [], parameters: [], texts: [], nodes: [], cells: [], statements: [] };
}
