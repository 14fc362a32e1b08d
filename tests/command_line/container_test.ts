// ferry as the start of a container: process 1 in a read-only root with nothing in it but the executable and its libraries,
// as a user without a name, with an empty environment. Namespaces and chroot make it, no daemon is needed.

import { assert, assertEquals } from "@std/assert";
import {
  ANY_USER,
  type Container,
  makeContainer,
  PROGRAM,
  runContainer,
  startContainer,
} from "../support/container.ts";
import { hasOpen, start, until } from "../support/ferry_process.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

const reason = needsRoot() ?? needsPrograms("unshare", "chroot", "ldd");
const OTHERS_ROOT = "ferry: mode and times of DEST itself not kept: it belongs to another user";
const OWNERS =
  /^ferry: owner or group of \d+ entries not kept \(an ordinary user may not set it\)$/;

const STOPPED_BY = [
  ["SIGTERM", 143],
  ["SIGINT", 130],
  ["SIGHUP", 129],
  ["SIGQUIT", 131],
] as const;

const isExecutable = Deno.env.get("FERRY_BINARY") !== undefined;

let made: Container | null = null;
/** With what tests let ferry become, and look with. */
const container = () => made ??= makeContainer(["cat", "ls", "sleep"]);

function test(name: string, body: () => Promise<void>) {
  testOrSkip(`in a container: ${name}`, reason, body);
}

test("any user, a read-only root and an empty environment: as anywhere, exit 0", async () => {
  const own = `uid=${ANY_USER},gid=${ANY_USER},mode=755`;
  for (
    const [volume, ...args] of [
      [own, "copy", "-T"],
      ["mode=1777", "mirror", "--progress"],
      ["mode=777", "copy", "-T", "-j4"],
    ]
  ) {
    const { code, stdout, stderr } = await runContainer(
      container(),
      [...args, "/seed", "/vol", "--exec", "--", "/bin/cat", "/vol/a", "/vol/sub/b"],
      { volume },
    );
    const [summary, ...printed] = stdout.trimEnd().split("\n");
    assertEquals([code, printed], [0, ["a", "b"]], stderr);
    assert(summary.startsWith("2 files copied (4 B), 1 folder created"), summary);
    const told = stderr.trimEnd().split("\n");
    assert(OWNERS.test(told[0]), stderr);
    assertEquals(told.slice(1), volume === own ? [] : [OTHERS_ROOT]);
  }
});

test("what was asked for by name and cannot be set is an error, and no program starts", async () => {
  const { code, stdout, stderr } = await runContainer(
    container(),
    ["copy", "-T", "--times", "/seed", "/vol", "--exec", "--", "/bin/cat", "/vol/a"],
    { volume: "mode=777" },
  );
  assertEquals([code, stdout.trimEnd().split("\n").length], [1, 1]);
  assert(stderr.startsWith("ferry: cannot keep times of '/vol': Operation not permitted"), stderr);
  assert(stderr.endsWith("ferry: '/bin/cat' was not started: the exit code is 1\n"), stderr);
});

test("ferry is process 1, and so is what it becomes", async () => {
  const status = await runContainer(
    container(),
    ["copy", "-qT", "/seed", "/vol", "--exec", "--", "/bin/cat", "/proc/self/status"],
    { uid: 0 },
  );
  assertEquals(/^Pid:\t(\d+)$/m.exec(status.stdout)?.[1], "1");
  assertEquals(/^PPid:\t(\d+)$/m.exec(status.stdout)?.[1], "0");
});

test("a target that cannot be written, a program that is not there: named, 1 or 127", async () => {
  const shut = await runContainer(container(), ["copy", "-T", "/seed", "/vol"]);
  assert(shut.code === 1 && shut.stderr.includes("Permission denied (EACCES)"), shut.stderr);
  const readOnly = await runContainer(container(), ["copy", "/seed", "/bin"], { uid: 0 });
  assertEquals(readOnly.code, 4, readOnly.stderr);
  assert(readOnly.stderr.includes("Read-only file system (EROFS)"), readOnly.stderr);
  const lost = await runContainer(
    container(),
    ["copy", "-T", "/seed", "/vol", "--exec", "--", "sh"],
    { uid: 0 },
  );
  assertEquals(lost.code, 127);
  assert(lost.stderr.startsWith("ferry: cannot start 'sh': "), lost.stderr);
});

