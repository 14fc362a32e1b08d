// What `capabilities` finds on real file systems, against other programs that do the same there; nothing is left behind.

import { assert, assertEquals, assertRejects } from "@std/assert";
import { isTemporaryName } from "../../lib/copy/target/temporary_names.ts";
import { Workplace } from "../../lib/capabilities/workplace.ts";
import { capabilities, UsageError } from "../../lib/mod.ts";
import { cString } from "../../ffi/mod.ts";
import { all, answer, judge, judgeable, noJudge } from "../support/capability_judge.ts";
import { native } from "../support/entries.ts";
import { CLONES, KINDS, mountAll, needsRoot } from "../support/mounts.ts";
import { run } from "../support/programs.ts";
import { sh } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import { chosenStandIn } from "../support/chosen_stand_in.ts";

const scratch = makeScratch("ferry-capabilities-");
const mounts = mountAll(scratch);
const notHere = needsRoot() ?? noJudge ??
  (chosenStandIn() === null ? null : "a stand-in's answers");

for (const kind of KINDS) {
  const reason = notHere ?? mounts[kind].reason;
  testOrSkip(`${kind}: what works is what works for other programs`, reason, async () => {
    const { path } = mounts[kind];
    sh("mkdir here; echo old >here/old", path);
    const here = `${path}/here`;
    const before = all(here);
    const { paths: [found], pairs: [pair], leftovers } = await capabilities(here);
    assertEquals([all(here), leftovers], [before, []]);
    const judged = judge(here);
    assertEquals(judgeable(found), judged.features);
    assertEquals(answer(pair.methods?.reflink), judged.reflinks);
    assertEquals(judged.reflinks, CLONES.has(kind));
    assertEquals([answer(pair.methods?.read_write), answer(pair.methods?.sendfile)], [true, true]);
    assertEquals(found.fileSystem?.type, sh("findmnt -no FSTYPE -T .", here).trim());
    const { largestFile } = found.limits!;
    if (largestFile !== null) {
      assertEquals(run("truncate", "-s", `${largestFile}`, `${here}/large`), null);
      assert(run("truncate", "-s", `${largestFile + 1}`, `${here}/large`) !== null);
    }
    sh("rm -r here", path);
  });
}

testOrSkip(
  "between two file systems nothing is cloned, and each pair has its answer in both directions",
  notHere ?? mounts.tmpfs.reason ?? mounts.ext4.reason,
  async () => {
    const { pairs } = await capabilities([mounts.tmpfs.path, mounts.ext4.path]);
    const rows = pairs.map(({ from, to, methods }) => [
      from,
      to,
      answer(methods?.reflink),
      answer(methods?.copy_file_range),
      answer(methods?.read_write),
    ]);
    assertEquals(rows, [
      [0, 0, false, true, true],
      [0, 1, false, false, true],
      [1, 0, false, false, true],
      [1, 1, false, true, true],
    ]);
    assertEquals(pairs[1].methods?.copy_file_range?.code, "EXDEV");
  },
);

testOrSkip(
  "a folder has its times as before, unless something else is made in it",
  notHere,
  async () => {
    const path = Deno.makeTempDirSync({ dir: scratch });
    sh("mkdir a b; touch -d '2001-02-03 04:05:06.123456789' a b", path);
    const times = () => sh("stat -c '%y %x' a b", path);
    const before = times();
    const { leftovers } = await capabilities([
      `${path}/a`,
      `${path}/b`,
      `${path}/a/`,
      `${path}/a/c`,
    ]);
    assertEquals([times(), leftovers], [before, []]);
    const folder = native.openFolder(cString(path));
    const place = Workplace.make(native, folder);
    if (!(place instanceof Workplace)) throw new Error(place.note!);
    sh("sleep 0.02; echo x >new", path);
    const changed = Deno.statSync(path).mtime!.getTime();
    assertEquals(place.remove(), 0);
    assert(Deno.statSync(path).mtime!.getTime() >= changed);
    native.close(folder);
  },
);

testOrSkip("read-only: that is said, and nothing is guessed", notHere, async () => {
  const path = `${scratch}/read_only`;
  sh("mkdir read_only; mount -t tmpfs -o ro,noatime,nosuid tmpfs read_only", scratch);
  const { paths: [found], pairs } = await capabilities([path, scratch]);
  assertEquals([found.writable.works, found.writable.code], [false, "EROFS"]);
  assertEquals([found.features, pairs[0].methods, pairs[1].methods], [null, null, null]);
  assertEquals(found.fileSystem?.flags, ["ro", "nosuid", "noatime"]);
  assertEquals(found.limits?.timeStepNs, null);
});

testOrSkip(
  "read-only: a file that is there is copied to the others, as cp does",
  notHere ?? mounts.xfs.reason,
  async () => {
    const { path } = mounts.xfs;
    sh(
      `mkdir from to seen; cd from; seq 2000 >file; touch empty; mkfifo fifo; ln -s file link
       mount --bind . ../seen; mount -o remount,bind,ro ../seen`,
      path,
    );
    try {
      const before = sh("stat -c '%n %x %y %z' seen seen/*", path);
      const found = await capabilities([`${path}/seen`, `${path}/to`]);
      assertEquals(sh("stat -c '%n %x %y %z' seen seen/*; ls -A to", path), before);
      assertEquals(found.paths.map(({ example }) => example), ["file", null]);
      const [none, copied, other] = found.pairs.map(({ methods }) => methods);
      assertEquals([none, other], [null, null]);
      const clones = run("cp", "--reflink=always", `${path}/seen/file`, `${path}/to/`) === null;
      assertEquals([answer(copied?.reflink), answer(copied?.read_write)], [clones, true]);
    } finally {
      sh("umount seen; rm -r from to seen", path);
    }
  },
);

