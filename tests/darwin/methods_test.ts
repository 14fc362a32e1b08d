// How ferry moves bytes on Darwin, seen by the calls that the stand-in records: clones under a temporary
// name, then fcopyfile, then read and write; which codes let the next method try; and what each option
// leaves of the ladder.

import { assert, assertEquals } from "@std/assert";
import type { RunOptions } from "../support/runs.ts";
import * as make from "../support/entries.ts";
import { callsOf, type FolderPair, runOn, testOnBoth } from "../support/on_stand_in.ts";
import { differences, snapshot } from "../support/snapshot.ts";

const FILES = 3;
const BYTES = 100_000;

/** Darwin's numbers (sys/errno.h). */
const EIO = 5, EXDEV = 18, EEXIST = 17, ENOSPC = 28, ENOTSUP = 45;

function makeSource({ path }: FolderPair, mode = 0o644): [source: string, target: string] {
  make.makeFolder(`${path}/source`);
  for (let i = 0; i < FILES; i++) {
    make.makeFile(`${path}/source/${i}`, make.pattern(BYTES, i), mode);
  }
  return [`${path}/source`, `${path}/target`];
}

function assertEqualTrees(source: string, target: string): void {
  assertEquals(differences(snapshot(source), snapshot(target)), []);
}

testOnBoth("a copy is a clone under a temporary name that is then renamed", async (place) => {
  const [source, target] = makeSource(place);
  const { summary, calls } = await runOn(place, "copy", source, target);
  assertEquals(summary.methods, { clonefile: FILES });
  assertEquals(summary.bytesShared, FILES * BYTES);
  const clones = callsOf(calls, "fclonefileat"), renames = callsOf(calls, "renameatx_np");
  assertEquals([clones.length, renames.length], [FILES, FILES]);
  for (const [i, clone] of clones.entries()) {
    const temporary = /"(\.ferry-[^"]*\.tmp)", 0x5\)$/.exec(clone)?.[1];
    assert(temporary !== undefined && renames[i].includes(`"${temporary}"`), clone);
    assert(calls.indexOf(clone) < calls.indexOf(renames[i]));
  }
  assertEquals([...callsOf(calls, "pread"), ...callsOf(calls, "fcopyfile")], []);
  assertEqualTrees(source, target);
});

