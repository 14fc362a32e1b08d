// Signals and limits as a shell, nohup(1), a container and ulimit set them: what a run hears, and what
// must not end it.

import { assert, assertEquals } from "@std/assert";
import { ferryCommand } from "../support/ferry.ts";
import { hasOpen, runFerry, start, startFerry, until } from "../support/ferry_process.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

/** A copy of `big` that takes 3 s and holds it open. */
const SLOW = ["copy", "--sparse=never", "--bwlimit=20M", "big", "target"];
const MAKE_BIG = "truncate -s 60M big";

/** The process that a command such as unshare(1) has started, once there is one. */
function childOf(pid: number): number | null {
  try {
    return Number(Deno.readTextFileSync(`/proc/${pid}/task/${pid}/children`).trim()) || null;
  } catch {
    return null;
  }
}

for (const [signal, code] of [["SIGHUP", 129], ["SIGTERM", 143], ["SIGINT", 130]] as const) {
  testOrSkip(
    `${signal} as process 1 of a container: cleaned up, exit ${code}`,
    needsRoot() ?? needsPrograms("unshare"),
    async () => {
      await withScratch(async (dir) => {
        sh(MAKE_BIG, dir);
        const ferry = startFerry(SLOW, dir, ["unshare", "-pf", "--mount-proc"]);
        let first: number | null = null;
        await until("it copies", () => {
          first ??= childOf(ferry.pid);
          return first !== null && hasOpen(first, `${dir}/big`);
        });
        Deno.kill(first!, signal);
        const outcome = await ferry.finished;
        assertEquals([outcome.code, outcome.stderr], [code, ""]);
        assert(outcome.stdout.startsWith("interrupted: nothing done"), outcome.stdout);
        assertEquals(sh("ls -A", dir), "big\n");
      });
    },
  );
}

Deno.test("SIGHUP: cleaned up, exit 129; with nohup it is not heard", async () => {
  await withScratch(async (dir) => {
    sh(MAKE_BIG, dir);
    for (const [prefix, code] of [[[], 129], [["nohup"], 0]] as const) {
      const ferry = startFerry(SLOW, dir, prefix);
      await until("it copies", () => hasOpen(ferry.pid, `${dir}/big`));
      ferry.kill("SIGHUP");
      const outcome = await ferry.finished;
      assertEquals(outcome.code, code, outcome.stderr);
      assertEquals(sh("ls -A", dir), code === 0 ? "big\ntarget\n" : "big\n");
    }
    sh("cmp big target", dir);
  });
});

Deno.test("signals that come together, as timeout(1) sends them, are one: cleaned up and summed up", async () => {
  await withScratch(async (dir) => {
    sh(MAKE_BIG, dir);
    const ferry = startFerry(SLOW, dir);
    await until("it copies", () => hasOpen(ferry.pid, `${dir}/big`));
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) ferry.kill(signal);
    const { code, stdout } = await ferry.finished;
    assert([143, 130, 129].includes(code), `${code}`);
    assert(stdout.startsWith("interrupted: nothing done"), stdout);
    assertEquals(sh("ls -A", dir), "big\n");
  });
});

for (const flags of [[], ["--no-zero-copy"], ["--inplace"], ["-j1"]]) {
  Deno.test(`a limit on file sizes: EFBIG by name, the rest goes on (${flags})`, async () => {
    await withScratch(async (dir) => {
      // The limit is above what Deno's own caches take, and far below the file, which is one hole.
      sh("mkdir s; truncate -s 3G s/large; echo a >s/a; echo z >s/z", dir);
      const limited = ["bash", "-c", 'ulimit -f 2000000; exec "$@"', "limited"];
      const { code, stdout, stderr } = await start(
        [...limited, ...ferryCommand(), "copy", ...flags, "-T", "s", "t"],
        dir,
      ).finished;
      assertEquals([code, sh("ls -A t; cmp s/a t/a; cmp s/z t/z", dir)], [1, "a\nz\n"]);
      assert(stdout.startsWith("2 files copied"), stdout);
      const [error, advice] = stderr.split("\n");
      assert(/^ferry: cannot .* 't\/large': File too large.*\(EFBIG\)$/.test(error), stderr);
      assert(advice.includes("ulimit -f"), stderr);
    });
  });
}

