// A second mirror has nothing to do on any file system, whatever that keeps of times, modes and owners,
// and `verify` agrees; what is not kept is told once.

import { assert, assertEquals } from "@std/assert";
import type { NoticeEvent, RunEvent, Summary } from "../../lib/events.ts";
import { mirror, type RunOptions, verify } from "../../lib/mod.ts";
import * as make from "../support/entries.ts";
import { ferryTraced } from "../support/trace.ts";
import { type Mount, mountAll, needsRoot } from "../support/mounts.ts";
import { mountOdd, type OddKind } from "../support/odd_mounts.ts";
import { needsPrograms } from "../support/programs.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import { snapshot, touched } from "../support/snapshot.ts";

const scratch = makeScratch("ferry-second-mirror-");

/** What a kind of file system does not keep, as users are told; empty where it keeps all. */
interface Case {
  readonly mount: Mount;
  readonly told: string;
  /** What else it has no room for, and the tree goes without. */
  readonly without?: readonly ("links" | "hard links" | "xattrs")[];
  /** Whether looking alone shows what is not kept. */
  readonly isShown?: boolean;
}

const odd = (kind: OddKind, told: string, more: Partial<Case> = {}): Case => ({
  mount: mountOdd(scratch, kind),
  told,
  ...more,
});
const whole = needsRoot() === null ? mountAll(scratch) : null;
const WHOLE_KINDS = ["tmpfs", "ext4", "xfs", "btrfs", "overlay"] as const;
const LOSES_MODES = "the file system (fuse) keeps no modes";
const LOSES_OWNERS = "the file system (fuse) keeps no owners";

const CASES: Readonly<Record<string, Case>> = {
  ...Object.fromEntries(WHOLE_KINDS.map((kind) => {
    const mount: Mount = whole?.[kind] ?? { path: "", reason: needsRoot() ?? "not mounted" };
    return [kind, { mount, told: "" }];
  })),
  "ext4-128": odd("ext4-128", "the file system (ext4) keeps times to 1 s"),
  exfat: odd(
    "exfat",
    "the file system (exfat) keeps times to 1 s and neither modes nor owners",
    { without: ["links", "hard links", "xattrs"] },
  ),
  ntfs: odd("ntfs", "the file system (ntfs) keeps times to 100 ns and neither modes nor owners"),
  "ntfs-permissions": odd("ntfs-permissions", "the file system (ntfs) keeps times to 100 ns"),
  "ntfs-acls": odd("ntfs-acls", "the file system (ntfs) keeps times to 100 ns"),
  "ntfs-one-owner": odd(
    "ntfs-one-owner",
    "the file system (ntfs) keeps times to 100 ns and neither modes nor owners",
  ),
  bindfs: odd("bindfs", ""),
  "bindfs-chmod-ignore": odd("bindfs-chmod-ignore", LOSES_MODES, { isShown: false }),
  "bindfs-chmod-deny": odd("bindfs-chmod-deny", LOSES_MODES, { isShown: false }),
  "bindfs-chown-ignore": odd("bindfs-chown-ignore", LOSES_OWNERS, { isShown: false }),
  "bindfs-chown-deny": odd("bindfs-chown-deny", LOSES_OWNERS, { isShown: false }),
  "bindfs-one-owner": odd(
    "bindfs-one-owner",
    "the file system (fuse) keeps neither modes nor owners",
    { isShown: false },
  ),
  mergerfs: odd("mergerfs", "", { without: ["hard links"] }),
  unionfs: odd("unionfs", "", { without: ["hard links", "xattrs"] }),
};

/** Seconds of some moment, with nanoseconds that no coarse clock has. */
const ODD: make.Time = [1_577_836_801, 123_456_789];

