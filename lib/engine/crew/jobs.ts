// Takes a job to the function that does it.

import { CONTROL, isStopping } from "../../shared/control.ts";
import { runDelete } from "../folders/deletions.ts";
import { countInTheWay } from "../folders/in_the_way.ts";
import { runEmpty } from "../folders/emptying.ts";
import { runRelink } from "../folders/relink.ts";
import { runFolder } from "../folders/folder.ts";
import { runSlice } from "../folders/slices.ts";
import { lockUnfinished } from "../folders/unlocked.ts";
import type { Crew } from "./crew.ts";
import { JOB, type Job } from "./job.ts";
import { helpWithRange } from "./ranges.ts";

/** Milliseconds; a lost wake-up then costs this and not the run. */
const LONGEST_SLEEP_MS = 1000;

/** Does one job and says so to the others, at once or when the file is through that it pauses in. */
export function runJob(crew: Crew, job: Job): void {
  try {
    switch (job.kind) {
      case JOB.folder:
        return runFolder(crew, job);
      case JOB.slice:
      case JOB.makeWay:
        return runSlice(crew, job);
      case JOB.range:
        return helpWithRange(crew, job.slot);
      case JOB.count:
      case JOB.delete:
      case JOB.deleteRest:
        return runDelete(crew, job);
      case JOB.empty:
        return runEmpty(crew, job);
      case JOB.countInTheWay:
        return countInTheWay(crew, job);
      case JOB.relink:
        return runRelink(crew, job);
    }
  } finally {
    if (crew.paused === null) endJob(crew);
    else crew.paused.then(() => endJob(crew));
  }
}

function endJob({ stack, ctx: { report } }: Crew): void {
  stack.finished();
  report.flushSometimes();
}

/** In a worker: takes a job, waiting for one; null when all work of the phase is done or the run stops. */
function nextJob({ stack, own, workersOnly, ctx: { control } }: Crew): Job | null {
  for (;;) {
    const seen = Atomics.load(control, CONTROL.wake);
    if (isStopping(control)) return null;
    const job = workersOnly.tryPop() ?? own.pop() ?? stack.tryPop();
    if (job !== null) return job;
    if (Atomics.load(control, CONTROL.pendingJobs) === 0) return null;
    Atomics.add(control, CONTROL.idleWorkers, 1);
    Atomics.wait(control, CONTROL.wake, seen, LONGEST_SLEEP_MS);
    Atomics.sub(control, CONTROL.idleWorkers, 1);
  }
}

/** Does jobs until there are none left in this phase or the run stops. */
export function runJobs(crew: Crew): void {
  for (let job = nextJob(crew); job !== null; job = nextJob(crew)) runJob(crew, job);
  lockUnfinished(crew);
  crew.ctx.folders.clear();
  crew.ctx.report.flush();
}
