// When a thread gives half of what it has left away.

import { assertEquals } from "@std/assert";
import { isWanted, isWantedUnstaged } from "../../../lib/engine/worker/idle_others.ts";
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
    assertEquals(isWantedUnstaged(worker, left), expected);
  });
}

Deno.test("isWantedUnstaged: not where entries are fast, however many are left", () => {
  const stack = { isEmpty: true, someoneIsIdle: true };
  const worker = { stack, pace: { entryMs: 0.1 } } as WorkerContext;
  assertEquals(isWanted(worker, 5000), true);
  assertEquals(isWantedUnstaged(worker, 5000), false);
});
