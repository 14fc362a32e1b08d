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

Deno.test("Attempt.isDisturbed: something failed, and all of that may be another run's doing in the target", () => {
  const attempts = [[], ["EEXIST"], ["ENOTDIR", "ENOTEMPTY"], ["EEXIST", "EACCES"], ["EIO"]];
  const answers = attempts.map((codes) => attemptWith(...codes).isDisturbed);
  assertEquals(answers, [false, true, true, false, false]);
  const vanished = attemptWith("ENOENT");
  vanished.errors[0] = { ...vanished.errors[0], hasChanged: true };
  assertEquals(vanished.isDisturbed, false);
});