testOnBoth("setuid, which a clone clears, is there before the file has its name", async (place) => {
  const [source, target] = makeSource(place, 0o4755);
  const { summary, calls } = await runOn(place, "copy", source, target);
  assertEquals(summary.methods, { clonefile: FILES });
  const order = calls.filter((call) => /^(fclonefileat|fchmod|renameatx_np)\(/.test(call))
    .map((call) => call.split("(")[0]).slice(0, 3);
  assertEquals(order, ["fclonefileat", "fchmod", "renameatx_np"]);
  assertEqualTrees(source, target);
});

testOnBoth("an existing file is replaced by a clone in one rename", async (place) => {
  const [source, target] = makeSource(place);
  make.makeFolder(target);
  make.makeFile(`${target}/1`, "old");
  const { summary, calls } = await runOn(place, "mirror", source, target);
  assertEquals([summary.filesReplaced, summary.methods], [1, { clonefile: FILES }]);
  assertEquals(callsOf(calls, "renameat").length, 1);
  assertEqualTrees(source, target);
});

interface Ladder {
  readonly what: string;
  readonly fails: readonly (readonly [call: string, errno: number])[];
  readonly options?: RunOptions;
  readonly methods: Readonly<Record<string, number>>;
  /** How often each call is made. */
  readonly calls: Readonly<Record<string, number>>;
}

const LADDERS: readonly Ladder[] = [
  ...[ENOTSUP, EXDEV].map((errno) => ({
    what: `a clone that answers ${errno} is tried once, then fcopyfile serves`,
    fails: [["fclonefileat", errno]] as const,
    methods: { fcopyfile: FILES },
    calls: { fclonefileat: 1, fcopyfile: FILES },
  })),
  {
    what: "a clone whose temporary name is taken is tried again for the next file",
    fails: [["fclonefileat", EEXIST]],
    methods: { fcopyfile: FILES },
    calls: { fclonefileat: FILES, fcopyfile: FILES },
  },
  {
    what: "read and write serve where fcopyfile is not supported either",
    fails: [["fclonefileat", ENOTSUP], ["fcopyfile", ENOTSUP]],
    methods: { read_write: FILES },
    calls: { fclonefileat: 1, fcopyfile: 1, pwrite: FILES },
  },
  {
    what: "--reflink=never copies by fcopyfile",
    fails: [],
    options: { reflink: "never" },
    methods: { fcopyfile: FILES },
    calls: { fclonefileat: 0, fcopyfile: FILES },
  },
  {
    what: "--no-zero-copy reads and writes",
    fails: [],
    options: { zeroCopy: "never" },
    methods: { read_write: FILES },
    calls: { fclonefileat: 0, fcopyfile: 0, pwrite: FILES },
  },
  {
    what: "without times no clone is made, which would take them along",
    fails: [],
    options: {
      keep: {
        perms: true,
        times: false,
        owner: true,
        xattrs: true,
        acls: true,
        hardLinks: true,
        specials: true,
        flags: true,
      },
    },
    methods: { fcopyfile: FILES },
    calls: { fclonefileat: 0 },
  },
];

for (const { what, fails, options, methods, calls: expected } of LADDERS) {
  testOnBoth(what, async (place) => {
    const [source, target] = makeSource(place);
    for (const [call, errno] of fails) place.standIn.fail(call, errno);
    const { summary, calls } = await runOn(place, "copy", source, target, options);
    assertEquals([summary.outcome, summary.methods], ["done", methods]);
    for (const [call, count] of Object.entries(expected)) {
      assertEquals(callsOf(calls, call).length, count, call);
    }
    for (let i = 0; i < FILES; i++) {
      assertEquals(Deno.readFileSync(`${target}/${i}`), make.pattern(BYTES, i));
    }
  });
}

for (const call of ["fclonefileat", "fcopyfile"]) {
  testOnBoth(
    `an error of the disk in ${call} fails the file, and no other method hides it`,
    async (place) => {
      const [source, target] = makeSource(place);
      place.standIn.fail(call, EIO);
      const options: RunOptions = { reflink: call === "fcopyfile" ? "never" : "auto" };
      const { summary, calls } = await runOn(place, "copy", source, target, options);
      assertEquals([summary.outcome, summary.filesFailed], ["partial", FILES]);
      assertEquals(summary.errors.map(({ code }) => code), ["EIO", "EIO", "EIO"]);
      assertEquals(callsOf(calls, "pwrite"), []);
      assertEquals([...Deno.readDirSync(target)], []);
    },
  );
}

testOnBoth("a full disk in a clone ends the run", async (place) => {
  const [source, target] = makeSource(place);
  place.standIn.fail("fclonefileat", ENOSPC);
  const { summary } = await runOn(place, "copy", source, target);
  assertEquals([summary.outcome, summary.errors[0].code], ["stopped", "ENOSPC"]);
  assertEquals([...Deno.readDirSync(target)], []);
});

testOnBoth("--reflink fails each file that cannot be cloned", async (place) => {
  const [source, target] = makeSource(place);
  place.standIn.fail("fclonefileat", ENOTSUP);
  const { summary, calls } = await runOn(place, "copy", source, target, { reflink: "always" });
  assertEquals([summary.outcome, summary.filesFailed], ["partial", FILES]);
  assertEquals(callsOf(calls, "fcopyfile"), []);
  assertEquals([...Deno.readDirSync(target)], []);
});

testOnBoth("holes stay holes when no clone makes the file", async (place) => {
  const { path } = place;
  make.makeFolder(`${path}/source`);
  make.makeSparse(`${path}/source/sparse`, 1 << 20, [[65_536, 131_072]]);
  const options: RunOptions = { reflink: "never" };
  const { summary } = await runOn(place, "copy", `${path}/source`, `${path}/target`, options);
  assertEquals(summary.methods, { read_write: 1 });
  assertEqualTrees(`${path}/source`, `${path}/target`);
});

testOnBoth("data are copied that SEEK_DATA goes past", async (place) => {
  const { path } = place;
  make.makeFolder(`${path}/source`);
  // Data, a hole, data: fewer blocks than bytes.
  make.makeSparse(`${path}/source/file`, 3 << 20, [[0, 65_536], [2 << 20, (2 << 20) + 65_536]]);
  const options: RunOptions = { reflink: "never" };
  const { summary } = await runOn(place, "copy", `${path}/source`, `${path}/target`, options);
  assertEquals([summary.outcome, summary.filesCopied], ["done", 1]);
  assertEquals(
    Deno.readFileSync(`${path}/target/file`),
    Deno.readFileSync(`${path}/source/file`),
  );
});
