// Paths that mean another machine's folder to the tool that a user has in mind.

import { assert } from "@std/assert";
import { looksRemote } from "../../../lib/cli/arguments/remote_paths.ts";

Deno.test("looksRemote: a colon before the first slash, but for drives", () => {
  for (
    const path of ["host:d", "user@host::mod", "rsync://host/d", "remote:", ":local:x", "h:a/b"]
  ) {
    assert(looksRemote(path, false), path);
  }
  for (const path of ["./host:d", "/a:b", "a/b:c", "abc", "-", ""]) {
    assert(!looksRemote(path, false), path);
  }
  for (const path of ["C:", "c:\\d", "D:/x", "\\\\?\\C:\\x", ".\\host:d"]) {
    assert(!looksRemote(path, true), path);
  }
  assert(looksRemote("host:d", true));
});
