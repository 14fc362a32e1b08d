// The vectors of the hash: an entry that changed its shard between two versions or two machines would be done twice or
// not at all. They were computed by another implementation, in Python.

import { assertEquals } from "@std/assert";
import { cString } from "../../ffi/mod.ts";
import { shardOfPath, ShardOwner } from "../../lib/plan/shard_owner.ts";
import { rootPair } from "../support/root_pair.ts";

const COUNTS = [2, 3, 7, 8, 64, 1_000_000];

const PATHS: readonly (readonly [path: string, shards: readonly number[]])[] = [
  ["", [2, 3, 5, 4, 12, 998924]],
  ["a", [2, 1, 1, 4, 52, 641716]],
  ["a/b", [1, 1, 6, 3, 3, 19843]],
  ["README.md", [2, 2, 4, 2, 2, 701954]],
  ["photos/2024/IMG_0001.jpg", [1, 2, 5, 3, 43, 336619]],
  ["ä b", [1, 3, 2, 3, 35, 131555]],
];

const NUMBERS: readonly (readonly [number: bigint, shards: readonly number[]])[] = [
  [1n, [1, 2, 6, 3, 27, 509211]],
  [2n, [1, 1, 2, 5, 5, 869189]],
  [12345678901n, [1, 1, 6, 7, 23, 732119]],
];

/** The shard, of `count`, of which alone `owns` is true. */
function shardBy(count: number, owns: (owner: ShardOwner) => boolean): number[] {
  return Array.from({ length: count }, (_, i) => i + 1)
    .filter((index) => owns(new ShardOwner({ index, count })));
}

Deno.test("shardOfPath: the vectors", () => {
  for (const [path, shards] of PATHS) {
    assertEquals(COUNTS.map((count) => shardOfPath(cString(path), count)), shards, path);
  }
});

Deno.test("ShardOwner: a folder and the name of it in the folder above have one owner, and the vector's", () => {
  const root = rootPair();
  for (const [path, shards] of PATHS) {
    const bytes = cString(path).slice(0, -1);
    const slash = bytes.lastIndexOf(47);
    const above = { root, path: bytes.slice(0, Math.max(0, slash)) };
    for (const [i, count] of COUNTS.slice(0, 4).entries()) {
      assertEquals(shardBy(count, (owner) => owner.ownsFolder({ root, path: bytes })), [shards[i]]);
      if (path === "") continue;
      const named = shardBy(count, (owner) => owner.ownsName(above, cString(bytes), slash + 1));
      assertEquals(named, [shards[i]], path);
    }
  }
});

Deno.test("ShardOwner: below one of several sources the path begins with its name", () => {
  const root = rootPair({ reportPrefix: new TextEncoder().encode("photos/") });
  const folder = { root, path: new TextEncoder().encode("2024") };
  const owns = (owner: ShardOwner) => owner.ownsName(folder, cString("IMG_0001.jpg"));
  assertEquals(shardBy(8, owns), [3]);
});

Deno.test("ShardOwner: numbers, the lowest byte first", () => {
  for (const [number, shards] of NUMBERS) {
    const bytes = new Uint8Array(new BigUint64Array([number]).buffer);
    for (const [i, count] of COUNTS.slice(0, 4).entries()) {
      assertEquals(shardBy(count, (owner) => owner.ownsInode(bytes, 0)), [shards[i]]);
    }
  }
});

Deno.test("ShardOwner: paths that follow each other are spread evenly", () => {
  const owner = new ShardOwner({ index: 5, count: 8 });
  const folder = { root: rootPair(), path: cString("logs").slice(0, -1) };
  let own = 0;
  for (let i = 0; i < 80_000; i++) if (owner.ownsName(folder, cString(`${i}`))) own++;
  assertEquals(Math.abs(own - 10_000) < 300, true, `${own}`);
});
