// `--fsync`: what has a name is on disk, and the name is on disk when the run says that it is done.

import { assert, assertEquals, assertGreater } from "@std/assert";
import * as make from "../support/entries.ts";
import { ferry } from "../support/ferry.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { sh } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import { ferryTraced, type TracedCall } from "../support/trace.ts";

const CALLS = "fsync,linkat,renameat,renameat2,unlinkat,mkdirat,utimensat";
const FILES = 5;
const noStrace = needsPrograms("strace");
const scratch = makeScratch("ferry-fsync-");

function makeSource(name: string): { source: string; target: string } {
  const base = `${scratch}/${name}`;
  make.makeFolder(base);
  make.makeFolder(`${base}/s`);
  make.makeFolder(`${base}/s/sub`);
  for (let i = 0; i < FILES; i++) make.makeFile(`${base}/s/sub/${i}`, make.pattern(3000, i));
  return { source: `${base}/s`, target: `${base}/t` };
}

/** Where a call of that kind with that text stands among the calls of one thread. */
function at(calls: readonly TracedCall[], name: string, text: string): number {
  return calls.findIndex((call) => call.name === name && call.text.includes(text));
}

function lastAt(calls: readonly TracedCall[], name: string, ending: RegExp): number {
  return calls.findLastIndex((call) => call.name === name && ending.test(call.text));
}

/** What a mirror with --fsync that succeeds does below the target. */
async function callsOfMirror(source: string, target: string): Promise<TracedCall[]> {
  const watch = { calls: CALLS, below: target };
  const { code, calls } = await ferryTraced(watch, "mirror", "--fsync", source, target);
  assertEquals(code, 0);
  return calls;
}

testOrSkip(
  "--fsync writes each file before it is named, and the folder after the last name",
  noStrace,
  async () => {
    const { source, target } = makeSource("new");
    const calls = await callsOfMirror(source, target);
    const named = calls.filter((call) => call.name === "linkat");
    assertEquals(named.length, FILES);
    for (const call of named) {
      const before = calls[calls.indexOf(call) - 1];
      assertEquals(before.name, "fsync", call.text);
      assertEquals(/\d+/.exec(before.text)?.[0], /\d+/.exec(call.text)?.[0], "of the same file");
    }
    const folder = lastAt(calls, "fsync", /t\/sub>\)/);
    assertGreater(folder, calls.lastIndexOf(named.at(-1)!));
    assertGreater(folder, lastAt(calls, "utimensat", /t\/sub>, NULL/));
    assert(
      lastAt(calls, "fsync", /\/t>\)/) > at(calls, "mkdirat", "sub"),
      "the root holds sub's name",
    );
    assertEquals(await judge(source, target), []);
  },
);

testOrSkip(
  "--fsync writes a replacement before the rename and the folder after deletions",
  noStrace,
  async () => {
    const { source, target } = makeSource("replace");
    assertEquals((await ferry("mirror", source, target)).code, 0);
    Deno.writeFileSync(`${source}/sub/3`, make.pattern(5000, 9));
    Deno.removeSync(`${source}/sub/4`);
    const calls = await callsOfMirror(source, target);
    const renamed = calls.findIndex(({ name }) => name === "renameat");
    assertEquals(calls[renamed - 1].name, "fsync");
    const deleted = at(calls, "unlinkat", '"4"');
    assert(deleted >= 0);
    assertGreater(lastAt(calls, "fsync", /t\/sub>\)/), deleted);
    assertEquals(await judge(source, target), []);
  },
);

testOrSkip(
  "a file that cannot be written to disk gets no name, and the old one stays",
  noStrace,
  async () => {
    const { source, target } = makeSource("fails");
    assertEquals((await ferry("mirror", source, target)).code, 0);
    const before = Deno.readFileSync(`${target}/sub/3`);
    Deno.writeFileSync(`${source}/sub/3`, make.pattern(5000, 9));
    const { code, stderr } = await ferryTraced(
      { calls: "fsync", below: target, inject: ["fsync:error=EIO:when=1"] },
      "mirror",
      "--fsync",
      "-j1",
      source,
      target,
    );
    assertEquals(code, 1, stderr);
    assert(stderr.includes("cannot write to disk") && stderr.includes("EIO"), stderr);
    assertEquals(Deno.readFileSync(`${target}/sub/3`), before);
    assertEquals([...Deno.readDirSync(`${target}/sub`)].length, FILES);
  },
);

