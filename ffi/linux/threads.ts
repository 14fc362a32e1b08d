// What a thread has done, from /proc/PID/task/TID/schedstat (Documentation/scheduler/sched-stats.rst). Deno reads it if it
// has all permissions; without them nothing is told.

import type { ThreadCalls } from "../calls/threads.ts";
import { processStatus } from "./process_status.ts";
import { reading } from "../permission.ts";

const NS_PER_MS = 1e6;

export const threadCalls: ThreadCalls = {
  threadId() {
    try {
      const link = reading("/proc/thread-self", Deno.readLinkSync); // PID/task/TID
      return Number(link.slice(link.lastIndexOf("/") + 1));
    } catch {
      return 0;
    }
  },

  threadTimes(id) {
    try {
      const text = reading(`/proc/self/task/${id}/schedstat`, Deno.readTextFileSync);
      const [ran, waited, turns] = text.split(" ");
      // A kernel without CONFIG_SCHED_INFO writes zeros.
      if (ran === "0") return null;
      const readyMs = Number(waited) / NS_PER_MS;
      return { ranMs: Number(ran) / NS_PER_MS + readyMs, readyMs, turns: Number(turns) };
    } catch {
      return null;
    }
  },

  isTraced() {
    const tracer = processStatus()?.("TracerPid") ?? "";
    return tracer !== "" && tracer !== "0";
  },
};
