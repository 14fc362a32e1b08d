// --fsync, --verify and --retries on Darwin, by the calls that the stand-in for both machines records and by
// its failures on demand: what the suites of these options see by strace on Linux.

import { assert, assertEquals } from "@std/assert";
import type { RunOptions } from "../support/runs.ts";
import * as make from "../support/entries.ts";
import { callsOf, type FolderPair, runOn, testOnBoth } from "../support/on_stand_in.ts";
import { differences, snapshot } from "../support/snapshot.ts";

const FILES = 3;
const BYTES = 100_000;
/** Darwin's numbers (sys/errno.h, sys/fcntl.h). */
const EIO = 5, EACCES = 13, F_NOCACHE = 48, F_FULLFSYNC = 51;

function makeSource({ path }: FolderPair): [source: string, target: string] {
  const [source, target] = [`${path}/source`, `${path}/target`];
  make.makeFolder(source);
  make.makeFolder(`${source}/sub`);
  for (let i = 0; i < FILES; i++) {
    make.makeFile(`${source}/sub/${i}`, make.pattern(BYTES, i));
  }
  return [source, target];
}

function assertEqualTrees(source: string, target: string): void {
  assertEquals(differences(snapshot(source), snapshot(target)), []);
}

/** The ways in which bytes move, and the call that moves them. */
const METHODS: readonly (readonly [call: string, options: RunOptions])[] = [
  ["fclonefileat", {}],
  ["fcopyfile", { reflink: "never" }],
  ["pwrite", { zeroCopy: "never" }],
];

const isFcntl = (call: string, command: number) =>
  new RegExp(`^fcntl\\(\\d+, ${command}, `).test(call);
const isFullSync = (call: string) => isFcntl(call, F_FULLFSYNC);

for (const [method, options] of METHODS) {
  testOnBoth(
    `--fsync with ${method}: F_FULLFSYNC of a file, its name, then of the folder`,
    async (place) => {
      const [source, target] = makeSource(place);
      const run = await runOn(place, "mirror", source, target, { fsync: true, ...options });
      assertEquals(run.summary.outcome, "done");
      const calls = run.calls.filter((call) =>
        isFullSync(call) || call.startsWith(`${method}(`) || call.startsWith("renameatx_np(")
      );
      const named = calls.map((call, at) => call.startsWith("renameatx_np(") ? at : -1)
        .filter((at) => at >= 0);
      assertEquals(named.length, FILES);
      for (const at of named) {
        assert(isFullSync(calls[at - 1]), "the file is on disk before it is named");
        assert(calls[at - 2].startsWith(`${method}(`), "and has its bytes before that");
      }
      assert(calls.slice(named.at(-1)! + 1).some(isFullSync), "the folder, after the last name");
      // The target's own name, each file, the sub-folder, and the folder that holds its name.
      assertEquals(calls.filter(isFullSync).length, 1 + FILES + 2);
      assertEqualTrees(source, target);
    },
  );
}

testOnBoth("a file that cannot be written to disk gets no name", async (place) => {
  const [source, target] = makeSource(place);
  place.standIn.fail("fcntl", EIO, 2, 1); // after those for the names of the two folders
  const { summary } = await runOn(place, "mirror", source, target, { fsync: true });
  assertEquals([summary.outcome, summary.filesCopied, summary.filesFailed], ["partial", 2, 1]);
  assertEquals(summary.errors[0].syscall, "fcntl(F_FULLFSYNC)");
  assertEquals([...Deno.readDirSync(`${target}/sub`)].length, FILES - 1);
});

testOnBoth("without --fsync the drive is asked for nothing", async (place) => {
  const [source, target] = makeSource(place);
  const { calls } = await runOn(place, "mirror", source, target);
  assertEquals([...callsOf(calls, "fcntl"), ...callsOf(calls, "fsync")], []);
});

