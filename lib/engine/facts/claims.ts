// Files with several names that one thread has claimed: the threads that meet another of these names wait for it.

import type { CopyContext } from "../../copy/context.ts";
import type { Entry } from "../../entry/entry.ts";
import { targetMount } from "./target_mount.ts";

/** Leaves a file to the next of its names, which waits for this one; nothing where the entry has not claimed it. */
export function giveUpClaim(ctx: CopyContext, { isClaimed, source, pair }: Entry): void {
  if (isClaimed) ctx.links!.giveUp(source, targetMount(ctx, pair));
}
