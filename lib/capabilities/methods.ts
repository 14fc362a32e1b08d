// Which methods move the bytes of a file from one folder to another: each is made to copy a small file by itself, by the
// very code that copies with it in a run, and the copy is compared.

import { type CString, FileStat, type NativeFileSystem } from "../../ffi/mod.ts";
import { UNSUPPORTED } from "../copy/bytes/answers.ts";
import { COMPARED } from "../copy/bytes/comparison.ts";
import { DataMover } from "../copy/bytes/data_mover.ts";
import { onlyBy } from "../copy/bytes/ladders.ts";
import { METHODS } from "../copy/bytes/methods.ts";
import { Transfer } from "../copy/bytes/transfer.ts";
import { copyByName } from "../copy/file/by_name.ts";
import { cloneToName } from "../copy/file/clone.ts";
import { closeTargetFile } from "../copy/file/open_target.ts";
import { COPY } from "../copy/file/outcome.ts";
import type { MethodName } from "../events.ts";
import { DEFAULT_OPTIONS } from "../options.ts";
import { createMethodMemory, MethodMemory } from "../shared/method_memory.ts";
import { byAnswer, byRefusal, works, worksNot } from "./trial.ts";
import type { Trial } from "./types.ts";
import { pairOf, type Workplace } from "./workplace.ts";

/** A small file that was just written may have no blocks yet, which is no hole. */
const OPTIONS = { ...DEFAULT_OPTIONS, sparse: "never" } as const;

/** What is copied: a file that was made for it, or one that is there. */
export interface MethodSource {
  readonly fs: NativeFileSystem;
  /** Handle of the folder that it is in. */
  readonly folder: number;
  /** Its name, once `source` was called. */
  readonly sourceName: CString;
  /** A handle that reads, or a negated errno. */
  source(): number;
}

/** Copies a file from one place to the other by one method. */
export function tryMethod(method: MethodName, from: MethodSource, to: Workplace): Trial {
  const { fs } = from;
  const source = from.source();
  if (source < 0) return byAnswer(fs, source);
  try {
    return METHODS[method].takes === "names"
      ? copyWhole(method, source, from, to)
      : copyBytes(method, source, to);
  } finally {
    fs.close(source);
  }
}

/** By a method that takes open files. */
function copyBytes(method: MethodName, source: number, to: Workplace): Trial {
  const { ctx, fs } = to;
  const stat = new FileStat();
  const asked = fs.statHandle(source, stat);
  if (asked < 0) return byAnswer(fs, asked);
  return to.withFile((target) => {
    // Nothing is known of the pair: each method is tried anew.
    const memory = new MethodMemory(createMethodMemory(), ctx.control);
    const transfer = new Transfer(fs, memory, ctx.count, ctx.control);
    const mover = new DataMover(transfer, onlyBy(method), OPTIONS, null);
    const moved = mover.move(source, target, stat, to.pair.targetStat.dev);
    if (transfer.lastRefusal !== 0) return byRefusal(fs, transfer.lastRefusal);
    if (moved === UNSUPPORTED) return worksNot("it takes the file for an empty one");
    return moved < 0 ? byRefusal(fs, moved) : judge(to, source, target);
  });
}

/** By a method that takes names, which makes the target as well. */
function copyWhole(method: MethodName, source: number, from: MethodSource, to: Workplace): Trial {
  const { ctx, fs } = to;
  const entry = to.entry(from.sourceName, pairOf(fs, from.folder, to.folder));
  entry.sourceHandle = source;
  const asked = fs.statHandle(source, entry.source);
  if (asked < 0) return byAnswer(fs, asked);
  const error = method === "clonefile" ? cloneToName(ctx, entry) : copyByName(ctx, entry);
  if (error < 0) return byRefusal(fs, error);
  const trial = judge(to, source, ctx.targetFile.handle);
  closeTargetFile(ctx, entry, COPY.failed);
  return trial;
}

/** Works if the copy is equal. */
function judge({ ctx, fs }: Workplace, source: number, target: number): Trial {
  const { comparison } = ctx;
  const outcome = comparison.compare(source, target);
  if (outcome === COMPARED.same) return works();
  if (outcome === COMPARED.different) return worksNot("the copy is not equal to the file");
  return byAnswer(fs, comparison.error);
}
