// A condition that the next file would meet as well ends the run: a full disk in each of its phases, a
// target that is read-only. Exit 4, what stood there stands as it was, nothing half-made is left.

import { assert, assertEquals } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { leftovers, look, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

interface Full {
  readonly what: string;
  /** Options of the tmpfs that is mounted on `t`. */
  readonly options: string;
  /** Makes the source `s`, and what the target `t` has beforehand. */
  readonly build: string;
  readonly flags?: readonly string[];
}

const CASES: readonly Full[] = [
  {
    what: "new file's data",
    options: "size=16m",
    build: "head -c 24M /dev/urandom >s/large; echo a >s/a",
  },
  {
    what: "replaced file's data",
    options: "size=16m",
    build: "head -c 12M /dev/urandom >s/large; echo old >t/large; head -c 8M /dev/urandom >t/old",
  },
  {
    what: "data of one of many files",
    options: "size=16m",
    build: "for i in {1..300}; do head -c 100K /dev/urandom >s/$i; echo old >t/$i; done",
  },
  {
    what: "data of a file that several workers copy",
    options: "size=100m",
    build: "head -c 256M /dev/urandom >s/large; echo old >t/large",
  },
  {
    what: "data by read and write",
    options: "size=16m",
    build: "head -c 24M /dev/urandom >s/large; echo old >t/large",
    flags: ["--no-zero-copy"],
  },
  {
    what: "holes filled in",
    options: "size=16m",
    build: "truncate -s 24M s/large; echo old >t/large",
    flags: ["--sparse=never"],
  },
  { what: "folders' inodes", options: "nr_inodes=50", build: "mkdir -p s/{1..100}" },
  { what: "files' inodes", options: "nr_inodes=50", build: "touch s/{1..100}" },
  {
    what: "symlinks' inodes",
    options: "nr_inodes=50",
    build: "for i in {1..100}; do ln -s x s/$i; done",
  },
  {
    what: "temporary files' inodes",
    options: "nr_inodes=12",
    build:
      "for i in {1..10}; do echo new version >s/$i; echo old >t/$i; done; touch t/full || true",
  },
  {
    what: "FIFOs' inodes",
    options: "nr_inodes=50",
    build: "for i in {1..100}; do mkfifo s/$i; done",
  },
];

for (const { what, options, build, flags = [] } of CASES) {
  const name = `mirror: no space for ${what}: ENOSPC, exit 4, old versions stay, nothing is left`;
  testOrSkip(name, needsRoot(), async () => {
    await withScratch(async (dir) => {
      sh(
        `mkdir s t; mount -t tmpfs -o ${options} none t; ${build}; find t -type f -exec touch -d @1 {} +`,
        dir,
      );
      const old = sums(`${dir}/t`);
      const { code, stderr } = await runFerry(["mirror", "--no-delete", ...flags, "s", "t"], dir);
      assertEquals(code, 4, stderr);
      assert(/No space left on device.* \(ENOSPC\)/.test(stderr), stderr);
      assertEquals(leftovers(`${dir}/t`), "");
      assertEquals(wrongFiles(dir, old), []);
      sh("mount -o remount,size=1g,nr_inodes=10000 t", dir);
      assertEquals((await runFerry(["mirror", "s", "t"], dir)).code, 0);
      assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
    });
  });
}

/** A line for each file: digest and name. */
function sums(dir: string): string[] {
  const lines = sh("find . -type f -exec md5sum {} + | sed 's|\\./||'", dir);
  return lines.split("\n").filter((line) => line !== "");
}

/** Files of the target that are gone, or whose contents are neither what they were nor the source's. */
function wrongFiles(dir: string, old: readonly string[]): string[] {
  const now = sums(`${dir}/t`);
  const known = new Set([...old, ...sums(`${dir}/s`)]);
  const names = new Set(now.map(nameIn));
  return [
    ...old.map(nameIn).filter((name) => !names.has(name)),
    ...now.filter((line) => !known.has(line)),
  ];
}

function nameIn(line: string): string {
  return line.slice(34); // behind 32 digits and two spaces
}

testOrSkip(
  "mirror: no space for an attribute: ENOSPC, exit 4, the file is not there without it",
  needsRoot() ?? needsPrograms("mkfs.ext4", "setfattr"),
  async () => {
    await withScratch(async (dir) => {
      sh(
        `mkdir s t; truncate -s 4M image; mkfs.ext4 -q -I 128 image; mount -o loop image t
         rmdir t/lost+found; echo a >s/a; setfattr -n user.large -v "$(head -c 900 /dev/zero | tr '\\0' x)" s/a
         fallocate -l 100M t/fill || dd if=/dev/zero of=t/fill bs=1k status=none || true`,
        dir,
      );
      const { code, stderr } = await runFerry(["mirror", "--no-delete", "s", "t"], dir);
      assertEquals([code, sh("ls -A t", dir)], [4, "fill\n"], stderr);
      assert(stderr.includes("ENOSPC"), stderr);
    });
  },
);

testOrSkip("mirror: a read-only target: EROFS, exit 4, one message", needsRoot(), async () => {
  await withScratch(async (dir) => {
    sh(
      "mkdir s t; mount -t tmpfs none t; touch s/{1..50}; echo old >t/a; mount -o remount,ro t",
      dir,
    );
    const before = look(`${dir}/t`);
    const { code, stderr } = await runFerry(["mirror", "-j1", "s", "t"], dir);
    assertEquals(code, 4, stderr);
    assertEquals(stderr.match(/Read-only file system \(EROFS\)/g)?.length, 1, stderr);
    assertEquals(look(`${dir}/t`), before);
  });
});

for (
  const [what, build] of [
    ["deletions alone", "cp -a s/. t; touch t/extra; touch -r s t"],
    ["a mode alone", "cp -a s/. t; chmod 600 s/a"],
    ["a folder's time alone", "cp -a s/. t; touch -d @1 s"],
    ["a folder to be made", "mkdir s/new; touch -r s t"],
  ]
) {
  testOrSkip(`mirror: a read-only target, ${what}: EROFS, exit 4`, needsRoot(), async () => {
    await withScratch(async (dir) => {
      sh(`mkdir s t; mount -t tmpfs none t; echo a >s/a; ${build}; mount -o remount,ro t`, dir);
      const before = look(`${dir}/t`);
      const { code, stderr } = await runFerry(["mirror", "s", "t"], dir);
      assertEquals(code, 4, stderr);
      assert(stderr.includes("Read-only file system (EROFS)"), stderr);
      assertEquals(look(`${dir}/t`), before);
    });
  });
}

testOrSkip(
  "mirror: a target to be made on a read-only file system: exit 4",
  needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir s m; touch s/a; mount -t tmpfs -o ro none m", dir);
      const { code, stderr } = await runFerry(["mirror", "s", "m/t"], dir);
      assertEquals(code, 4, stderr);
      assert(stderr.includes("'m/t': Read-only file system (EROFS)"), stderr);
    });
  },
);

