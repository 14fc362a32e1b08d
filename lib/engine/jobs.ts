// Takes a job to the function that does it.

import type { Crew } from "./crew.ts";
import { runDelete } from "./deletions.ts";
import { runFolder } from "./folders.ts";
import { JOB, type Job } from "./job.ts";
import { helpWithRange } from "./ranges.ts";
import { runSlice } from "./slices.ts";

/** Does one job and says so to the others. */
export function runJob(crew: Crew, job: Job): void {
  try {
    switch (job.kind) {
      case JOB.folder:
        return runFolder(crew, job);
      case JOB.slice:
        return runSlice(crew, job);
      case JOB.range:
        return helpWithRange(crew, job.slot);
      case JOB.delete:
        return runDelete(crew, job);
    }
  } finally {
    crew.stack.finished();
    crew.ctx.report.flushSometimes();
  }
}

/** Does jobs until there are none left in this phase or the run stops. */
export function runJobs(crew: Crew): void {
  for (let job = crew.stack.pop(); job !== null; job = crew.stack.pop()) runJob(crew, job);
  crew.ctx.report.flush();
}
