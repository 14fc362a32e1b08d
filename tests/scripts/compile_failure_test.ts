// What is said where no executable can be made.

import { assertEquals } from "@std/assert";
import { compileFailure } from "../../scripts/compile_failure.ts";

Deno.test("compileFailure: a runtime that cannot be downloaded is named, with what to type", () => {
  for (
    const stderr of [
      "error: Writing deno compile executable to temporary file\n\nCaused by:\n    1: error sending " +
      "request for url (https://host/release/denort-x86_64-unknown-linux-gnu.zip): client error (Connect)\n",
      "error: Failed to download denort: dns error",
    ]
  ) {
    assertEquals(
      compileFailure("deno", "compile", stderr),
      "Deno's runtime could not be downloaded: DENORT_BIN=/path/to/denort names one that is here",
    );
  }
});

Deno.test("compileFailure: any other failure is told in the program's own words", () => {
  for (
    const said of [
      "error: Module not found\n    at main.ts\n",
      "Could not find denort at '/x'\n",
      "",
    ]
  ) {
    assertEquals(compileFailure("deno", "bundle", said), `${said}deno bundle failed`);
  }
});
