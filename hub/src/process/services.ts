// The engine's services: how they are, and how one is started again.
import type { Health, ServiceInfo } from "@backtestr/client";
import { ask, type Answer, type Requests } from "../runs/answer.ts";

export function healthOf(client: Requests): Promise<Answer<Health>> {
  return ask(client, "health.all", {}, ({ health }) => health);
}

/** Calls `onHealth` again and again until the signal is aborted, which is how it ends well. */
export async function watchHealth(
  client: Requests,
  everyMs: number,
  onHealth: (health: Health) => void,
  signal: AbortSignal,
): Promise<Answer<null>> {
  const watched = await ask(client, "health.watch", { everyMs }, () => null, {
    signal,
    onChunk: ({ health }) => {
      onHealth(health);
    },
  });
  const isOver = watched.ok || watched.error.code === "cancelled";
  return isOver ? { ok: true, value: null } : watched;
}

export function controlService(
  client: Requests,
  service: string,
  action: "start" | "stop" | "restart",
): Promise<Answer<ServiceInfo>> {
  return ask(client, "services.control", { service, action }, (done) => done.service);
}

/** The first failed service's words, for a sentence about what does not work. */
export function failedService(health: Health): ServiceInfo | null {
  return health.services.find(({ state }) => state === "failed") ?? null;
}
