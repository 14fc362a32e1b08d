// Whole or absent: what another process sees under a final name while ferry works is the old version or
// the new one, never a part of one, and never nothing where something stood.

import { assert, assertEquals } from "@std/assert";
import { ferryCommand } from "../support/ferry.ts";
import { runFerry, start, startFerry } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { leftovers, look, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

const SIZE = 200 * 1024 * 1024;

/** What `stat` says of a path until the process ends: each distinct answer once, in order. */
async function watch(path: string, finished: Promise<unknown>): Promise<string[]> {
  const seen: string[] = [];
  let isRunning = true;
  finished.then(() => isRunning = false);
  while (isRunning) {
    for (let i = 0; i < 200; i++) {
      const now = describe(path);
      if (seen[seen.length - 1] !== now) seen.push(now);
    }
    await new Promise((resolve) => setTimeout(resolve));
  }
  return [...seen, describe(path)].filter((text, i, all) => text !== all[i - 1]);
}

function describe(path: string): string {
  try {
    const { ino, size, mode, mtime } = Deno.lstatSync(path);
    return `${ino} ${size} ${mode! & 0o7777} ${mtime!.getTime()}`;
  } catch {
    return "absent";
  }
}

/** The last three of `describe`, as they must be once a file is there. */
function described(path: string): string {
  return describe(path).split(" ").slice(1).join(" ");
}

Deno.test("copy: a large file appears whole, with its mode and time, or not at all", async () => {
  await withScratch(async (dir) => {
    sh(
      `mkdir s t; head -c ${SIZE} /dev/urandom >s/a; chmod 640 s/a; touch -d @1000000000 s/a`,
      dir,
    );
    const ferry = startFerry(["copy", "s/a", "t"], dir);
    const seen = await watch(`${dir}/t/a`, ferry.finished);
    assertEquals((await ferry.finished).code, 0);
    assertEquals(seen.map((text) => text.replace(/^\d+ /, "")), [
      "absent",
      described(`${dir}/s/a`),
    ]);
    sh("cmp s/a t/a", dir);
  });
});

Deno.test("mirror: a large file is replaced in one step, its name never absent", async () => {
  await withScratch(async (dir) => {
    sh(`mkdir s t; head -c ${SIZE} /dev/urandom >s/a; echo old >t/a; chmod 600 t/a`, dir);
    const old = describe(`${dir}/t/a`);
    const ferry = startFerry(["mirror", "s", "t"], dir);
    const seen = await watch(`${dir}/t/a`, ferry.finished);
    assertEquals((await ferry.finished).code, 0);
    assertEquals(seen, [old, describe(`${dir}/t/a`)]);
    assert(seen[0].split(" ")[0] !== seen[1].split(" ")[0], "the inode is a new one");
    assertEquals(described(`${dir}/t/a`), described(`${dir}/s/a`));
  });
});

Deno.test("mirror: a reader of the old version reads it to the end", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s t; echo new version >s/a; echo old >t/a", dir);
    using reader = Deno.openSync(`${dir}/t/a`);
    assertEquals((await runFerry(["mirror", "s", "t"], dir)).code, 0);
    const buffer = new Uint8Array(100);
    assertEquals(new TextDecoder().decode(buffer.subarray(0, reader.readSync(buffer)!)), "old\n");
  });
});

Deno.test("mirror --inplace: the inode stays", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s t; echo new version >s/a; echo old, and longer than new >t/a", dir);
    const inode = Deno.statSync(`${dir}/t/a`).ino;
    assertEquals((await runFerry(["mirror", "--inplace", "s", "t"], dir)).code, 0);
    assertEquals(Deno.statSync(`${dir}/t/a`).ino, inode);
    assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
  });
});

Deno.test("mirror --inplace: files that are one in the target only do not write into each other", async () => {
  await withScratch(async (dir) => {
    sh(
      "mkdir s t; echo one >s/a; echo two and more >s/b; cp -p s/b t/b; ln t/b t/a; ln t/b other",
      dir,
    );
    assertEquals((await runFerry(["mirror", "--inplace", "s", "t"], dir)).code, 0);
    assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
    assertEquals(
      sh("cat other", dir),
      "two and more\n",
      "the name outside the tree keeps its contents",
    );
  });
});

/** Entries that stand under a file's name in the target, and what must not happen to the outside. */
const IN_THE_WAY: readonly (readonly [string, string])[] = [
  ["a symlink to a file outside", "ln -s ../outside/file t/a"],
  ["a dangling symlink", "ln -s ../outside/none t/a"],
  ["a symlink to a folder outside", "ln -s ../outside t/a"],
  ["a symlink to the source", "ln -s ../s/a t/a"],
  ["a hard link to a file outside", "ln outside/file t/a"],
  ["a FIFO", "mkfifo t/a"],
  ["a socket", "python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"t/a\")'"],
  ["a device", "mknod t/a c 1 7"],
];
const reasons: Readonly<Record<string, string | null>> = {
  "a device": needsRoot(),
  "a socket": needsPrograms("python3"),
};

