// Removes folders of the source of which nothing is left, from the leaves up, or lists those of which nothing would be
// left. A folder goes only if the target has it, too.

import { EEXIST, ENOENT, ENOTEMPTY } from "../../../ffi/errno.ts";
import {
  binaryText,
  type CString,
  cString,
  ENTRY_TYPE,
  type FileStat,
  isInode,
} from "../../../ffi/mod.ts";
import { Visitor } from "../../copy/deletion/visitor.ts";
import { Walk } from "../../copy/deletion/walk.ts";
import type { RootPair } from "../../entry/root_pair.ts";
import { sourceOf } from "../../entry/subject.ts";
import { COUNTER } from "../../shared/counters.ts";
import { isStopping } from "../../shared/control.ts";
import { REMOVE, reportRemovedAt } from "../perform/remove/remove_entry.ts";
import type { WorkerContext } from "../worker/worker_context.ts";

/** Folders of one root that stay, by their paths in binary text. */
export interface StayingFolders {
  /** Those in which something stays. */
  readonly holding: ReadonlySet<string>;
  /** Those that were left out, with all that is in them. */
  readonly leftOut: ReadonlySet<string>;
}

/** The path of a root, in the paths below it. */
const ROOT = cString("");

/**
 * Removes the folders of one root that have nothing left.
 *
 * @param isOver whether the thread must go back to its event loop: then the rest is left
 * @returns whether the root itself is gone
 */
export function removeSourceFolders(
  worker: WorkerContext,
  root: RootPair,
  staying: StayingFolders,
  isOver: () => boolean,
): boolean {
  const { above, name } = root.removal!;
  const visitor = worker.mode === "remove"
    ? new Remover(worker, root, staying, isOver)
    : new Lister(worker, root, staying, () => false);
  return new Walk(worker.ctx, above, new Uint8Array(), visitor).through(name, ROOT);
}

abstract class SourceVisitor extends Visitor {
  constructor(
    protected readonly worker: WorkerContext,
    protected readonly root: RootPair,
    protected readonly staying: StayingFolders,
    private readonly isOver: () => boolean,
  ) {
    super();
  }

  override shouldContinue(): boolean {
    return !isStopping(this.worker.ctx.control) && !this.isOver();
  }

  /** What lies deeper than was asked for was not looked at. */
  override protects(path: Uint8Array, _folder: number, _name: CString, type: number): boolean {
    return type === ENTRY_TYPE.folder && this.worker.selection.isLastLevel(path);
  }

  override open(folder: number, name: CString): number {
    return this.worker.ctx.fs.openFolderBeneath(folder, name, false);
  }

  override enter(path: Uint8Array, _handle: number, stat: FileStat, dev: number): boolean {
    const { ctx } = this.worker;
    const isMount = stat.dev !== dev || (stat.attributes & ctx.fs.can.mountRootAttribute) !== 0;
    if (isMount || this.staying.leftOut.has(binaryText(path))) return false;
    if (path.length > 0) return true;
    const root = ctx.sourceInode(this.root);
    return root !== null && isInode(stat, root);
  }

  override failed(path: Uint8Array, syscall: string, error: number): void {
    if (error !== -ENOENT) this.fail(path, "open folder", syscall, error);
  }

  protected fail(path: Uint8Array, op: string, syscall: string, error: number): void {
    const { ctx } = this.worker;
    const pair = this.worker.borrowPair();
    pair.reset(this.root, new Uint8Array(), false);
    ctx.fail(sourceOf(pair, path.length === 0 ? null : cString(path)), op, syscall, error);
    this.worker.returnPair(pair);
  }

  protected report(path: Uint8Array): void {
    const { ctx } = this.worker;
    ctx.count[COUNTER.sourcesRemoved]++;
    if (ctx.report.wantsOperations) {
      reportRemovedAt(ctx, this.root, path.slice(), ENTRY_TYPE.folder);
    }
  }

  protected stays(path: Uint8Array): boolean {
    return this.staying.holding.has(binaryText(path));
  }
}

class Remover extends SourceVisitor {
  override enter(path: Uint8Array, handle: number, stat: FileStat, dev: number): boolean {
    if (!super.enter(path, handle, stat, dev)) return false;
    const { fs, folders } = this.worker.ctx;
    const counterpart = folders.open(this.root.target, path, false);
    if (counterpart >= 0) fs.close(counterpart);
    return counterpart >= 0;
  }

  /** All that has arrived is gone already. */
  override visit(): boolean {
    return false;
  }

  override leave(path: Uint8Array, folder: number, name: CString): boolean {
    if (this.stays(path)) return false;
    if (path.length === 0) this.#closeRoot();
    const error = this.worker.ctx.fs.removeFolder(folder, name);
    if (error === 0) this.report(path);
    // Somebody has put something into it since it was listed, or has removed it.
    else if (error !== -ENOTEMPTY && error !== -EEXIST && error !== -ENOENT) {
      this.fail(path, REMOVE, "unlinkat(AT_REMOVEDIR)", error);
    }
    return error === 0 || error === -ENOENT;
  }

  /** Windows removes no folder that is open. */
  #closeRoot(): void {
    const { root } = this;
    if (root.source >= 0) this.worker.ctx.fs.close(root.source);
    root.source = -1;
  }
}

class Lister extends SourceVisitor {
  /** Entries that stay have made their folder stay, but for those that lie too deep to take part. */
  override visit(path: Uint8Array): boolean {
    return !this.worker.selection.isLastLevel(path);
  }

  override leave(path: Uint8Array): boolean {
    if (this.stays(path)) return false;
    this.report(path);
    return true;
  }
}
