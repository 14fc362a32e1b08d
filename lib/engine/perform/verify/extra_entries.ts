// `ferry verify`: reports entries that are missing in the source, one line each, and folders with everything below
// them. What a mirror would keep is left out.

import { type CString, ENTRY_TYPE, FileStat } from "../../../../ffi/mod.ts";
import { obstacleIn } from "../../../copy/deletion/obstacles.ts";
import { Visitor } from "../../../copy/deletion/visitor.ts";
import { Walk } from "../../../copy/deletion/walk.ts";
import { type FolderPair, joinPath, reportPath } from "../../../entry/folder_pair.ts";
import { targetOf } from "../../../entry/subject.ts";
import { isStopping } from "../../../shared/control.ts";
import type { WorkerContext } from "../../worker/worker_context.ts";
import { FOLDER_STAT, reportDifferenceAt } from "./differences.ts";
import { isOwnFile } from "./own_file.ts";

/** Reports an extra entry of the pair's target. */
export function reportExtra(
  worker: WorkerContext,
  pair: FolderPair,
  name: CString,
  type: number,
): void {
  const reporter = new Reporter(worker, pair, name);
  if (type === ENTRY_TYPE.folder) {
    new Walk(worker.ctx, pair.target, pair.path, reporter).through(name);
  } else reporter.visit(pair.path, pair.target, name);
}

class Reporter extends Visitor {
  readonly #stat = new FileStat();

  constructor(
    private readonly worker: WorkerContext,
    private readonly pair: FolderPair,
    private readonly name: CString,
  ) {
    super();
  }

  override shouldContinue(): boolean {
    return !isStopping(this.worker.ctx.control);
  }

  override protects(path: Uint8Array, folder: number, name: CString, type: number): boolean {
    return this.worker.deletionFilter.protects(this.pair, path, folder, name, type);
  }

  override open(folder: number, name: CString): number {
    return this.worker.ctx.fs.openFolderBeneath(folder, name, false);
  }

  override enter(path: Uint8Array, _handle: number, stat: FileStat, dev: number): boolean {
    if (obstacleIn(this.worker.ctx, this.pair.root, path, stat, dev) === null) return true;
    this.#report(path.slice(), FOLDER_STAT); // it is extra, whatever is in it
    return false;
  }

  override visit(path: Uint8Array, folder: number, name: CString): boolean {
    // It may be gone since it was listed.
    const isThere = this.worker.ctx.fs.stat(folder, name, this.#stat) === 0;
    if (isThere && isOwnFile(this.worker.ctx, targetOf(this.pair, name), this.#stat)) return true;
    if (isThere) this.#report(joinPath(path, name), this.#stat);
    return true;
  }

  override leave(path: Uint8Array): boolean {
    this.#report(path.slice(), FOLDER_STAT);
    return true;
  }

  override failed(_path: Uint8Array, syscall: string, error: number): void {
    const op = syscall === "openat" ? "open folder" : "list folder";
    this.worker.ctx.fail(targetOf(this.pair, this.name), op, syscall, error);
  }

  #report(path: Uint8Array, stat: FileStat): void {
    const { ctx } = this.worker;
    reportDifferenceAt(ctx, reportPath(this.pair.root, path), "extra", stat);
  }
}
