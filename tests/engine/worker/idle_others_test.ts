// When a thread gives half of what it has left away.

import { assertEquals } from "@std/assert";
import { isWanted } from "../../../lib/engine/worker/idle_others.ts";
import type { WorkerContext } from "../../../lib/engine/worker/worker_context.ts";

const CASES: readonly (readonly [
  name: string,
  expected: boolean,
  given: { left?: number; entryMs?: number; isEmpty?: boolean; someoneIsIdle?: boolean },
])[] = [
  ["somebody is idle and no job waits", true, {}],
  ["nobody is idle", false, { someoneIsIdle: false }],
  ["a job waits", false, { isEmpty: false }],
  ["one entry is left", false, { left: 1, entryMs: 1000 }],
  ["two slow entries are left", true, { left: 2, entryMs: 10 }],
  ["what is left is done sooner than the folders are opened", false, { entryMs: 0.05 }],
];

for (const [name, expected, given] of CASES) {
  Deno.test(`isWanted: ${name}: ${expected ? "yes" : "no"}`, () => {
    const { left = 100, entryMs = 1, isEmpty = true, someoneIsIdle = true } = given;
    const worker = { stack: { isEmpty, someoneIsIdle }, pace: { entryMs } } as WorkerContext;
    assertEquals(isWanted(worker, left), expected);
  });
}
