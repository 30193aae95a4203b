// Reads a trace of the browser: what the main thread of one page did for each frame. Pure.

/** As the browser writes it; times in microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** Time on the processor, which other programs of the machine do not lengthen. */
  readonly tdur?: number;
  readonly args?: {
    readonly data?: { readonly url?: string; readonly frame?: string };
    readonly name?: string;
  };
}

export interface FrameWork {
  /** Ascending, in ms of processor time: all tasks of the main thread between two frames handed to the compositor. */
  readonly frames: readonly number[];
  readonly longestMs: number;
  readonly lookedAt: number;
}

/** @param origin of the page whose process is meant */
export function framesOf(events: readonly TraceEvent[], origin: string): FrameWork {
  const pid = processOf(events, origin);
  const main = events.find(
    (event) =>
      event.pid === pid && event.name === "thread_name" && event.args?.name === "CrRendererMain",
  );
  const own = events.filter((event) => event.pid === pid && event.tid === main?.tid);
  const tasks = own.filter((event) => event.name === "RunTask" && event.ph === "X");
  const ends = own
    .filter((event) => event.name === "Commit")
    .map((event) => event.ts)
    .sort((a, b) => a - b);
  const work = new Array<number>(ends.length).fill(0);
  for (const task of tasks) {
    const at = ends.findIndex((end) => end >= task.ts);
    if (at >= 0) work[at] = (work[at] ?? 0) + costOf(task);
  }
  const longest = tasks.reduce((most, task) => Math.max(most, costOf(task)), 0);
  return { frames: work.sort((a, b) => a - b), longestMs: longest, lookedAt: tasks.length };
}

function costOf(task: TraceEvent): number {
  return (task.tdur ?? task.dur ?? 0) / 1_000;
}

function processOf(events: readonly TraceEvent[], origin: string): number {
  const counts = new Map<number, number>();
  for (const { pid, args } of events) {
    const url = args?.data?.url ?? "";
    if (url.startsWith(origin)) counts.set(pid, (counts.get(pid) ?? 0) + 1);
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  if (most === undefined) throw new Error(`the trace has no process of ${origin}`);
  return most[0];
}

export function quantile(ascending: readonly number[], share: number): number {
  const at = Math.ceil(share * ascending.length) - 1;
  return ascending[Math.max(0, at)] ?? Number.NaN;
}
