// Keeps one engine running: starts it, watches it, starts it again when it dies, and gives up aloud.
// A request that was under way when the engine died gets an error; none is sent a second time.
import type {
  AnsweredKind,
  Client,
  Configuration,
  Done,
  Failure,
  Fields,
  Outcome,
  Plan,
  RequestOptions,
  Requester,
} from "@backtestr/client";
import { type EnginePlaces, findEngine } from "./discovery.ts";
import { endEngine, givenUp, notRunning, withEnding } from "./farewell.ts";
import { type Launch, type Launched, launch } from "./launch.ts";
import { Quarantine } from "./quarantine.ts";
import { RESTART_RULES, type RestartRules, Restarts } from "./restarts.ts";

export type EngineState =
  | { readonly state: "stopped" }
  /** `restart` counts the starts after deaths; 0 is the first start. */
  | { readonly state: "starting"; readonly restart: number }
  | {
      readonly state: "ready";
      readonly version: string;
      readonly pid: number | null;
      /** Why the engine did not take its configuration: there is no store then. */
      readonly misconfigured: Failure | null;
    }
  | { readonly state: "failed"; readonly error: Failure };

/** What a user may change while the face runs; each start goes by what was given last. */
export interface EngineSetup {
  readonly places: EnginePlaces;
  readonly helloMs?: number;
  /** What each engine may use from its start on. */
  readonly configuration?: Configuration;
}

export interface SupervisorOptions extends EngineSetup {
  readonly hostVersion: string;
  /** Gets each line of the engine's log, JSON as a rule. */
  readonly onLogLine?: (line: string) => void;
  readonly restartRules?: RestartRules;
  readonly random?: () => number;
}

/** An engine in use. */
interface Running {
  readonly engine: Launched;
  readonly sinceMs: number;
}

