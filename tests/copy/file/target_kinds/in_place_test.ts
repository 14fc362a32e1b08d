// A target that is written to under its own name, be it new or old.

import { assert, assertEquals } from "@std/assert";
import { EINVAL } from "../../../../ffi/errno.ts";
import { COPY } from "../../../../lib/copy/file/outcome.ts";
import { TARGET_KIND } from "../../../../lib/copy/file/target_file.ts";
import {
  inPlace,
  openInPlace,
  staysInPlace,
} from "../../../../lib/copy/file/target_kinds/in_place.ts";
import { NEXT_KIND } from "../../../../lib/copy/file/target_kinds/target_kind.ts";
import { statWith } from "../../../support/stats.ts";
import { inFolder, portable, read, withOld } from "./target_folder.ts";

Deno.test("staysInPlace: with --inplace into a file of one name, or where nobody can see the folder", () => {
  inFolder(({ ctx, entry }) => {
    assert(staysInPlace(ctx, entry));
    entry.replaces = true;
    entry.target.copyFrom(statWith());
    assert(staysInPlace(ctx, entry));
    entry.target.copyFrom(statWith({ nlink: 2 }));
    assert(!staysInPlace(ctx, entry));
    entry.target.copyFrom(statWith({ type: "symlink" }));
    assert(!staysInPlace(ctx, entry));
    entry.replaces = false;
    entry.pair.removeOld = () => true;
    assert(!staysInPlace(ctx, entry));
  }, { options: { inplace: true } });
  inFolder(({ ctx, entry }) => {
    assert(!staysInPlace(ctx, entry));
    entry.pair.staged = { bytes: 0 };
    assert(staysInPlace(ctx, entry));
  });
});

Deno.test("in place: a new file is made under its name, and goes again where it failed", () => {
  inFolder(({ ctx, entry, file, names, fill }) => {
    assertEquals([openInPlace(ctx, entry, 0o600), file.kind], [0, TARGET_KIND.inPlace]);
    fill("new");
    assertEquals([inPlace.commit(ctx, entry), names()], [0, ["x"]]);
    inPlace.discard(ctx, entry, COPY.failed);
    assertEquals(names(), []);
  });
});

Deno.test("in place: in a shard a new file that failed stays, with a time of its own, unless it is wrong", () => {
  inFolder((place) => {
    const { ctx, entry, names, fill, path } = place;
    entry.source.copyFrom(statWith({ mtimeSec: 1_000_000_000 }));
    assertEquals(openInPlace(ctx, entry, 0o600), 0);
    fill("half");
    inPlace.discard(ctx, entry, COPY.failed);
    assertEquals([read(place), Deno.statSync(`${path}/x`).mtime], ["half", new Date(0)]);
    inPlace.discard(ctx, entry, COPY.wrong);
    assertEquals(names(), []);
  }, { options: { shard: { index: 1, count: 2 } } });
});

Deno.test("in place: an old file keeps its bytes until others are written, lets nobody new in, and is never removed", () => {
  inFolder((place) => {
    const { ctx, entry, file, path } = place;
    withOld(place, "old");
    Deno.chmodSync(`${path}/x`, 0o664);
    assertEquals(openInPlace(ctx, entry, 0o640), 0);
    assertEquals([file.hadContents, file.oldBytes, file.present, file.isUsed], [true, 3, 0, true]);
    assertEquals(Deno.statSync(`${path}/x`).mode! & 0o777, 0o640);
    portable.close(file.handle);
    inPlace.discard(ctx, entry, COPY.failed);
    assertEquals(read(place), "old");
  });
});

Deno.test("in place: an old file that was swapped for one of two names is left alone, any other kind is refused", () => {
  inFolder((place) => {
    const { ctx, entry, path } = place;
    withOld(place);
    Deno.linkSync(`${path}/x`, `${path}/other name`);
    assertEquals(openInPlace(ctx, entry, 0o600), NEXT_KIND);
    ctx.fs.statHandle = (_, stat) => {
      stat.copyFrom(statWith({ type: "folder" }));
      return 0;
    };
    assertEquals(openInPlace(ctx, entry, 0o600), -EINVAL);
  });
});
