// A clone that makes a file of its own (clonefile): contents and metadata in one call, under a temporary
// name that then gives way to the file's own, like any other copy. What a clone does not take along
// (setuid, setgid, the owner) is set as for every file.

import { EEXIST } from "../../../ffi/errno.ts";
import { cloneFallsThrough } from "../bytes/fall_through.ts";
import { METHOD_BIT } from "../bytes/methods.ts";
import type { CopyContext } from "../context.ts";
import { inWritableFolder } from "../target/writable_folder.ts";
import type { Entry } from "../../entry/entry.ts";
import { openMadeBySystem } from "./target_kinds/made_by_system.ts";

/** Whether a file is to be cloned: what is written into, or locked when it gets its metadata, cannot be. */
export function isCloned(ctx: CopyContext, { pair, source, replaces }: Entry): boolean {
  const { fs, ladders, options, transfer: { memory } } = ctx;
  if (options.inplace && replaces) return false;
  if ((source.attributes & fs.can.lockingAttributes) !== 0) return false;
  if (source.size === 0 || !ladders.for(source.size).clonesToName) return false;
  memory.select(source.dev, pair.targetStat.dev);
  return !memory.hasFailed(METHOD_BIT.clonefile);
}

/** Clones the file into the target file, open then. 0 or a negated errno. */
export function cloneToName(ctx: CopyContext, entry: Entry): number {
  const { fs, transfer, options } = ctx;
  const { pair, handle, source } = entry;
  const opened = inWritableFolder(
    ctx,
    pair,
    () =>
      openMadeBySystem(ctx, entry, "clonefile", (temporary) => {
        const error = fs.cloneToName(handle, pair.target, temporary, options.keep.owner);
        // Metadata are set by a descriptor, which a clone of a read-only file gives for reading alone.
        return error < 0 ? error : fs.openForReading(pair.target, temporary, false);
      }),
  );
  if (opened < 0) return opened;
  transfer.begin();
  transfer.sharedBy("clonefile", source.size);
  return 0;
}

/** Whether the next method may try when a clone failed; a name that was taken is no reason for the next file. */
export function giveUpClone({ transfer }: CopyContext, error: number): boolean {
  if (!cloneFallsThrough(error)) return false;
  if (error !== -EEXIST) transfer.memory.remember(METHOD_BIT.clonefile);
  return true;
}
