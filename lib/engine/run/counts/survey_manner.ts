// What a survey of the source is asked for, and what looks at what it meets.

import type { CString, FileStat, Listing } from "../../../../ffi/mod.ts";

/** A folder of the source, below a root. */
export interface Folder {
  readonly root: number;
  readonly path: Uint8Array;
}

/** What looks at what a survey meets, folder after folder. */
export interface SurveyVisitor {
  /** A folder of the source; its files come next, without a break by another folder. */
  enter(folder: Folder): void;
  /** A file of it. */
  file(name: CString, source: FileStat): void;
  /** No more of the folder is to come. */
  leave(): void;
  /** All was met. */
  end(): void;
}

/** What is looked at: the listings alone tell how many files there are, each file's metadata how large it is. */
export type SurveyDepth = "listings" | "metadata";

/** How a survey goes about it. */
export interface SurveyManner {
  readonly depth: SurveyDepth;
  readonly visitor?: SurveyVisitor;
  /** Takes out of a listing of an open folder what others do; left out where nobody does. */
  readonly keepOwn?: (folder: Folder, handle: number, listing: Listing) => void;
  /** Of the files of a folder only some are looked at, and the others taken to be like these. */
  readonly isSample?: boolean;
  /** What the run waits for before it begins; left out: a slice like the others. */
  readonly lookAhead?: LookAhead;
  /** Whether somebody waits for the sum; a count for a warning keeps out of the way on slow storage, too. */
  readonly isForScreen: boolean;
}

/** The first slice of a survey. */
export interface LookAhead {
  readonly leastMs: number;
  /** Asked from `leastMs` on: whether what was met in so many milliseconds is worth looking further. */
  readonly isWorthwhile: (ms: number) => boolean;
}
