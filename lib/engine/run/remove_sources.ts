// The last phase of a move: what has arrived in the target is removed from the source. It is a walk of its own after all
// else is done, by threads with another performer, so that nothing is removed on the word of the copying alone.

import { appendAll } from "../../append_all.ts";
import { binaryText, type NativeFileSystem } from "../../../ffi/mod.ts";
import type { RunEvent } from "../../events.ts";
import type { Options } from "../../options.ts";
import type { RunMode } from "../../run_mode.ts";
import { CONTROL, isStopping, STOP, stop } from "../../shared/control.ts";
import { counted, totals } from "../../shared/counters.ts";
import { SLICE_MS } from "../../thresholds.ts";
import { removeSourceFolders } from "../folders/source_folders.ts";
import { CONTENTS_DIFFER, NOT_KEPT, REMOVE } from "../perform/remove/remove_entry.ts";
import { noteRemovals } from "../roots/moved_root.ts";
import type { RunRequest } from "../roots/request.ts";
import { JOB, type Job } from "../worker/job.ts";
import type { ExtraFolder } from "../worker/left_folders.ts";
import { performerOf } from "./build_thread.ts";
import type { EventLog } from "./event_log.ts";
import type { RemovalTotals } from "./joined_totals.ts";
import { nextTurn } from "./next_turn.ts";
import { runInPortions } from "./phases.ts";
import { ruleFilePortions } from "./rule_file_portions.ts";
import { Threads } from "./threads.ts";

/**
 * Removes from the source what has arrived, or lists it in a dry run.
 *
 * @param copied the threads that have copied
 * @param jobs from which all that was copied follows
 */
export async function removeSources(
  fs: NativeFileSystem,
  request: RunRequest,
  copied: Threads,
  jobs: readonly Job[],
  log: EventLog,
): Promise<RemovalTotals> {
  const { roots } = copied.main;
  const isPreview = copied.main.mode === "preview";
  const mode: RunMode = isPreview ? "preview-removal" : "remove";
  const options = isPreview ? request.options : optionsOfRemoval(request.options);
  const isToTell = tellingOf(request.options, log.errorCount > 0);
  if (!isPreview) noteRemovals(fs, roots, options.fsync);
  const performer = await performerOf({ mode, roots });
  const threads = new Threads(
    fs,
    { options, mode, roots, before: copied.memory, backlog: request.backlog },
    performer,
    (events) => log.receive(events.filter(isToTell)),
  );
  copied.next = threads;
  const { required } = request.options;
  const lacksLinks = required.hardLinks === true &&
    counted(copied.memory.counters, "namesCopied") > 0;
  if (lacksLinks) threads.control[CONTROL.lacksLinks] = 1;
  const onAbort = () => stop(threads.control, STOP.cancelled);
  request.signal?.addEventListener("abort", onAbort);
  if (request.signal?.aborted) onAbort();
  try {
    for (const job of jobs) threads.push({ ...job, fresh: isPreview && job.fresh });
    const left = await threads.runPhase();
    const ruleFiles = left.filter(({ names }) => names !== null);
    const staying = [...left];
    for (const portion of ruleFilePortions(ruleFiles)) {
      appendAll(staying, await runInPortions(threads, portion, JOB.replaceConflicts));
    }
    if (options.removeSource === "everything") await removeFolders(threads, jobs, staying, log);
  } finally {
    request.signal?.removeEventListener("abort", onAbort);
    threads.end();
  }
  const reason = Atomics.load(threads.control, CONTROL.stop);
  if (reason === STOP.cancelled || reason === STOP.fatal) stop(copied.control, reason);
  return totals(threads.memory.counters);
}

/** Whatever the first walk went by: what it has copied has the source's size and metadata. Contents are read. */
function optionsOfRemoval(options: Options): Options {
  return {
    ...options,
    comparison: "size-only",
    update: false,
    ignoreExisting: false,
    existingOnly: false,
    inplace: false,
    delete: false,
    retries: 0,
    bandwidthLimit: null,
  };
}

/**
 * Which events of the removal are reported. What failed before would fail again, and is not reported twice; where options
 * leave entries in the target alone, differences are expected.
 */
function tellingOf(
  { update, ignoreExisting, existingOnly }: Options,
  hasFailed: boolean,
): (event: RunEvent) => boolean {
  const isExplained = hasFailed || update || ignoreExisting || existingOnly;
  return (event) => {
    if (event.type !== "error" || event.fatal) return true;
    if (event.op !== REMOVE) return !hasFailed;
    const isDifference = event.code === CONTENTS_DIFFER || event.code === NOT_KEPT;
    return !(isExplained && (event.hasChanged === true || isDifference));
  };
}

/** Removes folders that are empty by now, in slices of time, so that signals are heard. */
async function removeFolders(
  threads: Threads,
  jobs: readonly Job[],
  folders: readonly ExtraFolder[],
  log: EventLog,
): Promise<void> {
  const { main, control } = threads;
  for (const { root, kind } of jobs) {
    if (kind !== JOB.folder || isStopping(control)) continue;
    const own = folders.filter((folder) => folder.root === root && folder.names === null);
    const paths = own.map(({ path }) => binaryText(path));
    const staying = {
      holding: new Set(paths),
      leftOut: new Set(paths.flatMap((path) => path.endsWith("/") ? [path.slice(0, -1)] : [])),
    };
    let isGone = false;
    // A walk that was broken off finds less the next time, unless most of the tree stays.
    for (let slice = SLICE_MS, isOver = true; isOver && !isStopping(control); slice *= 2) {
      const end = performance.now() + slice;
      isOver = false;
      isGone = removeSourceFolders(main, main.roots[root], staying, () => {
        return isOver = performance.now() > end;
      });
      if (isOver) await nextTurn();
    }
    main.ctx.report.flush();
    if (!isGone && !isStopping(control)) {
      const name = new TextDecoder().decode(main.roots[root].sourceLabel);
      log.notice(`source '${name}' stays, for something in it was left out or did not arrive`);
    }
  }
}
