// From the paths as typed to open roots and the first jobs. Everything that can be wrong with them is
// found here, before anything is touched.

import { EACCES, EEXIST, ENOENT, ENOTDIR } from "../../ffi/errno.ts";
import { binaryText, cString, FileStat, Listing, type NativeFileSystem } from "../../ffi/mod.ts";
import type { RootPair } from "../copy/place.ts";
import { FerryError } from "../errors.ts";
import { JOB, type Job, packEntry } from "./job.ts";
import { quote, type SplitPath, splitPath } from "./paths.ts";
import type { RunRequest } from "./run.ts";

/** A job of the first phase that no other job leads to. */
export type FirstJob = Omit<Job, "entries"> & {
  readonly names: Uint8Array | null;
  readonly count: number;
};

export interface Roots {
  readonly roots: readonly RootPair[];
  readonly jobs: readonly FirstJob[];
}

const encoder = new TextEncoder();

/** One SOURCE, looked at. */
interface Operand {
  readonly typed: string;
  readonly split: SplitPath;
  readonly stat: FileStat;
}

/** Where one SOURCE goes. */
interface Destination {
  /** As the user would type it. */
  readonly path: string;
  /** It was named by the user, so a link there is followed. */
  readonly isNamed: boolean;
}

/** Opens the roots of a request. @throws {FerryError} */
export function prepareRoots(fs: NativeFileSystem, request: RunRequest): Roots {
  const { withSlashes } = fs.paths;
  const sources = request.sources.map(withSlashes);
  return new Preparation(fs, { ...request, sources, dest: withSlashes(request.dest) }).prepare();
}

/** Opens one tree that is not compared with another. @throws {FerryError} */
export function prepareTree(fs: NativeFileSystem, path: string): Roots {
  const handle = fs.openFolder(cString(path));
  if (handle < 0) {
    const code = fs.errorName(handle);
    const message = `cannot open folder ${quote(path)}: ${fs.errorText(handle)} (${code})`;
    throw new FerryError("usage", code, message);
  }
  const label = encoder.encode(path);
  const root = {
    index: 0,
    source: handle,
    target: -1,
    sourceLabel: label,
    targetLabel: label,
    targetName: null,
    reportPrefix: new Uint8Array(),
  };
  const job = {
    kind: JOB.folder,
    root: 0,
    fresh: true,
    countsOnly: false,
    slot: -1,
    path: new Uint8Array(),
    names: null,
    count: 0,
  };
  return { roots: [root], jobs: [job] };
}

/** Closes them. */
export function closeRoots(fs: NativeFileSystem, roots: readonly RootPair[]): void {
  for (const { source, target } of roots) {
    fs.close(source);
    if (target >= 0) fs.close(target);
  }
}

class Preparation {
  readonly #roots: RootPair[] = [];
  readonly #jobs: FirstJob[] = [];
  readonly #dest: FileStat | null;

  constructor(private readonly fs: NativeFileSystem, private readonly request: RunRequest) {
    for (const source of request.sources) {
      if (source === "") throw usage("EMPTY_PATH", "an empty SOURCE names nothing");
    }
    if (request.sources.length === 0) throw usage("NO_SOURCE", "no SOURCE was given");
    if (request.dest === "") throw usage("EMPTY_PATH", "an empty DEST names nothing");
    this.#dest = this.#lookAtDest();
  }

