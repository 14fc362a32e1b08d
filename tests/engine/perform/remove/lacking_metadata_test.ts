// What is said of an entry that stays in the source of a move.

import { assertEquals } from "@std/assert";
import { lackingOf } from "../../../../lib/engine/perform/remove/lacking_metadata.ts";
import { DEFAULT_OPTIONS, type Options } from "../../../../lib/options.ts";
import { CHANGED } from "../../../../lib/plan/changes.ts";

const NO_EQUAL = "it has no equal in the target; run again";

const CASES: readonly (readonly [changes: number, options: Partial<Options>, string, boolean])[] = [
  [0, {}, NO_EQUAL, false],
  [CHANGED.contents | CHANGED.mode, {}, NO_EQUAL, false],
  [CHANGED.type, { required: { perms: true } }, NO_EQUAL, false],
  [CHANGED.mode, {}, "its mode differs in the target; run again", false],
  [CHANGED.flags, {}, "its flags differ in the target; run again", false],
  [
    CHANGED.uid | CHANGED.mode | CHANGED.mtime,
    {},
    "its mode, owner and modification time differ in the target; run again",
    false,
  ],
  [CHANGED.mode, { required: { owner: true } }, "its mode differs in the target; run again", false],
  [CHANGED.mode, { required: { perms: true } }, "its mode differs in the target", true],
  [CHANGED.mode, { chmod: ["600"] }, "its mode differs in the target", true],
];

for (const [changes, options, message, isInsisted] of CASES) {
  Deno.test(`lackingOf: ${changes} with ${JSON.stringify(options)}: ${message}`, () => {
    assertEquals(lackingOf({ ...DEFAULT_OPTIONS, ...options }, changes), { message, isInsisted });
  });
}
