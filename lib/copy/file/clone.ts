// clonefile: one call copies contents and metadata to a temporary name, which is then renamed like that of any other
// copy. Metadata that a clone leaves out (setuid, setgid, the owner) are set as for every file.

import { EEXIST } from "../../../ffi/errno.ts";
import type { Entry } from "../../entry/entry.ts";
import { cloneFallsThrough } from "../bytes/fall_through.ts";
import { METHODS } from "../bytes/methods.ts";
import type { CopyContext } from "../context.ts";
import { inWritableFolder } from "../target/writable_folder.ts";
import { openMadeBySystem } from "./target_kinds/made_by_system.ts";

/** True if a file is to be cloned: not if it is written in place or locked. */
export function isCloned(ctx: CopyContext, { pair, source, replaces }: Entry): boolean {
  const { fs, ladders, options, transfer: { memory } } = ctx;
  if (options.inplace && replaces) return false;
  if ((source.attributes & fs.can.lockingAttributes) !== 0) return false;
  if (source.size === 0 || !ladders.for(source.size).clonesToName) return false;
  memory.select(source.dev, pair.targetStat.dev);
  return !memory.hasFailed(METHODS.clonefile.bit);
}

/** Clones the file to a target file and opens that. 0 or a negated errno. */
export function cloneToName(ctx: CopyContext, entry: Entry): number {
  const { fs, transfer, options: { keep } } = ctx;
  const { pair, sourceHandle, source } = entry;
  const opened = inWritableFolder(
    ctx,
    pair,
    () =>
      openMadeBySystem(ctx, entry, "clonefile", (temporary) => {
        const keepsOwner = keep.owner && keep.group;
        const error = fs.cloneToName(sourceHandle, pair.target, temporary, keepsOwner);
        // Metadata are set by a descriptor, which a clone of a read-only file gives for reading alone.
        return error < 0 ? error : fs.openForReading(pair.target, temporary, false);
      }),
  );
  if (opened < 0) return opened;
  transfer.begin();
  transfer.sharedBy("clonefile", source.size);
  return 0;
}

/** True if another method may copy a file that could not be cloned; unless a name was taken, no later file is cloned. */
export function giveUpClone({ transfer }: CopyContext, error: number): boolean {
  if (!cloneFallsThrough(error)) return false;
  if (error !== -EEXIST) transfer.memory.remember(METHODS.clonefile.bit);
  return true;
}
