// The line between a panel and its host: parsed messages in both directions, and memory that survives a reload.

/** Anything that checks a value, such as a schema. */
export interface Schema<Value> {
  readonly safeParse: (
    value: unknown,
  ) => { readonly success: true; readonly data: Value } | { readonly success: false };
}

/** What the editor puts into each page. */
interface EditorApi {
  readonly postMessage: (message: unknown) => void;
  readonly getState: () => unknown;
  readonly setState: (state: unknown) => void;
}

declare function acquireVsCodeApi(): EditorApi;

export class Host<Incoming, Outgoing, Memory> {
  readonly #api: EditorApi;
  readonly #memory: Schema<Memory>;

  constructor(memory: Schema<Memory>) {
    this.#api = acquireVsCodeApi();
    this.#memory = memory;
  }

  send(message: Outgoing): void {
    this.#api.postMessage(message);
  }

  /** Messages that are none of ours, or of another version, are passed over: the page stays usable. */
  listen(incoming: Schema<Incoming>, act: (message: Incoming) => void): void {
    window.addEventListener("message", (event: MessageEvent<unknown>) => {
      const parsed = incoming.safeParse(event.data);
      if (parsed.success) act(parsed.data);
    });
  }

  remembered(): Memory | null {
    const parsed = this.#memory.safeParse(this.#api.getState());
    return parsed.success ? parsed.data : null;
  }

  remember(memory: Memory): void {
    this.#api.setState(memory);
  }
}
