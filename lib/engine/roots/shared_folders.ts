// Folders that hold several of the entries that were named: each is opened once, for thousands of files on one command
// line must not take as many descriptors as that. Nothing lists them by these handles.

import { cString, type NativeFileSystem } from "../../../ffi/mod.ts";

export class SharedFolders {
  readonly #handles = new Map<string, number>();

  constructor(readonly fs: NativeFileSystem) {}

  /** As `openFolder`; closed with the roots. */
  open(path: string): number {
    const known = this.#handles.get(path);
    if (known !== undefined) return known;
    const handle = this.fs.openFolder(cString(path));
    if (handle >= 0) this.#handles.set(path, handle);
    return handle;
  }
}
