// Files that go the short way (lib/copy/file/fast_path.ts), and everything that must not: each kind of
// unusual file stands between plain ones, which were models before it and must not be models for it.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import * as make from "../support/entries.ts";
import { expectSuccess, ferry } from "../support/ferry.ts";
import { judge } from "../support/judge.ts";
import { mountAll, needsPrograms, needsRoot } from "../support/mounts.ts";
import { leftovers, sh } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import { countCalls, ferryTraced } from "../support/trace.ts";

const scratch = makeScratch("ferry-plain-");
const mounts = mountAll(scratch);
const noStrace = needsPrograms("strace");
const FILES = 30;

/** A folder of plain files, enough for it to be filled under a temporary name. */
function makePlain(folder: string, files = FILES): void {
  make.makeFolder(folder);
  for (let i = 0; i < files; i++) make.makeFile(`${folder}/plain-${i}`, make.pattern(500, i));
}

/** One of each that needs more than bytes and times, or another call for its bytes. */
const UNUSUAL: Readonly<Record<string, (path: string) => void>> = {
  "an executable": (path) => make.makeFile(path, "#!/bin/sh\n", 0o755),
  "a private file": (path) => make.makeFile(path, "secret", 0o600),
  "a setuid file": (path) => {
    make.makeFile(path, "x");
    make.setMode(path, 0o4755);
  },
  "a sticky file": (path) => make.makeFile(path, "x", 0o1644),
  "another owner's": (path) => {
    make.makeFile(path, "x");
    make.setOwner(path, 12345, 0);
  },
  "another group's": (path) => {
    make.makeFile(path, "x");
    make.setOwner(path, 0, 12345);
  },
  "an attribute": (path) => {
    make.makeFile(path, "x");
    make.trySetXattr(path, "user.colour", "blue");
  },
  "an empty file": (path) => make.makeFile(path),
  "a hole": (path) => make.makeSparse(path, 60_000, [[40_960, 41_000]]),
  "a medium file": (path) => make.makeFile(path, make.pattern(65_536)),
  "a large file": (path) => make.makeFile(path, make.pattern(2_000_000)),
  "two names": (path) => {
    make.makeFile(path, "linked");
    make.makeHardLink(path, `${path} again`);
  },
  "a symlink": (path) => make.makeSymlink(path, "plain-1"),
  "a FIFO": (path) => make.makeFifo(path),
  "an old file": (path) => {
    make.makeFile(path, "x");
    make.setTimes(path, [-86_400, 123_456_789]);
  },
};

for (const [kind, { path, reason }] of Object.entries(mounts)) {
  for (const flags of [[], ["--inplace"]]) {
    const name = ["unusual files among plain ones", kind, ...flags].join(" ");
    testOrSkip(name, reason ?? needsRoot(), async () => {
      const dir = `${path}/unusual${flags.length}`;
      make.makeFolder(dir);
      make.makeFolder(`${dir}/s`);
      for (const [i, makeUnusual] of Object.values(UNUSUAL).entries()) {
        makePlain(`${dir}/s/${i}`, i % 2 === 0 ? 15 : 5); // a few files are not worth a hidden folder
        makeUnusual(`${dir}/s/${i}/plain-3-and`);
      }
      makePlain(`${dir}/s/all`);
      for (const [what, makeUnusual] of Object.entries(UNUSUAL)) {
        makeUnusual(`${dir}/s/all/${what}`);
      }
      expectSuccess(await ferry("mirror", ...flags, `${dir}/s`, `${dir}/t`));
      assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
      const [blocks, most] = ["t", "s"].map((root) =>
        Deno.statSync(`${dir}/${root}/all/a hole`).blocks!
      );
      assert(blocks <= most, `the hole is filled: ${blocks} blocks, not ${most}`);

      sh("find s -type f -size -60k -exec sh -c 'echo more >> \"$1\"' sh {} ';'", dir);
      makePlain(`${dir}/s/all/new`);
      for (let i = 0; i < 40; i++) make.makeFile(`${dir}/s/all/new-${i}`, `${i}`);
      expectSuccess(await ferry("mirror", ...flags, `${dir}/s`, `${dir}/t`));
      assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
    });
  }
}

for (const flags of [[], ["--inplace"]]) {
  const name = ["folders that hand down a group and an ACL: no file keeps them", ...flags].join(
    " ",
  );
  testOrSkip(name, needsPrograms("setfacl") ?? needsRoot(), async () => {
    const dir = `${scratch}/acl${flags.length}`;
    make.makeFolder(dir);
    make.makeFolder(`${dir}/s`);
    makePlain(`${dir}/s/many`);
    for (const few of ["few", "few/fewer", "few/fewer/fewest"]) {
      makePlain(`${dir}/s/many/${few}`, 3);
    }
    make.makeFolder(`${dir}/t`);
    make.setOwner(`${dir}/t`, 0, 12345);
    make.setMode(`${dir}/t`, 0o2755);
    await new Deno.Command("setfacl", { args: ["-d", "-m", "u:12345:rwx", `${dir}/t`] }).output();
    expectSuccess(await ferry("copy", "-T", ...flags, `${dir}/s`, `${dir}/t/new`));
    assertEquals(await judge(`${dir}/s`, `${dir}/t/new`), []);
  });
}

