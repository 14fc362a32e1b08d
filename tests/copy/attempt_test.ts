// Errors that may be over a moment later.

import { assert, assertEquals } from "@std/assert";
import { Attempt, isTransient } from "../../lib/copy/attempt.ts";

function attemptWith(...codes: string[]): Attempt {
  const attempt = new Attempt();
  for (const code of codes) {
    attempt.errors.push({
      op: "copy",
      path: new Uint8Array(),
      syscall: null,
      code,
      message: "",
      fatal: false,
    });
  }
  return attempt;
}

Deno.test("isTransient: a busy system and a source that changes, but no lack of rights or room", () => {
  for (const code of ["EIO", "EBUSY", "ESTALE", "SOURCE_CHANGED", "CONTENTS_DIFFER"]) {
    assert(isTransient(code), code);
  }
  for (const code of ["EACCES", "ENOENT", "ENOSPC", "EROFS", "NAME_CLASH", ""]) {
    assert(!isTransient(code), code);
  }
});

Deno.test("Attempt.isTransient: something failed, and all of that may pass", () => {
  const attempts = [[], ["EIO"], ["EIO", "EBUSY"], ["EIO", "EACCES"], ["EACCES"]];
  const answers = attempts.map((codes) => attemptWith(...codes).isTransient);
  assertEquals(answers, [false, true, true, false, false]);
});
