// A thread's target file, used for all files one after the other.

import { assert, assertEquals } from "@std/assert";
import { cString } from "../../../ffi/mod.ts";
import { mayWriteInto, TARGET_KIND, TargetFile } from "../../../lib/copy/file/target_file.ts";
import { statWith } from "../../support/stats.ts";

Deno.test("TargetFile.reset: nothing of the file before is left but what devices have taught", () => {
  const used = new TargetFile(), fresh = new TargetFile();
  Object.assign(used, { handle: 5, reader: 6, name: cString("x"), hadContents: true });
  Object.assign(used, { oldBytes: 7, present: 8, kind: TARGET_KIND.partial });
  used.withoutUnnamed.add(9);
  used.reset(TARGET_KIND.temporary);
  fresh.reset(TARGET_KIND.temporary);
  fresh.withoutUnnamed.add(9);
  assertEquals({ ...used }, { ...fresh });
});

Deno.test("TargetFile.isUsed: it had contents, or an earlier run made it; isMadeBySystem: by its kind alone", () => {
  const file = new TargetFile();
  for (const [name, kind] of Object.entries(TARGET_KIND)) {
    file.reset(kind);
    assertEquals(file.isUsed, name === "partial", name);
    assertEquals(file.isMadeBySystem, name === "madeBySystem", name);
    file.hadContents = true;
    assert(file.isUsed);
  }
});

Deno.test("mayWriteInto: a file of one name, and nothing else", () => {
  assert(mayWriteInto(statWith({ nlink: 1 })) && mayWriteInto(statWith({ nlink: 0 })));
  assert(!mayWriteInto(statWith({ nlink: 2 })) && !mayWriteInto(statWith({ type: "symlink" })));
});