Deno.test("a limit on file sizes: what is printed last beyond it is told", async () => {
  await withScratch(async (dir) => {
    sh(
      "mkdir s; echo a >s/a; truncate -s 2047999999 log",
      dir,
    );
    const script = 'ulimit -f 2000000; exec "$@" >>log';
    const { code, stderr } = await start(
      ["bash", "-c", script, "limited", ...ferryCommand(), "copy", "-v", "-T", "s", "t"],
      dir,
    ).finished;
    assertEquals([code, sh("cat t/a", dir)], [1, "a\n"]);
    assert(stderr.includes("cannot write to standard output: File too large"), stderr);
  });
});

Deno.test("a reader that leaves in the middle: the run goes on and ends well", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s; cd s; seq 5000 | split -l 1 -a 4", dir);
    const script = '"$@" | head -n 1; echo "${PIPESTATUS[0]}"';
    const { stdout, stderr } = await start(
      ["bash", "-c", script, "piped", ...ferryCommand(), "copy", "-v", "-T", "s", "t"],
      dir,
    ).finished;
    assertEquals([stdout.split("\n").slice(1), stderr], [["0", ""], ""]);
    sh("diff -r s t", dir);
  });
});

Deno.test("an argument that is no UTF-8 is refused, and U+FFFD itself is a name", async () => {
  await withScratch(async (dir) => {
    sh("echo a >a; echo b >b$'\\xff'; mkdir t", dir);
    for (const typed of ["a t/$'\\xfe'", "b$'\\xff' t"]) {
      const script = `"$@" ${typed}`;
      const command = ["bash", "-c", script, "typing", ...ferryCommand(), "copy"];
      const { code, stderr } = await start(command, dir).finished;
      // The executable's runtime ends before any code of ours runs.
      const expected = Deno.env.get("FERRY_BINARY") ? [101, false] : [2, true];
      assertEquals([code, stderr.includes("not UTF-8")], expected, stderr);
      assertEquals(sh("ls -A t", dir), "");
    }
    assertEquals((await runFerry(["copy", "a", "t/\uFFFD"], dir)).code, 0);
    assertEquals((await runFerry(["copy", ".", "t/all"], dir)).code, 2); // one inside the other
    assertEquals((await runFerry(["copy", "t", "u"], dir)).code, 0);
    sh("diff -r t u", dir);
  });
});

Deno.test("a soft limit on open files below the hard one is no limit", async () => {
  await withScratch(async (dir) => {
    sh(`${MAKE_BIG}`, dir);
    const limited = ["bash", "-c", 'ulimit -Sn 32; exec "$@"', "limited"];
    const ferry = start([...limited, ...ferryCommand(), ...SLOW], dir);
    await until("it copies", () => hasOpen(ferry.pid, `${dir}/big`));
    const limits = Deno.readTextFileSync(`/proc/${ferry.pid}/limits`);
    const [, soft, hard] = /^Max open files\s+(\d+)\s+(\d+)/m.exec(limits)!;
    ferry.kill("SIGTERM");
    assertEquals([(await ferry.finished).code, soft], [143, hard]);
  });
});

Deno.test("--json: a source that is not there is named, and the errors are counted", async () => {
  await withScratch(async (dir) => {
    sh("mkdir t; echo a >a", dir);
    for (const args of [["nothing", "new"], ["a", "nothing", "t"], ["nothing/below", "t"]]) {
      const { code, stdout } = await runFerry(["copy", "--json", ...args], dir);
      const [error, summary] = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
      const missing = args.find((arg) => arg.startsWith("nothing"));
      assertEquals([code, error.path, error.code], [2, missing, "ENOENT"]);
      assertEquals([summary.error_count, summary.errors[0].path], [1, missing]);
    }
  });
});
