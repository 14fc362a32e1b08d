// Folders by where they are in their file systems, which bind mounts do not change: thousands of SOURCEs, each with a target of
// its own, are not compared pair by pair.

/** A folder of a file system, and where it stands below a root. */
export interface Shown {
  readonly fileSystem: string;
  /** Its path inside the file system, without a slash at either end. */
  readonly inside: string;
  readonly below: string;
  /** Whether it is there; asked only where it matters, for it may cost calls. */
  readonly isConfirmed: () => boolean;
}

export class ShownFolders {
  /** By file system and path. */
  readonly #at = new Map<string, Shown[]>();
  /** By file system, in the order of their paths. */
  readonly #inOrder = new Map<string, Shown[]>();

  constructor(folders: readonly Shown[]) {
    for (const folder of folders) {
      push(this.#at, keyOf(folder.fileSystem, folder.inside), folder);
      push(this.#inOrder, folder.fileSystem, folder);
    }
    for (const some of this.#inOrder.values()) some.sort((a, b) => a.inside < b.inside ? -1 : 1);
  }

  /** Those that are a folder or hold it. */
  holding({ fileSystem, inside }: Shown): Shown[] {
    const found: Shown[] = [];
    for (let path = inside;; path = path.slice(0, Math.max(0, path.lastIndexOf("/")))) {
      found.push(...this.#at.get(keyOf(fileSystem, path)) ?? []);
      if (path === "") return found;
    }
  }

  /** Those that lie in a folder. */
  within({ fileSystem, inside }: Shown): Shown[] {
    const all = this.#inOrder.get(fileSystem) ?? [];
    const start = inside === "" ? "" : `${inside}/`;
    const found: Shown[] = [];
    for (let i = firstFrom(all, start); i < all.length && all[i].inside.startsWith(start); i++) {
      if (all[i].inside !== "") found.push(all[i]);
    }
    return found;
  }
}

function keyOf(fileSystem: string, inside: string): string {
  return `${fileSystem}\0${inside}`;
}

function push(map: Map<string, Shown[]>, key: string, folder: Shown): void {
  const some = map.get(key);
  if (some === undefined) map.set(key, [folder]);
  else some.push(folder);
}

/** Index of the first whose path is `path` or comes after it. */
function firstFrom(folders: readonly Shown[], path: string): number {
  let low = 0, high = folders.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (folders[middle].inside < path) low = middle + 1;
    else high = middle;
  }
  return low;
}