for (const [signal, code] of STOPPED_BY) {
  test(`${signal} stops the run within half a second: clean, exit ${code}, no program`, async () => {
    await withScratch(async (dir) => {
      sh("mkdir s; truncate -s 60M s/big; mkdir -m 1777 vol", dir);
      const slow = ["copy", "--sparse=never", "--bwlimit=20M", "/seed", "/vol"];
      const ferry = startContainer(
        container(),
        [...slow, "--exec", "--", "/bin/sleep", "60"],
        { seed: `${dir}/s`, volume: `${dir}/vol` },
      );
      let first = 0;
      await until("it copies", () => {
        first ||= childOf(ferry.pid);
        return first > 0 && hasOpen(first, `${container().root}/seed/big`);
      });
      const sentAt = performance.now();
      Deno.kill(first, signal);
      const { code: came, stdout, stderr } = await ferry.finished;
      const tookMs = performance.now() - sentAt;
      assertEquals(came, code, stdout + stderr);
      assert(stderr.includes(`'/bin/sleep' was not started: the exit code is ${code}`), stderr);
      assertEquals(sh("find vol -type f", dir), "");
      // A machine that does other things, too, is given more.
      assert(tookMs < 2000, `${tookMs} ms`);
    });
  });
}

test("without /proc the runtime says so, and nothing is touched", async () => {
  const { code, stdout, stderr } = await runContainer(
    container(),
    ["copy", "-T", "/seed", "/vol"],
    { uid: 0, hasProc: false },
  );
  assertEquals([code !== 0, stdout], [true, ""]);
  const said = isExecutable ? "no /proc/self/exe available. Is /proc mounted?" : "panicked";
  assert(stderr.includes(said), stderr);
});

Deno.test("without a C library: a line that says so, exit 2, nothing touched", async () => {
  await withScratch(async (dir) => {
    const cli = new URL("../../lib/cli/cli.ts", import.meta.url).href;
    const none = 'Deno.dlopen = () => { throw new Error("none"); };';
    const program = `${none} Deno.exit(await (await import("${cli}")).runCli(Deno.args));`;
    Deno.writeTextFileSync(`${dir}/main.js`, program);
    const config = new URL("../../deno.json", import.meta.url).pathname;
    const deno = [Deno.execPath(), "run", "-A", "--no-check", "--no-lock", "--config", config];
    const command = [...deno, "main.js", "copy", "main.js", "copied", "--exec", "--", "true"];
    const { code, stderr } = await start(command, dir).finished;
    assertEquals([code, sh("ls", dir)], [2, "main.js\n"]);
    const [message, advice, last, ...more] = stderr.split("\n");
    assert(message.startsWith("ferry: cannot open the C library; tried libc.so.6, "), stderr);
    assertEquals([advice, last, more], [
      "ferry: from source, ferry needs none without --allow-ffi",
      "ferry: 'true' was not started: the exit code is 2",
      [""],
    ]);
  });
});

testOrSkip("scripts/container/README.md: names the libraries of the executable", reason, () => {
  const text = Deno.readTextFileSync(
    new URL("../../scripts/container/README.md", import.meta.url),
  );
  const named = [...text.matchAll(/`([\w.-]+\.so\.\d+)`/g)].map(([, name]) => name);
  const linked = sh(`ldd '${PROGRAM}' | grep -o '/[^ ]*' | xargs -n 1 basename`).trim().split("\n");
  assertEquals(named.sort(), linked.sort());
});

/** The process that unshare(1) has started; 0 until there is one. */
function childOf(pid: number): number {
  try {
    return Number(Deno.readTextFileSync(`/proc/${pid}/task/${pid}/children`).trim());
  } catch {
    return 0;
  }
}
