// What becomes of a file when a call that moves bytes answers what it rarely does: nothing, an error that
// means "not me", or one that means the disk.

import { assert, assertEquals } from "@std/assert";
import { CALL_BYTES } from "../../lib/thresholds.ts";
import * as make from "../support/entries.ts";
import { ferry } from "../support/ferry.ts";
import { testOrSkip } from "../support/skip.ts";
import { differences, snapshot } from "../support/snapshot.ts";
import { countCalls, ferryTraced } from "../support/trace.ts";
import { makeLargeFiles, mounts, MOVING, noStrace, withFolders } from "./traced_place.ts";

interface Fault {
  readonly inject: readonly string[];
  readonly exitCode: number;
  /** Methods of the files that arrive. */
  readonly methods: Readonly<Record<string, number>>;
  /** Codes of the files that fail. */
  readonly codes: readonly string[];
  readonly calls?: Readonly<Record<string, number>>;
}

const THREE = { sendfile: 3 };
const FAULTS: readonly Fault[] = [
  // An answer of nothing is no end: procfs and some network file systems give it for any file.
  {
    inject: ["copy_file_range:retval=0"],
    exitCode: 0,
    methods: THREE,
    codes: [],
    calls: { copy_file_range: 3 },
  },
  {
    inject: ["copy_file_range:retval=0", "sendfile:retval=0"],
    exitCode: 0,
    methods: { read_write: 3 },
    codes: [],
  },
  // Codes that mean that the call cannot do it: remembered, so that it is tried once.
  ...["ENOSYS", "EXDEV", "EINVAL", "EOPNOTSUPP", "EPERM", "EACCES", "ETXTBSY", "EBADF", "ENOTTY"]
    .map((code) => ({
      inject: [`copy_file_range:error=${code}`],
      exitCode: 0,
      methods: THREE,
      codes: [],
      calls: { copy_file_range: 1, sendfile: 3 },
    })),
  {
    inject: ["copy_file_range:error=ENOSYS", "sendfile:error=EINVAL"],
    exitCode: 0,
    methods: { read_write: 3 },
    codes: [],
    calls: { copy_file_range: 1, sendfile: 1 },
  },
  // Codes that mean the disk or the memory: no other method may hide them.
  ...["EIO", "ENOMEM", "EFBIG", "ESTALE"].map((code) => ({
    inject: [`copy_file_range:error=${code}`],
    exitCode: 1,
    methods: {},
    codes: [code, code, code],
    calls: { copy_file_range: 3 },
  })),
  // Those that the next file would meet as well end the run.
  ...["ENOSPC", "EDQUOT", "EROFS"].map((code) => ({
    inject: [`copy_file_range:error=${code}`],
    exitCode: 4,
    methods: {},
    codes: [code],
    calls: { copy_file_range: 1 },
  })),
  // An interrupted call is made again.
  {
    inject: ["copy_file_range:error=EINTR:when=1..5"],
    exitCode: 0,
    methods: { copy_file_range: 3 },
    codes: [],
    calls: { copy_file_range: 8 },
  },
];

for (const { inject, exitCode, methods, codes, calls: expected = {} } of FAULTS) {
  testOrSkip(
    `copy under ${inject.join(" and ")}: exit ${exitCode}`,
    noStrace ?? mounts.tmpfs.reason,
    () =>
      withFolders("tmpfs", "tmpfs", async (source, target, below) => {
        makeLargeFiles(source, 3);
        const run = await ferryTraced(
          { calls: "copy_file_range,sendfile", inject, below },
          ...["copy", "--json", "-j1", source, target],
        );
        const summary = JSON.parse(run.stdout.trimEnd().split("\n").at(-1)!);
        assertEquals([run.code, summary.exit_code, summary.methods], [exitCode, exitCode, methods]);
        const errors = summary.errors.map((
          error: { code: string; syscall: string },
        ) => [error.syscall, error.code]);
        assertEquals(errors, codes.map((code) => ["copy_file_range", code]));
        for (const [name, count] of Object.entries(expected)) {
          assertEquals(countCalls(run.calls, name), count, name);
        }
        if (exitCode === 0) {
          assertEquals(differences(snapshot(source), snapshot(target)), []);
        } else {
          assertEquals([...snapshot(target).keys()], [""], "nothing stands under a final name");
        }
      }),
  );
}

testOrSkip(
  "copy: a half-copied file goes on with the next method where the first gave up",
  noStrace ?? mounts.tmpfs.reason,
  () =>
    withFolders("tmpfs", "tmpfs", async (source, target, below) => {
      make.makeFolder(source);
      const size = 3 * CALL_BYTES;
      make.makeFile(`${source}/large`, make.pattern(size));
      const { code, calls } = await ferryTraced(
        {
          calls: "copy_file_range,sendfile",
          inject: ["copy_file_range:error=EINVAL:when=2"],
          below,
        },
        ...["copy", "-j1", source, target],
      );
      assertEquals([code, differences(snapshot(source), snapshot(target))], [0, []]);
      assertEquals([countCalls(calls, "copy_file_range"), countCalls(calls, "sendfile")], [2, 2]);
    }),
);

testOrSkip(
  "copy --inplace on xfs: a clone that is refused for a moment is tried again",
  noStrace ?? mounts.xfs.reason,
  () =>
    withFolders("xfs", "xfs", async (source, target, below) => {
      makeLargeFiles(source, 1);
      const watch = { calls: "ioctl", inject: ["ioctl:error=EAGAIN:when=1..3"], below };
      const paths = ["-P", `${target}/0`];
      const { code, stdout, calls } = await ferryTraced(
        { ...watch, paths },
        ...["copy", "--json", "-j1", "--inplace", source, target],
      );
      assertEquals([code, JSON.parse(stdout.trimEnd().split("\n").at(-1)!).methods], [0, {
        reflink: 1,
      }]);
      assertEquals([countCalls(calls, "ioctl", /EAGAIN/), countCalls(calls, "ioctl", /^0/)], [
        3,
        1,
      ]);
    }),
);

testOrSkip(
  "copy --zero-copy: where no call of the kernel works the file fails and is not read",
  noStrace ?? mounts.tmpfs.reason,
  () =>
    withFolders("tmpfs", "tmpfs", async (source, target, below) => {
      makeLargeFiles(source, 2);
      const inject = ["copy_file_range:error=ENOSYS", "sendfile:error=EINVAL"];
      const { code, stderr, calls } = await ferryTraced(
        { calls: MOVING, inject, below },
        ...["copy", "-j1", "--zero-copy", source, target],
      );
      assertEquals([code, countCalls(calls, "pread64")], [1, 0]);
      assert(
        stderr.includes("tried reflink: EOPNOTSUPP, copy_file_range: ENOSYS, sendfile: EINVAL"),
        stderr,
      );
    }),
);

testOrSkip(
  "copy --reflink=always: where no blocks can be shared each file says so, and what helps is said once",
  mounts.tmpfs.reason,
  () =>
    withFolders("tmpfs", "tmpfs", async (source, target) => {
      makeLargeFiles(source, 3);
      const { code, stderr } = await ferry("copy", "-j1", "--reflink=always", source, target);
      const count = (part: string) => stderr.split(part).length - 1;
      const told = [
        "; tried reflink: EOPNOTSUPP (",
        "; tried for an earlier file (",
        "--reflink=auto",
      ];
      assertEquals([code, ...told.map(count)], [1, 1, 2, 1], stderr);
    }),
);
