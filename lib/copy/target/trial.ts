// Trials: short-lived probe files, by which abilities of the target's file system are found out.

import type { CString } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { type LeftoverContext, removeLeftover } from "./remove_leftover.ts";

/** Removes a trial's entry from the pair's target folder; one that stays is reported. */
export function removeTrial(ctx: LeftoverContext, pair: FolderPair, name: CString): void {
  pair.touched = true;
  removeLeftover(ctx, pair, name);
}
