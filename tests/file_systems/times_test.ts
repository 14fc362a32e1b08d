// Times on file systems that keep them finely, coarsely or within a range.

import { assert, assertEquals } from "@std/assert";
import { mirror, verify } from "../support/runs.ts";
import * as make from "../support/entries.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import { casesBelow, done, NOTHING, ODD, run } from "./kept_metadata.ts";

const scratch = makeScratch("ferry-times-");
const caseOf = casesBelow(scratch);

for (const kind of ["ext4", "tmpfs", "bindfs", "overlay"]) {
  const { mount } = caseOf(kind);
  testOrSkip(
    `${kind}: a file whose time differs by less than a second is copied`,
    mount.reason,
    async () => {
      const source = `${scratch}/whole-${kind}`, target = `${mount.path}/whole`;
      make.makeFolder(source);
      make.makeFile(`${source}/f`, "new");
      make.setTimes(`${source}/f`, ODD);
      await run(mirror, source, target);
      make.writeInto(`${target}/f`, 0, "old");
      for (const nanoseconds of [0, 123_456_700, 123_000_000, 500_000_000]) {
        make.setTimes(`${target}/f`, [ODD[0], nanoseconds]);
        const verified = await run(verify, source, target);
        assert(verified.summary.differences > 0, `${nanoseconds}`);
        const { summary } = await run(mirror, source, target, { dryRun: true });
        assertEquals(summary.filesReplaced, 1, `${nanoseconds}`);
      }
      assertEquals((await run(mirror, source, target)).summary.filesReplaced, 1);
    },
  );
}

for (const kind of ["ext4", "ext4-128", "xfs", "btrfs", "tmpfs", "overlay"]) {
  const { mount } = caseOf(kind);
  testOrSkip(
    `${kind}: a file of 1970's first second is no copy of one before 1970, as no range begins there`,
    mount.reason,
    async () => {
      const source = `${scratch}/early-${kind}`, target = `${mount.path}/early`;
      make.makeFolder(source);
      make.makeFolder(target);
      make.makeFile(`${source}/f`, "new");
      make.makeFile(`${target}/f`, "old");
      make.setTimes(`${source}/f`, [-1_000_000, 0]);
      make.setTimes(`${target}/f`, [0, 0]);
      const { summary, notices } = await run(mirror, source, target);
      const told = notices.filter((notice) => notice.includes("out of the range"));
      assertEquals([summary.filesReplaced, told], [1, []]);
      assertEquals(done(await run(mirror, source, target)), NOTHING);
      assertEquals((await run(verify, source, target)).summary.differences, 0);
    },
  );
}

/** Before 1901 and beyond all ranges but btrfs's and tmpfs's. */
const FAR_TIMES = [[-3_000_000_000, 0], [20_000_000_000, 5]] as const;

for (const kind of ["ext4", "xfs", "btrfs", "ext4-128", "exfat", "ntfs", "overlay"]) {
  const { mount } = caseOf(kind);
  testOrSkip(
    `${kind}: times out of its range are told with their number, and the files copied once`,
    mount.reason,
    async () => {
      const source = `${scratch}/far-${kind}`, target = `${mount.path}/far`;
      make.makeFolder(source);
      for (const [i, time] of FAR_TIMES.entries()) {
        make.makeFile(`${source}/${i}`, `${i}`);
        make.setTimes(`${source}/${i}`, time);
      }
      make.setTimes(source, [ODD[0], 0]);
      const first = await run(mirror, source, target);
      assertEquals(first.summary.outcome, "done");
      const isFar = (notice: string) => notice.includes("out of the range");
      const far = first.notices.filter(isFar);
      assert(far.length <= 1);
      for (const command of [mirror, verify]) {
        const again = await run(command, source, target);
        assertEquals(done(again), NOTHING);
        assertEquals(again.notices.filter(isFar), far);
      }
      if (kind === "ext4") {
        assertEquals(far, [
          "modification times of 2 entries not kept: out of the range of the file system",
        ]);
      }
      if (kind === "btrfs") assertEquals(far, []);
    },
  );
}