  prepare(): Roots {
    const operands = this.request.sources.map((typed) => this.#lookAtSource(typed));
    const placed = operands.map((operand) => ({ operand, to: this.#place(operand) }));
    this.#refuseDuplicates(placed.map(({ to }) => to.path));
    for (const { operand, to } of placed) this.#guard(operand, to);
    for (const { operand, to } of placed) {
      if (operand.stat.isFolder) this.#addFolder(operand, to);
      else this.#addEntry(operand, to);
    }
    return { roots: this.#roots, jobs: this.#jobs };
  }

  /** DEST's metadata, through links; null where there is nothing. */
  #lookAtDest(): FileStat | null {
    const { dest } = this.request;
    const stat = new FileStat();
    const error = this.#statPath(dest, true, stat);
    if (error === 0) return stat;
    if (error !== -ENOENT || this.request.command === "verify") {
      throw this.#failure("look at target", dest, error);
    }
    if (this.#statPath(dest.replace(/\/+$/, ""), false, stat) === 0) {
      throw usage("DANGLING_SYMLINK", `target ${quote(dest)} is a symlink that leads nowhere`);
    }
    return null;
  }

  #lookAtSource(typed: string): Operand {
    const { command, options } = this.request;
    const split = splitPath(typed, this.fs.paths);
    const stat = new FileStat();
    const follows = command !== "copy" || options.dereference || split.mustBeFolder;
    const error = this.#statPath(typed, follows, stat);
    if (error < 0) throw this.#failure("read source", typed, error);
    if (command === "mirror" && !stat.isFolder) {
      throw usage(
        "ENOTDIR",
        `source ${quote(typed)} is not a folder`,
        "use `ferry copy` for a single file",
      );
    }
    return { typed, split, stat };
  }

  #place({ typed, split, stat }: Operand): Destination {
    const { command, placement, dest, sources } = this.request;
    const isFolder = this.#dest?.isFolder ?? false;
    if (command === "mirror" || placement === "exact") {
      if (sources.length > 1) throw usage("ONE_SOURCE", "with -T there can be only one SOURCE");
      if (this.#dest !== null && isFolder !== stat.isFolder) {
        throw isFolder
          ? usage("EISDIR", `target ${quote(dest)} is a folder and source ${quote(typed)} is not`)
          : usage("ENOTDIR", `target ${quote(dest)} is not a folder`);
      }
      return { path: dest, isNamed: true };
    }
    if (!isFolder && (placement === "into" || sources.length > 1)) {
      throw this.#dest === null
        ? usage(
          "ENOENT",
          `target folder ${quote(dest)} does not exist`,
          `make it first: mkdir -p ${quote(dest)}`,
        )
        : usage("ENOTDIR", `target ${quote(dest)} is not a folder`);
    }
    if (!isFolder) {
      if (this.#dest !== null && stat.isFolder) {
        throw usage("ENOTDIR", `target ${quote(dest)} is not a folder`);
      }
      if (!stat.isFolder && dest.endsWith("/")) {
        throw usage("ENOENT", `target folder ${quote(dest)} does not exist`);
      }
      return { path: dest, isNamed: true };
    }
    // `.`, `..` and `/` have no name to nest under: their contents go into DEST.
    if (split.name === null) return { path: dest, isNamed: true };
    return {
      path: dest.endsWith("/") ? dest + split.name : `${dest}/${split.name}`,
      isNamed: false,
    };
  }

  /** Two sources of one name would overwrite each other, in whatever order. */
  #refuseDuplicates(paths: readonly string[]): void {
    const seen = new Set<string>();
    for (const path of paths) {
      const name = this.fs.can.ignoresCase
        ? binaryText(this.fs.paths.foldCase(cString(path)))
        : path;
      if (seen.has(name)) {
        throw usage("SAME_TARGET", `more than one source would become ${quote(path)}`);
      }
      seen.add(name);
    }
  }

  /** Same file, one inside the other, and what a mirror must not do. */
  #guard(operand: Operand, to: Destination): void {
    const { typed, stat } = operand;
    const { options } = this.request;
    const target = new FileStat();
    const error = this.#statPath(to.path, to.isNamed, target);
    if (error < 0 && error !== -ENOENT) throw this.#failure("look at target", to.path, error);
    const exists = error === 0;
    if (exists && target.hasSameInode(stat)) {
      throw usage(
        "SAME_FILE",
        `${quote(typed)} and ${quote(to.path)} are the same ${stat.isFolder ? "folder" : "file"}`,
      );
    }
    if (exists && !to.isNamed && stat.isFolder !== target.isFolder) {
      throw stat.isFolder
        ? usage("ENOTDIR", `target ${quote(to.path)} is not a folder`)
        : usage("EISDIR", `target ${quote(to.path)} is a folder and source ${quote(typed)} is not`);
    }
    if (!stat.isFolder || this.request.command === "verify") return;
    const deletes = options.delete && exists;
    if (deletes && this.#isSystemFolder(target)) {
      const folder = quote(this.fs.paths.systemFolder);
      throw stopped(
        "TARGET_IS_ROOT",
        `refusing to mirror onto ${folder}, which would delete the system`,
      );
    }
    const crossesDevices = options.oneFileSystem && exists && target.dev !== stat.dev;
    if (!crossesDevices && this.#isInside(to.path, stat)) {
      throw usage("TARGET_IN_SOURCE", `target ${quote(to.path)} is inside source ${quote(typed)}`);
    }
    if (exists && this.#isInside(typed, target)) {
      throw usage("SOURCE_IN_TARGET", `source ${quote(typed)} is inside target ${quote(to.path)}`);
    }
    if (!deletes) return;
    if (!options.allowEmptySource && this.#isEmpty(typed) && !this.#isEmpty(to.path)) {
      throw stopped(
        "EMPTY_SOURCE",
        `source ${quote(typed)} is empty and target ${
          quote(to.path)
        } is not; is the source mounted?`,
        "--allow-empty-source empties the target all the same",
      );
    }
  }

