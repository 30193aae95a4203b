// How the engine is, in words: its state, what it holds, its services, and what is wrong with it.
import type { EngineState, Health, ServiceInfo } from "@backtestr/hub";

/** One sentence, as the status bar's item is read out. */
export function engineSentence(state: EngineState): string {
  switch (state.state) {
    case "stopped":
      return "not started; it starts with the first run";
    case "starting":
      return state.restart === 0 ? "starting" : `starting again (${state.restart})`;
    case "ready":
      return `ready, version ${state.version}`;
    case "failed":
      return state.error.message;
  }
}

/** All there is to say; `health` is null until the engine has told it. */
export function engineLines(state: EngineState, health: Health | null): readonly string[] {
  const lines = [`Engine: ${engineSentence(state)}`];
  if (state.state === "failed") {
    return state.error.help === null ? lines : [...lines, state.error.help];
  }
  if (state.state !== "ready") return lines;
  return [...lines, ...troubles(state, health), ...(health === null ? [] : loadLines(health))];
}

/** Whether the engine runs, but not all of it. */
export function isAiling(state: EngineState, health: Health | null): boolean {
  return state.state === "ready" && troubles(state, health).length > 0;
}

function troubles(
  { misconfigured }: Extract<EngineState, { state: "ready" }>,
  health: Health | null,
): readonly string[] {
  const failed = health?.services.filter(({ state }) => state === "failed") ?? [];
  const refused = misconfigured === null ? [] : [misconfigured];
  return [
    ...refused.map(({ message, help }) =>
      [
        "The engine did not take its configuration, so nothing is imported or kept:",
        ...[message, help].filter((part) => part !== null),
      ].join(" "),
    ),
    ...failed.map(({ name, lastError }) =>
      lastError === null
        ? `The service ${name} failed. The log says more.`
        : `The service ${name} failed: ${lastError}`,
    ),
  ];
}

function loadLines({ memoryBytes, services, runsKept }: Health): readonly string[] {
  const queue = services.reduce((sum, { queueDepth }) => sum + queueDepth, 0);
  const load = [
    ...(memoryBytes === null ? [] : [`Memory: ${megabytes(memoryBytes)}`]),
    `runs held: ${runsKept}`,
    `queue: ${queue === 0 ? "empty" : `${queue} waiting`}`,
  ];
  return [load.join(" · "), `Services: ${services.map(serviceText).join(", ")}`];
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6).toLocaleString("en-US")} MB`;
}

function serviceText({ name, state }: ServiceInfo): string {
  return state === "ready" ? name : `${name} (${state})`;
}
