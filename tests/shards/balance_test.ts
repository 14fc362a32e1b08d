// Shards of a source tree are of one size, within 5 % by entries and 10 % by bytes, whether they are told apart by paths or by
// numbers of files, as different file systems give them. The trees are made up by a seed; bench/NOTES.md has those of real ones.

import { assertLess } from "@std/assert";
import { cString } from "../../ffi/mod.ts";
import { shardOfPath, ShardOwner } from "../../lib/plan/shard_owner.ts";
import { randomNumbers } from "../support/torture.ts";

const SHARDS = 8;
const FILES = 100_000;
const FILES_PER_FOLDER = 8;
const ENTRIES_WITHIN = 0.05;
const BYTES_WITHIN = 0.1;
/** Of the logarithm of sizes, as in /usr/include: half of all files are below 4 KiB, one in a thousand is above 400 KiB. */
const MEDIAN_BYTES = 4096;
const SPREAD = 1.5;

/** How far the largest and the least of some sums are from their mean, as a share of it. */
function imbalance(sums: readonly number[]): number {
  const mean = sums.reduce((sum, value) => sum + value, 0) / sums.length;
  return Math.max(...sums.map((value) => Math.abs(value / mean - 1)));
}

/** Adds up what is in each shard. */
function shares(shardOf: (file: number) => number): { entries: number[]; bytes: number[] } {
  const random = randomNumbers(1);
  const [entries, bytes] = [1, 2].map(() => Array.from({ length: SHARDS }, () => 0));
  for (let file = 0; file < FILES; file++) {
    // The normal distribution, by Box and Muller.
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const shard = shardOf(file);
    entries[shard - 1]++;
    bytes[shard - 1] += MEDIAN_BYTES * Math.exp(SPREAD * normal);
  }
  return { entries, bytes };
}

/** As in a repository: deep, with names that are alike. */
function pathOf(file: number): string {
  const folder = Math.floor(file / FILES_PER_FOLDER);
  const above = (n: number): string =>
    n === 0 ? "src" : `${above(Math.floor((n - 1) / 4))}/module_${n}`;
  return `${above(folder)}/file_${file % FILES_PER_FOLDER}.c`;
}

Deno.test("shardOfPath: shards of a source tree are of one size", () => {
  const { entries, bytes } = shares((file) => shardOfPath(cString(pathOf(file)), SHARDS));
  assertLess(imbalance(entries), ENTRIES_WITHIN);
  assertLess(imbalance(bytes), BYTES_WITHIN);
});

/** How far apart the numbers of files are that are made one after the other, and the first of them. */
const NUMBERINGS: readonly (readonly [where: string, first: bigint, step: bigint])[] = [
  ["ext4, tmpfs and btrfs", 12n, 1n],
  ["files beside whose numbers others are", 131_073n, 8n],
  ["XFS with large inodes", 0x1_0000_0080n, 64n],
  ["Lustre", 0x2_0000_0400_0000n, 1n],
  ["numbers in the upper half alone", 0n, 1n << 32n],
];

for (const [where, first, step] of NUMBERINGS) {
  Deno.test(`ShardOwner: by numbers as of ${where}, shards are of one size`, () => {
    const owners = Array.from(
      { length: SHARDS },
      (_, i) => new ShardOwner({ index: i + 1, count: SHARDS }),
    );
    const bytes = new Uint8Array(8);
    const { entries, bytes: sizes } = shares((file) => {
      new DataView(bytes.buffer).setBigUint64(0, first + BigInt(file) * step, true);
      return 1 + owners.findIndex((owner) => owner.ownsInode(bytes, 0));
    });
    assertLess(imbalance(entries), ENTRIES_WITHIN);
    assertLess(imbalance(sizes), BYTES_WITHIN);
  });
}
