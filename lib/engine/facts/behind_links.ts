// With --dereference a link may lead to an entry that only the target has. Where it could not be copied, that entry is the only
// one there is, and must not be deleted as extra.

import { ENOENT } from "../../../ffi/errno.ts";
import { pathText } from "../../../ffi/mod.ts";
import { isWithin } from "../../entry/guarded_paths.ts";
import { labelledPath } from "../../entry/folder_pair.ts";
import type { RootPair } from "../../entry/root_pair.ts";
import { COUNTER } from "../../shared/counters.ts";
import { realPath, realPathSoFar } from "../roots/real_path.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { noteTargetInSource } from "./target_in_source.ts";

/** Processes an entry of a source, or a folder, and takes note if that failed and it lies in a target. */
export function watchFailures(
  worker: WorkerContext,
  { sourceLabel }: RootPair,
  path: Uint8Array,
  process: () => void,
): void {
  const { count } = worker.ctx;
  const before = count[COUNTER.errors];
  const look = () => {
    if (count[COUNTER.errors] > before && isInTarget(worker, sourceLabel, path)) {
      noteTargetInSource(worker.ctx.control);
    }
  };
  process();
  if (worker.paused === null) look();
  else worker.paused.then(look);
}

/** Whether an entry of the source lies in a target, or on a way there that this user may not look into. */
function isInTarget(
  { roots, ctx: { fs } }: WorkerContext,
  source: Uint8Array,
  path: Uint8Array,
): boolean {
  const typed = pathText(labelledPath(source, path));
  const real = realPath(fs, typed);
  if (real === -ENOENT) return false; // there is nothing that could be lost
  const reached = typeof real === "string" ? real : realPathSoFar(fs, typed);
  return reached !== null && roots.some(({ targetLabel }) => {
    const target = realPath(fs, pathText(labelledPath(targetLabel, new Uint8Array())));
    return typeof target === "string" && isWithin(reached, target);
  });
}
