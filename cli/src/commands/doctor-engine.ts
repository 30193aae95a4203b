// What `doctor` finds out about the engine by starting it: protocol, round trip, services, store.
import {
  counted,
  byteText,
  datasetsOf,
  healthOf,
  savedRuns,
  SCHEMA_HASH,
  type Configuration,
  type Failure,
  type Launched,
  type ServiceInfo,
} from "@backtestr/hub";
import { endEngine, startEngine } from "../engine.ts";
import type { Context } from "./context.ts";

export interface Finding {
  readonly isGood: boolean;
  readonly about: string;
  readonly says: string;
}

export async function engineFindings(
  context: Context,
  configuration: Configuration,
  hostVersion: string,
): Promise<readonly Finding[]> {
  const started = await startEngine(context, configuration, hostVersion);
  if (!started.ok) return [wrong("engine", started.error)];
  const findings = [
    good("engine", `${started.engine.version} at ${started.program}`),
    good("protocol", `${SCHEMA_HASH.slice(0, 12)} on both sides`),
    await roundTrip(started.engine),
    ...(await serviceFindings(started.engine)),
  ];
  await endEngine(started.engine);
  return findings;
}

async function roundTrip({ client }: Launched): Promise<Finding> {
  const beganMs = performance.now();
  const pinged = await client.request("engine.ping", { payload: "doctor" });
  const tookMs = performance.now() - beganMs;
  const about = "round trip";
  return pinged.ok ? good(about, `${tookMs.toFixed(2)} ms`) : wrong(about, pinged.error);
}

/** Services that are not well one by one, else all in a line, and what the store holds. */
async function serviceFindings({ client, misconfigured }: Launched): Promise<readonly Finding[]> {
  if (misconfigured !== null) return [wrong("services", misconfigured)];
  // Asked first: the store answers when it is open, and then all services have settled.
  const store = await storeFinding(client);
  const health = await healthOf(client);
  if (!health.ok) return [wrong("services", health.error)];
  const { services } = health.value;
  const broken = services.filter(({ state }) => state === "failed");
  if (broken.length > 0) return broken.map(failedService);
  return [good("services", services.map(serviceText).join(", ")), store];
}

function failedService({ name, lastError }: ServiceInfo): Finding {
  return { isGood: false, about: `service ${name}`, says: lastError ?? "it did not start" };
}

function serviceText({ name, state }: ServiceInfo): string {
  return state === "ready" ? name : `${name} (${state})`;
}

async function storeFinding(client: Launched["client"]): Promise<Finding> {
  const [found, runs] = await Promise.all([datasetsOf(client), savedRuns(client, null)]);
  if (!found.ok) return wrong("store", found.error);
  if (!runs.ok) return wrong("store", runs.error);
  const latest = found.value.flatMap(({ versions }) => versions.slice(-1));
  const size = byteText(latest.reduce((sum, { bytes }) => sum + bytes, 0));
  const datasets = counted(found.value.length, "dataset");
  return good("store", `${datasets} (${size}), ${counted(runs.value.length, "saved run")}`);
}

function good(about: string, says: string): Finding {
  return { isGood: true, about, says };
}

function wrong(about: string, { message, help }: Failure): Finding {
  return { isGood: false, about, says: [message, help ?? ""].join(" ").trim() };
}
