// What was made under a temporary name and cannot be removed is named, wherever that is: nobody would look for it.

import { assertEquals } from "@std/assert";
import { EACCES, EIO, ENOENT, EPERM } from "../../../ffi/errno.ts";
import { type CString, textOf } from "../../../ffi/mod.ts";
import type { Attempt } from "../../../lib/copy/attempt.ts";
import type { CopyContext } from "../../../lib/copy/context.ts";
import { COPY } from "../../../lib/copy/file/outcome.ts";
import { inPlace, openInPlace } from "../../../lib/copy/file/target_kinds/in_place.ts";
import { openMadeBySystem } from "../../../lib/copy/file/target_kinds/made_by_system.ts";
import { openTemporary, temporary } from "../../../lib/copy/file/target_kinds/temporary.ts";
import { makeOrReplace } from "../../../lib/copy/links/make_or_replace.ts";
import { removeLeftover } from "../../../lib/copy/target/remove_leftover.ts";
import type { Subject } from "../../../lib/entry/subject.ts";
import { inFolder, type Place, portable, withOld } from "../file/target_kinds/target_folder.ts";

/** Lends a folder in which nothing can be removed; what was reported, as `NAME CALL ERROR`. */
function whereNothingGoes(use: (place: Place) => void, error = -EPERM): string[] {
  const told: string[] = [];
  inFolder((place) => {
    const fail = ({ name }: Subject, op: string, call: string, error: number) => {
      told.push(`${op} ${textOf(name!).replace(/[^-]*-0123abcd-/, "…")}: ${call} ${-error}`);
    };
    use({ ...place, ctx: Object.assign(place.ctx, { fail, attempt: null }) });
  }, { fs: { unlink: () => error } });
  return told;
}

const LEFT = [`remove leftover .ferry-…0-0.tmp: unlinkat ${EPERM}`];

Deno.test("a file under a temporary name that cannot be removed is named", () => {
  const told = whereNothingGoes(({ ctx, entry, fill }) => {
    openTemporary(ctx, entry, 0o600);
    fill("half");
    temporary.discard(ctx, entry, COPY.failed);
  });
  assertEquals(told, LEFT);
});

Deno.test("what the system has begun and cannot be removed is named", () => {
  const told = whereNothingGoes(({ ctx, entry }) => {
    openMadeBySystem(ctx, entry, "clonefile", () => -EIO);
  });
  assertEquals(told, LEFT);
});

Deno.test("a new file under its own name that cannot be removed is named", () => {
  const told = whereNothingGoes(({ ctx, entry, fill }) => {
    openInPlace(ctx, entry, 0o600);
    fill("half");
    inPlace.discard(ctx, entry, COPY.failed);
  });
  assertEquals(told, [`remove leftover x: unlinkat ${EPERM}`]);
});

Deno.test("a link that keeps its temporary name beside the final one is named", () => {
  const told = whereNothingGoes((place) => {
    const { ctx, entry } = place;
    withOld(place);
    // Both are names of one file then, of which a rename takes none (rename(2)).
    ctx.fs.rename = () => 0;
    const make = (name: CString) =>
      portable.link(entry.pair.target, entry.targetName, entry.pair.target, name);
    assertEquals(makeOrReplace(withoutLocks(ctx), entry, make), 0);
  });
  assertEquals(told, LEFT);
});

Deno.test("what could not be made and is there all the same is named", () => {
  const told = whereNothingGoes((place) => {
    withOld(place);
    assertEquals(makeOrReplace(withoutLocks(place.ctx), place.entry, () => -EIO), -EIO);
  });
  assertEquals(told, LEFT);
});

Deno.test("removeLeftover: what is gone is no failure, what stays is told in spite of another attempt", () => {
  assertEquals(whereNothingGoes(({ ctx, entry }) => remove(ctx, entry.pair), -ENOENT), []);
  const attempt = {} as Attempt;
  const told = whereNothingGoes(({ ctx, entry }) => {
    const attempts: (Attempt | null)[] = [];
    const { fail } = ctx;
    ctx.attempt = attempt;
    ctx.fail = (...about) => {
      attempts.push(ctx.attempt);
      fail(...about);
    };
    remove(ctx, entry.pair);
    assertEquals([attempts, ctx.attempt], [[null], attempt]);
  }, -EACCES);
  assertEquals(told, [`remove leftover .ferry-…0-0.tmp: unlinkat ${EACCES}`]);

  function remove(ctx: CopyContext, pair: Place["entry"]["pair"]) {
    removeLeftover(ctx, pair, ctx.temporaryNames.next());
  }
});

/** Nothing in the folder is locked, and nothing is kept. */
function withoutLocks(ctx: CopyContext): CopyContext {
  return Object.assign(ctx, { flags: null, backups: null });
}
