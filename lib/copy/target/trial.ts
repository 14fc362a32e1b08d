// Trials: short-lived probe files, by which abilities of the target's file system are found out.

import { ENOENT } from "../../../ffi/errno.ts";
import type { CString } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { type Subject, targetOf } from "../../entry/subject.ts";

/** What removing a trial needs; a `CopyContext` has it. */
export interface TrialContext {
  readonly fs: { unlink(folder: number, name: CString): number };
  fail(subject: Subject, op: string, syscall: string, error: number): void;
}

/** Removes a trial's entry from the pair's target folder; one that stays is reported. */
export function removeTrial(ctx: TrialContext, pair: FolderPair, name: CString): void {
  pair.touched = true;
  const error = ctx.fs.unlink(pair.target, name);
  // Where there are no locks, another run may have swept it.
  if (error < 0 && error !== -ENOENT) {
    ctx.fail(targetOf(pair, name), "remove leftover", "unlinkat", error);
  }
}
