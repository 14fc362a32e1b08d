// A second mirror has nothing to do on any file system, whatever that keeps of times, modes and owners,
// and `verify` agrees; what is not kept is told once.

import { assertEquals } from "@std/assert";
import { mirror, verify } from "../support/runs.ts";
import * as make from "../support/entries.ts";
import { needsPrograms } from "../support/programs.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import { snapshot, touched } from "../support/snapshot.ts";
import { ferryTraced } from "../support/trace.ts";
import { casesBelow, done, KEPT_KINDS, makeTree, NOTHING, ODD, run } from "./kept_metadata.ts";

const scratch = makeScratch("ferry-second-mirror-");
const caseOf = casesBelow(scratch);

/** What rsync would still copy, going by every byte, and by names alone beside that. */
async function contentsThatDiffer(source: string, target: string): Promise<string> {
  const { stdout } = await new Deno.Command("rsync", {
    args: ["-rlDnc", "--delete", "-i", `${source}/`, `${target}/`],
  }).output();
  return new TextDecoder().decode(stdout);
}

for (const [kind, tested] of KEPT_KINDS.map((kind) => [kind, caseOf(kind)] as const)) {
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
  const { mount } = caseOf(kind);
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
  const { mount } = caseOf(kind);
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

testOrSkip(
  "exfat: what cannot be made there fails by name each time, and leaves the folder's time alone",
  caseOf("exfat").mount.reason,
  async () => {
    const source = `${scratch}/specials`, target = `${caseOf("exfat").mount.path}/specials`;
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
  caseOf("exfat").mount.reason ?? needsPrograms("strace"),
  async () => {
    const { path } = caseOf("exfat").mount;
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
