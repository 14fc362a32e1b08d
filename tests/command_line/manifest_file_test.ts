// To what `--manifest` writes: standard output, what is no regular file, an existing file with all that it
// has; and what it refuses to write to.

import { assert, assertEquals } from "@std/assert";
import { ferryCommand, type Outcome } from "../support/ferry.ts";
import { runFerry, start, startFerry, stopped, until } from "../support/ferry_process.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { runAsUser, USER } from "../support/ordinary_user.ts";
import { leftovers, look, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

const MAKE = "mkdir -p s/sub; echo a >s/a; echo b >s/sub/b; cp -a s t; (cd t; " +
  "find . -type f -printf '%P\\0' | LC_ALL=C sort -z | xargs -0 sha256sum) >right";

/** Runs ferry with its output redirected as bash does it. */
function redirected(redirection: string, args: readonly string[], dir: string): Promise<Outcome> {
  const command = ["bash", "-c", `"$@" ${redirection}`, "redirected", ...ferryCommand(), ...args];
  return start(command, dir).finished;
}

Deno.test("--manifest -: standard output has the list and nothing else", async () => {
  await withScratch(async (dir) => {
    sh(MAKE, dir);
    for (const flags of [[], ["--json"], ["--stats"], ["-q"]]) {
      const args = ["verify", ...flags, "--manifest", "-", "s", "t"];
      const { code, stdout, stderr } = await runFerry(args, dir);
      assertEquals([code, stdout], [0, sh("cat right", dir)], stderr);
      if (flags[0] !== "-q") assert(/2 files verified|"type":"summary"/.test(stderr), stderr);
    }
    // Whatever standard output is, and by whichever name; what it holds already stays.
    for (const path of ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"]) {
      sh("echo before >out", dir);
      const args = ["verify", "--manifest", path, "s", "t"];
      assertEquals((await redirected(">>out 2>report", args, dir)).code, 0);
      sh("(echo before; cat right) | cmp - out", dir);
    }
    sh("echo other >t/a", dir);
    const { code, stdout, stderr } = await runFerry(["verify", "--manifest=-", "s", "t"], dir);
    assertEquals([code, stdout], [3, sh("tail -n 1 right", dir)]);
    assert(stderr.includes("'a'"), stderr);
  });
});

const noAttributes = needsPrograms("setfattr", "setfacl");

testOrSkip(
  "--manifest: an existing file keeps its mode, owner and attributes",
  noAttributes,
  async () => {
    await withScratch(async (dir) => {
      sh(`${MAKE}; echo old, and much longer than the list will be >list; chmod 4604 list`, dir);
      if (needsRoot() === null) sh("chown 12:34 list; chmod 4604 list", dir);
      const before = sh("stat -c '%u %g %a' list", dir);
      await expectList(dir, "list");
      assertEquals(sh("stat -c '%u %g %a' list", dir), before);
      sh("setfattr -n user.note -v kept list; chmod 600 list; setfacl -m u:4242:r list", dir);
      await expectList(dir, "list");
      assert(sh("getfattr -d list; getfacl -p list", dir).includes("user:4242:r--"));
      assert(sh("getfattr -d list", dir).includes("kept"));
      sh("ln list second", dir);
      await expectList(dir, "list");
      sh("cmp list second", dir);
    });
  },
);

testOrSkip(
  "--manifest: what a killed run has left beside the list is removed by the next",
  needsRoot() ?? needsPrograms("strace"),
  async () => {
    await withScratch(async (dir) => {
      sh(`${MAKE}; echo old >list; chown 65534 list`, dir);
      const args = ["verify", "--manifest", "list", "s", "t"];
      const calls = "rename,renameat,renameat2";
      const kill = ["-e", `trace=${calls}`, "-e", `inject=${calls}:signal=KILL:when=1`];
      const strace = ["strace", "-fqq", "-o", "/dev/null", ...kill];
      assertEquals((await start([...strace, ...ferryCommand(), ...args], dir).finished).code, 137);
      assertEquals([leftovers(dir) !== "", sh("cat list", dir)], [true, "old\n"]);
      await expectList(dir, "list");
      assertEquals(leftovers(dir), "");
    });
  },
);

async function expectList(dir: string, path: string): Promise<void> {
  sh(`(cat right right; echo more) >${path}`, dir);
  const { code, stderr } = await runFerry(["verify", "--manifest", path, "s", "t"], dir);
  assertEquals([code, stderr], [0, ""]);
  sh(`cmp right ${path}; ! ls -A | grep tmp`, dir);
}

Deno.test("--manifest: links are written through, to what is there and to what is not", async () => {
  await withScratch(async (dir) => {
    sh(`${MAKE}; mkdir away; echo old >away/list; ln -s away/list link; ln -s link again`, dir);
    await expectList(dir, "again");
    sh("cmp right away/list; rm away/list", dir);
    const args = ["verify", "--manifest", "again", "s", "t"];
    assertEquals((await runFerry(args, dir)).code, 0);
    sh("cmp right away/list; ls -A away | cmp - <(echo list)", dir);
    assertEquals(sh("readlink link again", dir), "away/list\nlink\n");
  });
});

Deno.test("--manifest: a FIFO is written to, and waiting for its reader is no reason not to hear a signal", async () => {
  await withScratch(async (dir) => {
    sh(`${MAKE}; mkfifo pipe`, dir);
    const reader = start(["cat", "pipe"], dir);
    const args = ["verify", "--manifest", "pipe", "s", "t"];
    assertEquals((await runFerry(args, dir)).code, 0);
    assertEquals((await reader.finished).stdout, sh("cat right", dir));
    const ferry = startFerry(args, dir);
    await until("it waits for a reader", () => waitsForPartner(ferry.pid));
    ferry.kill("SIGTERM");
    assertEquals((await stopped(ferry)).code, 143);
    assertEquals(sh("stat -c %F pipe", dir), "fifo\n");
  });
});

/** Whether a thread is in the middle of opening a FIFO. */
function waitsForPartner(pid: number): boolean {
  for (const { name } of Deno.readDirSync(`/proc/${pid}/task`)) {
    const at = Deno.readTextFileSync(`/proc/${pid}/task/${name}/wchan`);
    if (at === "wait_for_partner" || at === "fifo_open") return true;
  }
  return false;
}

testOrSkip("--manifest: a device is written to and stays", needsRoot(), async () => {
  await withScratch(async (dir) => {
    sh(`${MAKE}; mknod null c 1 3; mknod full c 1 7; chmod 600 null full`, dir);
    assertEquals((await runFerry(["verify", "--manifest", "null", "s", "t"], dir)).code, 0);
    const full = await runFerry(["verify", "--manifest", "full", "s", "t"], dir);
    assertEquals([full.code, full.stderr], [
      4,
      "ferry: cannot write the digests to 'full': No space left on device (ENOSPC)\n",
    ]);
    assertEquals(
      sh("stat -c '%F %a %n' null full", dir).match(/character special file 600/g)?.length,
      2,
    );
  });
});

/** What makes `list` one of those verified, or lie among them. */
const REFUSED: readonly (readonly [string, string, readonly string[]])[] = [
  ["a file of the source", "", ["--manifest", "s/a", "s", "t"]],
  ["a file of the target", "", ["--manifest", "t/sub/b", "s", "t"]],
  ["SOURCE itself", "", ["--manifest", "s/a", "s/a", "t/a"]],
  ["DEST itself", "", ["--manifest", "t/a", "s/a", "t/a"]],
  ["a link to SOURCE", "ln -s s/a list", ["--manifest", "list", "s/a", "t/a"]],
  ["a link to a file of it", "ln -s s/a list", ["--manifest", "list", "s", "t"]],
  ["a hard link to SOURCE", "ln s/a list", ["--manifest", "list", "s/a", "t/a"]],
  ["a hard link to a file", "ln s/sub/b list", ["--manifest", "list", "s", "t"]],
  ["a hard link to a file of DEST", "ln t/sub/b list", ["--manifest", "list", "s", "t"]],
  ["a hard link to an extra file", "echo x >t/x; ln t/x list", ["--manifest", "list", "s", "t"]],
  ["a hard link to a missing file", "rm t/a; ln s/a list", ["--manifest", "list", "s", "t"]],
  ["a hard link to one that differs", "echo longer >t/a; ln t/a list", [
    ...["--manifest", "list", "s", "t"],
  ]],
  ["new, in the source", "", ["--manifest", "s/list", "s", "t"]],
  ["new, deep in the target", "", ["--manifest", "t/sub/list", "s", "t"]],
  ["new, through a linked folder", "ln -s t/sub way", ["--manifest", "way/list", "s", "t"]],
  ["new, by a dangling link", "ln -s t/list list", ["--manifest", "list", "s", "t"]],
  ["new, under a root that is a link", "ln -s s way", ["--manifest", "s/list", "way", "t"]],
  ["new, by .. in its path", "", ["--manifest", "t/sub/../list", "s", "t"]],
  ["excluded elsewhere only", "", ["--exclude", "/sub/list", "--manifest", "t/list", "s", "t"]],
];

Deno.test("--manifest: a FILE among those verified is refused, exit 2, nothing written", async (t) => {
  for (const [what, build, args] of REFUSED) {
    await t.step(what, async () => {
      await withScratch(async (dir) => {
        sh(`${MAKE}; ${build}`, dir);
        const before = look(dir);
        const { code, stderr } = await runFerry(["verify", ...args], dir);
        assertEquals([code, look(dir)], [2, before], stderr);
        assert(/^ferry: cannot write the digests to '/.test(stderr), stderr);
        assert(stderr.split("\n").length === 3, stderr);
      });
    });
  }
});

testOrSkip(
  "--manifest: a FILE below a bind mount of the source is refused",
  needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      sh(`${MAKE}; mkdir way; mount --bind s/sub way`, dir);
      const { code, stdout } = await runFerry(
        ["verify", "--json", "--manifest", "way/b", "s", "t"],
        dir,
      );
      const [error, summary] = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
      assertEquals([code, error.code, error.path], [
        2,
        "LIST_IS_VERIFIED",
        `${dir}/way/b`.slice(-5),
      ]);
      assertEquals([summary.exit_code, sh("cat s/sub/b", dir)], [2, "b\n"]);
    });
  },
);

