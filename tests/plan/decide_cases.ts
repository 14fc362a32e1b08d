// What the tests of `decide` have in common: entries, options, and how a case is tested.

import { assertEquals } from "@std/assert";
import { decideMadeUp, type MadeUp } from "../support/made_up_facts.ts";
import { statWith } from "../support/stats.ts";

export const file = statWith({ size: 5, ino: 10 });
export const same = statWith({ size: 5, ino: 20 });
export const older = statWith({ size: 5, ino: 20, mtimeSec: 9e8 });
export const newer = statWith({ size: 5, ino: 20, mtimeSec: 11e8 });
export const folder = statWith({ type: "folder", ino: 30 });
export const symlink = statWith({ type: "symlink", ino: 40 });

export const mirror = { delete: true };
export const excludes = (pattern: string) => [{ include: false, pattern }];

export type Case = readonly [name: string, madeUp: MadeUp, operation: string];

/** Tests that what a case makes up comes to its operation. */
export function testCase([name, madeUp, operation]: Case): void {
  Deno.test(`decide: ${name}: ${operation}`, () => {
    assertEquals(decideMadeUp(madeUp).operation, operation);
  });
}
