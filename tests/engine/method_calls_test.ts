// The system calls behind the methods, seen by strace: which ones move bytes, and that a method that does
// not work is tried once for a pair of file systems.

import { assert, assertEquals } from "@std/assert";
import * as make from "../support/entries.ts";
import { expectSuccess, ferry } from "../support/ferry.ts";
import type { Kind } from "../support/mounts.ts";
import { testOrSkip } from "../support/skip.ts";
import { differences, snapshot } from "../support/snapshot.ts";
import { countCalls, ferryTraced } from "../support/trace.ts";
import {
  FILES,
  makeLargeFiles,
  mounts,
  MOVING,
  noStrace,
  withFolders,
  withoutGeometry,
} from "./traced_place.ts";

interface Expected {
  readonly from: Kind;
  readonly to: Kind;
  readonly flags?: readonly string[];
  /** Calls by name: how many there are, and how many of them fail. */
  readonly calls: Readonly<Record<string, readonly [all: number, failing: number]>>;
}

const EXPECTED: readonly Expected[] = [
  { from: "xfs", to: "xfs", calls: { ioctl: [FILES, 0] } },
  { from: "btrfs", to: "btrfs", calls: { ioctl: [FILES, 0] } },
  { from: "ext4", to: "ext4", calls: { ioctl: [1, 1], copy_file_range: [FILES, 0] } },
  { from: "tmpfs", to: "tmpfs", calls: { ioctl: [1, 1], copy_file_range: [FILES, 0] } },
  { from: "overlay", to: "overlay", calls: { ioctl: [1, 1], copy_file_range: [FILES, 0] } },
  {
    from: "ext4",
    to: "xfs",
    calls: { ioctl: [1, 1], copy_file_range: [1, 1], sendfile: [FILES, 0] },
  },
  { from: "xfs", to: "xfs", flags: ["--reflink=never"], calls: { sendfile: [FILES, 0] } },
  {
    from: "xfs",
    to: "xfs",
    flags: ["--no-zero-copy"],
    calls: { pread64: [FILES, 0], pwrite64: [FILES, 0] },
  },
  { from: "ext4", to: "ext4", flags: ["--reflink=always"], calls: { ioctl: [1, 1] } },
];

for (const { from, to, flags = [], calls: expected } of EXPECTED) {
  const name = `copy ${[...flags, "from"].join(" ")} ${from} to ${to}: these calls and no others`;
  const reason = noStrace ?? mounts[from].reason ?? mounts[to].reason;
  testOrSkip(name, reason, () =>
    withFolders(from, to, async (source, target, below) => {
      makeLargeFiles(source);
      const watch = { calls: MOVING, below };
      const run = await ferryTraced(watch, "copy", "-j1", ...flags, source, target);
      const calls = withoutGeometry(run.calls);
      const counted = Object.fromEntries(
        [...new Set(calls.map((call) => call.name))]
          .map((call) => [call, [countCalls(calls, call), countCalls(calls, call, /^-1/)]]),
      );
      assertEquals(counted, expected);
    }));
}

/** Calls that move a small file, by file system: a clone where that is cheap, else one of the kernel's where that tries no clone first. */
const SMALL_FILES = {
  tmpfs: ["copy_file_range"],
  ext4: ["copy_file_range"],
  xfs: ["pread64", "pwrite64"],
  btrfs: ["ioctl"],
} as const;

for (const [kind, names] of Object.entries(SMALL_FILES)) {
  testOrSkip(
    `copy on ${kind}: small files move by one ${names.join(" and one ")} each, and no other call`,
    noStrace ?? mounts[kind as Kind].reason,
    () =>
      withFolders(kind as Kind, kind as Kind, async (source, target, below) => {
        make.makeFolder(source);
        for (let i = 0; i < FILES; i++) make.makeFile(`${source}/${i}`, `${i}`);
        const watch = { calls: MOVING, below };
        const run = await ferryTraced(watch, "copy", "-j1", source, target);
        const calls = withoutGeometry(run.calls);
        for (const name of names) assertEquals(countCalls(calls, name), FILES, name);
        assertEquals(calls.length, FILES * names.length);
      }),
  );
}

testOrSkip(
  "copy --zero-copy -j2 between file systems: a file that is split otherwise arrives whole",
  mounts.ext4.reason ?? mounts.xfs.reason,
  () =>
    withFolders("ext4", "xfs", async (source, target) => {
      make.makeFolder(source);
      make.makeFile(`${source}/large`, make.pattern(100 << 20));
      const { stdout } = expectSuccess(
        await ferry("copy", "-j2", "-v", "--zero-copy", source, target),
      );
      assert(stdout.includes("(sendfile)"), stdout);
      assertEquals(differences(snapshot(source), snapshot(target)), []);
    }),
);
