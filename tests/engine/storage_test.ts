// What ferry makes of the file system that a large file goes to: room is reserved on ext4, where that
// pays, and several threads write one file only where they do not have to take turns.

import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import { SMALLEST_RESERVATION } from "../../lib/thresholds.ts";
import * as make from "../support/entries.ts";
import { startFerry, whileReading } from "../support/ferry_process.ts";
import { makeLargeFile } from "../support/many.ts";
import { type Kind, mountAll, needsPrograms, needsRoot } from "../support/mounts.ts";
import { leftovers } from "../support/safety.ts";
import { makeScratch, removeTree } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import { differences, snapshot } from "../support/snapshot.ts";
import { countCalls, ferryTraced, type TracedCall } from "../support/trace.ts";

const MIB = 1 << 20;
/** Bytes of a block, as stat(2) counts them. */
const BLOCK_BYTES = 512;

const scratch = makeScratch("ferry-storage-");
const mounts = mountAll(scratch);
const noStrace = needsRoot() ?? needsPrograms("strace");

async function withPair(
  kind: Kind,
  use: (source: string, target: string) => Promise<void>,
): Promise<void> {
  const folder = Deno.makeTempDirSync({ dir: mounts[kind].path });
  try {
    make.makeFolder(`${folder}/source`);
    await use(`${folder}/source`, `${folder}/target`);
  } finally {
    await removeTree(folder);
  }
}

const CALLS = "fallocate,copy_file_range";

for (const [kind, reservations] of [["ext4", 1], ["tmpfs", 0]] as const) {
  testOrSkip(
    `copy to ${kind}: room is reserved for ${reservations} of two files, the large one if any`,
    noStrace ?? mounts[kind].reason,
    () =>
      withPair(kind, async (source, target) => {
        make.makeFile(`${source}/small`, make.pattern(SMALLEST_RESERVATION - 1));
        make.makeFile(`${source}/large`, make.pattern(SMALLEST_RESERVATION));
        const watch = { calls: CALLS, below: target };
        const { code, calls } = await ferryTraced(watch, "copy", source, target);
        assertEquals([code, differences(snapshot(source), snapshot(target))], [0, []]);
        const made = calls.filter(({ name }) => name === "fallocate");
        assertEquals(made.length, reservations);
        const size = `FALLOC_FL_KEEP_SIZE, 0, ${SMALLEST_RESERVATION})`;
        assert(made.every(({ text }) => text.includes(size)));
      }),
  );
}

testOrSkip(
  "copy to ext4: a disk without room says so before a byte is copied, ENOSPC, exit 4",
  noStrace ?? mounts.ext4.reason,
  () =>
    withPair("ext4", async (source, target) => {
      makeLargeFile(`${source}/large`, 4);
      const { code, stderr, calls } = await ferryTraced(
        { calls: CALLS, inject: ["fallocate:error=ENOSPC"], below: target },
        ...["copy", source, target],
      );
      assertEquals(code, 4);
      assert(stderr.includes("ENOSPC"), stderr);
      assertEquals(countCalls(calls, "copy_file_range"), 0);
      assertEquals([...snapshot(target).keys()], [""]);
    }),
);

for (const error of ["EOPNOTSUPP", "ENOSYS", "EINTR"]) {
  testOrSkip(
    `copy to ext4: without a reservation, ${error}, the file is copied all the same`,
    noStrace ?? mounts.ext4.reason,
    () =>
      withPair("ext4", async (source, target) => {
        makeLargeFile(`${source}/large`, 4);
        const { code, stderr } = await ferryTraced(
          { calls: CALLS, inject: [`fallocate:error=${error}`], below: target },
          ...["copy", source, target],
        );
        assertEquals([code, stderr], [0, ""]);
        assertEquals(differences(snapshot(source), snapshot(target)), []);
      }),
  );
}

testOrSkip(
  "copy to ext4: what was reserved for a source that shrinks meanwhile is given back",
  mounts.ext4.reason,
  () =>
    withPair("ext4", async (source, target) => {
      makeLargeFile(`${source}/large`, 256);
      const ferry = startFerry(["copy", "-T", "-j1", source, target]);
      await whileReading(ferry, `${source}/large`, () => Deno.truncateSync(`${source}/large`, MIB));
      const { code, stderr } = await ferry.finished;
      assertEquals([code, stderr], [0, ""]);
      assertEquals(leftovers(target), "");
      const { size, blocks } = Deno.statSync(`${target}/large`);
      assertLess(blocks! * BLOCK_BYTES, size + MIB);
    }),
);

for (const [what, hole] of [["without holes", 0], ["with a hole of 100 MiB", 100]] as const) {
  testOrSkip(
    `copy -j4 to overlay: a file of 300 MiB ${what} is split over threads and arrives whole`,
    noStrace ?? mounts.overlay.reason,
    () =>
      withPair("overlay", async (source, target) => {
        makeLargeFile(`${source}/large`, 300, hole);
        const { stdout, calls } = await copyByFour(source, target);
        const { bytes_copied } = JSON.parse(stdout.trimEnd().split("\n").at(-1)!);
        assertEquals(bytes_copied, (300 - hole) * MIB);
        assertGreater(threadsOf(calls), 1);
      }),
  );
}

for (const kind of ["tmpfs", "ext4"] as const) {
  testOrSkip(
    `copy -j4 to ${kind}: a large file is written by one thread, for two would take turns`,
    noStrace ?? mounts[kind].reason,
    () =>
      withPair(kind, async (source, target) => {
        makeLargeFile(`${source}/large`, 150);
        assertEquals(threadsOf((await copyByFour(source, target)).calls), 1);
      }),
  );
}

async function copyByFour(source: string, target: string) {
  const outcome = await ferryTraced(
    { calls: "copy_file_range", below: target },
    ...["copy", "--json", "-j4", source, target],
  );
  assertEquals([outcome.code, differences(snapshot(source), snapshot(target))], [0, []]);
  const moved = outcome.calls.filter(({ result }) => !result.startsWith("-1"));
  assert(moved.every(({ result }) => Number(result) > 0));
  return { ...outcome, calls: moved };
}

function threadsOf(calls: readonly TracedCall[]): number {
  return new Set(calls.map(({ thread }) => thread)).size;
}
