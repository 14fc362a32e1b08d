// Folders that hold several of the entries that were named: each is opened once, and entries that go from one folder into one
// other share a root, for thousands of files on one command line must not take as many descriptors and checks as that. Nothing
// lists the folders by these handles.

import { cString, type NativeFileSystem } from "../../../ffi/mod.ts";

export class SharedFolders {
  readonly #handles = new Map<string, number>();
  /** The entries of each root that entries share, by its folders. */
  readonly named = new Map<string, Uint8Array[]>();

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
