// A target that the system makes and fills in one call.

import { assert, assertEquals } from "@std/assert";
import { EEXIST, EIO, ENOSPC, EPERM } from "../../../../ffi/errno.ts";
import { type CString, textOf, WORD } from "../../../../ffi/mod.ts";
import {
  madeBySystem,
  openMadeBySystem,
} from "../../../../lib/copy/file/target_kinds/made_by_system.ts";
import { openTemporary } from "../../../../lib/copy/file/target_kinds/temporary.ts";
import { APPEND_ONLY, inFolder, portable, read } from "./target_folder.ts";

Deno.test("temporary and made by the system: none in a folder whose names stay for ever, and errors come with calls", () => {
  inFolder(({ ctx, entry, file, names }) => {
    entry.pair.targetStat.words[WORD.attributes] = APPEND_ONLY;
    assertEquals([openTemporary(ctx, entry, 0o600), file.failedCall], [-EPERM, "renameat"]);
    const made = openMadeBySystem(ctx, entry, "clonefile", () => assert(false, "made") as never);
    assertEquals([made, names()], [-EPERM, []]);
  });
  inFolder(({ ctx, entry, file }) => {
    assertEquals([openTemporary(ctx, entry, 0o600), file.failedCall], [-ENOSPC, "openat"]);
  }, { fs: { createNamed: () => -ENOSPC } });
});

Deno.test("made by the system: to a temporary name, of which nothing is left where that fails", () => {
  inFolder((place) => {
    const { ctx, entry, file, names, fill } = place;
    const make = (name: CString) => portable.createNamed(entry.pair.target, name, 0o600);
    assertEquals(openMadeBySystem(ctx, entry, "clonefile", make), 0);
    assertEquals([file.isMadeBySystem, names()], [true, [textOf(file.name!)]]);
    fill("whole");
    assertEquals([madeBySystem.commit(ctx, entry), read(place)], [0, "whole"]);
    const failing = (error: number) => (name: CString) => {
      portable.close(make(name));
      return error;
    };
    assertEquals(openMadeBySystem(ctx, entry, "clonefile", failing(-EIO)), -EIO);
    assertEquals([names(), file.failedCall, file.handle], [["x"], "clonefile", -1]);
    assertEquals(openMadeBySystem(ctx, entry, "clonefile", failing(-EEXIST)), -EEXIST);
    assertEquals(names().length, 2, "a name that was taken is somebody else's");
  });
});
