// `--retries`: what passes is no error, what does not is tried no longer than was asked for, and what
// cannot pass is not tried again. Faults come from strace, so that the calls themselves fail.

import { assert, assertEquals } from "@std/assert";
import * as make from "../support/entries.ts";
import { hasOpen, startFerry, stopped, until, whileReading } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms } from "../support/mounts.ts";
import { leftovers } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import { countCalls, ferryTraced } from "../support/trace.ts";

const noStrace = needsPrograms("strace");
const scratch = makeScratch("ferry-retries-");

/** A folder of 20 files, enough for it to be filled under a temporary name; `7` is the one that fails. */
function makeSource(name: string) {
  const source = `${scratch}/${name}-s`, target = `${scratch}/${name}-t`;
  make.makeFolder(source);
  make.makeFolder(`${source}/sub`);
  for (let i = 0; i < 20; i++) make.makeFile(`${source}/sub/${i}`, make.pattern(3000, i));
  return { source, target, failing: `${source}/sub/7` };
}

/** Mirrors with one call on one file failing; the times of its calls tell how often it was tried. */
function mirrorWith(
  { source, target, failing }: ReturnType<typeof makeSource>,
  fault: string,
  ...flags: string[]
) {
  const [calls] = fault.split(":");
  const watch = { calls, inject: [fault], below: failing, paths: ["-P", failing] };
  return ferryTraced(watch, "mirror", "-j1", "--no-zero-copy", ...flags, source, target);
}

testOrSkip("--retries: an error that passes is none, and is told of", noStrace, async () => {
  const tree = makeSource("passes");
  const { code, stdout, stderr } = await mirrorWith(
    tree,
    "pread64:error=EIO:when=1",
    "--retries=2",
    "--retry-wait=0.1",
  );
  assertEquals(code, 0, stderr);
  assertEquals(
    stderr,
    `ferry: cannot copy '${tree.failing}': Input/output error (EIO); trying again in 0.1 s\n`,
  );
  assert(stdout.startsWith("20 files copied (58.6 KiB), 2 folders created"), stdout);
  assertEquals(await judge(tree.source, tree.target), []);
});

testOrSkip("--retries: waits grow, and the last failure is the error", noStrace, async () => {
  const tree = makeSource("stays");
  const started = performance.now();
  const { code, stderr, calls } = await mirrorWith(
    tree,
    "pread64:error=ESTALE",
    "--retries=2",
    "--retry-wait=0.2",
  );
  assert(performance.now() - started > 600, "0.2 s and 0.4 s");
  assertEquals(code, 1);
  assertEquals(stderr.match(/trying again in 0\.\d s/g), [
    "trying again in 0.2 s",
    "trying again in 0.4 s",
  ]);
  assert(stderr.includes(`cannot copy '${tree.failing}': Stale file handle (ESTALE)\n`), stderr);
  assert(stderr.endsWith("ferry: 1 error\n"), stderr);
  assertEquals(countCalls(calls, "pread64"), 3);
  assertEquals(leftovers(tree.target), "");
});

testOrSkip("--retries: what cannot pass is tried once", noStrace, async () => {
  const tree = makeSource("never");
  const { code, stderr, calls } = await mirrorWith(tree, "pread64:error=EPERM", "--retries=5");
  assertEquals([code, countCalls(calls, "pread64")], [1, 1]);
  assert(!stderr.includes("trying again"), stderr);
});

testOrSkip("without --retries nothing is tried again", noStrace, async () => {
  const { code, calls } = await mirrorWith(makeSource("off"), "pread64:error=EIO:when=1");
  assertEquals([code, countCalls(calls, "pread64")], [1, 1]);
});

testOrSkip(
  "--retries: an attribute that fails to be set leaves no file without it",
  noStrace,
  async () => {
    const tree = makeSource("metadata");
    Deno.chownSync(tree.failing, 12345, 12345);
    const { code, stderr } = await ferryTraced(
      { calls: "fchown", inject: ["fchown:error=EIO:when=1"], below: tree.target },
      "mirror",
      "-j1",
      "--retries=1",
      "--retry-wait=0",
      tree.source,
      tree.target,
    );
    assertEquals(code, 0, stderr);
    assert(stderr.includes("cannot keep owner of"), stderr);
    assertEquals(await judge(tree.source, tree.target), []);
  },
);

Deno.test("--retries: a source that changed while it was read is copied again", async () => {
  const dir = `${scratch}/changes`;
  const large = `${dir}/s/large`;
  make.makeFolder(dir);
  make.makeFolder(`${dir}/s`);
  make.makeFile(large, make.pattern(128 * 1024 * 1024));
  const ferry = startFerry(["mirror", "-j1", "--retries=3", "--retry-wait=0.1", "s", "t"], dir);
  await whileReading(ferry, large, () => make.writeInto(large, 1000, "changed"));
  const { code, stderr } = await ferry.finished;
  assertEquals(code, 0, stderr);
  assert(/copy 's\/large': .*\(SOURCE_CHANGED\); trying again in 0\.1 s\n$/.test(stderr), stderr);
  assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
});

Deno.test("--retries: a run that waits stops when it is told to, not when its wait is over", async () => {
  const dir = `${scratch}/stops`;
  const large = `${dir}/s/large`;
  make.makeFolder(dir);
  make.makeFolder(`${dir}/s`);
  make.makeFile(large, make.pattern(128 * 1024 * 1024));
  const ferry = startFerry(["mirror", "-j1", "--retries=3", "--retry-wait=3600", "s", "t"], dir);
  await whileReading(ferry, large, () => make.writeInto(large, 1000, "changed"));
  await until("the source is closed", () => !hasOpen(ferry.pid, large));
  ferry.kill("SIGTERM");
  assertEquals((await stopped(ferry)).code, 143);
});

testOrSkip(
  "--retries: an entry that is looked at twice is one, and what is extra beside it goes",
  noStrace,
  async () => {
    const source = `${scratch}/extra-s`, target = `${scratch}/extra-t`;
    for (const folder of [source, target]) make.makeFolder(folder);
    make.makeFile(`${source}/a`, make.pattern(3000, 1));
    for (const name of ["a", "extra"]) make.makeFile(`${target}/${name}`, make.pattern(10, 2));
    const fault = "renameat:error=EBUSY:when=1";
    const watch = { calls: "renameat", inject: [fault], below: target };
    const flags = ["-j1", "--retries=2", "--retry-wait=0"];
    const { code, stderr } = await ferryTraced(watch, "mirror", ...flags, source, target);
    assertEquals([code, stderr.includes("trying again")], [0, true], stderr);
    assertEquals(await judge(source, target), []);
  },
);