Deno.test("--manifest: a FILE in the tree that is excluded is written, and stays so", async () => {
  await withScratch(async (dir) => {
    sh(MAKE, dir);
    const exclude = ["--exclude", "/list", "--exclude", "/lists/"];
    for (const path of ["t/list", "s/list", "t/lists/one"]) {
      sh("mkdir -p t/lists", dir);
      for (let round = 0; round < 2; round++) {
        // A new list changes its folder's time.
        const args = ["verify", "--no-times", ...exclude, "--manifest", path, "s", "t"];
        const { code, stderr } = await runFerry(args, dir);
        assertEquals([code, stderr], [0, ""]);
        sh(`cmp right ${path}`, dir);
      }
    }
    assertEquals((await runFerry(["verify", ...exclude, "--check", "t/list", "t"], dir)).code, 0);
  });
});

testOrSkip(
  "--manifest: a list that cannot be written leaves the old one",
  needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      sh(`${MAKE}; mkdir small; mount -t tmpfs -o size=16k none small; echo old >small/list`, dir);
      sh("cd s; seq 400 | split -l 1 -a 3 - some-longer-name-; cp -a . ../t", dir);
      sh("ln small/list small/second", dir);
      const expectFull = async (path: string) => {
        const { code, stderr } = await runFerry(["verify", "--manifest", path, "s", "t"], dir);
        assertEquals([code, stderr.includes("(ENOSPC)")], [4, true], stderr);
      };
      await expectFull("small/list"); // over what is there: it has two names
      assertEquals(sh("cat small/list; ls -A small", dir), "old\nlist\nsecond\n");
      sh("rm small/second", dir);
      await expectFull("small/list");
      await expectFull("small/new");
      assertEquals(sh("cat small/list; ls -A small", dir), "old\nlist\n");
      const closed = await redirected(
        "| true; exit ${PIPESTATUS[0]}",
        ["verify", "--manifest", "-", "s", "t"],
        dir,
      );
      const said = "cannot write the digests to standard output: Broken pipe";
      assertEquals([closed.code, closed.stderr.includes(said)], [4, true], closed.stderr);
    });
  },
);

