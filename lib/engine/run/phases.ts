// The phases of a run, one after the other: copy, link names that were met too early, delete. All jobs of
// a phase are done before the next begins.

import { appendAll } from "../../append_all.ts";
import type { DeleteLimit } from "../../options.ts";
import { CONTROL, isStopping } from "../../shared/control.ts";
import { counted, COUNTER } from "../../shared/counters.ts";
import { reportRootMade } from "../perform/report.ts";
import { JOB, type Job, packDevice } from "../worker/job.ts";
import { packNames } from "../worker/packed_entries.ts";
import type { ExtraFolder } from "../worker/left_folders.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import type { Threads } from "./threads.ts";

/** Copies, previews or verifies all that the first jobs lead to; the folders in which something is left to delete. */
export async function copyPhase(threads: Threads, jobs: readonly Job[]): Promise<ExtraFolder[]> {
  const { main } = threads;
  if (jobs.some(({ fresh }) => !fresh)) threads.control[CONTROL.targetWasThere] = 1;
  for (const job of jobs) threads.push(job);
  if (main.mode !== "verify") {
    // Roots that were made when they were opened, or would have been.
    const made = jobs.filter((job) => isMade(main, job));
    main.ctx.count[COUNTER.foldersCreated] += made.length;
    if (main.ctx.report.wantsOperations) made.forEach((job) => reportRoot(main, job));
  }
  const left = await threads.runPhase();
  return await doLateNames(threads, left);
}

/** Does the names that had to wait for others of their file; the other folders. */
async function doLateNames(
  threads: Threads,
  folders: readonly ExtraFolder[],
): Promise<ExtraFolder[]> {
  const isLate = ({ kind }: ExtraFolder) => kind === JOB.lateNames || kind === JOB.lateOperands;
  const left = folders.filter((folder) => !isLate(folder));
  for (const late of [JOB.lateNames, JOB.lateOperands]) {
    const those = folders.filter(({ kind }) => kind === late);
    appendAll(left, await runInPortions(threads, those, late));
  }
  return left;
}

/** Whether this run has made the root, or, if it only tells, would make it: of all shards only one says so. */
function isMade({ mode, roots, shard }: WorkerContext, { kind, fresh, root, path }: Job): boolean {
  if (kind !== JOB.folder || !fresh) return false;
  return shard === null || mode === "apply" || shard.ownsFolder({ root: roots[root], path });
}

function reportRoot(main: WorkerContext, { root, path }: Job): void {
  const pair = main.borrowPair();
  pair.reset(main.roots[root], path, true);
  reportRootMade(main.ctx, pair);
  main.returnPair(pair);
}

/** How often another run of the same shard may have moved links while they were made. */
const MOST_RELINKED = 3;

/**
 * Finds names that were left unchanged before another name of their file was copied, and links them to the copy; also those
 * that were linked to a copy in whose place another run has put its own.
 */
export async function relinkPhase(threads: Threads, jobs: readonly Job[]): Promise<void> {
  const { control } = threads;
  for (let times = 0; times < MOST_RELINKED; times++) {
    if (control[CONTROL.namesMissed] === 0 || isStopping(control)) return;
    control[CONTROL.namesMissed] = 0;
    for (const job of jobs) threads.push({ ...job, kind: JOB.relink });
    await threads.runPhase();
  }
}

/**
 * Deletes extra entries, then replaces entries of another kind; nothing of either where that would be more than the limit.
 *
 * @returns why nothing was deleted, or null
 */
export async function deletePhases(
  threads: Threads,
  extras: readonly ExtraFolder[],
  limit: DeleteLimit | null,
): Promise<string | null> {
  if (extras.length === 0 || isStopping(threads.control)) return null;
  const missing = extras.filter(({ names }) => names === null);
  const conflicts = extras.filter(({ kind }) => kind === JOB.replaceConflicts);
  if (limit !== null) {
    await runInPortions(threads, missing, JOB.count);
    await runInPortions(threads, conflicts, JOB.countConflicts);
    const refusal = limitRefusal(threads, limit);
    if (refusal !== null) return refusal;
  }
  const emptied = await runInPortions(threads, missing, JOB.delete);
  await runInPortions(threads, emptied, JOB.deleteRest);
  await runInPortions(threads, conflicts, JOB.replaceConflicts);
  return null;
}

/** What a limit on deletions says to what was counted; null where it allows that. */
function limitRefusal(
  { memory: { counters }, main: { shard } }: Threads,
  { unit, amount }: DeleteLimit,
): string | null {
  const extra = counted(counters, "extraEntries");
  const all = counted(counters, "targetEntries");
  const most = unit === "entries" ? amount : all * amount / 100;
  if (extra <= most) return null;
  const whose = shard === null ? "" : " of this shard";
  const limit = unit === "entries" ? `${amount}` : `${amount}%`;
  return `${extra} of ${all} target entries${whose} would be deleted, more than the ${limit} that ` +
    "--max-delete allows";
}

/** Runs a phase for as many folders as the stack takes, then for the rest; the folders of which something is left. */
export async function runInPortions(
  threads: Threads,
  folders: readonly ExtraFolder[],
  kind: number,
): Promise<ExtraFolder[]> {
  const { stack } = threads.main;
  const left: ExtraFolder[] = [];
  for (let at = 0; at < folders.length && !isStopping(threads.control);) {
    for (; at < folders.length; at++) {
      const { root, path, sourceDev, names, known } = folders[at];
      const entries = names === null ? packDevice(sourceDev, known) : packNames(names);
      if (!stack.push({ kind, root, path, fresh: false, slot: -1, entries })) break;
    }
    appendAll(left, await threads.runPhase());
  }
  return left;
}
