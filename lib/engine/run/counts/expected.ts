// How much a run has to do in all, by what was counted so far: exact where a count is done, before that expected from the part
// that was counted, and null where that is too little to tell.

import type { ProgressEvent } from "../../../events.ts";
import { counted } from "../../../shared/counters.ts";
import type { Counts } from "./counts.ts";
import { expectedBytes, FEWEST_FILES } from "./expected_bytes.ts";
import type { Threads } from "../threads.ts";

/** What a run has done. */
export type Done = Pick<ProgressEvent, "filesDone" | "bytesDone" | "deleted" | "sourcesRemoved">;

/** What an event tells of all that there is to do. */
export type Totals = Pick<
  ProgressEvent,
  | "sourceFiles"
  | "sourceBytes"
  | "sourceEntries"
  | "expectedFiles"
  | "expectedBytes"
  | "expectedLinks"
  | "expectedDeletions"
  | "expectedSourceRemovals"
  | "filesToBuild"
  | "expectedOldRemovals"
>;

export class Expected {
  /** Whether what is extra was counted before any of it was deleted, and what of it was expected then. */
  #hasCountedExtras = false;
  #expectedExtras = 0;

  /** @param keepsOld whether a tree that gives way to a new one is kept */
  constructor(
    private readonly threads: Threads,
    private readonly counts: Counts,
    private readonly keepsOld: boolean,
  ) {}

  totals(done: Done): Totals {
    const { filesDone } = done, { files } = this.counts;
    const all = this.counts.bytes?.done ? this.counts.bytes : null;
    const sourceFiles = this.#sourceFiles(filesDone);
    const expectedFiles = sourceFiles ?? moreThan(filesDone, files?.expectedFiles ?? null);
    return {
      sourceFiles,
      sourceBytes: all?.bytes ?? null,
      sourceEntries: this.#sourceEntries(),
      expectedFiles,
      expectedBytes: all?.bytes ?? this.#bytes(done, sourceFiles),
      expectedLinks: this.#links(),
      expectedDeletions: this.#deletions(done.deleted),
      expectedSourceRemovals: this.#sourceRemovals(done.sourcesRemoved),
      filesToBuild: this.counts.comesBeforeSwap ? expectedFiles : 0,
      expectedOldRemovals: this.#oldRemovals(done, expectedFiles),
    };
  }

  #sourceFiles(filesDone: number): number | null {
    const { bytes, files } = this.counts;
    if (bytes?.done) return bytes.files;
    if (files?.done) return files.files;
    // Once a move removes them, all files are done, be they counted or not.
    return this.threads.next !== null && files !== null ? filesDone : null;
  }

  /** All entries. Of folders, those of other shards are listed, too, and not this run's. */
  #sourceEntries(): number | null {
    const { files } = this.counts;
    return files?.done && this.threads.main.shard === null ? files.entries : null;
  }

  /** All bytes, where they are not counted yet. */
  #bytes({ filesDone, bytesDone }: Done, sourceFiles: number | null): number | null {
    if (sourceFiles !== null && filesDone >= sourceFiles) return bytesDone;
    const { files, sizes } = this.counts;
    const expectedFiles = files?.expectedFiles ?? null;
    if (expectedFiles === null || sizes === null) return null;
    return expectedBytes(sizes, { files: filesDone, bytes: bytesDone }, expectedFiles);
  }

  /** Further names of files, from those of the files that were counted so far. */
  #links(): number | null {
    if (!this.threads.main.ctx.options.keep.hardLinks) return 0;
    const { files, bytes, sizes } = this.counts;
    const looks = bytes?.done ? bytes : sizes;
    if (looks === null) return null;
    const { looked, expectedFiles, furtherNames, done } = looks;
    const all = files?.expectedFiles ?? expectedFiles;
    if (all === null || looked === 0 || (looked < FEWEST_FILES && !done)) return null;
    return furtherNames * all / looked;
  }

  /** What is deleted in the end; 0 where it cannot be counted. */
  #deletions(deleted: number): number | null {
    const asked = counted(this.threads.memory.counters, "extraEntries");
    if (asked > 0 || !this.counts.tellExtras) return asked;
    const { extras } = this.counts;
    if (extras === null) return null;
    // A count that goes on while they are deleted misses some.
    this.#hasCountedExtras ||= extras.done && deleted === 0;
    if (this.#hasCountedExtras) return extras.entries;
    const { expectedEntries } = extras;
    if (deleted === 0) this.#expectedExtras = expectedEntries ?? 0;
    // It takes time of the main thread, and from now on misses some.
    else if (expectedEntries !== null) extras.stop();
    if (this.#expectedExtras === 0) return moreThan(deleted, expectedEntries);
    return moreThan(deleted, Math.max(this.#expectedExtras, expectedEntries ?? 0));
  }

  /** Entries of the target that give way to a new tree: by those of the folders compared so far. */
  #oldRemovals({ filesDone }: Done, expectedFiles: number | null): number {
    if (!this.counts.comesBeforeSwap || this.keepsOld) return 0;
    const entries = counted(this.threads.memory.counters, "targetEntries");
    return Math.round(entries * Math.max(1, (expectedFiles ?? 0) / Math.max(1, filesDone)));
  }

  /** What is removed from the source in the end. */
  #sourceRemovals(removed: number): number | null {
    const { mode, ctx: { options: { removeSource } } } = this.threads.main;
    if (mode !== "apply" || removeSource === "nothing") return 0;
    // Where listings do not tell types, only a look at each file counts them.
    const { files: listed, bytes } = this.counts;
    const counts = (listed?.expectedFiles ?? null) === null ? bytes : listed;
    if (counts === null || counts.expectedFiles === null) return null;
    const { files, folders, others, expectedFiles } = counts;
    const all = files + others + (removeSource === "everything" ? folders : 0);
    if (counts.done) return all;
    return moreThan(removed, Math.round(expectedFiles * all / Math.max(1, files)));
  }
}

/** What is expected of something as long as it is being counted: there is more of it than is done, or the screen would say 100 %. */
function moreThan(done: number, expected: number | null): number | null {
  return expected === null ? null : Math.max(done + 1, expected);
}
