// Files with several names that one thread has claimed: the threads that meet another of these names wait for it.

import type { CopyContext } from "../../copy/context.ts";
import type { Entry } from "../../entry/entry.ts";
import type { FirstLink } from "../../entry/first_link.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { targetMount } from "./target_mount.ts";

/**
 * The first name of an entry's file; null where it has none yet, and then it is claimed for this entry; BUSY where the main
 * thread would wait for another one's copy: it would hear no signals.
 */
export function claim(
  { ctx, shouldYield }: WorkerContext,
  { pair, source }: Entry,
): FirstLink | null {
  return ctx.links!.claim(source, targetMount(ctx, pair), shouldYield === null);
}

/** Leaves a file to the next of its names, which waits for this one; nothing where the entry has not claimed it. */
export function giveUpClaim(ctx: CopyContext, { isClaimed, source, pair }: Entry): void {
  if (isClaimed) ctx.links!.giveUp(source, targetMount(ctx, pair));
}
