// A DEST that is no file and no folder: a device, a FIFO or a socket, by whichever path. It is refused
// before anything is touched. Below a folder the same entries give way, as replace_test.ts shows.

import { assert, assertEquals } from "@std/assert";
import { ferryCommand } from "../support/ferry.ts";
import { runFerry, start } from "../support/ferry_process.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { look, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

/** Entries at `special`, and what keeps a machine from having them. */
const SPECIALS: readonly (readonly [string, string, string | null])[] = [
  ["a FIFO", "mkfifo special", null],
  [
    "a socket",
    "python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"special\")'",
    needsPrograms("python3"),
  ],
  ["a character device", "mknod special c 1 3; chmod 600 special", needsRoot()],
  ["a block device", "mknod special b 7 999; chmod 600 special", needsRoot()],
];

const MAKE = "mkdir s folder; echo a >s/a; ln -s special link; ln -s ../special folder/up";

/** Command lines that name it as DEST. */
const TYPED: readonly (readonly string[])[] = [
  ["copy", "s/a", "special"],
  ["copy", "-T", "s/a", "special"],
  ["copy", "-n", "s/a", "special"],
  ["copy", "--inplace", "s/a", "special"],
  ["copy", "--existing", "s/a", "special"],
  ["copy", "--ignore-existing", "s/a", "special"],
  ["copy", "-u", "s/a", "special"],
  ["copy", "--resume", "s/a", "special"],
  ["copy", "s/a", "link"],
  ["copy", "s/a", "folder/up"],
  ["copy", "s/a", "./folder/../special"],
  ["copy", "s", "special"],
  ["copy", "-T", "s", "special"],
  ["copy", "s/a", "folder", "special"],
  ["copy", "-t", "special", "s/a"],
  ["copy", "-t", "link", "s/a"],
  ["copy", "special", "link"],
  ["mirror", "s", "special"],
  ["mirror", "-n", "s", "link"],
  ["mirror", "--inplace", "s", "special"],
];

/** Those that differ for other kinds, too. */
const SOME_TYPED = TYPED.filter((args) =>
  ["s/a link", "-T s/a special", "s link"].some((typed) => args.join(" ").endsWith(typed))
);

for (const [what, build, reason] of SPECIALS) {
  testOrSkip(`DEST is ${what}: refused, exit 2, nothing touched`, reason, async () => {
    await withScratch(async (dir) => {
      sh(`${MAKE}; ${build}`, dir);
      const before = look(dir);
      for (const args of what === "a FIFO" ? TYPED : SOME_TYPED) {
        const { code, stderr } = await runFerry(args, dir);
        assertEquals(code, 2, `${args.join(" ")}: ${stderr}`);
        assert(!/internal error|tmp/.test(stderr), stderr);
        assertEquals(look(dir), before, args.join(" "));
      }
      const { stderr } = await runFerry(["copy", "s/a", "special"], dir);
      assert(stderr.startsWith(`ferry: target 'special' is ${what}, `), stderr);
    });
  });

  testOrSkip(`an entry of DEST is ${what}: it gives way`, reason, async () => {
    await withScratch(async (dir) => {
      sh(`${MAKE}; ${build}; mkdir t; mv special t/a; cp -a t t2`, dir);
      assertEquals((await runFerry(["copy", "s/a", "t"], dir)).code, 0);
      assertEquals((await runFerry(["mirror", "s", "t2"], dir)).code, 0);
      sh("cmp s/a t/a; cmp s/a t2/a", dir);
    });
  });
}

Deno.test("DEST is an open descriptor by its path: refused, exit 2, nothing touched", async () => {
  await withScratch(async (dir) => {
    sh(`${MAKE}; echo kept >file; ln -s /proc/self/fd/9 nine`, dir);
    for (const target of ["| cat >piped", "9>file", "9<>file"]) {
      for (const path of ["/dev/fd/9", "/proc/self/fd/9", "nine"]) {
        sh("echo kept >file", dir);
        const redirection = target.startsWith("|") ? `9>&1 ${target}` : target;
        const script = `set -o pipefail; "$@" s/a ${path} ${redirection}`;
        for (const flags of path === "nine" ? [[], ["--inplace"]] : [[]]) {
          const { code, stderr } = await start(
            ["bash", "-c", script, "opened", ...ferryCommand(), "copy", ...flags],
            dir,
          ).finished;
          const typed = `${flags} ${path} ${target}: ${stderr}`;
          assertEquals(code, 2, typed);
          assertEquals(sh("readlink nine; cat file; ls -A", dir).includes(".ferry"), false, typed);
        }
        if (!target.startsWith("9>f")) assertEquals(sh("cat file", dir), "kept\n", target);
        assertEquals(sh("readlink nine", dir), "/proc/self/fd/9\n");
      }
    }
  });
});

testOrSkip(
  "DEST is /dev/stdout, led to a file or a pipe: the link stays",
  needsRoot() ?? needsPrograms("unshare"),
  async () => {
    await withScratch(async (dir) => {
      sh(MAKE, dir);
      // A /dev of its own, in a mount namespace of its own.
      const script = `mount -t tmpfs none /dev; ln -s /proc/self/fd /dev/fd
        ln -s /proc/self/fd/1 /dev/stdout
        "$@" s/a /dev/stdout >file; echo "$? $(readlink /dev/stdout)" >&2
        "$@" s/a /dev/stdout | cat; echo "\${PIPESTATUS[0]} $(readlink /dev/stdout)" >&2`;
      const { stderr } = await start(
        ["unshare", "-m", "bash", "-c", script, "unshared", ...ferryCommand(), "copy"],
        dir,
      ).finished;
      const codes = stderr.split("\n").filter((line) => !line.startsWith("ferry:"));
      assertEquals(codes, ["2 /proc/self/fd/1", "2 /proc/self/fd/1", ""], stderr);
    });
  },
);