function makeTree(root: string, { without = [] }: Case): void {
  make.makeFolder(root);
  make.makeFolder(`${root}/empty`);
  make.makeFolder(`${root}/folder`, 0o750);
  for (const [i, mode] of [0o644, 0o755, 0o600, 0o4755, 0o444].entries()) {
    make.makeFile(`${root}/folder/${mode.toString(8)}`, `contents ${i}`, mode);
  }
  make.makeFile(`${root}/owned`, "owned", 0o640);
  make.setOwner(`${root}/owned`, 5, 6);
  make.makeSparse(`${root}/sparse`, 1 << 20, [[512 << 10, 516 << 10]]);
  for (let i = 0; i < 40; i++) make.makeFile(`${root}/empty/${i}`, `${i}`);
  if (!without.includes("xattrs")) make.setXattr(`${root}/owned`, "user.note", "text");
  if (!without.includes("links")) {
    make.makeSymlink(`${root}/link`, "owned");
    make.makeFifo(`${root}/fifo`);
  }
  if (!without.includes("hard links")) make.makeHardLink(`${root}/owned`, `${root}/hard`);
  stamp(root);
}

/** Gives everything times of its own, the folders last. */
function stamp(root: string): void {
  for (const { name, isDirectory } of Deno.readDirSync(root)) {
    if (isDirectory) stamp(`${root}/${name}`);
    else make.setTimes(`${root}/${name}`, [ODD[0] + 2 * name.length, ODD[1]]);
  }
  make.setTimes(root, [ODD[0], 987_654_321]);
}

interface Told {
  readonly summary: Summary;
  readonly notices: readonly string[];
}

async function run(
  command: typeof mirror,
  source: string,
  target: string,
  options: RunOptions = {},
): Promise<Told> {
  const events: RunEvent[] = [];
  const onEvent = (event: RunEvent) => void events.push(event);
  const summary = await command(source, target, { ...options, onEvent });
  const notices = events.filter((event): event is NoticeEvent => event.type === "notice")
    .map(({ message }) => message.replace(/^in '.*' /, ""));
  return { summary, notices };
}

/** Everything that a run may have done. */
function done({ summary: s }: Told): Record<string, number | string> {
  return {
    outcome: s.outcome,
    errors: s.errors.map(({ op, code }) => `${op}: ${code}`).join(),
    copied: s.filesCopied + s.filesReplaced + s.linksCreated + s.foldersCreated,
    updated: s.metadataUpdated,
    deleted: s.deleted,
    differences: s.differences,
  };
}

const NOTHING = {
  outcome: "done",
  errors: "",
  copied: 0,
  updated: 0,
  deleted: 0,
  differences: 0,
};

/** What rsync would still copy, going by every byte, and by names alone beside that. */
async function contentsThatDiffer(source: string, target: string): Promise<string> {
  const { stdout } = await new Deno.Command("rsync", {
    args: ["-rlDnc", "--delete", "-i", `${source}/`, `${target}/`],
  }).output();
  return new TextDecoder().decode(stdout);
}

for (const [kind, tested] of Object.entries(CASES)) {
  const { mount, told, isShown = true } = tested;
  const expected = told === "" ? [] : [told];
  testOrSkip(
    `${kind}: a second mirror has nothing to do, verify agrees, and what is not kept is told once`,
    mount.reason ?? needsPrograms("rsync"),
    async () => {
      const source = `${scratch}/source-${kind}`, target = `${mount.path}/t`;
      makeTree(source, tested);
      const first = await run(mirror, source, target);
      assertEquals({ ...done(first), copied: 0 }, NOTHING);
      assertEquals(first.notices, expected);
      assertEquals(await contentsThatDiffer(source, target), "");
      const before = snapshot(target, false);
      const second = await run(mirror, source, target);
      assertEquals(done(second), NOTHING);
      assertEquals(second.notices, expected);
      if (!isShown) return;
      assertEquals(done(await run(mirror, source, target, { dryRun: true })), NOTHING);
      const verified = await run(verify, source, target);
      assertEquals(done(verified), NOTHING);
      assertEquals(verified.notices, expected);
      assertEquals(touched(before, snapshot(target, false)), []);
    },
  );
}

