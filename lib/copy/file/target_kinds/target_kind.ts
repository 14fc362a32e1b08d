// What all kinds of target files have in common. Each works on the context's target file.

import type { Entry } from "../../../entry/entry.ts";
import type { CopyContext } from "../../context.ts";

/** How an open target file gets its final name, or goes. */
export interface TargetKind {
  /** Gives the finished file its final name in one step. 0, a negated errno or UNNAMEABLE. */
  commit(ctx: CopyContext, entry: Entry): number;
  /** Removes a file that is closed and did not get its final name. */
  discard(ctx: CopyContext, entry: Entry, outcome: number): void;
}

/** Answer of opening: a file of this kind cannot be had here, the next kind is to be tried. No errno is that small. */
export const NEXT_KIND = -0x7fff_ffff;

/** Answer of `commit`: a file of this kind cannot be named here, and is to be made again as another kind. */
export const UNNAMEABLE = -0x7fff_fffe;
