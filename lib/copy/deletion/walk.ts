// Walks through a tree of the target that is to be removed, counted or listed: from the leaves up, without recursion, in
// time and memory in proportion to its entries, and with few descriptors, however deep or wide the tree is. Every step is
// relative to an open folder and follows no link. Folders far above are closed on the way down and opened again from
// below, by `..`, if that leads to the very folder that was left. A folder that another run has removed by then is gone, and
// no failure.

import { ENOENT, ESTALE } from "../../../ffi/errno.ts";
import { type CString, ENTRY_TYPE, FileStat, inodeOf, isInode, Listing } from "../../../ffi/mod.ts";
import type { CopyContext } from "../context.ts";
import { typeOf } from "./each_entry.ts";
import { isGone } from "./is_gone.ts";
import type { Level } from "./level.ts";
import { NamesAhead } from "./names_ahead.ts";
import { PathBuffer } from "./path_buffer.ts";
import type { Visitor } from "./visitor.ts";

/** Folders that are open at a time, at most. */
const MOST_OPEN = 8;
const LISTING_BYTES = 64 * 1024;

/** What became of a sub-folder that was to be entered. */
const DESCENT = { entered: 0, stays: 1, gone: 2 } as const;

export class Walk {
  readonly #levels: Level[] = [];
  readonly #path: PathBuffer;
  readonly #stat = new FileStat();
  #listing: Listing | null = null;
  /** Bytes of the path of the current folder. */
  #end: number;
  /** The name of the folder that the walk goes through. */
  #top: CString = new Uint8Array(1);

  /**
   * @param folder handle of the one that the walk starts in
   * @param path of that folder below the root
   */
  constructor(
    private readonly ctx: CopyContext,
    private readonly folder: number,
    path: Uint8Array,
    private readonly visitor: Visitor,
  ) {
    this.#path = new PathBuffer(path);
    this.#end = path.length;
  }

