// What the performers that write nothing have in common: they need metadata beforehand, leave the target's folders as
// they are, and do without those that are missing.

import { ENOENT } from "../../../ffi/errno.ts";
import type { CString } from "../../../ffi/mod.ts";
import { type FolderAccess, PlainAccess } from "../../copy/deletion/folder_access.ts";
import type { Entry } from "../../entry/entry.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import type { WorkerContext } from "../worker/worker_context.ts";

export abstract class ReadOnly {
  readonly needsStat = true;
  readonly readsKept: boolean = false;
  readonly stagesFolders = false;
  readonly sharesDeletions = false;

  constructor(protected readonly worker: WorkerContext) {}

  linkEarlier(_entry: Entry): boolean {
    return false;
  }

  passOver(_pair: FolderPair, _name: CString | null): void {}

  leaveOut(_pair: FolderPair): void {}

  isInFullGroup(): boolean {
    return false; // only a link would tell
  }

  /** A new folder was not made; anything else that stands in the way would stand in a run's. */
  acceptsMissing({ fresh }: FolderPair, error: number): boolean {
    return fresh || error === -ENOENT;
  }

  probeCase(): boolean | null {
    return null;
  }

  sweep(): void {}

  folderAccess(): FolderAccess {
    return new PlainAccess(this.worker.ctx);
  }

  beginDeletions(): void {}
}
