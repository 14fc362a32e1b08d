// The paths that a run is restricted to (`--files-from`): each stands for the entry and, where that is a
// folder, for all that is in it; the folders above it take part for its sake alone.

export class PathList {
  readonly #listed: ReadonlySet<string>;
  readonly #above = new Set<string>();

  /** @param paths below the root, in binary text, without slashes at either end; `""` is the root */
  constructor(paths: readonly string[]) {
    this.#listed = new Set(paths);
    for (const path of this.#listed) {
      for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) {
        const folder = path.slice(0, slash);
        if (this.#above.has(folder)) break; // and so are those above it
        this.#above.add(folder);
      }
    }
  }

  /** Whether an entry takes part. */
  includes(path: string, isFolder: boolean): boolean {
    if (this.#listed.has("") || this.#listed.has(path)) return true;
    if (isFolder && this.#above.has(path)) return true;
    for (let slash = path.indexOf("/"); slash > 0; slash = path.indexOf("/", slash + 1)) {
      if (this.#listed.has(path.slice(0, slash))) return true;
    }
    return false;
  }

  /** Whether an entry is listed itself, and not for the sake of a folder. */
  names(path: string): boolean {
    return this.#listed.has(path);
  }
}

/** A path of such a list without `.`, `..` and slashes that mean nothing; `..` at the root is the root. */
export function belowRoot(path: string): string {
  const names: string[] = [];
  for (const name of path.split("/")) {
    if (name === "..") names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  }
  return names.join("/");
}
