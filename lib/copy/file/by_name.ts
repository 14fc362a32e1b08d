// CopyFileExW: the system copies a whole file, given two names: bytes, streams and attributes. The copy is made under a
// temporary name and renamed like any other.

import type { FileStat } from "../../../ffi/mod.ts";
import type { Entry } from "../../entry/entry.ts";
import { CONTROL, isStopping } from "../../shared/control.ts";
import { COUNTER } from "../../shared/counters.ts";
import { CALL_BYTES, SMALLEST_UNBUFFERED_COPY } from "../../thresholds.ts";
import { STOPPED } from "../bytes/answers.ts";
import { fallsThrough } from "../bytes/fall_through.ts";
import { METHODS } from "../bytes/methods.ts";
import { canGoByName } from "../bytes/whole_files.ts";
import type { CopyContext } from "../context.ts";
import { inWritableFolder } from "../target/writable_folder.ts";
import { openMadeBySystem } from "./target_kinds/made_by_system.ts";

/** True if the system is to copy a file: no better method is left, or the file is encrypted. */
export function goesByName(ctx: CopyContext, { source, pair }: Entry): boolean {
  const { ladders, transfer: { memory } } = ctx;
  if (source.isEncrypted) return true;
  if (source.size === 0) return false;
  const ladder = ladders.for(source.size);
  if (!ladder.goesByName) return false;
  memory.select(source.dev, pair.targetStat.dev);
  const isNext = ladder.clone === null || memory.hasFailed(METHODS[ladder.clone].bit);
  return isNext && canGoByName(memory, source);
}

/** Has the system copy the file to a target file and opens that. 0 or a negated errno. */
export function copyByName(ctx: CopyContext, entry: Entry): number {
  const { fs, options, control, transfer } = ctx;
  const { pair, name, source } = entry;
  const cancel = control.subarray(CONTROL.stop, CONTROL.stop + 1);
  const progress = new Progress(ctx, source);
  const opened = inWritableFolder(
    ctx,
    pair,
    () =>
      openMadeBySystem(ctx, entry, "CopyFileExW", (temporary) =>
        fs.copyByName({
          fromFolder: pair.source,
          from: name,
          toFolder: pair.target,
          to: temporary,
          // With --fsync only encrypted files are copied by name.
          unbuffered: options.fsync || source.size >= SMALLEST_UNBUFFERED_COPY,
          cancel,
          onProgress: progress.listener,
        })),
  );
  if (opened < 0 && isStopping(control)) return STOPPED;
  if (opened < 0) {
    // An encrypted file that fails does not rule out the method for others.
    if (fallsThrough(opened) && !source.isEncrypted) transfer.refuse("CopyFileExW", opened);
    return opened;
  }
  progress.end();
  transfer.begin();
  transfer.method = "CopyFileExW";
  return 0;
}

/** Counts the bytes that the system reports, and at the end the rest. */
class Progress {
  #counted = 0;
  /** Null for small files, which are copied in no time. */
  readonly listener: ((bytes: number) => void) | null;

  constructor(private readonly ctx: CopyContext, private readonly stat: FileStat) {
    this.listener = stat.size > CALL_BYTES ? (bytes) => this.#count(bytes) : null;
  }

  end(): void {
    this.#count(this.stat.size);
  }

  #count(bytes: number): void {
    // The system counts streams, too, which are no bytes of the file.
    const until = Math.min(bytes, this.stat.size);
    this.ctx.count[COUNTER.bytesCopied] += until - this.#counted;
    this.#counted = until;
  }
}
