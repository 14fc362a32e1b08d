// The file that bytes are copied into before it has its final name. Of which kind it is says how it is opened, gets
// its name or is discarded (target_kinds/). A thread has one and uses it for all files, one after the other.

import type { CString, FileStat } from "../../../ffi/mod.ts";

/** Kinds of target files. */
export const TARGET_KIND = {
  /** Without a name until it is whole (O_TMPFILE). */
  unnamed: 0,
  /** Under a temporary name. */
  temporary: 1,
  /** With `--resume`: under a name that the next run finds again. */
  partial: 2,
  /** Under its final name, with `--inplace` or in a folder that nobody can see. */
  inPlace: 3,
  /** Copied whole by the system (clonefile, CopyFileExW) to a temporary name. */
  madeBySystem: 4,
} as const;

/**
 * Whether `--inplace` may write into an existing entry. Writing into a device or a FIFO is never meant. A
 * file's other names may be names of other files in the source, or lie outside the tree, in a snapshot say.
 */
export function mayWriteInto(existing: FileStat): boolean {
  return existing.isFile && existing.nlink < 2;
}

export class TargetFile {
  /** One of TARGET_KIND. */
  kind: number = TARGET_KIND.unnamed;
  handle = -1;
  /** The call that failed last. */
  failedCall = "";
  /** The name that it has until it gets its final one, or null. */
  name: CString | null = null;
  /** True if it had contents before, which will be overwritten. */
  hadContents = false;
  /** In place: bytes that it had when it was opened. */
  oldBytes = 0;
  /** With `--resume`: bytes that it has from before, of which many may be right; else 0. */
  present = 0;
  /** A handle that reads, where `handle` does not; else -1. */
  reader = -1;
  /** What closing it before it got its name answered, if not 0. */
  closeError = 0;
  /** The device that was asked last whether closing a file may fail late, and the answer. */
  askedDev = -1;
  tellsLate = false;
  /** Devices on which unnamed files were refused. */
  readonly withoutUnnamed = new Set<number>();

  /** Forgets the file before. */
  reset(kind: number): void {
    this.kind = kind;
    this.handle = this.reader = -1;
    this.name = null;
    this.hadContents = false;
    this.oldBytes = this.present = this.closeError = 0;
  }

  /** Whether its mode and attributes may be others than it was made with. */
  get isUsed(): boolean {
    return this.hadContents || this.kind === TARGET_KIND.partial;
  }

  /** Whether the system copied it whole, with what belongs to it. */
  get isMadeBySystem(): boolean {
    return this.kind === TARGET_KIND.madeBySystem;
  }
}
