// The one engine of a window: the supervisor, the memory of its plans, and the count of its lives.
import {
  EngineSupervisor,
  newPlanMemory,
  startRun,
  type Answer,
  type EngineSetup,
  type EngineState,
  type Failure,
  type Plan,
  type PlanMemory,
  type Requests,
  type RunSettings,
  type RunSummary,
  type SupervisorOptions,
} from "@backtestr/hub";
import { runRequests, type HeldIn, type RunRequests } from "./run-requests.ts";

export interface RunCall {
  readonly plan: Plan;
  readonly settings: RunSettings;
  readonly isLive: boolean;
  readonly deadlineMs: number | null;
  readonly signal: AbortSignal;
  readonly onProgress?: (text: string, fraction: number | null) => void;
}

const NOT_TRUSTED: Failure = {
  code: "refused",
  message: "In a folder that is not trusted the engine does not run.",
  help: "Manage Workspace Trust changes that.",
  ...{ statement: null, node: null, causes: [] },
};

export interface HouseRules {
  /** Reads anew what the user has set, for a restart. */
  readonly setup: () => Promise<EngineSetup>;
  /** A folder that is not trusted chooses neither what the engine does nor where it keeps things. */
  readonly isTrusted: () => boolean;
}

export class EngineHouse {
  readonly supervisor: EngineSupervisor;
  /** Asks the engine, and starts it for that when nothing has needed it so far. */
  readonly requests: Requests;
  /** Asks about a run, unless it went with its engine. */
  readonly ofRun: RunRequests;
  /** Starts so far; runs of an earlier life are gone. */
  life = 0;
  readonly #setup: () => Promise<EngineSetup>;
  #plans = new Map<string, PlanMemory>();
  readonly #isTrusted: () => boolean;

  constructor(options: SupervisorOptions, { setup, isTrusted }: HouseRules) {
    this.#setup = setup;
    this.#isTrusted = isTrusted;
    this.supervisor = new EngineSupervisor(options);
    this.requests = startingOnDemand(this);
    this.ofRun = runRequests(this.supervisor, (run) => this.#isGone(run));
    this.supervisor.onState((state) => {
      if (state.state !== "ready") return;
      this.life += 1;
      this.#plans = new Map();
    });
  }

  onState(listener: (state: EngineState) => void): () => void {
    return this.supervisor.onState(listener);
  }

  /** Runs a plan; `file` names whose plan it is, so that an unchanged one is not sent again. */
  async run(file: string, call: RunCall): Promise<Answer<RunSummary>> {
    const memory = this.#plans.get(file) ?? newPlanMemory();
    this.#plans.set(file, memory);
    const { onProgress } = call;
    const answer = await startRun(this.supervisor, memory, call.plan, call.settings, {
      signal: call.signal,
      isLive: call.isLive,
      deadlineMs: call.deadlineMs,
      ...(onProgress === undefined
        ? {}
        : {
            onProgress: ({ phase, done, total }) => {
              onProgress(phase, total === null || total === 0 ? null : done / total);
            },
          }),
    });
    // An engine that forgot the plan gets it again next time.
    if (!answer.ok && answer.error.code === "unknown_plan") this.#plans.delete(file);
    return answer;
  }

  /** Lets the engine forget runs; a life that has ended took its runs along, as memory may have. */
  async forget(runs: readonly ({ readonly run: number } & HeldIn)[]): Promise<void> {
    for (const { run, engine } of runs) await this.ofRun({ engine }).request("run.drop", { run });
  }

  /** null when it runs, else why not. */
  async start(): Promise<Failure | null> {
    return this.#isTrusted() ? this.supervisor.start() : NOT_TRUSTED;
  }

  /** null when it runs again, else why not. */
  async restart(): Promise<Failure | null> {
    return this.#isTrusted() ? this.supervisor.restart(await this.#setup()) : NOT_TRUSTED;
  }

  /** While another engine starts, requests wait for it: those about runs must not. */
  #isGone({ engine }: HeldIn): boolean {
    const { state } = this.supervisor.state;
    return engine !== this.life || state === "starting" || state === "stopped";
  }
}

/** An engine that was given up stays down until somebody asks for it: a list is no reason to try again. */
function startingOnDemand(house: EngineHouse): Requests {
  const { supervisor } = house;
  const failure = (): Promise<Failure | null> =>
    supervisor.state.state === "stopped" ? house.start() : Promise.resolve(null);
  return {
    async request(kind, fields, options) {
      const error = await failure();
      return error === null ? supervisor.request(kind, fields, options) : { ok: false, error };
    },
    async putPlan(plan, options) {
      const error = await failure();
      return error === null ? supervisor.putPlan(plan, options) : { ok: false, error };
    },
  };
}
