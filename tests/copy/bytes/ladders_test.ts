// Which methods are tried for a file: by its size, what the platform can do and what the options say.

import { assertEquals } from "@std/assert";
import type { Abilities } from "../../../ffi/mod.ts";
import { type Ladder, Ladders, methodsFor, onlyBy } from "../../../lib/copy/bytes/ladders.ts";
import { DEFAULT_OPTIONS, type Options } from "../../../lib/options.ts";
import { SMALLEST_CLONE, SMALLEST_KERNEL_COPY } from "../../../lib/thresholds.ts";
import { LIKE_LINUX } from "../../support/bytes_mover.ts";
import { NO_ABILITIES } from "../../support/fake_files.ts";

const SMALL = SMALLEST_KERNEL_COPY - 1;
const LARGE = SMALLEST_CLONE;

function laddersFor(options: Partial<Options> = {}, can: Partial<Abilities> = LIKE_LINUX) {
  return new Ladders({ ...DEFAULT_OPTIONS, ...options }, { ...NO_ABILITIES, ...can });
}

/** A ladder's methods, from the first to the last. */
function stepsOf(ladder: Ladder): string[] {
  return [
    ...(ladder.clonesToName ? ["clonefile"] : []),
    ...(ladder.clone === null ? [] : [ladder.clone]),
    ...(ladder.goesByName ? ["CopyFileExW"] : []),
    ...(ladder.copiesContents ? ["fcopyfile"] : []),
    ...ladder.rungs.map(({ method }) => method),
  ];
}

Deno.test("Ladders: a small file is read and written, and nothing is asked of what earlier ones taught", () => {
  const ladder = laddersFor().for(SMALL);
  assertEquals(stepsOf(ladder), ["read_write"]);
  assertEquals([ladder.readsAndWrites, ladder.asksMemory, ladder.onlyClones], [true, false, false]);
});

Deno.test("Ladders: a clone comes first from the threshold on, then the kernel's copies, then read and write", () => {
  const ladder = laddersFor().for(LARGE);
  assertEquals(stepsOf(ladder), ["reflink", "copy_file_range", "sendfile", "read_write"]);
  assertEquals([ladder.readsAndWrites, ladder.asksMemory, ladder.onlyClones], [true, true, false]);
});

Deno.test("Ladders: what the platform cannot do is left out", () => {
  const ladder = laddersFor({}, { sendfile: true }).for(LARGE);
  assertEquals(stepsOf(ladder), ["sendfile", "read_write"]);
  assertEquals(stepsOf(laddersFor({}, {}).for(LARGE)), ["read_write"]);
});

Deno.test("Ladders: a small file is copied as its file system does best, where no option says how", () => {
  const ladders = laddersFor();
  assertEquals(stepsOf(ladders.for(SMALL, "clone")), ["reflink", "read_write"]);
  assertEquals(stepsOf(ladders.for(SMALL, "copy_file_range")), ["copy_file_range", "read_write"]);
  assertEquals(stepsOf(ladders.for(LARGE, "clone")), stepsOf(ladders.for(LARGE)));
  const limited = laddersFor({ reflink: "never" });
  assertEquals(stepsOf(limited.for(SMALL, "clone")), ["read_write"]);
});

Deno.test("Ladders: --reflink=always tries nothing but the platform's own clone, whatever the size", () => {
  for (const size of [SMALL, LARGE]) {
    const ladder = laddersFor({ reflink: "always" }).for(size, "clone");
    assertEquals(stepsOf(ladder), ["reflink"]);
    assertEquals([ladder.onlyClones, ladder.readsAndWrites], [true, false]);
  }
  const onWindows = laddersFor({ reflink: "always" }, { blockClone: true });
  assertEquals(stepsOf(onWindows.for(SMALL)), ["block_clone"]);
  const onDarwin = laddersFor({ reflink: "always" }, { cloneToName: true });
  assertEquals(stepsOf(onDarwin.for(SMALL)), ["clonefile"]);
});

Deno.test("Ladders: --reflink=never and --sparse=never neither clone nor let copy_file_range do so", () => {
  for (const options of [{ reflink: "never" }, { sparse: "never" }] as const) {
    assertEquals(stepsOf(laddersFor(options).for(LARGE)), ["sendfile", "read_write"]);
  }
});

Deno.test("Ladders: --zero-copy leaves out what passes through this process, whatever the size", () => {
  const can = { ...LIKE_LINUX, copyContents: true };
  for (const size of [SMALL, LARGE]) {
    const ladder = laddersFor({ zeroCopy: "always" }, can).for(size);
    assertEquals(stepsOf(ladder), ["reflink", "copy_file_range", "sendfile"]);
    assertEquals([ladder.readsAndWrites, ladder.onlyClones], [false, false]);
  }
});

Deno.test("Ladders: --no-zero-copy and --sparse=always read and write, whatever the size", () => {
  for (const options of [{ zeroCopy: "never" }, { sparse: "always" }] as const) {
    assertEquals(stepsOf(laddersFor(options).for(LARGE)), ["read_write"]);
  }
});

Deno.test("Ladders: --bwlimit clones, since that moves no bytes, and reads and writes all else", () => {
  const ladder = laddersFor({ bandwidthLimit: 1 }).for(LARGE);
  assertEquals(stepsOf(ladder), ["reflink", "read_write"]);
});

Deno.test("Ladders: a file goes by name unless it is there already or is to be on disk at once", () => {
  const can = { blockClone: true, copyByName: true };
  const all = ["block_clone", "CopyFileExW", "read_write"];
  assertEquals(stepsOf(laddersFor({}, can).for(LARGE)), all);
  for (const option of ["inplace", "fsync", "resume"] as const) {
    const steps = stepsOf(laddersFor({ [option]: true }, can).for(LARGE));
    assertEquals(steps, ["block_clone", "read_write"], option);
  }
});

Deno.test("Ladders: on Darwin clonefile, then fcopyfile, then read and write", () => {
  const ladder = laddersFor({}, { cloneToName: true, copyContents: true }).for(LARGE);
  assertEquals(stepsOf(ladder), ["clonefile", "fcopyfile", "read_write"]);
});

Deno.test("Ladders: several threads do not share sendfile, which has one position for all", () => {
  assertEquals(stepsOf(laddersFor().forRange), ["reflink", "copy_file_range", "read_write"]);
  const insisting = laddersFor({ zeroCopy: "always" }, { sendfile: true }).forRange;
  assertEquals([stepsOf(insisting), insisting.readsAndWrites], [[], false]);
});

Deno.test("Ladders: one of a fixed few, so that no file makes a new one", () => {
  const ladders = laddersFor();
  assertEquals(ladders.for(LARGE) === ladders.for(LARGE * 2), true);
});

Deno.test("onlyBy: that method and no other, for files of every size", () => {
  for (const size of [1, 1 << 20, 1 << 30]) {
    const { rungs, clone, readsAndWrites } = onlyBy("sendfile").for(size);
    assertEquals([rungs.map(({ method }) => method), clone, readsAndWrites], [
      ["sendfile"],
      null,
      false,
    ]);
    assertEquals(onlyBy("reflink").for(size).onlyClones, true);
    assertEquals(onlyBy("read_write").for(size).readsAndWrites, true);
  }
});

Deno.test("methodsFor: what a large file tries, in that order", () => {
  const can = { ...NO_ABILITIES, reflink: true, copyFileRange: true, sendfile: true };
  const names = ["reflink", "copy_file_range", "sendfile", "read_write"] as const;
  assertEquals(methodsFor(DEFAULT_OPTIONS, can), [...names]);
});
