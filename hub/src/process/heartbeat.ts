// Notices an engine that lives but does nothing: it answers pings, or some frame comes, or it hangs.
// Judged by ticks that this process lived through, so that a sleeping laptop or a busy host, whose
// timers come late, blames nobody.
import type { Client } from "@backtestr/client";

/** Together with the tick in which the ping goes out, a hang is noticed in under 5 seconds. */
const TICK_MS = 750;
const SILENT_TICKS_MAX = 5;

export interface Heartbeat {
  readonly stop: () => void;
}

export function watchHeartbeat(client: Client, onHang: () => void): Heartbeat {
  let framesSeen = client.framesRead;
  let silentTicks = 0;
  let isAsked = false;
  const ask = async (): Promise<void> => {
    isAsked = true;
    await client.request("engine.ping", { payload: "" });
    isAsked = false;
  };
  const tick = (): void => {
    const hasMoved = client.framesRead !== framesSeen;
    framesSeen = client.framesRead;
    silentTicks = hasMoved || !isAsked ? 0 : silentTicks + 1;
    if (silentTicks >= SILENT_TICKS_MAX) {
      clearInterval(timer);
      onHang();
    } else if (!isAsked) {
      void ask();
    }
  };
  const timer = setInterval(tick, TICK_MS);
  timer.unref();
  return {
    stop: () => {
      clearInterval(timer);
    },
  };
}
