// ferry without FFI, by Deno's own calls: owners and the times of links are kept, what cannot be kept is said
// in a sentence, and what was asked for by name and is not to be had fails.

import "../support/no_history.ts";
import { assert, assertEquals } from "@std/assert";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import type { Outcome } from "../support/ferry.ts";
import { start, until } from "../support/ferry_process.ts";
import { sh } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;

function test(name: string, body: (dir: string) => Promise<void>): void {
  testOrSkip(`without FFI ${name}`, needsRoot(), async () => {
    // Deno lets nobody into /dev who may not do everything.
    const dir = Deno.makeTempDirSync({ dir: "/tmp" });
    try {
      sh(
        `mkdir s; echo a >s/a; ln -s a s/l; touch -hd @1000.5 s/a s/l
         chown -h 3:5 s/a s/l; chmod 4750 s/a`,
        dir,
      );
      await body(dir);
    } finally {
      Deno.removeSync(dir, { recursive: true });
    }
  });
}

function ferry(dir: string, allowed: string[], ...args: string[]): Promise<Outcome> {
  const flags = ["--allow-read", "--allow-write", ...allowed, "--no-prompt", "--no-check", "-q"];
  return start([Deno.execPath(), "run", ...flags, MAIN, ...args], dir).finished;
}

test("root keeps owners and times, those of links too, and says what is not kept", async (dir) => {
  const { code, stderr } = await ferry(dir, ["--allow-sys"], "mirror", "s", "t");
  assertEquals(code, 0, stderr);
  assertEquals(
    sh("stat -c '%a %u:%g %.1Y' t/a t/l", dir),
    sh("stat -c '%a %u:%g %.1Y' s/a s/l", dir),
  );
  const [line, ...more] = stderr.trimEnd().split("\n");
  assert(
    /^ferry: without --allow-ffi these are not kept: .*; extended attributes; /.test(line),
    line,
  );
  assertEquals(more, []);
});

test("a second run has nothing to do", async (dir) => {
  await ferry(dir, ["--allow-sys"], "mirror", "s", "t");
  const { code, stdout } = await ferry(dir, ["--allow-sys"], "mirror", "s", "t");
  assertEquals([code, stdout.includes("nothing to do") || stdout.includes("unchanged")], [0, true]);
});

test("and --allow-sys owners are not kept, and why is said", async (dir) => {
  const { code, stderr } = await ferry(dir, [], "mirror", "s", "t");
  assertEquals(code, 0, stderr);
  assert(/owner or group of \d entries not kept \(without --allow-sys/.test(stderr), stderr);
  assert(!stderr.includes("ordinary user"), stderr);
  assertEquals(sh("stat -c %a t/a", dir), "750\n");
});

test("a signal is heard in the middle of a large file", async (dir) => {
  sh("truncate -s 200M s/big", dir);
  const flags = ["--allow-read", "--allow-write", "--no-prompt", "--no-check", "-q"];
  const slow = ["mirror", "--bwlimit=40M", "s", "t"];
  const ferry = start([Deno.execPath(), "run", ...flags, MAIN, ...slow], dir);
  const isBegun = `find t -name '.ferry-*' -size +1M 2>&1 | grep -q ferry && echo yes || true`;
  await until("it copies", () => sh(isBegun, dir) !== "");
  ferry.kill("SIGTERM");
  const { code, stdout, stderr } = await ferry.finished;
  assertEquals([code, stdout.startsWith("interrupted")], [143, true], stdout + stderr);
  assertEquals(sh("ls -A t | grep -v -e '^a$' -e '^l$' || true", dir), "");
});

test("and a permission to read, which one is missing is said", async (dir) => {
  const said = async (...permissions: string[]) => {
    const flags = [...permissions, "--no-prompt", "--no-check", "-q"];
    const command = [Deno.execPath(), "run", ...flags, MAIN, "mirror", "s", "t"];
    const { code, stderr } = await start(command, dir).finished;
    assertEquals(code, 2, stderr);
    return stderr.trimEnd().split("\n").at(-1);
  };
  const missing = "ferry: Deno was not started with --allow-read for";
  assertEquals(await said(), `${missing} it`);
  assertEquals(await said("--allow-read=s"), `${missing} it`);
  assertEquals(await said("--allow-read=s,t"), `${missing} '.', in which it stands`);
});

test("what is asked for by name and cannot be kept is a failure", async (dir) => {
  for (const [option, what] of [["--xattrs", "extended attributes"], ["--acls", "ACLs"]]) {
    const { code, stderr } = await ferry(dir, ["--allow-sys"], "mirror", option, "s", "t");
    assertEquals(code, 1, stderr);
    assert(stderr.includes(`cannot keep ${what} in 't': Not supported without FFI`), stderr);
  }
  const { code, stderr } = await ferry(dir, [], "mirror", "--owner", "s", "new");
  assertEquals(code, 1, stderr);
});

testOrSkip(
  "without FFI nothing is deleted that a listing of the source leaves out because it fails",
  needsPrograms("strace"),
  async () => {
    const dir = Deno.makeTempDirSync({ dir: "/tmp" });
    try {
      sh("mkdir s; cd s; seq -f 'a file with a long name %.0f' 2000 | xargs -d '\\n' touch", dir);
      sh("cp -a s t; touch t/extra", dir);
      // Of each listing all but the first batch fails, as of a folder with a bad block.
      const failing = `strace -f -o log -P ${dir}/s -e trace=getdents64 ` +
        "-e inject=getdents64:error=EIO:when=2+2";
      const run = [Deno.execPath(), "run", "--allow-read", "--allow-write", "--no-prompt", "-q"];
      const { code, stderr } = await start(
        [...failing.split(" "), ...run, "--no-check", MAIN, "mirror", "s", "t"],
        dir,
      ).finished;
      assertEquals(code, 0, stderr);
      const left = sh("ls s | wc -l; ls t | wc -l; ls t/extra 2>&1 | grep -c cannot", dir);
      assertEquals(left.trim().split("\n"), ["2000", "2000", "1"]);
    } finally {
      Deno.removeSync(dir, { recursive: true });
    }
  },
);

// Deno shows /proc only to who may do everything, so that each process was taken for a living one.
testOrSkip(
  "without FFI a move removes at once what a killed one has made in SOURCE to find out whether DEST shows it",
  needsRoot() ?? needsPrograms("strace", "bindfs"),
  async () => {
    const dir = Deno.makeTempDirSync({ dir: "/tmp" });
    try {
      sh("mkdir lower view d; bindfs lower view; mkdir view/s; echo >view/s/f", dir);
      const flags = ["-A", "--deny-ffi", "--no-prompt", "--no-check", "-q"];
      const move = [Deno.execPath(), "run", ...flags, MAIN, "move", "-j1", "view/s", "d"];
      const calls = "unlink,unlinkat";
      const kill = ["-e", `trace=${calls}`, "-e", `inject=${calls}:signal=KILL:when=1`];
      const strace = ["strace", "-fqq", "-o", "/dev/null", ...kill];
      assertEquals((await start([...strace, ...move], dir).finished).code, 137);
      assertEquals(sh("ls view/s/.ferry-* | wc -l", dir), "1\n");
      const { code, stderr } = await start(move, dir).finished;
      assertEquals(code, 0, stderr);
      assertEquals(sh("ls -A view d", dir), "d:\ns\n\nview:\n", stderr);
    } finally {
      sh("umount view", dir);
      Deno.removeSync(dir, { recursive: true });
    }
  },
);
