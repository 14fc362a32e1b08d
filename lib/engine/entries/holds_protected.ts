// Whether a folder of the target may give way to an entry of another kind.

import type { CString } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import { type FolderAccess, OwnersAccess, PlainAccess } from "../../copy/deletion/folder_access.ts";
import { holdsProtected as holdsAny } from "../../copy/deletion/holds_protected.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import type { WorkerContext } from "../worker/worker_context.ts";

/** Whether the target folder `name` holds something that must stay: excluded entries, a mount point, the source. */
export function holdsKept(
  { ctx, deletionFilter }: WorkerContext,
  pair: FolderPair,
  name: CString,
): boolean {
  return holdsAny(ctx, pair, deletionFilter, name, accessTo(ctx));
}

/** How folders of the target are looked into: a dry run takes them as they are. */
export function accessTo(ctx: CopyContext): FolderAccess {
  return ctx.options.dryRun ? new PlainAccess(ctx) : new OwnersAccess(ctx);
}