  #addFolder({ typed, split }: Operand, to: Destination): void {
    const source = this.fs.openFolder(cString(typed));
    if (source < 0) throw this.#failure("open source", typed, source);
    const { target, fresh } = this.#openTarget(to);
    const nested = !to.isNamed && this.request.command === "copy";
    this.#roots.push({
      index: this.#roots.length,
      source,
      target,
      sourceLabel: encoder.encode(stripSlash(typed)),
      targetLabel: encoder.encode(stripSlash(to.path)),
      targetName: null,
      reportPrefix: encoder.encode(nested ? `${split.name}/` : ""),
    });
    this.#jobs.push({
      kind: JOB.folder,
      root: this.#roots.length - 1,
      fresh,
      countsOnly: false,
      slot: -1,
      path: new Uint8Array(),
      names: null,
      count: 0,
    });
  }

  /** Opens the target folder, making it where it is not there. */
  #openTarget(to: Destination): { target: number; fresh: boolean } {
    const existing = this.#openNamedOrNested(to);
    if (existing >= 0) return { target: existing, fresh: false };
    if (existing !== -ENOENT) throw this.#failure("open target", to.path, existing);
    const { parent, name } = splitPath(to.path, this.fs.paths);
    const folder = this.fs.openFolder(cString(parent));
    if (folder < 0) {
      throw this.#failure(
        "open target folder",
        parent,
        folder,
        `make it first: mkdir -p ${quote(parent)}`,
      );
    }
    if (this.request.options.dryRun) {
      this.fs.close(folder);
      return { target: -1, fresh: true };
    }
    const made = this.fs.makeFolder(folder, cString(name ?? "."), 0o700);
    const target = made < 0 && made !== -EEXIST
      ? made
      : this.fs.openFolderBeneath(folder, cString(name ?? "."), false);
    const synced = made === 0 && this.request.options.fsync ? this.fs.sync(folder) : 0;
    this.fs.close(folder);
    if (synced < 0) throw this.#failure("write to disk", parent, synced, null, "stopped");
    if (target < 0) throw this.#failure("create target", to.path, target, null, "stopped");
    return { target, fresh: made === 0 };
  }

  #openNamedOrNested(to: Destination): number {
    if (to.isNamed) return this.fs.openFolder(cString(to.path));
    const { parent, name } = splitPath(to.path, this.fs.paths);
    const folder = this.fs.openFolder(cString(parent));
    if (folder < 0) return folder;
    const handle = this.fs.openFolderBeneath(folder, cString(name!), false);
    this.fs.close(folder);
    return handle;
  }

  /** A source that is no folder: one entry of its own folder. */
  #addEntry({ typed, split }: Operand, to: Destination): void {
    if (split.name === null) throw usage("ENOTDIR", `source ${quote(typed)} is not a folder`);
    const source = this.fs.openFolder(cString(split.parent));
    if (source < 0) throw this.#failure("open folder", split.parent, source);
    const targetSplit = splitPath(to.path, this.fs.paths);
    const target = this.fs.openFolder(cString(targetSplit.parent));
    if (target < 0) {
      throw this.#failure(
        "open target folder",
        targetSplit.parent,
        target,
        `make it first: mkdir -p ${quote(targetSplit.parent)}`,
      );
    }
    this.#roots.push({
      index: this.#roots.length,
      source,
      target,
      sourceLabel: encoder.encode(split.label),
      targetLabel: encoder.encode(targetSplit.label),
      targetName: targetSplit.name === split.name ? null : cString(targetSplit.name ?? ""),
      reportPrefix: new Uint8Array(),
    });
    this.#jobs.push({
      kind: JOB.slice,
      root: this.#roots.length - 1,
      fresh: false,
      countsOnly: false,
      slot: -1,
      path: new Uint8Array(),
      names: packEntry(cString(split.name)),
      count: 1,
    });
  }

  /** Whether `path`, or the nearest folder above it that exists, lies in the folder `outer` or is it. */
  #isInside(path: string, outer: FileStat): boolean {
    const stat = new FileStat();
    for (let at = this.#realFolderOf(path);;) {
      const error = this.#statPath(at, true, stat);
      if (error === 0 && stat.hasSameInode(outer)) return true;
      // Folders above may be out of an ordinary user's reach, and so is then what they are.
      if (error < 0 && error !== -ENOENT && error !== -EACCES) {
        throw this.#failure("look at", at, error);
      }
      const { parent } = splitPath(at, this.fs.paths);
      if (parent === at) return false;
      at = parent;
    }
  }

  /** The real path of the nearest existing folder of `path`. */
  #realFolderOf(path: string): string {
    const { paths } = this.fs;
    for (let at = path;;) {
      try {
        return paths.withSlashes(Deno.realPathSync(at));
      } catch (error) {
        const { parent } = splitPath(at, paths);
        const isLast = parent === at || at === ".";
        if (!(error instanceof Deno.errors.NotFound) || isLast) return paths.systemFolder;
        at = parent;
      }
    }
  }

  #isSystemFolder(stat: FileStat): boolean {
    const root = new FileStat();
    return this.#statPath(this.fs.paths.systemFolder, true, root) === 0 &&
      root.hasSameInode(stat);
  }

  #isEmpty(path: string): boolean {
    const handle = this.fs.openFolder(cString(path));
    if (handle < 0) throw this.#failure("open", path, handle);
    const listing = new Listing(4096);
    const end = this.fs.list(handle, listing);
    this.fs.close(handle);
    if (end < 0 && listing.count === 0) throw this.#failure("list folder", path, end);
    return listing.count === 0;
  }

  #statPath(path: string, follow: boolean, stat: FileStat): number {
    const { parent, name, mustBeFolder } = splitPath(path, this.fs.paths);
    if (name === null || (mustBeFolder && follow)) {
      const handle = this.fs.openFolder(cString(path));
      if (handle < 0) return handle;
      const error = this.fs.statHandle(handle, stat);
      this.fs.close(handle);
      return error;
    }
    const folder = this.fs.openFolder(cString(parent));
    if (folder < 0) return folder;
    const error = follow
      ? this.fs.statFollowing(folder, cString(name), stat)
      : this.fs.stat(folder, cString(name), stat);
    this.fs.close(folder);
    return error;
  }

  #failure(
    what: string,
    path: string,
    error: number,
    advice: string | null = null,
    kind: "usage" | "stopped" = "usage",
  ): FerryError {
    const code = this.fs.errorName(error);
    const hint = error === -ENOENT || error === -ENOTDIR ? advice : null;
    return new FerryError(
      kind,
      code,
      `cannot ${what} ${quote(path)}: ${this.fs.errorText(error)} (${code})`,
      hint,
    );
  }
}

function stripSlash(path: string): string {
  return path.replace(/\/+$/, "") || path.slice(0, 1);
}

function usage(code: string, message: string, advice: string | null = null): FerryError {
  return new FerryError("usage", code, message, advice);
}

function stopped(code: string, message: string, advice: string | null = null): FerryError {
  return new FerryError("stopped", code, message, advice);
}