testOrSkip(
  "read-only: a file far below, or a large one, is copied as well",
  needsRoot(),
  async () => {
    sh(
      `mkdir camera; cd camera; mkdir -p DCIM/100 DCIM/other empty; touch empty/0
     head -c 3000000 /dev/zero >DCIM/100/1.jpg; head -c 9 /dev/zero >DCIM/a.txt
     mount -t tmpfs none DCIM/other; head -c 90000 /dev/zero >DCIM/other/best`,
      scratch,
    );
    const locked = `${scratch}/camera`, to = `${scratch}/card`;
    sh("mkdir card; mount --bind camera camera; mount -o remount,bind,ro camera", scratch);
    sh("mkdir below; cp -r camera/DCIM/100 below; mount --bind below below", scratch);
    sh("mount -o remount,bind,ro below", scratch);
    const { paths, pairs } = await capabilities([locked, `${scratch}/below`, to]);
    assertEquals(paths.map(({ example }) => example), ["DCIM/100/1.jpg", "100/1.jpg", null]);
    const copied = pairs.filter((pair) => pair.methods?.read_write?.works === true);
    assertEquals(copied.map(({ from, to }) => [from, to]), [[0, 2], [1, 2], [2, 2]]);
    assertEquals([...Deno.readDirSync(to)], []);
  },
);

testOrSkip("/proc: what the kernel shows as files is not copied", notHere, async () => {
  const { paths, pairs } = await capabilities(["/proc", "/sys/kernel", scratch]);
  assertEquals(paths.map(({ example }) => example), [null, null, null]);
  assertEquals([pairs[2].methods, pairs[5].methods], [null, null]);
});

testOrSkip("without an inode left it is not known which names there can be", notHere, async () => {
  sh("mkdir full; mount -t tmpfs -o nr_inodes=2 tmpfs full", scratch);
  const { paths: [{ writable, limits }] } = await capabilities(`${scratch}/full`);
  assertEquals([writable.works, limits?.takesAnyBytes, limits?.refusedCharacters], [
    true,
    null,
    null,
  ]);
});

testOrSkip("an append-only folder is left as it is", notHere ?? mounts.ext4.reason, async () => {
  const path = `${mounts.ext4.path}/append`;
  sh("mkdir append; chattr +a append", mounts.ext4.path);
  try {
    const { paths: [found], leftovers } = await capabilities(path);
    assertEquals([found.writable.works, found.writable.code, leftovers], [false, "EPERM", []]);
    assertEquals(all(path).split("\n").length, 2);
  } finally {
    sh("chattr -a append", mounts.ext4.path);
  }
});

testOrSkip(
  "a file stands for its folder, what is not there for the one above",
  notHere,
  async () => {
    const path = Deno.makeTempDirSync({ dir: scratch });
    sh("mkdir a; echo x >a/x; ln -s a/x to_file; ln -s nowhere/b dangling", path);
    const { paths } = await capabilities([
      `${path}/a/x`,
      `${path}/to_file`,
      `${path}/a/b/c`,
      `${path}/a/x/y`,
      `${path}/dangling`,
      `${path}/a/`,
    ]);
    const real = (folder: string) => Deno.realPathSync(folder);
    assertEquals(paths.map(({ folder }) => real(folder)), [
      `${path}/a`,
      `${path}/a`,
      `${path}/a`,
      `${path}/a`,
      path,
      `${path}/a`,
    ]);
    assertEquals(paths.map(({ note }) => note?.split(";")[0] ?? null), [
      "its folder",
      "its folder",
      "not there",
      "not there",
      "not there",
      null,
    ]);
  },
);

testOrSkip(
  "an abort ends it in the middle, with its reason, and nothing stays",
  notHere,
  async () => {
    const path = Deno.makeTempDirSync({ dir: scratch });
    const controller = new AbortController();
    const reason = new Error("enough");
    let seen = 0;
    const timer = setInterval(() => {
      seen += [...Deno.readDirSync(path)].length;
      if (seen > 0) controller.abort(reason);
    });
    const error = await assertRejects(() => capabilities(path, { signal: controller.signal }));
    clearInterval(timer);
    assertEquals([error, seen > 0, [...Deno.readDirSync(path)]], [reason, true, []]);
  },
);

testOrSkip(
  "what a killed one leaves has a name that runs sweep, and is locked before",
  notHere,
  () => {
    const path = Deno.makeTempDirSync({ dir: scratch });
    const folder = native.openFolder(cString(path));
    const place = Workplace.make(native, folder);
    if (!(place instanceof Workplace)) throw new Error(place.note!);
    assert(isTemporaryName(place.name));
    const other = native.openFolderBeneath(folder, place.name, false);
    assert(native.tryLock(other) < 0);
    native.close(other);
    // Another entry in its place is not ours to remove.
    sh("for name in .ferry-*.tmp; do mv $name away; mkdir $name; done", path);
    assert(place.remove() < 0);
    assertEquals([...Deno.readDirSync(path)].length, 2);
    native.close(folder);
  },
);

Deno.test("a path that is empty and an option that there is not are refused", async () => {
  await assertRejects(() => capabilities(["a", ""]), UsageError, "empty");
  const options = { sginal: null } as object;
  await assertRejects(() => capabilities(".", options), UsageError, "'sginal'");
});