for (const kind of ["bindfs-chmod-ignore", "bindfs-chmod-deny"]) {
  const { mount } = CASES[kind];
  testOrSkip(
    `${kind}: where modes cannot be set, new files and folders are made with theirs`,
    mount.reason,
    async () => {
      const source = `${scratch}/modes-${kind}`, target = `${mount.path}/modes`;
      make.makeFolder(source, 0o755);
      make.makeFile(`${source}/0640`, "", 0o640);
      make.makeFolder(`${source}/few`, 0o750);
      make.makeFile(`${source}/few/0755`, "", 0o755);
      make.makeFolder(`${source}/many`, 0o711);
      for (let i = 0; i < 40; i++) make.makeFile(`${source}/many/${i}`, "x", 0o604);
      await run(mirror, source, target);
      assertEquals(done(await run(verify, source, target)), NOTHING);
    },
  );
}

for (const kind of ["ext4-128", "exfat", "ntfs", "bindfs-chown-ignore"] as const) {
  const { mount } = CASES[kind];
  const source = `${scratch}/source-${kind}`;
  testOrSkip(
    `${kind}: what is asked for by name and not kept sets the outcome, and is not tried again and again`,
    mount.reason,
    async () => {
      const keep = { perms: true, times: true, owner: true };
      const target = `${mount.path}/t`;
      const again = await run(mirror, source, target, { required: keep });
      assertEquals(again.summary.outcome, "partial");
      assertEquals(new Set(again.summary.errors.map(({ code }) => code)), new Set(["NOT_KEPT"]));
      assertEquals(again.summary.filesReplaced + again.summary.metadataUpdated, 0);
      assertEquals(again.notices, []);
      const verified = await run(verify, source, target, { required: keep });
      assertEquals(verified.summary.outcome, "different");
    },
  );
  testOrSkip(`${kind}: a file that was really modified is copied`, mount.reason, async () => {
    make.writeInto(`${source}/folder/644`, 0, "CONTENTS");
    make.setTimes(`${source}/folder/644`, [ODD[0] + 100, ODD[1]]);
    const third = await run(mirror, source, `${mount.path}/t`);
    assertEquals(third.summary.filesReplaced, 1);
    assertEquals(done(await run(mirror, source, `${mount.path}/t`)), NOTHING);
  });
}

for (const kind of ["ext4", "tmpfs", "bindfs", "overlay"]) {
  const { mount } = CASES[kind];
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

/** Before 1901 and beyond all ranges but btrfs's and tmpfs's. */
const FAR_TIMES = [[-3_000_000_000, 0], [20_000_000_000, 5]] as const;

for (const kind of ["ext4", "xfs", "btrfs", "ext4-128", "exfat", "ntfs", "overlay"]) {
  const { mount } = CASES[kind];
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

testOrSkip(
  "exfat: what cannot be made there fails by name each time, and leaves the folder's time alone",
  CASES.exfat.mount.reason,
  async () => {
    const source = `${scratch}/specials`, target = `${CASES.exfat.mount.path}/specials`;
    make.makeFolder(source);
    make.makeFile(`${source}/file`, "contents");
    make.makeFifo(`${source}/fifo`);
    make.makeSymlink(`${source}/link`, "file");
    make.setTimes(source, ODD);
    for (let i = 0; i < 3; i++) {
      const { summary } = await run(mirror, source, target);
      const failed = summary.errors.map(({ op }) => op).sort();
      assertEquals(failed, ["create special file", "create symlink"]);
      assertEquals(summary.metadataUpdated, 0);
      const time = make.statOf(target);
      assertEquals([time.mtimeSec, time.mtimeNsec], [ODD[0], 0]);
    }
  },
);

const WRITES =
  "rename,renameat,renameat2,unlink,unlinkat,mkdirat,linkat,symlinkat,utimensat,fchmod," +
  "fchmodat,fchown,fchownat,fsetxattr,ftruncate,pwrite64";

testOrSkip(
  "exfat: a second mirror writes nothing",
  CASES.exfat.mount.reason ?? needsPrograms("strace"),
  async () => {
    const { path } = CASES.exfat.mount;
    const { calls, code } = await ferryTraced(
      { calls: WRITES, below: `${path}/t` },
      "mirror",
      `${scratch}/source-exfat`,
      `${path}/t`,
    );
    assertEquals(code, 0);
    assertEquals(calls.map(({ text }) => text), []);
  },
);
