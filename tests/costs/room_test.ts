// The room of a plan against what df says once the run is over, and its methods against those of the run, within and
// between real file systems.

import { assert, assertEquals } from "@std/assert";
import type { RunEvent } from "../../lib/events.ts";
import type { PlannedMethod } from "../../lib/mod.ts";
import { mirror, plan } from "../../lib/mod.ts";
import { CLONES, KINDS, mountAll } from "../support/mounts.ts";
import { mountOdd, needsOddMount } from "../support/odd_mounts.ts";
import { sh } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";

const scratch = makeScratch("ferry-room-");
const mounts = mountAll(scratch);
const REAL = (["tmpfs", "ext4", "xfs", "btrfs"] as const).filter((kind) => KINDS.includes(kind));

/** Bytes that a file system keeps of its own for so few entries: folders, extents, trees. */
const OWN_BYTES = 512 * 1024;

const TREE = `rm -rf s; mkdir -p s/a/b
  for i in {1..40}; do head -c $((i * 700)) /dev/urandom >s/a/$i; done
  for i in 1 2 3; do head -c 3000000 /dev/urandom >s/a/b/large$i; done
  truncate -s 40M s/holes; ln s/a/b/large1 s/again; ln -s a s/link; touch s/empty`;

/** Bytes in use; btrfs and xfs tell after a sync only. */
const used = (path: string) =>
  Number(sh(`sync -f '${path}'; df -B1 --output=used '${path}' | tail -1`));

for (const from of REAL) {
  for (const to of new Set([from, from === "ext4" ? "tmpfs" : "ext4"] as const)) {
    const reason = mounts[from].reason ?? mounts[to].reason;
    testOrSkip(
      `plan: room and methods from ${from} to ${to} are those of the run`,
      reason,
      async () => {
        const source = `${mounts[from].path}/s`, dest = `${mounts[to].path}/t`;
        sh(TREE, mounts[from].path);
        sh(`rm -rf '${dest}'`);
        const planned = await plan(source, dest);
        const [room, ...others] = planned.rooms;
        assertEquals([others.length, room.fits, room.type], [0, "yes", to]);
        const before = used(mounts[to].path);
        const { methods, outcome } = await mirror(source, dest);
        assertEquals(outcome, "done");
        const grown = used(mounts[to].path) - before;
        assert(grown >= room.neededBytes - OWN_BYTES, `${grown} of at least ${room.neededBytes}`);
        assert(grown <= room.mostBytes + OWN_BYTES, `${grown} of at most ${room.mostBytes}`);
        assertEquals(countsOf(planned.methodsExpected), Object.entries(methods).sort());
        if (from === to && CLONES.has(to)) assert(room.neededBytes < 1_000_000);
      },
    );
  }
}

/** Files by method; of those that only trying tells of, the first. */
function countsOf(planned: readonly PlannedMethod[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { method, files } of planned) {
    if (method !== null) counts.set(method, (counts.get(method) ?? 0) + files);
  }
  return [...counts].sort();
}

testOrSkip(
  "plan: root has as much room on ext4 as fallocate gives, and no more",
  mounts.ext4.reason,
  async () => {
    const dir = mounts.ext4.path;
    sh("rm -rf s t; mkdir s; touch s/x", dir);
    const { rooms: [{ freeBytes }] } = await plan(`${dir}/s`, `${dir}/t`);
    const has = (bytes: number) =>
      sh(`fallocate -l ${bytes} filled 2>/dev/null && echo yes; rm filled`, dir).trim() === "yes";
    assertEquals([has(freeBytes! - (1 << 20)), has(freeBytes! + (1 << 20))], [true, false]);
  },
);

testOrSkip(
  "plan: holes take time where the file system has none",
  needsOddMount("exfat"),
  async () => {
    const dir = mountOdd(scratch, "exfat").path;
    sh("mkdir holes; truncate -s 100M holes/all", mounts.tmpfs.path);
    const from = `${mounts.tmpfs.path}/holes`;
    const { methodsExpected } = await plan(from, `${mounts.tmpfs.path}/holes2`);
    assertEquals(methodsExpected.map(({ why }) => why), ["nothing but holes"]);
    const [kept, written] = [await plan(from, `${from}2`), await plan(from, `${dir}/t`)];
    assert(written.estimate!.seconds > kept.estimate!.seconds + 0.1, JSON.stringify(written));
  },
);

testOrSkip(
  "plan: says where it does not fit, and when room comes too late",
  mounts.tmpfs.reason,
  async () => {
    const dir = mounts.tmpfs.path;
    sh("rm -rf s small; mkdir s small; mount -t tmpfs -o size=2m,nr_inodes=50 none small", dir);
    try {
      sh("head -c 1500000 /dev/zero >s/new; head -c 1500000 /dev/zero >small/gone", dir);
      const verdict = async () => (await plan(`${dir}/s`, `${dir}/small`)).rooms[0];
      const late = await verdict();
      assertEquals([late.fits, late.neededBytes, late.freedBytes > 1_490_000], [
        "no",
        367 * 4096,
        true,
      ]);
      sh("rm small/gone", dir);
      assertEquals((await verdict()).fits, "yes");
      // A larger file takes the place of a smaller one: both are there for a while.
      sh("rm s/new; head -c 1200000 /dev/zero >s/x; head -c 1100000 /dev/zero >small/x", dir);
      const beside = await verdict();
      assertEquals([beside.fits, beside.neededBytes < 110_000], ["perhaps", true]);
      sh("rm s/x; touch s/{1..60}", dir);
      const many = await verdict();
      assertEquals([many.fits, many.neededEntries, many.freeEntries], ["no", 60, 48]);
    } finally {
      sh("umount small", dir);
    }
  },
);

testOrSkip(
  "plan, mirror: where files are compressed nobody knows what fits",
  mounts.btrfs.reason,
  async () => {
    const dir = mounts.btrfs.path;
    sh("mount -o remount,compress=zstd .; rm -rf s t; mkdir s t", dir);
    try {
      sh("fallocate -l $(($(df -B1 --output=avail . | tail -1) - 100000000)) filled", dir);
      sh("head -c 150000000 /dev/zero >s/zeros", dir);
      const { rooms: [room] } = await plan(`${dir}/s`, `${dir}/t`, { zeroCopy: "never" });
      assertEquals([room.neededBytes, room.mostBytes > 149e6, room.fits], [0, true, "perhaps"]);
      const notices: string[] = [];
      const onEvent = (event: RunEvent) => {
        if (event.type === "notice") notices.push(event.message);
      };
      const { outcome } = await mirror(`${dir}/s`, `${dir}/t`, { zeroCopy: "never", onEvent });
      assertEquals([outcome, notices], ["done", []]);
    } finally {
      sh("rm -f filled; mount -o remount,compress=no .", dir);
    }
  },
);
