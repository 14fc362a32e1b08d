// Views: file systems that show folders which stand elsewhere. What the table of mounts says of each (a bindfs its folder, an
// overlay its layers, rclone what it mounts), or the file system itself (mergerfs its branches).

import { ENOENT, ENOTDIR } from "../../../ffi/errno.ts";
import {
  binaryText,
  bytesOfBinaryText,
  cString,
  FileStat,
  type Mount,
  type NativeFileSystem,
  pathBytes,
  pathText,
} from "../../../ffi/mod.ts";
import { statPath } from "./look.ts";
import { withoutSlash } from "./paths.ts";
import { realPath } from "./real_path.ts";

/** The attribute by which mergerfs tells which folders it shows as one (its manual, "XATTRS"). */
const ALL_PATHS = cString("user.mergerfs.allpaths");
const MOST_BYTES = 65536;
/** What rclone gives as the device of a mount, if that is a local folder. */
const LOCAL = /^(?::local:)?(\/[^]*)$/;
/** An option by which an overlay tells where it works, beside its upper layer. */
const WORK = /^workdir=([^]*)$/;
/** The options by which an overlay tells its layers; since Linux 6.5 there may be one for each. */
const LAYERS = /^(?:upperdir|(?:lower|data)dir\+?)=([^]*)$/;
/** Between layers, unless a backslash makes it a part of a path. */
const BETWEEN_LAYERS = /(?<!\\):/;

/** A folder that a mount shows as the one that it is mounted on. */
export interface ShownFolder {
  /** A character a raw byte. */
  readonly path: string;
  /** Asks whether it still is that folder: only where it matters, for it costs calls. */
  readonly isConfirmed: () => boolean;
}

export class Views {
  /** Real paths of folders: overlays share layers. */
  readonly #real = new Map<string, string | null>();
  readonly #known = new Map<Mount, ShownFolder[]>();

  constructor(private readonly fs: NativeFileSystem) {}

  /** The folders that a mount shows from elsewhere as the one at a path in it; none where nobody tells. */
  shownAs(mount: Mount, path: string): ShownFolder[] {
    const below = path.slice(lengthOf(mount.point));
    return this.#shownBy(mount).map(({ path, isConfirmed }) => {
      return { path: `${path === "/" ? "" : path}${below}` || "/", isConfirmed };
    });
  }

  #shownBy(mount: Mount): ShownFolder[] {
    const shown = this.#known.get(mount) ?? this.#ask(mount);
    this.#known.set(mount, shown);
    return shown;
  }

  #ask(mount: Mount): ShownFolder[] {
    const { type, source } = mount;
    if (type === "fuse" || type === "fuse.bindfs") return this.#bound(mount, source);
    if (type === "fuse.rclone") return this.#existing(mount, [localFolder(source) ?? ""]);
    if (type === "overlay") return this.#existing(mount, this.#layersOf(mount));
    return type === "fuse.mergerfs" ? this.#branchesOf(mount) : [];
  }

  /** bindfs passes inode numbers on, by which it is told from other programs, and from a folder that stands there by now. */
  #bound(mount: Mount, source: string): ShownFolder[] {
    return this.#existing(mount, [source]).map(({ path }) => {
      const here = new FileStat(), there = new FileStat();
      const isConfirmed = once(() =>
        this.#look(mount.point, here) === 0 && this.#look(path, there) === 0 &&
        here.hasSameNumber(there)
      );
      return { path, isConfirmed };
    });
  }

  /** The layers of an overlay, which whoever mounted it may have named from where it stood. */
  #layersOf({ options, point }: Mount): string[] {
    const layers = options
      .flatMap((option) => LAYERS.exec(option)?.[1].split(BETWEEN_LAYERS) ?? [])
      .filter((layer) => layer !== "")
      .map((layer) => layer.replace(/\\([^])/g, "$1"));
    const named = layers.filter((layer) => !isAbsolute(layer));
    if (named.length === 0) return layers;
    const work = options.flatMap((option) => WORK.exec(option)?.[1] ?? []);
    const places = [...layers, ...work].filter(isAbsolute);
    const start = this.#startOf(named, [...places, point]);
    return layers.map((layer) => isAbsolute(layer) ? layer : start + layer);
  }

  /**
   * Where paths begin that were named from elsewhere: the nearest folder in which they are, above the first place that has one.
   * containerd names layers from the folder that holds them all, and in full where it writes.
   */
  #startOf(named: readonly string[], places: readonly string[]): string {
    for (const place of places) {
      for (let above = place; above !== "";) {
        above = above.slice(0, above.lastIndexOf("/"));
        if (named.every((layer) => this.#isThere(`${above}/${layer}`))) return `${above}/`;
      }
    }
    return "";
  }

  #branchesOf({ point }: Mount): ShownFolder[] {
    const folder = this.fs.openFolder(cString(bytesOfBinaryText(point)));
    if (folder < 0) return [];
    const branches = branchesOfUnion(this.fs, folder);
    this.fs.close(folder);
    return branches.map((path) => ({ path: binaryText(pathBytes(path)), isConfirmed: () => true }));
  }

  /**
   * Folders that are there, of which a mount shows the part that begins at its root.
   *
   * @param paths those that do not begin with a slash are none
   */
  #existing({ root }: Mount, paths: readonly string[]): ShownFolder[] {
    return paths.filter(isAbsolute).flatMap((typed) => {
      const real = this.#realPath(withoutSlash(typed));
      const path = real === null ? "" : withoutSlash(real + root);
      return path !== "" && this.#isThere(path) ? [{ path, isConfirmed: () => true }] : [];
    });
  }

  /** Without links: docker names the layers of overlays by links. Null where nothing is, as outside of a container. */
  #realPath(path: string): string | null {
    let real = this.#real.get(path);
    if (real === undefined) {
      const told = realPath(this.fs, pathText(bytesOfBinaryText(path)));
      real = typeof told === "string" ? binaryText(pathBytes(told)) : null;
      this.#real.set(path, real);
    }
    return real;
  }

  #isThere(path: string): boolean {
    const error = this.#look(path, new FileStat());
    return error !== -ENOENT && error !== -ENOTDIR;
  }

  #look(path: string, stat: FileStat): number {
    return statPath(this.fs, pathText(bytesOfBinaryText(path)), true, stat);
  }
}

/** Whether a mount shows what is mounted below its folders, too: a program goes by their paths, an overlay does not. */
export function showsMounts({ type }: Mount): boolean {
  return type !== "overlay";
}

/** The paths of what a union of disks shows as an open folder, without slashes at their ends; none if it is no such union. */
function branchesOfUnion(fs: NativeFileSystem, folder: number): string[] {
  const value = new Uint8Array(MOST_BYTES);
  const length = fs.getXattr(folder, ALL_PATHS, value);
  if (length <= 0) return [];
  const paths = pathText(value.subarray(0, length)).split("\0");
  return paths.filter((path) => path !== "").map(withoutSlash);
}

/** The local folder that rclone mounts; null if it is none. */
function localFolder(source: string): string | null {
  return LOCAL.exec(source)?.[1] ?? null;
}

/** How long a folder's path is before that of what is in it. */
export function lengthOf(folder: string): number {
  return folder === "/" ? 0 : folder.length;
}

function isAbsolute(path: string): boolean {
  return path.startsWith("/");
}

/** Asks at the first time, and remembers the answer. */
function once(ask: () => boolean): () => boolean {
  let answer: boolean | undefined;
  return () => answer ??= ask();
}