for (const [method, options] of METHODS) {
  testOnBoth(`--verify finds a wrong copy by ${method}, and it gets no name`, async (place) => {
    const [source, target] = makeSource(place);
    place.standIn.spoil(1);
    const { summary } = await runOn(place, "mirror", source, target, { verify: true, ...options });
    assertEquals([summary.filesCopied, summary.filesFailed], [FILES - 1, 1]);
    assertEquals(summary.errors.map(({ code }) => code), ["CONTENTS_DIFFER"]);
    assertEquals([...Deno.readDirSync(`${target}/sub`)].length, FILES - 1);
  });

  testOnBoth(`--verify with ${method} reads past the cache, before the name`, async (place) => {
    const [source, target] = makeSource(place);
    const run = await runOn(place, "mirror", source, target, { verify: true, ...options });
    assertEquals([run.summary.filesVerified, run.summary.outcome], [FILES, "done"]);
    const order = run.calls.filter((call) => /^(fsync|fcntl|pread|renameatx_np)\(/.test(call));
    const named = order.findIndex((call) => call.startsWith("renameatx_np("));
    const dropped = order.findIndex((call) => isFcntl(call, F_NOCACHE) && call.endsWith(", 1)"));
    assert(order[dropped - 1].startsWith("fsync("), "all is written before");
    const reads = order.slice(dropped + 1, named);
    assert(reads.length >= 2 && reads.every((call) => call.startsWith("pread(")), order.join("\n"));
  });
}

for (const [method, options] of METHODS) {
  testOnBoth(`a source that grows while ${method} copies it is copied whole`, async (place) => {
    const [source, target] = makeSource(place);
    place.standIn.grow(1);
    const { summary } = await runOn(place, "mirror", source, target, options);
    assertEquals([summary.outcome, summary.filesCopied], ["done", FILES]);
    assertEqualTrees(source, target);
  });
}

testOnBoth("--verify --retries makes a wrong copy right", async (place) => {
  const [source, target] = makeSource(place);
  place.standIn.spoil(1);
  const options = { verify: true, retries: 1, retryWait: 0 };
  const { summary } = await runOn(place, "mirror", source, target, options);
  assertEquals([summary.outcome, summary.errors], ["done", []]);
  assertEqualTrees(source, target);
});

for (const [method, options] of METHODS) {
  testOnBoth(`--retries: ${method} that fails once is none`, async (place) => {
    const [source, target] = makeSource(place);
    place.standIn.fail(method, EIO, 1, 1);
    const retrying = { ...options, retries: 2, retryWait: 0 };
    const { summary, calls } = await runOn(place, "mirror", source, target, retrying);
    assertEquals([summary.outcome, summary.errors, summary.filesCopied], ["done", [], FILES]);
    assertEquals(callsOf(calls, method).length, FILES + 1);
    assertEqualTrees(source, target);
  });
}

testOnBoth(
  "--retries: a source that changed is looked at again, whatever its listing told",
  async (place) => {
    const { path, standIn } = place;
    const [source, target] = makeSource(place);
    await runOn(place, "mirror", source, target);
    make.writeInto(`${source}/sub/1`, 0, "changed");
    standIn.fail("fclonefileat", EIO, 0, 1);
    const { summary } = await runOn(place, "mirror", source, target, { retries: 1, retryWait: 0 });
    assertEquals([summary.outcome, summary.filesReplaced], ["done", 1]);
    assertEqualTrees(`${path}/source`, target);
  },
);

testOnBoth("--retries: what cannot pass is tried once", async (place) => {
  const [source, target] = makeSource(place);
  place.standIn.fail("pwrite", EACCES);
  const options: RunOptions = { zeroCopy: "never", retries: 3, retryWait: 0 };
  const { summary, calls } = await runOn(place, "mirror", source, target, options);
  assertEquals([summary.outcome, summary.filesFailed], ["partial", FILES]);
  assertEquals(callsOf(calls, "pwrite").length, FILES);
});
