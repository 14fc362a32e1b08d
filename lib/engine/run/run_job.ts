// Takes jobs and calls the function that does each.

import { isBehind } from "../../shared/backlog.ts";
import { CONTROL, isStopping } from "../../shared/control.ts";
import { runDelete } from "../folders/deletions.ts";
import { countConflicts } from "../folders/count_conflicts.ts";
import { runEmpty } from "../folders/emptying.ts";
import { runRelink } from "../folders/relink.ts";
import { runFolder } from "../folders/folder.ts";
import { runSlice } from "../folders/slice_job.ts";
import { lockUnfinished } from "../folders/unlocked.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { JOB, type Job } from "../worker/job.ts";
import { helpWithRange } from "../worker/ranges.ts";

/** Milliseconds; a lost wake-up then costs this and not the run. */
const LONGEST_SLEEP_MS = 1000;
/** Milliseconds between looks at whether the run is to stop. */
const LISTENER_NAP_MS = 25;

/** Does one job; it counts as finished at once, or when the file is copied in which the thread pauses. */
export function runJob(worker: WorkerContext, job: Job): void {
  try {
    switch (job.kind) {
      case JOB.folder:
        return runFolder(worker, job);
      case JOB.slice:
      case JOB.replaceConflicts:
      case JOB.lateNames:
      case JOB.lateOperands:
        return runSlice(worker, job);
      case JOB.range:
        return helpWithRange(worker, job.slot);
      case JOB.count:
      case JOB.delete:
      case JOB.deleteRest:
        return runDelete(worker, job);
      case JOB.empty:
        return runEmpty(worker, job);
      case JOB.countConflicts:
        return countConflicts(worker, job);
      case JOB.relink:
        return runRelink(worker, job);
    }
  } finally {
    if (worker.paused === null) endJob(worker);
    else worker.paused.then(() => endJob(worker));
  }
}

function endJob({ stack, ctx: { report } }: WorkerContext): void {
  stack.finished();
  report.flushSometimes();
}

/** Waits for a job, in a worker; null when the phase is over or the run stops. */
function nextJob(
  { stack, ownJobs, workersOnly, time, ctx: { control } }: WorkerContext,
): Job | null {
  for (;;) {
    const seen = Atomics.load(control, CONTROL.wake);
    if (isStopping(control)) return null;
    const job = workersOnly.tryPop() ?? ownJobs.pop() ?? stack.tryPop();
    if (job !== null) return job;
    if (Atomics.load(control, CONTROL.pendingJobs) === 0) return null;
    time.beginIdle();
    Atomics.add(control, CONTROL.idleWorkers, 1);
    Atomics.wait(control, CONTROL.wake, seen, LONGEST_SLEEP_MS);
    Atomics.sub(control, CONTROL.idleWorkers, 1);
    time.endIdle();
  }
}

/** Waits, in a worker, until whoever hears of the run has caught up. */
function waitForListener({ time, ctx: { control, report } }: WorkerContext): void {
  report.flush();
  time.beginIdle();
  while (isBehind(control) && !isStopping(control)) {
    Atomics.wait(control, CONTROL.backlog, 1, LISTENER_NAP_MS);
  }
  time.endIdle();
}

/** Does jobs, in a worker, until the phase is over or the run stops. */
export function runJobs(worker: WorkerContext): void {
  for (let job = nextJob(worker); job !== null; job = nextJob(worker)) {
    runJob(worker, job);
    if (isBehind(worker.ctx.control)) waitForListener(worker);
  }
  lockUnfinished(worker);
  worker.ctx.folders.clear();
  worker.ctx.report.flush();
}
