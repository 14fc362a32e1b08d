// How a walk opens folders of the target: as they are, or with permissions that their owner gives himself for the time. A
// folder that stays gets its former mode back.

import type { CString, FileStat } from "../../../ffi/mod.ts";
import type { CopyContext } from "../context.ts";
import { liftExtra } from "../metadata/set_flags.ts";
import { giveBackMode, makeEmptiable, openToEmpty, UNCHANGED } from "./emptiable.ts";

export interface FolderAccess {
  /** Opens a folder; a handle or a negated errno. */
  open(folder: number, name: CString): number;
  /** The folder opened last is entered. */
  enter(handle: number, stat: FileStat): void;
  /** The folder opened last is not entered. */
  refuse(handle: number): void;
  /** The folder entered last is left; the handle is -1 where it is closed already. */
  exit(handle: number, stays: boolean): void;
}

/** Opens folders as they are and changes nothing. */
export class PlainAccess implements FolderAccess {
  constructor(private readonly ctx: CopyContext) {}

  open(folder: number, name: CString): number {
    return this.ctx.fs.openFolderBeneath(folder, name, false);
  }
  enter(): void {}
  refuse(): void {}
  exit(): void {}
}

/** Opens also folders that their owner cannot read, by changing their modes for the time. */
export class OwnersAccess implements FolderAccess {
  /** Modes that the folders on the way down had, or UNCHANGED. */
  readonly #modes: number[] = [];
  #opened = UNCHANGED;

  constructor(protected readonly ctx: CopyContext) {}

  open(folder: number, name: CString): number {
    this.#opened = UNCHANGED;
    return openToEmpty(this.ctx, folder, name, (mode) => this.#opened = mode);
  }

  enter(handle: number, stat: FileStat): void {
    const mode = this.unlock(handle, stat);
    this.#modes.push(this.#opened === UNCHANGED ? mode : this.#opened);
  }

  refuse(handle: number): void {
    giveBackMode(this.ctx, handle, this.#opened);
  }

  exit(handle: number, _stays: boolean): void {
    const mode = this.#modes.pop() ?? UNCHANGED;
    if (handle >= 0) giveBackMode(this.ctx, handle, mode);
  }

  /** Prepares an entered folder; its former mode, or UNCHANGED. */
  protected unlock(_handle: number, _stat: FileStat): number {
    return UNCHANGED;
  }
}

/** Also makes folders writable and unlocks them, so that they can be emptied. */
export class EmptyingAccess extends OwnersAccess {
  protected override unlock(handle: number, stat: FileStat): number {
    const mode = makeEmptiable(this.ctx, handle);
    liftExtra(this.ctx, handle, stat);
    return mode;
  }

  override exit(handle: number, stays: boolean): void {
    super.exit(stays ? handle : -1, stays); // the mode of what goes does not matter
  }
}
