// How much a run has to do in all, as far as it was counted.

import { assertEquals, assertGreater } from "@std/assert";
import type { Counts } from "../../../../lib/engine/run/counts/counts.ts";
import { Expected } from "../../../../lib/engine/run/counts/expected.ts";
import type { Threads } from "../../../../lib/engine/run/threads.ts";
import { DEFAULT_OPTIONS } from "../../../../lib/options.ts";
import { createCounters } from "../../../../lib/shared/counters.ts";

Deno.test("Expected: what was expected to be deleted before the first deletion holds: a count beside them misses some", () => {
  let stops = 0;
  const extras = {
    entries: 200,
    expectedEntries: 1000 as number | null,
    done: false,
    stop: () => stops++,
  };
  const none = { files: null, bytes: null, sizes: null };
  const counts = { ...none, extras, tellExtras: true, comesBeforeSwap: false };
  const threads = {
    next: null,
    memory: { counters: createCounters(1) },
    main: { mode: "apply", shard: null, ctx: { options: DEFAULT_OPTIONS } },
  };
  const expected = new Expected(threads as unknown as Threads, counts as unknown as Counts, false);
  const told = (deleted: number) =>
    expected.totals({ filesDone: 0, bytesDone: 0, sourcesRemoved: 0, deleted }).expectedDeletions;
  assertEquals([told(0), stops], [1000, 0]);
  extras.expectedEntries = 700;
  assertEquals([told(100), told(900)], [1000, 1000]);
  assertGreater(stops, 0);
  [extras.entries, extras.expectedEntries, extras.done] = [650, 650, true];
  assertEquals([told(950), told(1200)], [1000, 1201]);
});
