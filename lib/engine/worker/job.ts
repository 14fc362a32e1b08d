// A job as bytes: what one worker puts on the shared stack and another takes off. A header of 32-bit
// words, the folder's path, then, for a slice, the entries.

import { ENTRY_TYPE, type Listing } from "../../../ffi/mod.ts";

/**
 * `folder`: list it and carry out its entries. `slice`: some entries of a folder. `range`: help with a large file.
 * `relink`: look for names that are to be links. Of what the source has not: `count` says how much it is, `delete`
 * removes it, `empty` removes what lies in one folder of it, `deleteRest` what is left then. Of what has the name of
 * an entry of another kind: `countConflicts` says how much it is, `replaceConflicts` carries those entries out.
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
} as const;

/** Header words. */
const KIND = 0;
const ROOT = 1;
const FLAGS = 2;
const SLOT = 3;
const PATH_LENGTH = 4;
const COUNT = 5;
const NAMES_LENGTH = 6;
const HEADER_WORDS = 7;
const HEADER_BYTES = HEADER_WORDS * 4;

const FRESH = 1;

/** A job as its taker sees it: views into a copy that is the taker's own. */
export interface Job {
  readonly kind: number;
  readonly root: number;
  /** The target folder is empty or yet to be made. */
  readonly fresh: boolean;
  /** The slot that keeps the folder's or the file's shared state, or -1. */
  readonly slot: number;
  readonly path: Uint8Array;
  readonly entries: SliceEntries | null;
}

/** Entries of a slice, as they lie in the job: type byte, then the name with its NUL. */
export interface SliceEntries {
  readonly bytes: Uint8Array;
  readonly count: number;
}

/** A job that no other leads to, with what `packEntry` made of an entry where it is a slice. */
export type FirstJob = Omit<Job, "entries"> & {
  readonly names: Uint8Array | null;
  readonly count: number;
};

/** @param fresh the target folder is empty or yet to be made */
export function firstJob(
  kind: number,
  root: number,
  fresh: boolean,
  names: Uint8Array | null = null,
): FirstJob {
  const count = names === null ? 0 : 1;
  return { kind, root, fresh, slot: -1, path: new Uint8Array(), names, count };
}

/** Bytes that `encodeJob` needs for a job. */
export function jobBytes(path: Uint8Array, namesLength: number): number {
  return HEADER_BYTES + pad(path.length) + pad(namesLength);
}

/** Writes a job at `at`, a multiple of 4; returns the offset behind it. */
export function encodeJob(
  words: Int32Array,
  bytes: Uint8Array,
  at: number,
  job: Omit<Job, "entries">,
  names: Uint8Array | null,
  count: number,
): number {
  const word = at >> 2;
  words[word + KIND] = job.kind;
  words[word + ROOT] = job.root;
  words[word + FLAGS] = job.fresh ? FRESH : 0;
  words[word + SLOT] = job.slot;
  words[word + PATH_LENGTH] = job.path.length;
  words[word + COUNT] = count;
  words[word + NAMES_LENGTH] = names?.length ?? 0;
  bytes.set(job.path, at + HEADER_BYTES);
  const namesAt = at + HEADER_BYTES + pad(job.path.length);
  if (names !== null) bytes.set(names, namesAt);
  return namesAt + pad(names?.length ?? 0);
}

/** Reads a job that starts the buffer. */
export function decodeJob(bytes: Uint8Array): Job {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, HEADER_WORDS);
  const pathLength = words[PATH_LENGTH];
  const namesAt = HEADER_BYTES + pad(pathLength);
  const namesLength = words[NAMES_LENGTH];
  return {
    kind: words[KIND],
    root: words[ROOT],
    fresh: (words[FLAGS] & FRESH) !== 0,
    slot: words[SLOT],
    path: bytes.subarray(HEADER_BYTES, HEADER_BYTES + pathLength),
    entries: namesLength === 0
      ? null
      : { bytes: bytes.subarray(namesAt, namesAt + namesLength), count: words[COUNT] },
  };
}

/** Grows to the largest slice and is used for all of them: a new one each would be garbage by the megabyte. */
let packing = new Uint8Array(0);

/** Packs entries `from` to `to` of a listing; the result is good until the next call. */
export function packEntries(listing: Listing, from: number, to: number): Uint8Array {
  if (packing.length < listing.capacity) packing = new Uint8Array(listing.capacity);
  const packed = packing;
  let at = 0;
  for (let i = from; i < to; i++) {
    packed[at++] = listing.type[i];
    let name = listing.nameAt[i];
    while (listing.bytes[name] !== 0) packed[at++] = listing.bytes[name++];
    packed[at++] = 0;
  }
  return packed.subarray(0, at);
}

/** Visits packed entries; names without their NUL. */
export function eachPacked(
  { bytes, count }: SliceEntries,
  visit: (name: Uint8Array, type: number) => void,
): void {
  for (let i = 0, at = 0; i < count; i++) {
    const end = bytes.indexOf(0, at + 1);
    visit(bytes.subarray(at + 1, end), bytes[at]);
    at = end + 1;
  }
}

/** Adds packed entries, no more than a listing holds, to an empty one. */
export function unpackEntries(entries: SliceEntries, listing: Listing): void {
  eachPacked(entries, (name, type) => listing.append(name, name.length, type));
}

/** Packs entries of unknown type; names without their NUL. */
export function packNames(names: readonly Uint8Array[]): Uint8Array {
  const packed = new Uint8Array(names.reduce((sum, name) => sum + name.length + 2, 0));
  let at = 0;
  for (const name of names) {
    packed[at] = ENTRY_TYPE.unknown;
    packed.set(name, at + 1);
    at += name.length + 2;
  }
  return packed;
}

/** Packs what a delete job carries in place of entries: the device that its source was on. */
export function packDevice(dev: number): Uint8Array {
  return new Uint8Array(Float64Array.of(dev).buffer);
}

/** The device that a delete job carries. */
export function deviceOf({ entries }: Job): number {
  return new Float64Array(entries!.bytes.slice().buffer)[0];
}

function pad(length: number): number {
  return (length + 3) & ~3;
}
