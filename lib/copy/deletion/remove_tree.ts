// Removes trees that a run has made itself and will not finish.

import { EBUSY } from "../../../ffi/errno.ts";
import type { CString, FileStat } from "../../../ffi/mod.ts";
import type { CopyContext } from "../context.ts";
import { makeEmptiable, openToEmpty } from "./emptiable.ts";
import { Visitor } from "./visitor.ts";
import { Walk } from "./walk.ts";

/**
 * Removes a folder that ferry made, with all its entries; reports nothing, and goes on while the run stops.
 *
 * @returns 0 or a negated errno
 */
export function removeTree(ctx: CopyContext, parent: number, name: CString): number {
  const remover = new TreeRemover(ctx);
  new Walk(ctx, parent, new Uint8Array(), remover).through(name);
  return remover.error;
}

class TreeRemover extends Visitor {
  /** Of the first call that failed. */
  error = 0;

  constructor(private readonly ctx: CopyContext) {
    super();
  }

  override open(folder: number, name: CString): number {
    return openToEmpty(this.ctx, folder, name);
  }

  override enter(_path: Uint8Array, handle: number, stat: FileStat, dev: number): boolean {
    const isMount = (stat.attributes & this.ctx.fs.can.mountRootAttribute) !== 0;
    if (isMount || stat.dev !== dev) return this.#isRemoved(-EBUSY);
    makeEmptiable(this.ctx, handle);
    return true;
  }

  override visit(_path: Uint8Array, folder: number, name: CString): boolean {
    return this.#isRemoved(this.ctx.fs.unlink(folder, name));
  }

  override leave(_path: Uint8Array, folder: number, name: CString): boolean {
    return this.#isRemoved(this.ctx.fs.removeFolder(folder, name));
  }

  override failed(_path: Uint8Array, _syscall: string, error: number): void {
    this.#isRemoved(error);
  }

  #isRemoved(error: number): boolean {
    if (error < 0 && this.error === 0) this.error = error;
    return error === 0;
  }
}
