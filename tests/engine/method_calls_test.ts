// The system calls behind the methods, seen by strace: which ones move bytes, that a method that does
// not work is tried once for a pair of file systems, and what becomes of a file when a call answers
// what it rarely does: nothing, an error that means "not me", or one that means the disk.

import { assert, assertEquals } from "@std/assert";
import { makeDenier, O_TMPFILE } from "../support/deny.ts";
import * as make from "../support/entries.ts";
import { expectSuccess, ferry, ferryUnder } from "../support/ferry.ts";
import { judge } from "../support/judge.ts";
import { type Kind, mountAll, needsPrograms, needsRoot } from "../support/mounts.ts";
import { makeScratch, removeTree } from "../support/scratch.ts";
import { CALL_BYTES } from "../../lib/thresholds.ts";
import { testOrSkip } from "../support/skip.ts";
import { differences, snapshot } from "../support/snapshot.ts";
import { countCalls, ferryTraced } from "../support/trace.ts";
import { buildTree } from "../support/tree.ts";

const FILES = 12;
const FILE_BYTES = 100_000;
const MOVING = "ioctl,copy_file_range,sendfile,pread64,pwrite64";

const scratch = makeScratch("ferry-fidelity-");
const mounts = mountAll(scratch);
const denier = makeDenier(scratch);
const noStrace = needsRoot() ?? needsPrograms("strace");

/** Lends a source folder on one file system and the path of a target on another. */
async function withFolders(
  from: Kind,
  to: Kind,
  use: (source: string, target: string, below: string) => Promise<void>,
): Promise<void> {
  const name = crypto.randomUUID();
  const [source, target] = [`${mounts[from].path}/s-${name}`, `${mounts[to].path}/t-${name}`];
  try {
    await use(source, target, name);
  } finally {
    await removeTree(source);
    await removeTree(target);
  }
}

function makeLargeFiles(folder: string, count = FILES): void {
  make.makeFolder(folder);
  for (let i = 0; i < count; i++) make.makeFile(`${folder}/${i}`, make.pattern(FILE_BYTES, i));
}

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
      const { calls } = await ferryTraced(
        { calls: MOVING, below },
        "copy",
        "-j1",
        ...flags,
        source,
        target,
      );
      const counted = Object.fromEntries(
        [...new Set(calls.map((call) => call.name))]
          .map((call) => [call, [countCalls(calls, call), countCalls(calls, call, /^-1/)]]),
      );
      assertEquals(counted, expected);
    }));
}

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
        } else {assertEquals(
            [...snapshot(target).keys()],
            [""],
            "nothing stands under a final name",
          );}
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

/** What kernels before 5.6, or a container's filter, do not let through. */
const DENIALS: readonly (readonly string[])[] = [
  [`openat:EOPNOTSUPP:2:${O_TMPFILE}`],
  [`openat:EISDIR:2:${O_TMPFILE}`],
  ["openat2:ENOSYS"],
  ["statx:ENOSYS"],
  ["statx:EPERM"],
  ["listxattrat:ENOSYS"],
  ["copy_file_range:ENOSYS"],
  ["renameat2:EINVAL", `openat:EOPNOTSUPP:2:${O_TMPFILE}`],
  [
    "renameat2:ENOSYS",
    "openat2:EPERM",
    "statx:ENOSYS",
    "listxattrat:EPERM",
    "copy_file_range:EPERM",
    `openat:ENOSYS:2:${O_TMPFILE}`,
  ],
];

testOrSkip(
  "deny.c: a denied call fails, and only where its argument has the mask",
  denier.reason,
  () => {
    const opens = (rule: string) => {
      const [program, ...args] = [...denier.prefix(rule), "cat", "/dev/null"];
      return new Deno.Command(program, { args }).outputSync().success;
    };
    assertEquals([opens("openat:EPERM"), opens(`openat:EPERM:2:${O_TMPFILE}`)], [false, true]);
  },
);

for (const rules of DENIALS) {
  testOrSkip(
    `mirror without ${
      rules.join(" ").replaceAll(/:\d+:\d+/g, " of O_TMPFILE")
    }: every kind of entry arrives`,
    needsRoot() ?? denier.reason ?? needsPrograms("rsync") ?? mounts.tmpfs.reason,
    () =>
      withFolders("tmpfs", "tmpfs", async (source, target) => {
        buildTree(source, 500);
        expectSuccess(await ferryUnder(denier.prefix(...rules), "copy", "-j2", source, target));
        assertEquals([
          ...differences(snapshot(source), snapshot(target)),
          ...await judge(source, target),
        ], []);
      }),
  );
}

testOrSkip(
  "copy without unnamed files: each file under a temporary name, after one try",
  noStrace ?? denier.reason ?? mounts.ext4.reason,
  () =>
    withFolders("ext4", "ext4", async (source, target, below) => {
      makeLargeFiles(source);
      const plain = await ferryTraced(
        { calls: "openat,renameat2,linkat", below },
        "copy",
        "-j1",
        source,
        target,
      );
      assertEquals(countNamed(plain.calls, /O_TMPFILE/), FILES);
      assertEquals(countNamed(plain.calls, /\.ferry-.*\.tmp/), 0);
      await removeTree(target);
      const prefix = denier.prefix(`openat:EOPNOTSUPP:2:${O_TMPFILE}`);
      const denied = await ferryTraced(
        { calls: "openat,renameat2,linkat", below, prefix },
        ...["copy", "-j1", source, target],
      );
      assertEquals(denied.code, 0, denied.stderr);
      assertEquals(countNamed(denied.calls, /O_TMPFILE/), 1);
      assertEquals(countNamed(denied.calls, /renameat2.*\.ferry-.*\.tmp.*RENAME_NOREPLACE/), FILES);
      assertEquals(differences(snapshot(source), snapshot(target)), []);
    }),
);

function countNamed(calls: readonly { text: string }[], text: RegExp): number {
  return calls.filter((call) => text.test(call.text)).length;
}

/** Calls that move a small file, by file system: one of the kernel's where that tries no clone first. */
const SMALL_FILES = {
  tmpfs: ["copy_file_range"],
  ext4: ["copy_file_range"],
  xfs: ["pread64", "pwrite64"],
  btrfs: ["pread64", "pwrite64"],
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
        const { calls } = await ferryTraced(watch, "copy", "-j1", source, target);
        for (const name of names) assertEquals(countCalls(calls, name), FILES, name);
        assertEquals(calls.length, FILES * names.length);
      }),
  );
}

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