testOrSkip(
  "mirror: a read-only target that needs nothing is fine, exit 0",
  needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      sh(
        "mkdir -p s/sub t; mount -t tmpfs -o mode=755 none t; touch s/a s/sub/b; cp -a s/. t; touch -r s t; mount -o remount,ro t",
        dir,
      );
      const { code, stderr } = await runFerry(["mirror", "s", "t"], dir);
      assertEquals([code, stderr], [0, ""]);
    });
  },
);

testOrSkip(
  "mirror: an immutable file in the way is named, EPERM, and the rest goes on",
  needsRoot() ?? needsPrograms("mkfs.ext4", "chattr"),
  async () => {
    await withScratch(async (dir) => {
      sh(
        `mkdir s t; truncate -s 64M image; mkfs.ext4 -q image; mount -o loop image t; rmdir t/lost+found
         for name in data mode type; do echo old >t/$name; cp -p t/$name s; done
         echo new version >s/data; chmod 600 s/mode; rm s/type; mkdir s/type; echo b >s/type/b
         echo o >t/extra; mkdir t/locked s/locked; echo x >s/locked/x; echo z >s/z
         chattr +i t/data t/mode t/type t/extra t/locked`,
        dir,
      );
      try {
        const { code, stderr } = await runFerry(["mirror", "s", "t"], dir);
        assertEquals(code, 1, stderr);
        for (const name of ["data", "mode", "type", "extra", "locked/x"]) {
          assert(
            new RegExp(`'t/${name}': Operation not permitted \\(EPERM\\)`).test(stderr),
            stderr,
          );
        }
        assertEquals(
          sh("cat data mode type extra z; ls -A locked", `${dir}/t`),
          "old\nold\nold\no\nz\n",
        );
        assertEquals(leftovers(`${dir}/t`), "");
      } finally {
        sh("chattr -i t/data t/mode t/type t/extra t/locked", dir);
      }
      assertEquals((await runFerry(["mirror", "s", "t"], dir)).code, 0);
      assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
    });
  },
);
