// A target with a temporary name: opened, and then given its name or discarded.

import { assert, assertEquals } from "@std/assert";
import { EEXIST } from "../../../../ffi/errno.ts";
import { textOf } from "../../../../ffi/mod.ts";
import { COPY } from "../../../../lib/copy/file/outcome.ts";
import { TARGET_KIND } from "../../../../lib/copy/file/target_file.ts";
import { openTemporary, temporary } from "../../../../lib/copy/file/target_kinds/temporary.ts";
import { inFolder, read, withOld } from "./target_folder.ts";

Deno.test("temporary: has a name of its own until it takes the final one, new or in place of the old file", () => {
  for (const replaces of [false, true]) {
    inFolder((place) => {
      const { ctx, entry, file, names, fill } = place;
      if (replaces) withOld(place);
      assertEquals(openTemporary(ctx, entry, 0o600), 0);
      const name = textOf(file.name!);
      assertEquals([file.kind, names()], [TARGET_KIND.temporary, replaces ? [name, "x"] : [name]]);
      fill("new");
      assertEquals(temporary.commit(ctx, entry), 0);
      assertEquals([names(), read(place), file.name], [["x"], "new", null]);
      temporary.discard(ctx, entry, COPY.failed);
      assertEquals(names(), ["x"], "there is nothing left to discard");
    });
  }
});

Deno.test("temporary: what is discarded is gone, and the old file stays", () => {
  inFolder((place) => {
    const { ctx, entry, names, fill } = place;
    withOld(place);
    openTemporary(ctx, entry, 0o600);
    fill("new");
    temporary.discard(ctx, entry, COPY.failed);
    assertEquals([names(), read(place)], [["x"], "old contents"]);
  });
});

Deno.test("temporary: somebody else's new file is not replaced; a failed rename keeps the temporary name", () => {
  inFolder(({ ctx, entry, file, path, names, fill }) => {
    openTemporary(ctx, entry, 0o600);
    fill("new");
    Deno.writeTextFileSync(`${path}/x`, "somebody's");
    assertEquals([temporary.commit(ctx, entry), file.failedCall], [-EEXIST, "renameat"]);
    assert(file.name !== null && names().length === 2);
  });
});

Deno.test("displaced: a temporary file takes the place of a folder through whoever removes that", () => {
  inFolder((place) => {
    const { ctx, entry, path, names, fill } = place;
    Deno.mkdirSync(`${path}/x`);
    entry.pair.removeOld = (name) => {
      Deno.removeSync(`${path}/${textOf(name)}`);
      return true;
    };
    openTemporary(ctx, entry, 0o600);
    fill("new");
    assertEquals([temporary.commit(ctx, entry), names(), read(place)], [0, ["x"], "new"]);
  });
});
