// What is done on the way through a tree of the target (walk.ts). Paths are those of the current folder, below the root:
// views that are valid until the walk goes on. Where nothing else is said, `folder` is the handle of the current folder,
// and the answer is whether nothing of an entry is left.

import type { CString, FileStat } from "../../../ffi/mod.ts";

export abstract class Visitor {
  /** Whether the walk goes on; asked before each entry. */
  shouldContinue(): boolean {
    return true;
  }

  /** Whether an entry stays as it is, with all that is in it. */
  protects(_path: Uint8Array, _folder: number, _name: CString, _type: number): boolean {
    return false;
  }

  /** Opens a folder; a handle or a negated errno. */
  abstract open(folder: number, name: CString): number;

  /**
   * A folder was opened, is the current one and about to be listed; false leaves it as it is.
   *
   * @param dev the device of the folder above it
   */
  abstract enter(path: Uint8Array, handle: number, stat: FileStat, dev: number): boolean;

  /** An entry that is no folder. */
  abstract visit(path: Uint8Array, folder: number, name: CString, type: number): boolean;

  /** A folder of which nothing is left. It has `name` in `folder`, and `path` is its own. */
  abstract leave(path: Uint8Array, folder: number, name: CString): boolean;

  /** A folder that was entered is left, and closed then; -1 where it is closed already. */
  exit(_handle: number, _stays: boolean): void {}

  /** Makes a call on the current folder, with retries; its last answer. */
  attempt(_path: Uint8Array, call: () => number): number {
    return call();
  }

  /** A call on the current folder has failed for good. */
  abstract failed(path: Uint8Array, syscall: string, error: number): void;
}
