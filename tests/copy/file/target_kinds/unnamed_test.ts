// A target without a name: opened, and then given one or discarded.

import { assertEquals } from "@std/assert";
import { EEXIST, EIO, EOPNOTSUPP, EPERM } from "../../../../ffi/errno.ts";
import { TARGET_KIND } from "../../../../lib/copy/file/target_file.ts";
import { NEXT_KIND, UNNAMEABLE } from "../../../../lib/copy/file/target_kinds/target_kind.ts";
import { openUnnamed, unnamed } from "../../../../lib/copy/file/target_kinds/unnamed.ts";
import { inFolder } from "./target_folder.ts";

Deno.test("unnamed: gets its name when it is whole; where there are none the device is remembered", () => {
  inFolder(({ ctx, entry, file }) => {
    const answers = [7, -EOPNOTSUPP, -EIO];
    ctx.fs.createUnnamed = () => answers.shift()!;
    assertEquals([openUnnamed(ctx, entry, 0o600), file.handle, file.kind], [
      0,
      7,
      TARGET_KIND.unnamed,
    ]);
    assertEquals([openUnnamed(ctx, entry, 0o600), file.handle], [NEXT_KIND, -1]);
    assertEquals([...file.withoutUnnamed], [entry.pair.targetStat.dev]);
    file.withoutUnnamed.clear();
    assertEquals([openUnnamed(ctx, entry, 0o600), file.failedCall], [-EIO, "open(O_TMPFILE)"]);
    assertEquals(file.withoutUnnamed.size, 0);
  });
});

Deno.test("unnamed: where it cannot be named another kind is to be made; a taken name is an error", () => {
  inFolder(({ ctx, entry, file }) => {
    const answers = [0, -EEXIST, -EPERM];
    ctx.fs.nameUnnamed = () => answers.shift()!;
    assertEquals(unnamed.commit(ctx, entry), 0);
    assertEquals([unnamed.commit(ctx, entry), file.failedCall], [-EEXIST, "linkat"]);
    assertEquals(file.withoutUnnamed.size, 0);
    assertEquals([unnamed.commit(ctx, entry), file.withoutUnnamed.size], [UNNAMEABLE, 1]);
  });
});
