// Removing what was made under a temporary name and is not needed: what stays is named, for nobody would look for it.

import { ENOENT } from "../../../ffi/errno.ts";
import type { CString } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { type Subject, targetOf } from "../../entry/subject.ts";
import type { Attempt } from "../attempt.ts";

/** What that needs; a `CopyContext` has it. */
export interface LeftoverContext {
  readonly fs: { unlink(folder: number, name: CString): number };
  attempt: Attempt | null;
  fail(subject: Subject, op: string, syscall: string, error: number): void;
}

/** Removes an entry of the pair's target folder, unless it is gone; one that stays is reported. */
export function removeLeftover(
  ctx: LeftoverContext,
  pair: FolderPair,
  name: CString,
  remove = () => ctx.fs.unlink(pair.target, name),
): void {
  const error = remove();
  // It got its final name, or, where there are no locks, another run has swept it.
  if (error >= 0 || error === -ENOENT) return;
  const { attempt } = ctx;
  ctx.attempt = null; // it stays also where another attempt succeeds
  ctx.fail(targetOf(pair, name), "remove leftover", "unlinkat", error);
  ctx.attempt = attempt;
}
