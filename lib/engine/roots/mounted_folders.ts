// Where folders are in their file systems, by the table of mounts: a bind mount changes nothing of that, and what a view shows is
// in the file system that it shows, too.

import type { Mount, NativeFileSystem } from "../../../ffi/mod.ts";
import { isWithin } from "../../entry/guarded_paths.ts";
import type { Shown } from "./shown_folders.ts";
import { lengthOf, showsMounts, Views } from "./views.ts";

/** A folder on a mount, and what views show as it and below it. */
export interface MountedFolder {
  readonly own: Shown;
  /** Asked only of what the run goes into: a machine may have hundreds of overlays of hundreds of layers. */
  readonly views: () => readonly Shown[];
  /** Whether it may show a folder that stands elsewhere without telling which. */
  readonly isUntold: () => boolean;
}

/** File systems without a device that show what is theirs alone. */
const OWN: ReadonlySet<string> = new Set(["btrfs", "devtmpfs", "proc", "ramfs", "sysfs", "tmpfs"]);
/** How the number of one without a device begins. */
const NO_DEVICE = "0:";

export class MountedFolders {
  readonly #views: Views;
  /** By the folders that they are mounted on; of several on one folder the last. */
  readonly #byPoint: ReadonlyMap<string, Mount>;

  constructor(private readonly fs: NativeFileSystem, private readonly mounts: readonly Mount[]) {
    this.#views = new Views(fs);
    this.#byPoint = new Map(mounts.map((mount) => [mount.point, mount]));
  }

  /** An open folder itself, then what is mounted below it; null where the system does not tell. */
  at(handle: number): MountedFolder[] | null {
    const place = this.fs.placeOf(handle);
    const own = this.mounts.find(({ id }) => id === place?.mountId);
    return place === null || own === undefined ? null : this.#below(own, place.path);
  }

  /** The same of a name in an open folder, where nothing is yet. */
  atNew(above: number, name: string): MountedFolder[] | null {
    const place = this.fs.placeOf(above);
    const own = this.mounts.find(({ id }) => id === place?.mountId);
    if (place === null || own === undefined) return null;
    return [this.#folder(own, `${place.path === "/" ? "" : place.path}/${name}`, "")];
  }

  #below(own: Mount, path: string): MountedFolder[] {
    const below = this.#mountedBelow(path)
      .map((mount) => this.#folder(mount, mount.point, pathBelow(mount.point, path)));
    return [this.#folder(own, path, ""), ...below];
  }

  #mountedBelow(path: string): Mount[] {
    const outer = path === "/" ? "" : path;
    return this.mounts.filter(({ point }) => point !== path && isWithin(point, outer));
  }

  #folder(mount: Mount, path: string, below: string): MountedFolder {
    const views = () => this.#shownBy(mount, path, below, [], []);
    const isUntold = () =>
      mount.fileSystem.startsWith(NO_DEVICE) && !OWN.has(mount.type) &&
      !this.#views.shownAs(mount, path).some(({ isConfirmed }) => isConfirmed());
    return { own: shownAt(mount, path, below), views, isUntold };
  }

  /**
   * What a view shows as a folder, and below it.
   *
   * @param through the views that it is seen through: one may show itself
   * @param listed folders whose mounts are looked through already: of many views of `/` each shows all others
   */
  #shownBy(
    mount: Mount,
    path: string,
    below: string,
    through: readonly Mount[],
    listed: readonly string[],
  ): Shown[] {
    if (through.includes(mount)) return [];
    const seen = [...through, mount];
    return this.#views.shownAs(mount, path).flatMap(({ path: there, isConfirmed }) => {
      const found = this.#mountAt(there);
      if (found === null) return [];
      const isListed = !showsMounts(mount) || listed.includes(there);
      const within = isListed ? [] : this.#mountedBelow(there);
      const all = [...listed, there];
      const shown = [
        shownAt(found, there, below),
        ...this.#shownBy(found, there, below, seen, listed),
        ...within.filter((one) => !seen.includes(one)).flatMap((one) => {
          const at = joined(below, pathBelow(one.point, there));
          return [shownAt(one, one.point, at), ...this.#shownBy(one, one.point, at, seen, all)];
        }),
      ];
      return shown.map((one) => ({
        ...one,
        isConfirmed: () => isConfirmed() && one.isConfirmed(),
      }));
    });
  }

  /** The innermost mount that holds a path. */
  #mountAt(path: string): Mount | null {
    for (let above = path; above !== "" && above !== "/";) {
      const mount = this.#byPoint.get(above);
      if (mount !== undefined) return mount;
      above = above.slice(0, above.lastIndexOf("/"));
    }
    return this.#byPoint.get("/") ?? null;
  }
}

function shownAt({ fileSystem, root, point }: Mount, path: string, below: string): Shown {
  const inside = joined(root, pathBelow(path, point));
  return { fileSystem, inside, below, isConfirmed: () => true };
}

/** `path` as seen from `above`, which it lies in or is. */
export function pathBelow(path: string, above: string): string {
  return withoutOuterSlashes(path.slice(lengthOf(above)));
}

/** Two parts of a path put together, without a slash at either end. */
export function joined(above: string, below: string): string {
  const outer = withoutOuterSlashes(above), inner = withoutOuterSlashes(below);
  return outer === "" || inner === "" ? outer + inner : `${outer}/${inner}`;
}

/** By hand: this is asked once a run, and a regular expression takes longer to compile than that to answer. */
function withoutOuterSlashes(path: string): string {
  let from = 0, to = path.length;
  while (path[from] === "/") from++;
  while (to > from && path[to - 1] === "/") to--;
  return path.slice(from, to);
}
