// Removing what a run has made itself and will not finish.

import { type CString, ENTRY_TYPE } from "../../../ffi/mod.ts";
import type { CopyContext } from "../context.ts";
import { eachEntry, typeOf } from "./each_entry.ts";
import { makeEmptiable, openToEmpty } from "./emptiable.ts";

const ALWAYS = () => true;

/** Removes a folder of ferry's own making with all that is in it, unreported, also while the run is being stopped. 0 or a negated errno. */
export function removeTree(ctx: CopyContext, parent: number, name: CString): number {
  const { fs } = ctx;
  const handle = openToEmpty(ctx, parent, name);
  if (handle < 0) return handle;
  makeEmptiable(ctx, handle);
  eachEntry(ctx, handle, (below, type) => {
    const isFolder = typeOf(ctx, handle, below, type) === ENTRY_TYPE.folder;
    return (isFolder ? removeTree(ctx, handle, below) : fs.unlink(handle, below)) === 0;
  }, ALWAYS);
  fs.close(handle);
  return fs.removeFolder(parent, name);
}