  /** Path of the current folder: a view that is valid until the walk goes on. */
  get #here(): Uint8Array {
    return this.#path.view(this.#end);
  }

  /**
   * Walks through the folder `name` and all below it; true if nothing of it is left.
   *
   * @param known the name that paths show in its place
   */
  through(name: CString, known = name): boolean {
    const { ctx: { fs }, visitor } = this;
    if (this.#attempt("statx", () => fs.statHandle(this.folder, this.#stat)) < 0) return false;
    this.#top = name;
    const descent = this.#descend(this.folder, this.#stat.dev, name, known);
    if (descent !== DESCENT.entered) return descent === DESCENT.gone;
    let isGone = false;
    for (let level = this.#last(); level !== null; level = this.#last()) {
      if (!visitor.shouldContinue()) {
        this.#giveUp();
        return false;
      }
      const next = level.folders.next();
      if (next !== null) this.#enter(level, next);
      else if (!level.isListed) this.#list(level);
      else isGone = this.#ascend(level);
    }
    return isGone;
  }

  #last(): Level | null {
    return this.#levels.at(-1) ?? null;
  }

  #enter(level: Level, name: CString): void {
    this.#end = level.end;
    const stays = this.visitor.protects(this.#here, level.handle, name, ENTRY_TYPE.folder) ||
      this.#descend(level.handle, level.inode.dev, name) === DESCENT.stays;
    if (stays) level.keeps = true;
  }

  /** Opens a sub-folder and makes it the current folder; one of DESCENT. */
  #descend(folder: number, dev: number, name: CString, known = name): number {
    const { ctx: { fs }, visitor } = this;
    const above = this.#path.length;
    this.#path.add(known);
    const end = this.#end = this.#path.length;
    const handle = this.#attempt("openat", () => visitor.open(folder, name), ENOENT);
    if (handle >= 0) {
      const error = this.#attempt("statx", () => fs.statHandle(handle, this.#stat));
      if (error === 0 && visitor.enter(this.#here, handle, this.#stat, dev)) {
        const inode = inodeOf(this.#stat), folders = new NamesAhead();
        this.#levels.push({ handle, inode, end, above, folders, isListed: false, keeps: false });
        this.#closeFarAbove();
        return DESCENT.entered;
      }
      fs.close(handle);
    }
    if (handle === -ENOENT && !isGone(fs, folder, name)) {
      visitor.failed(this.#here, "openat", handle);
      this.#path.cut(above);
      return DESCENT.stays;
    }
    this.#path.cut(above);
    return handle === -ENOENT ? DESCENT.gone : DESCENT.stays;
  }

  /**
   * Makes a call on the current folder, with the visitor's retries, and reports its failure.
   *
   * @param expected an errno that is no failure
   * @returns the last answer
   */
  #attempt(syscall: string, call: () => number, expected = 0): number {
    const answer = this.visitor.attempt(this.#here, call);
    if (answer < 0 && answer !== -expected) this.visitor.failed(this.#here, syscall, answer);
    return answer;
  }

  /** Reads one batch of a folder's entries; visits those that are no folders at once. */
  #list(level: Level): void {
    const { ctx, visitor } = this;
    const listing = this.#listing ??= new Listing(LISTING_BYTES);
    this.#end = level.end;
    listing.clear();
    const list = () => ctx.fs.list(level.handle, listing);
    const end = this.#attempt("getdents64", list, ENOENT);
    if (end !== 0) level.isListed = true;
    if (end < 0 && end !== -ENOENT) level.keeps = true;
    for (let i = 0; i < listing.count && visitor.shouldContinue(); i++) {
      const name = listing.name(i);
      const type = typeOf(ctx, level.handle, name, listing.type[i]);
      if (type === ENTRY_TYPE.folder) level.folders.add(name);
      else if (
        visitor.protects(this.#here, level.handle, name, type) ||
        !visitor.visit(this.#here, level.handle, name, type)
      ) level.keeps = true;
    }
  }

  #closeFarAbove(): void {
    const { fs } = this.ctx;
    const level = this.#levels[this.#levels.length - 1 - MOST_OPEN];
    if (level === undefined || !fs.can.opensParents) return;
    // The position of its listing would be lost.
    while (!level.isListed) this.#list(level);
    fs.close(level.handle);
    level.handle = -1;
  }

  /** Leaves a folder whose entries were all visited; true if nothing of it is left. */
  #ascend(level: Level): boolean {
    const { fs } = this.ctx;
    const above = this.#levels.at(-2) ?? null;
    const parent = above === null ? this.folder : this.#reopen(above, level.handle);
    this.visitor.exit(level.handle, level.keeps);
    fs.close(level.handle);
    this.#levels.pop();
    this.#end = level.end;
    const name = above === null ? this.#top : this.#path.nameAfter(level.above);
    const isGone = parent >= 0 && !level.keeps && this.visitor.leave(this.#here, parent, name);
    this.#path.cut(level.above);
    if (above !== null && !isGone) above.keeps = true;
    if (parent < 0) this.#giveUp();
    return isGone && parent >= 0;
  }

  /** The handle of a folder that may have been closed, reached from the one below it. */
  #reopen(level: Level, below: number): number {
    if (level.handle >= 0) return level.handle;
    const { fs } = this.ctx;
    this.#end = level.end;
    const handle = fs.openParent(below);
    if (handle < 0) {
      this.visitor.failed(this.#here, "openat", handle);
      return handle;
    }
    const error = fs.statHandle(handle, this.#stat);
    if (error === 0 && isInode(this.#stat, level.inode)) return level.handle = handle;
    fs.close(handle);
    // The folder was moved while it was emptied: there is no way on.
    this.visitor.failed(this.#here, "openat", error < 0 ? error : -ESTALE);
    return -ESTALE;
  }

  #giveUp(): void {
    for (const { handle } of this.#levels.reverse()) {
      this.visitor.exit(handle, true);
      if (handle >= 0) this.ctx.fs.close(handle);
    }
    this.#levels.length = 0;
  }
}
