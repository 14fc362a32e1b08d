// What a dry run says of an entry that the target cannot have: what the run says.

import { assertEquals } from "@std/assert";
import { cString, FILE_SYSTEM_KINDS, KIND } from "../../../../ffi/mod.ts";
import type { CopyContext } from "../../../../lib/copy/context.ts";
import { Foreseen } from "../../../../lib/engine/perform/preview/foreseen.ts";
import { FolderPair } from "../../../../lib/entry/folder_pair.ts";
import { pathOf, sourceOf, type Subject } from "../../../../lib/entry/subject.ts";
import { native } from "../../../support/entries.ts";
import { rootPair } from "../../../support/root_pair.ts";
import { statWith } from "../../../support/stats.ts";

Deno.test("fails: a file that is too large has both names, one whose name is refused its own", () => {
  const told: string[] = [];
  const text = (subject: Subject) => new TextDecoder().decode(pathOf(subject));
  const ctx = {
    fs: native,
    limits: { identify: () => ({ kind: FILE_SYSTEM_KINDS[KIND.fat] }) },
    count: new Float64Array(100),
    lostNames: { add() {} },
    entry: { source: { size: 2 ** 32 } },
    failWith(subject: Subject, op: string) {
      const { pair, from } = subject;
      told.push(`${op} ${from ? `${text(sourceOf(pair, from))} to ` : ""}${text(subject)}`);
    },
  } as unknown as CopyContext;
  const pair = new FolderPair();
  pair.reset(
    { ...rootPair(), sourceLabel: bytes("SRC"), targetLabel: bytes("DST") },
    bytes(""),
    false,
  );
  pair.target = 5;
  const foreseen = new Foreseen(ctx);
  const fails = (name: string, size: number) =>
    foreseen.fails(
      { pair, name: cString(name), targetName: cString(name) },
      statWith({ size }),
    );
  assertEquals([fails("film", 2 ** 32), fails("a:b", 1), fails("good", 1)], [true, true, false]);
  assertEquals(told, ["copy SRC/film to DST/film", "create DST/a:b"]);
});

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
