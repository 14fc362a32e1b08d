// A clone that makes a file of its own (clonefile): contents and metadata in one call, under a temporary
// name that then gives way to the file's own, like any other copy. What a clone does not take along
// (setuid, setgid, the owner) is set as for every file.

import type { CopyContext } from "./context.ts";
import type { FileToCopy } from "./file.ts";
import { inWritableFolder, type TargetFile } from "./target_file.ts";

/** Whether a file is to be cloned: what is written into, or locked while it is dressed, cannot be. */
export function isCloned(ctx: CopyContext, { place, stat, existing }: FileToCopy): boolean {
  const { fs, mover, options } = ctx;
  if (options.inplace && existing !== null) return false;
  if ((stat.attributes & fs.can.lockingAttributes) !== 0) return false;
  return mover.clonesToName(stat, place.targetStat.dev);
}

/** Clones the file into `target`, open then. 0 or a negated errno. */
export function cloneToName(ctx: CopyContext, file: FileToCopy, target: TargetFile): number {
  const { fs, mover, options } = ctx;
  const { place, source, stat } = file;
  const opened = inWritableFolder(
    ctx,
    place,
    () =>
      target.openCopied(ctx, place, "clonefile", (temporary) => {
        const error = fs.cloneToName(source, place.target, temporary, options.keep.owner);
        // Metadata are set by a descriptor, which a clone of a read-only file gives for reading alone.
        return error < 0 ? error : fs.openForReading(place.target, temporary, false);
      }),
  );
  if (opened < 0) return opened;
  mover.clonedToName(stat.size);
  return 0;
}
