// Whether a folder ignores case, found out by a temporary file that is gone afterwards.

import { assertEquals } from "@std/assert";
import { EROFS } from "../../../../ffi/errno.ts";
import { cString, type NativeFileSystem, textOf } from "../../../../ffi/mod.ts";
import { openPortable } from "../../../../ffi/portable/file_system.ts";
import type { CopyContext } from "../../../../lib/copy/context.ts";
import { TemporaryNames } from "../../../../lib/copy/target/temporary_names.ts";
import { probeCase } from "../../../../lib/engine/perform/apply/probe_case.ts";
import { FolderPair } from "../../../../lib/entry/folder_pair.ts";
import { WORD } from "../../../../ffi/mod.ts";

const portable = openPortable();
const APPEND_ONLY = 0x20;

/** Probes an empty folder; the answer and what is left in the folder. */
function probed(changed: Partial<NativeFileSystem> = {}, attributes = 0) {
  const path = Deno.makeTempDirSync({ prefix: "ferry-case-" });
  const pair = new FolderPair();
  pair.target = portable.openFolder(cString(path));
  pair.targetStat.words[WORD.attributes] = attributes;
  try {
    const fs = {
      ...portable,
      can: { ...portable.can, appendOnlyAttributes: APPEND_ONLY },
      ...changed,
    };
    const temporaryNames = new TemporaryNames("0123abcd", 0);
    const answer = probeCase({ fs, temporaryNames } as unknown as CopyContext, pair);
    return [answer, [...Deno.readDirSync(path)].length];
  } finally {
    portable.close(pair.target);
    Deno.removeSync(path);
  }
}

Deno.test("probeCase: the temporary file is found by its name in the other case, or not", () => {
  const ignoresCase: Partial<NativeFileSystem> = {
    stat: (folder, name, stat) => portable.stat(folder, cString(textOf(name).toLowerCase()), stat),
  };
  const tellsCase: Partial<NativeFileSystem> = {
    stat: (folder, name, stat) =>
      textOf(name) === textOf(name).toLowerCase() ? portable.stat(folder, name, stat) : -2,
  };
  assertEquals(probed(ignoresCase), [true, 0]);
  assertEquals(probed(tellsCase), [false, 0]);
});

Deno.test("probeCase: nothing is known where no file can be made, and none is made that would stay", () => {
  assertEquals(probed({ createNamed: () => -EROFS }), [null, 0]);
  assertEquals(probed({}, APPEND_ONLY), [null, 0]);
});
