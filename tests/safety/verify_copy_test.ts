// `--verify`: a copy that came out wrong is found, discarded and never seen under its final name. The
// wrong copies come from strace: calls that say they wrote everything and wrote nothing.

import { assert, assertEquals } from "@std/assert";
import * as make from "../support/entries.ts";
import { ferry } from "../support/ferry.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms } from "../support/mounts.ts";
import { leftovers } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import { ferryTraced } from "../support/trace.ts";

const noStrace = needsPrograms("strace");
const scratch = makeScratch("ferry-verify-");
/** Enough for it to be copied inside the kernel, by a call that nothing else in the process makes. */
const SIZE = 100_000;
const FILES = 3;

function makeSource(name: string) {
  const source = `${scratch}/${name}-s`, target = `${scratch}/${name}-t`;
  make.makeFolder(source);
  for (let i = 0; i < FILES; i++) make.makeFile(`${source}/${i}`, make.pattern(SIZE, i));
  return { source, target };
}

/** Mirrors while copies lie: all of them, or the first of a thread. */
function mirrorWithLies(
  { source, target }: ReturnType<typeof makeSource>,
  when: string,
  ...flags: string[]
) {
  const watch = {
    calls: "copy_file_range",
    inject: [`copy_file_range:retval=${SIZE}${when}`],
    below: target,
  };
  return ferryTraced(watch, "mirror", "-j1", ...flags, source, target);
}

testOrSkip("--verify: what was not written gets no name, exit 3", noStrace, async () => {
  const tree = makeSource("new");
  const { code, stdout, stderr } = await mirrorWithLies(tree, "", "--verify");
  assertEquals(code, 3, stderr);
  for (let i = 0; i < FILES; i++) {
    const said =
      `cannot verify '${tree.target}/${i}': The copy differs from the source at byte 0; ` +
      "it was discarded (CONTENTS_DIFFER)\n";
    assert(stderr.includes(said), stderr);
  }
  assert(stdout.includes(`${FILES} failed`), stdout);
  assertEquals([...Deno.readDirSync(tree.target)], []);
});

testOrSkip("without --verify such a copy goes unnoticed, size 0 and all", noStrace, async () => {
  const tree = makeSource("without");
  assertEquals((await mirrorWithLies(tree, "")).code, 0);
  assertEquals(Deno.statSync(`${tree.target}/0`).size, 0);
});

testOrSkip(
  "--verify: a wrong replacement is discarded and the old version stays",
  noStrace,
  async () => {
    const tree = makeSource("replace");
    make.makeFolder(tree.target);
    make.makeFile(`${tree.target}/1`, "old");
    const { code } = await mirrorWithLies(tree, "", "--verify");
    assertEquals(code, 3);
    assertEquals(Deno.readTextFileSync(`${tree.target}/1`), "old");
    assertEquals(leftovers(tree.target), "");
  },
);

testOrSkip("--verify --inplace says what it leaves behind", noStrace, async () => {
  const tree = makeSource("inplace");
  make.makeFolder(tree.target);
  make.makeFile(`${tree.target}/1`, "old");
  const { code, stderr } = await mirrorWithLies(tree, "", "--verify", "--inplace");
  assertEquals(code, 3);
  assert(
    stderr.includes("/1': The copy differs from the source at byte 0; what stands there is wrong"),
  );
  assert(
    stderr.includes("/2': The copy differs from the source at byte 0; it was discarded"),
    stderr,
  );
});

testOrSkip("--verify --retries makes a wrong copy right", noStrace, async () => {
  const tree = makeSource("again");
  const flags = ["--verify", "--retries=1", "--retry-wait=0"];
  const { code, stderr } = await mirrorWithLies(tree, ":when=1", ...flags);
  assertEquals(code, 0, stderr);
  assert(stderr.includes("(CONTENTS_DIFFER); trying again in 0 s"), stderr);
  assertEquals(await judge(tree.source, tree.target), []);
});

testOrSkip(
  "--verify reads the target again from its disk, before it is named",
  noStrace,
  async () => {
    const { source, target } = makeSource("order");
    const calls = "copy_file_range,sync_file_range,fadvise64,pread64,linkat";
    const traced = await ferryTraced(
      { calls, below: target },
      "mirror",
      "-j1",
      "--verify",
      source,
      target,
    );
    assertEquals(traced.code, 0, traced.stderr);
    const expected = [
      "copy_file_range",
      "sync_file_range",
      "fadvise64",
      "pread64",
      "pread64",
      "linkat",
    ];
    assertEquals(
      traced.calls.map(({ name }) => name),
      Array.from({ length: FILES }, () => expected).flat(),
    );
    assertEquals(
      traced.calls.filter(({ text }) => text.includes("POSIX_FADV_DONTNEED")).length,
      FILES,
    );
    assertEquals(await judge(source, target), []);
  },
);

for (
  const [flag, method] of [["--zero-copy", "copy_file_range"], ["--no-zero-copy", "read_write"]]
) {
  Deno.test(`${flag} --verify counts what it verified, in ranges and with holes, too`, async () => {
    const { source, target } = makeSource(`counts${flag}`);
    const large = 40 * 1024 * 1024;
    make.makeFile(`${source}/large`, make.pattern(large));
    make.makeSparse(`${source}/sparse`, large, [[100_000, 200_000]]);
    const { code, stdout } = await ferry("mirror", "--verify", flag, "--json", source, target);
    const summary = JSON.parse(stdout.trimEnd().split("\n").at(-1)!);
    assertEquals([code, summary.exit_code, summary.differences], [0, 0, 0]);
    assertEquals(summary.files_verified, FILES + 2);
    assertEquals(summary.bytes_verified, FILES * SIZE + 2 * large);
    assertEquals(summary.methods, { [method]: FILES + 2 });
    assertEquals(await judge(source, target), []);
  });
}
