// What a comparison has found for the tree that is built after it.

import { assertEquals } from "@std/assert";
import { needsOf } from "../../../../lib/engine/run/counts/build_needs.ts";
import { COUNTER, counterRow } from "../../../../lib/shared/counters.ts";
import { createSharedMemory } from "../../../../lib/shared/mod.ts";

Deno.test("needsOf: all files, those that are copied and those that are linked, and the entries of the old tree", () => {
  const memory = createSharedMemory(1);
  const row = counterRow(memory.counters, 0);
  const found = {
    entriesSeen: 20,
    filesCopied: 3,
    filesReplaced: 2,
    filesWithoutCopy: 10,
    bytesFound: 50,
    bytesNotCopied: 1000,
    targetEntries: 14,
  } as const;
  for (const [name, count] of Object.entries(found)) {
    row[COUNTER[name as keyof typeof found]] = count;
  }
  const all = { entries: 20, files: 15, bytes: 1050 };
  assertEquals(needsOf(memory, true), { ...all, oldEntries: 14 });
  assertEquals(needsOf(memory, false), { ...all, oldEntries: 0 });
});
