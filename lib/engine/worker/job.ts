// A job as bytes, as it lies on the shared stack: a header of 32-bit words, the folder's path, then, for a
// slice, the entries.

import { concatBytes } from "../../../ffi/mod.ts";
import type { PackedEntries } from "./packed_entries.ts";

/**
 * `folder`: list it and process its entries. `slice`: some entries of a folder. `range`: help with a large file.
 * `relink`: look for names that are to be links. Extra entries of a target folder: `count` counts them, `delete`
 * removes them, `empty` removes the entries of one extra folder, `deleteRest` what is left then. Entries of another
 * kind than in the source: `countConflicts` counts them, `replaceConflicts` replaces them; a move removes its files of
 * rules by it, too. Names that had to wait for others of their file: `lateNames` of a folder, `lateOperands` of the command
 * line.
 */
export const JOB = {
  folder: 0,
  slice: 1,
  range: 2,
  delete: 3,
  relink: 4,
  count: 5,
  empty: 6,
  deleteRest: 7,
  countConflicts: 8,
  replaceConflicts: 9,
  lateNames: 10,
  lateOperands: 11,
} as const;

/** Header words. */
const KIND = 0;
const ROOT = 1;
const FLAGS = 2;
const SLOT = 3;
const PATH_LENGTH = 4;
const COUNT = 5;
const ENTRIES_LENGTH = 6;
const HEADER_WORDS = 7;
const HEADER_BYTES = HEADER_WORDS * 4;

const FRESH = 1;
const VACANT = 2;

/** What `packDevice` puts first. */
const DEVICE_BYTES = 8;

const NO_PATH = new Uint8Array();

/** A job; its taker has views into a copy of its own. */
export interface Job {
  readonly kind: number;
  readonly root: number;
  /** The target folder is empty or yet to be made. */
  readonly fresh: boolean;
  /** With a slice of a shard: the target folder has none of its files (`FolderPair.isVacant`). */
  readonly isVacant?: boolean;
  /** The slot that keeps the folder's or the file's shared state, or -1. */
  readonly slot: number;
  readonly path: Uint8Array;
  /** What a slice consists of; with jobs about extra entries what `packDevice` packs. */
  readonly entries: PackedEntries | null;
}

/**
 * A job that no other leads to.
 *
 * @param fresh the target folder is empty or yet to be made
 */
export function firstJob(
  kind: number,
  root: number,
  fresh: boolean,
  entries: PackedEntries | null = null,
): Job {
  return { kind, root, fresh, slot: -1, path: NO_PATH, entries };
}

/** Bytes that `encodeJob` needs for a job. */
export function jobBytes({ path, entries }: Job): number {
  return HEADER_BYTES + pad(path.length) + pad(entries?.bytes.length ?? 0);
}

/** Writes a job at `at`, a multiple of 4; returns the offset behind it. */
export function encodeJob(words: Int32Array, bytes: Uint8Array, at: number, job: Job): number {
  const { path, entries } = job;
  const word = at >> 2;
  words[word + KIND] = job.kind;
  words[word + ROOT] = job.root;
  words[word + FLAGS] = (job.fresh ? FRESH : 0) | (job.isVacant === true ? VACANT : 0);
  words[word + SLOT] = job.slot;
  words[word + PATH_LENGTH] = path.length;
  words[word + COUNT] = entries?.count ?? 0;
  words[word + ENTRIES_LENGTH] = entries?.bytes.length ?? 0;
  bytes.set(path, at + HEADER_BYTES);
  if (entries !== null) bytes.set(entries.bytes, at + HEADER_BYTES + pad(path.length));
  return at + jobBytes(job);
}

/** Reads a job that starts the buffer. */
export function decodeJob(bytes: Uint8Array): Job {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, HEADER_WORDS);
  const pathLength = words[PATH_LENGTH];
  const entriesAt = HEADER_BYTES + pad(pathLength);
  const length = words[ENTRIES_LENGTH];
  return {
    kind: words[KIND],
    root: words[ROOT],
    fresh: (words[FLAGS] & FRESH) !== 0,
    isVacant: (words[FLAGS] & VACANT) !== 0,
    slot: words[SLOT],
    path: bytes.subarray(HEADER_BYTES, HEADER_BYTES + pathLength),
    entries: length === 0
      ? null
      : { bytes: bytes.subarray(entriesAt, entriesAt + length), count: words[COUNT] },
  };
}

const NOTHING: PackedEntries = { bytes: new Uint8Array(), count: 0 };

/** Packs what a delete job carries: the device that its source was on, and its extra entries where they are known. */
export function packDevice(dev: number, known: PackedEntries | null = null): PackedEntries {
  const { bytes, count } = known ?? NOTHING;
  const device = new Uint8Array(Float64Array.of(dev).buffer);
  return { bytes: concatBytes([device, bytes]), count };
}

/** The device that a delete job carries. */
export function deviceOf({ entries }: Job): number {
  return new Float64Array(entries!.bytes.slice(0, DEVICE_BYTES).buffer)[0];
}

/** The extra entries that a delete job carries; null where they are to be sought. */
export function knownExtrasOf({ entries }: Job): PackedEntries | null {
  const { bytes, count } = entries!;
  return count === 0 ? null : { bytes: bytes.subarray(DEVICE_BYTES), count };
}

function pad(length: number): number {
  return (length + 3) & ~3;
}