testOrSkip(
  "--manifest: a socket takes no list: ENXIO, exit 4",
  Deno.build.os === "linux" ? null : "codes that Deno does not tell are known on Linux alone",
  async () => {
    await withScratch(async (dir) => {
      sh(MAKE, dir);
      using _listener = Deno.listen({ transport: "unix", path: `${dir}/socket` });
      const args = ["verify", "--manifest", "socket", "s", "t"];
      const { code, stderr } = await runFerry(args, dir);
      assertEquals([code, stderr.includes("(ENXIO)")], [4, true], stderr);
    });
  },
);

testOrSkip(
  "--manifest: an ordinary user's file in a folder of others; one that is out of reach",
  needsRoot() ?? needsPrograms("setpriv"),
  async () => {
    await withScratch(async (dir) => {
      sh(`${MAKE}; echo old >mine; chown ${USER} mine; echo old >theirs; chmod 644 theirs`, dir);
      const list = (path: string) => runAsUser(["verify", "--manifest", path, "s", "t"], dir);
      const mine = await list("mine");
      assertEquals([mine.code, mine.stderr], [0, ""]);
      assertEquals(sh("cmp right mine; stat -c %u mine", dir), `${USER}\n`);
      for (const path of ["theirs", "new"]) {
        const { code, stderr } = await list(path);
        assertEquals([code, stderr.includes("(EACCES)")], [4, true], stderr);
      }
      assertEquals(sh("cat theirs; ls -A", dir), "old\nmine\nright\ns\nt\ntheirs\n");
    });
  },
);