/** Copies plain files with a fault in one call on one of them, by its path. */
function copyWith(name: string, fault: string, at: "s" | "t", ...flags: string[]) {
  const dir = `${scratch}/${name}`;
  make.makeFolder(dir);
  make.makeFolder(`${dir}/s`);
  makePlain(`${dir}/s/sub`);
  const below = `${dir}/${at}/sub/plain-9`;
  const [calls] = fault.split(":");
  const watch = { calls, inject: [fault], below: "plain-9", paths: ["-P", below] };
  return ferryTraced(watch, "copy", "-j1", "--inplace", ...flags, `${dir}/s`, `${dir}/t`, "-T")
    .then((outcome) => ({ ...outcome, dir }));
}

testOrSkip(
  "bytes that cannot be read are reported once, and the file is not there",
  noStrace,
  async () => {
    const { code, stderr, calls, dir } = await copyWith(
      "read",
      "pread64:error=EIO",
      "s",
      "--no-zero-copy",
    );
    assertEquals([code, countCalls(calls, "pread64")], [1, 1]);
    assertStringIncludes(stderr, `cannot copy '${dir}/s/sub/plain-9': Input/output error (EIO)\n`);
    assertEquals(await judge(`${dir}/s`, `${dir}/t`), [">f+++++++++ sub/plain-9"]);
  },
);

testOrSkip("a full disk ends the run, and no half file is there", noStrace, async () => {
  const fault = "copy_file_range:error=ENOSPC";
  const { code, stderr, dir } = await copyWith("full", fault, "t");
  assertEquals(code, 4);
  assertStringIncludes(stderr, "No space left on device (ENOSPC)");
  assertEquals(leftovers(`${dir}/t`), "");
  assertEquals((await judge(`${dir}/s`, `${dir}/t`)).includes(">f+++++++++ sub/plain-9"), true);
});

testOrSkip("a file that cannot be closed is reported", noStrace, async () => {
  const { code, stderr, dir } = await copyWith("close", "close:error=EIO", "t");
  assertEquals(code, 1);
  assertStringIncludes(stderr, `cannot close '${dir}/t/sub/plain-9': Input/output error (EIO)\n`);
});

testOrSkip("a short copy goes the general way and becomes whole", noStrace, async () => {
  const { code, calls, dir } = await copyWith("short", "copy_file_range:retval=0:when=1", "t");
  assertEquals(code, 0);
  assertEquals(countCalls(calls, "copy_file_range", /^500/), 1);
  assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
});

testOrSkip("times that cannot be set are reported, and the file stays", noStrace, async () => {
  const { code, stderr, dir } = await copyWith("times", "utimensat:error=EPERM", "t");
  assertEquals(code, 1);
  assertStringIncludes(stderr, `cannot keep times of '${dir}/t/sub/plain-9'`);
  assertEquals((await judge(`${dir}/s`, `${dir}/t`)).map((line) => line.slice(12)), [
    "sub/plain-9",
  ]);
});

testOrSkip(
  "bytes that cannot be read leave the file that was to be replaced",
  noStrace,
  async () => {
    const dir = `${scratch}/replaced`;
    make.makeFolder(dir);
    make.makeFolder(`${dir}/s`);
    makePlain(`${dir}/s/sub`);
    expectSuccess(await ferry("mirror", `${dir}/s`, `${dir}/t`));
    const old = Deno.readFileSync(`${dir}/t/sub/plain-9`);
    for (let i = 0; i < FILES; i++) make.writeInto(`${dir}/s/sub/plain-${i}`, 0, `changed ${i}`);
    const { code, calls } = await ferryTraced(
      {
        calls: "pread64",
        inject: ["pread64:error=EIO"],
        below: "plain-9",
        paths: ["-P", `${dir}/s/sub/plain-9`],
      },
      "mirror",
      "-j1",
      "--no-zero-copy",
      `${dir}/s`,
      `${dir}/t`,
    );
    assertEquals([code, countCalls(calls, "pread64")], [1, 1]);
    assertEquals(Deno.readFileSync(`${dir}/t/sub/plain-9`), old);
    assertEquals(leftovers(`${dir}/t`), "");
    assertEquals((await judge(`${dir}/s`, `${dir}/t`)).map((line) => line.slice(12)), [
      "sub/plain-9",
    ]);
  },
);