export class EngineSupervisor implements Requester {
  readonly #options: SupervisorOptions;
  #setup: EngineSetup;
  readonly #restarts: Restarts;
  readonly #quarantine = new Quarantine();
  readonly #listeners = new Set<(state: EngineState) => void>();
  #state: EngineState = { state: "stopped" };
  #running: Running | null = null;
  /** What leads to `ready` or `failed`. */
  #starting: Promise<void> = Promise.resolve();
  /** Changes with every stop, so that a start that was overtaken notices. */
  #epoch = 0;
  #wakeEarly: () => void = () => undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#setup = options;
    this.#restarts = new Restarts(
      options.restartRules ?? RESTART_RULES,
      options.random ?? Math.random,
    );
  }

  get state(): EngineState {
    return this.#state;
  }

  /** Calls `listener` at each change; the function returned ends that. */
  onState(listener: (state: EngineState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Starts the engine unless it runs; returns why it cannot. After `failed` this is a new attempt. */
  async start(): Promise<Failure | null> {
    if (this.#state.state === "failed") {
      this.#restarts.forget();
      this.#quarantine.forget();
    }
    if (this.#state.state === "failed" || this.#state.state === "stopped") {
      this.#starting = this.#begin(0, 0);
    }
    return this.#ready();
  }

  /** Ends the engine and begins anew, with all that its deaths have taught forgotten: somebody asked. */
  async restart(setup: EngineSetup = this.#setup): Promise<Failure | null> {
    await this.stop();
    this.#setup = setup;
    this.#restarts.forget();
    this.#quarantine.forget();
    return this.start();
  }

  /** Ends the engine; what is under way fails. */
  async stop(): Promise<void> {
    this.#epoch += 1;
    this.#wakeEarly();
    const running = this.#leave({ state: "stopped" });
    if (running !== null) await endEngine(running.engine);
    await this.#starting;
  }

  async request<K extends AnsweredKind>(
    kind: K,
    fields: Fields<K>,
    options?: RequestOptions<K>,
  ): Promise<Outcome<Done<K>>> {
    const refused = this.#quarantine.refusal(kind, fields);
    if (refused !== null) return { ok: false, error: refused };
    const outcome = await this.#use((client) => client.request(kind, fields, options));
    if (!outcome.ok && outcome.wasLost) this.#quarantine.diedDuring(kind, fields);
    return outcome;
  }

  putPlan(plan: Plan, options?: RequestOptions<"plan.put">): Promise<Outcome<Done<"plan.put">>> {
    return this.#use((client) => client.putPlan(plan, options));
  }

  /** Sends with the engine there is; an engine that dies meanwhile is described in the error. */
  async #use<T>(send: (client: Client) => Promise<Outcome<T>>): Promise<Used<T>> {
    const refused = await this.#ready();
    const running = this.#running;
    if (refused !== null || running === null) {
      return { ok: false, error: refused ?? notRunning(), wasLost: false };
    }
    const epoch = this.#epoch;
    const outcome = await send(running.engine.client);
    if (outcome.ok) return outcome;
    if (outcome.error.code !== "connection_lost") return { ...outcome, wasLost: false };
    const error = await withEnding(outcome.error, running.engine);
    return { ok: false, error, wasLost: epoch === this.#epoch };
  }

  /** Waits for a start under way; returns why there is no engine. */
  async #ready(): Promise<Failure | null> {
    if (this.#state.state === "starting") await this.#starting;
    return this.#state.state === "failed" ? this.#state.error : null;
  }

  /** Waits, finds and launches; ends in `ready`, or in `failed` with the reason. */
  async #begin(restart: number, delayMs: number): Promise<void> {
    const epoch = this.#epoch;
    this.#become({ state: "starting", restart });
    await this.#pause(delayMs);
    if (epoch !== this.#epoch) return;
    const launched = await this.#launch();
    if (epoch !== this.#epoch) {
      if (launched.ok) await endEngine(launched.engine);
    } else if (launched.ok) {
      this.#enter(launched.engine);
    } else {
      this.#become({ state: "failed", error: launched.error });
    }
  }

  async #launch(): Promise<Launch> {
    const { hostVersion, onLogLine } = this.#options;
    const { places, helloMs, configuration } = this.#setup;
    const found = await findEngine(places);
    if (!found.ok) return found;
    return launch({
      program: found.path,
      hostVersion,
      ...(helloMs === undefined ? {} : { helloMs }),
      ...(onLogLine === undefined ? {} : { onLogLine }),
      ...(configuration === undefined ? {} : { configuration }),
    });
  }

  #enter(engine: Launched): void {
    const running: Running = { engine, sinceMs: performance.now() };
    this.#running = running;
    void engine.client.ended.then((why) => {
      this.#onDeath(running, why);
    });
    const { version, misconfigured } = engine;
    this.#become({ state: "ready", version, pid: engine.process.pid, misconfigured });
  }

  #leave(state: EngineState): Running | null {
    const running = this.#running;
    this.#running = null;
    this.#become(state);
    return running;
  }

  /** The connection ended without `stop`: the engine died, hung, or spoke nonsense. */
  #onDeath(running: Running, why: Failure): void {
    if (this.#running !== running) return;
    const now = performance.now();
    const delayMs = this.#restarts.next(now, now - running.sinceMs);
    this.#leave({ state: "starting", restart: this.#restarts.count });
    this.#starting = this.#afterDeath(running, why, delayMs);
  }

  async #afterDeath(running: Running, why: Failure, delayMs: number | null): Promise<void> {
    const epoch = this.#epoch;
    const error = await withEnding(why, running.engine);
    // Whatever it was up to, it is of no use any more.
    running.engine.process.kill("SIGKILL");
    if (epoch !== this.#epoch) return;
    if (delayMs === null) this.#become({ state: "failed", error: givenUp(error) });
    else await this.#begin(this.#restarts.count, delayMs);
  }

  #become(state: EngineState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }

  async #pause(ms: number): Promise<void> {
    if (ms <= 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wakeEarly = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** An outcome, and whether the engine died before it could answer. */
type Used<T> = Extract<Outcome<T>, { ok: true }> | (Extract<Outcome<T>, { ok: false }> & Lost);

interface Lost {
  readonly wasLost: boolean;
}