testOrSkip("without --fsync nothing is written to disk at once", noStrace, async () => {
  const { source, target } = makeSource("without");
  const { calls } = await ferryTraced({ calls: "fsync", below: target }, "mirror", source, target);
  assertEquals(calls, []);
});

testOrSkip(
  "--fsync of a single file writes the folder that it is copied into",
  noStrace,
  async () => {
    const { source, target } = makeSource("single");
    make.makeFolder(target);
    const { code, calls } = await ferryTraced(
      { calls: CALLS, below: target },
      "copy",
      "--fsync",
      `${source}/sub/1`,
      `${target}/one`,
    );
    assertEquals(code, 0);
    assertEquals(calls.at(-1)?.name, "fsync");
    assert(/\/t>\)/.test(calls.at(-1)!.text), calls.at(-1)!.text);
    assertEquals(calls.filter(({ name }) => name === "fsync").length, 2);
    assertEquals(Deno.readFileSync(`${target}/one`), Deno.readFileSync(`${source}/sub/1`));
  },
);

// A backup on another file system was a copy whose name was not on disk when its entry went, and no new folder's name was.
for (const where of ["the same", "another"]) {
  testOrSkip(
    `--fsync writes a backup on ${where} file system, with the folders that it is in, before its entry goes`,
    noStrace ?? needsRoot(),
    async () => {
      const base = `${scratch}/${where}`;
      const [source, target, kept] = ["s", "t", "new/kept"].map((name) => `${base}/${name}`);
      make.makeFolder(base);
      for (const folder of [source, target]) make.makeFolder(folder);
      if (where === "another") sh(`mount -t tmpfs none ${target}`, base);
      for (const folder of [source, target]) make.makeFolder(`${folder}/sub`);
      make.makeFile(`${source}/sub/stays`, "x");
      make.makeFile(`${target}/sub/goes`, "x");
      const { code, calls } = await ferryTraced(
        { calls: CALLS, below: base },
        "mirror",
        "--fsync",
        `--backup-dir=${kept}`,
        source,
        target,
      );
      assertEquals(code, 0);
      const goes = where === "another"
        ? at(calls, "unlinkat", '"goes"')
        : lastAt(calls, "fsync", /t\/sub>\)/);
      const before = calls.slice(0, goes);
      for (const folder of [base, `${base}/new`, kept, `${kept}/sub`]) {
        const synced = before.findLastIndex(({ name, text }) =>
          name === "fsync" && text.includes(`<${folder}>`)
        );
        assertGreater(synced, -1, `${folder} is on disk`);
      }
      const named = lastAt(before, where === "another" ? "linkat" : "renameat2", /"goes"/);
      assertGreater(lastAt(before, "fsync", /kept\/sub>\)/), named);
    },
  );
}

testOrSkip("--fsync writes the names of both trees of a swap", noStrace, async () => {
  const { source, target } = makeSource("swap");
  const base = `${scratch}/swap`;
  for (const folder of [target, `${base}/old`]) make.makeFolder(folder);
  const { code, calls } = await ferryTraced(
    { calls: CALLS, below: base },
    "mirror",
    "--fsync",
    "--swap",
    `--backup-dir=${base}/old/t`,
    source,
    target,
  );
  assertEquals(code, 0);
  const after = calls.slice(lastAt(calls, "renameat2", /./));
  for (const folder of [base, `${base}/old`]) {
    const isSynced = after.some(({ name, text }) =>
      name === "fsync" && text.includes(`<${folder}>`)
    );
    assert(isSynced, `${folder} is on disk`);
  }
});
