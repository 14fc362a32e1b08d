// What the parts of a run cost where nothing was learned yet, by kinds of storage.

import type { Way } from "./way.ts";
import type { Work } from "./work.ts";

/** Seconds of the start, and of each unit of work. */
export interface Costs extends Work {
  readonly start: number;
}

/** Machine B of bench/NOTES.md, two threads, caches warm: tmpfs. */
const MEMORY: Costs = {
  start: 0.01,
  entries: 2e-6,
  files: 10e-6,
  bytes: 0.35e-9,
  bytesCompared: 0.5e-9,
  foldersCreated: 20e-6,
  metadataUpdated: 5e-6,
  removed: 3e-6,
};

/** The same, ext4; bytes as a solid-state disk takes them. */
const DISK: Costs = {
  start: 0.01,
  entries: 3e-6,
  files: 25e-6,
  bytes: 1e-9,
  bytesCompared: 1e-9,
  foldersCreated: 40e-6,
  metadataUpdated: 10e-6,
  removed: 10e-6,
};

/** Half a millisecond a call, several at a time; 100 MB a second. */
const NETWORK: Costs = {
  start: 0.05,
  entries: 300e-6,
  files: 2e-3,
  bytes: 10e-9,
  bytesCompared: 10e-9,
  foldersCreated: 2e-3,
  metadataUpdated: 1e-3,
  removed: 500e-6,
};

const IN_MEMORY = /^(tmpfs|ramfs)$/;
const REMOTE = /^(nfs|cifs|smb|fuse|9p|ceph|glusterfs|lustre|virtiofs|afs)/;

/** What is assumed of a way: the slower side counts. */
export function assumedCosts({ from, to }: Pick<Way, "from" | "to">): Costs {
  if (REMOTE.test(from.type) || REMOTE.test(to.type)) return NETWORK;
  return IN_MEMORY.test(from.type) && IN_MEMORY.test(to.type) ? MEMORY : DISK;
}
