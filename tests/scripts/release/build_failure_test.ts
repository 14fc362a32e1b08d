// What is said where no executable can be made.

import { assert, assertEquals } from "@std/assert";
import { failureOf, RuntimeOutOfReach } from "../../../scripts/release/build_failure.ts";

Deno.test("failureOf: a runtime that cannot be downloaded is a failure of its own", () => {
  for (
    const stderr of [
      "error: Writing deno compile executable to temporary file\n\nCaused by:\n    1: error sending " +
      "request for url (https://host/release/denort-x86_64-unknown-linux-gnu.zip): client error (Connect)\n",
      "error: Failed to download denort: dns error",
    ]
  ) assert(failureOf("deno", "compile", stderr) instanceof RuntimeOutOfReach);
});

Deno.test("failureOf: any other failure is told in the program's own words", () => {
  for (
    const said of [
      "error: Module not found\n    at main.ts\n",
      "Could not find denort at '/x'\n",
      "",
    ]
  ) {
    const failure = failureOf("deno", "bundle", said);
    assertEquals(failure.message, `${said}deno bundle failed`);
    assert(!(failure instanceof RuntimeOutOfReach));
  }
});