for (const inplace of [[], ["--inplace"]]) {
  for (const [what, build] of IN_THE_WAY) {
    const name = ["mirror", ...inplace].join(" ");
    testOrSkip(
      `${name}: ${what} gives way to a file, unopened`,
      reasons[what] ?? null,
      async () => {
        await withScratch(async (dir) => {
          sh(`mkdir s t outside; echo source >s/a; echo outside >outside/file; ${build}`, dir);
          const before = look(`${dir}/s`) + sh("cat outside/*; stat -c '%Y %a' outside/*", dir);
          const { code, stderr } = await runFerry(["mirror", ...inplace, "s", "t"], dir);
          assertEquals([code, stderr], [0, ""]);
          assertEquals(
            look(`${dir}/s`) + sh("cat outside/*; stat -c '%Y %a' outside/*", dir),
            before,
          );
          assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
        });
      },
    );

    testOrSkip(
      `copy ${inplace}: ${what} at DEST's name is no way to elsewhere`,
      reasons[what] ?? null,
      async () => {
        await withScratch(async (dir) => {
          sh(
            `mkdir s t outside; echo source >b; echo s >s/a; echo outside >outside/file; ${build}; cp b a`,
            dir,
          );
          const before = look(`${dir}/s`) + sh("cat outside/*; stat -c '%Y %a' outside/*", dir);
          const { code, stderr } = await runFerry(["copy", ...inplace, "a", "t"], dir);
          assertEquals([code, stderr], [0, ""]);
          assertEquals(
            look(`${dir}/s`) + sh("cat outside/*; stat -c '%Y %a' outside/*", dir),
            before,
          );
          assertEquals(sh("stat -c %F t/a; cat t/a", dir), "regular file\nsource\n");
        });
      },
    );
  }
}

Deno.test("mirror: a target folder that is a symlink to outside is replaced, what it leads to stays", async () => {
  await withScratch(async (dir) => {
    sh("mkdir -p s/sub t outside; echo a >s/sub/a; echo o >outside/o; ln -s ../outside t/sub", dir);
    const before = look(`${dir}/outside`);
    const { code, stderr } = await runFerry(["mirror", "s", "t"], dir);
    assertEquals([code, stderr], [0, ""]);
    assertEquals(look(`${dir}/outside`), before);
    assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
  });
});

Deno.test("mirror: an extra symlink to a folder is deleted, what it leads to stays", async () => {
  await withScratch(async (dir) => {
    sh(
      "mkdir -p s t/extra outside; touch s/a; echo o >outside/o; ln -s ../outside t/l; ln -s ../../outside t/extra/l",
      dir,
    );
    const before = look(`${dir}/outside`);
    assertEquals((await runFerry(["mirror", "s", "t"], dir)).code, 0);
    assertEquals([look(`${dir}/outside`), sh("ls -A t", dir)], [before, "a\n"]);
  });
});

Deno.test("mirror: metadata alone of a file with another name outside leaves that name alone", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s t; echo same >s/a; cp -p s/a t/a; ln t/a outside; chmod 600 s/a", dir);
    const before = sh("stat -c '%i %a %Y' outside; cat outside", dir);
    assertEquals((await runFerry(["mirror", "s", "t"], dir)).code, 0);
    assertEquals(sh("stat -c '%i %a %Y' outside; cat outside", dir), before);
    assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
  });
});

testOrSkip(
  "mirror: where an unnamed file cannot be named, a new file still appears in one step",
  needsPrograms("strace"),
  async () => {
    await withScratch(async (dir) => {
      sh(`mkdir s t; head -c ${SIZE} /dev/urandom >s/a; echo b >s/b`, dir);
      // As in a container without /proc, or where a filter refuses linkat.
      const refusing = "strace -f -qq -o /dev/null -e trace=linkat -e inject=linkat:error=ENOENT";
      const ferry = start([...refusing.split(" "), ...ferryCommand(), "mirror", "s", "t"], dir);
      const seen = await watch(`${dir}/t/a`, ferry.finished);
      const { code, stderr } = await ferry.finished;
      assertEquals([code, stderr, leftovers(`${dir}/t`)], [0, "", ""]);
      assertEquals(seen, ["absent", describe(`${dir}/t/a`)]);
      assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
    });
  },
);

Deno.test("mirror --no-perms: a file in place of a symlink does not get the symlink's mode", async () => {
  await withScratch(async (dir) => {
    sh("umask 022; mkdir s t; echo a >s/a; chmod 640 s/a; ln -s x t/a", dir);
    assertEquals((await runFerry(["mirror", "--no-perms", "s", "t"], dir)).code, 0);
    assertEquals(sh("stat -c %a t/a", dir), "640\n");
  });
});
