// Names that were passed over as unchanged where a listing tells no link counts.

import { assert, assertEquals } from "@std/assert";
import { NOTED, UnchangedLinkTable } from "../../../lib/copy/links/unchanged_link_table.ts";
import { createSharedMemory, type SharedMemory } from "../../../lib/shared/mod.ts";
import { statWith } from "../../support/stats.ts";

function views(changed: Partial<SharedMemory> = {}) {
  const memory = { ...createSharedMemory(1), ...changed };
  const control = new Int32Array(memory.control);
  return [new UnchangedLinkTable(memory, control), new UnchangedLinkTable(memory, control)];
}

const SOURCE = statWith({ ino: 7 }), TARGET = statWith({ ino: 70 });

Deno.test("UnchangedLinkTable: names of one file whose counterparts are one file are consistent, others are not", () => {
  const [one, other] = views();
  assertEquals(one.note(SOURCE, TARGET), NOTED.consistent);
  assertEquals(other.note(SOURCE, TARGET), NOTED.consistent);
  assertEquals(other.note(SOURCE, statWith({ ino: 71 })), NOTED.different);
  assertEquals(other.note(statWith({ ino: 7, dev: 2 }), statWith({ ino: 71 })), NOTED.consistent);
});

Deno.test("UnchangedLinkTable: has a file as long as not all of its names were taken back", () => {
  const [one, other] = views();
  assert(!one.has(SOURCE));
  one.note(SOURCE, TARGET);
  other.note(SOURCE, TARGET);
  assert(other.has(SOURCE) && !other.has(statWith({ ino: 8 })));
  one.takeBack(SOURCE);
  assert(other.has(SOURCE));
  other.takeBack(SOURCE);
  assert(!one.has(SOURCE));
  one.takeBack(SOURCE); // more often than it was noted
  one.note(SOURCE, TARGET);
  assert(other.has(SOURCE));
});

Deno.test("UnchangedLinkTable: grows with its files, and finds each of them", () => {
  const [one, other] = views();
  const files = 5000;
  for (let ino = 1; ino <= files; ino++) {
    one.note(statWith({ ino, dev: ino % 3 }), statWith({ ino: files + ino }));
  }
  for (let ino = 1; ino <= files; ino++) {
    const source = statWith({ ino, dev: ino % 3 });
    assert(other.has(source));
    assertEquals(other.note(source, statWith({ ino: files + ino })), NOTED.consistent);
  }
  assert(!other.has(statWith({ ino: files + 1 })));
});

Deno.test("UnchangedLinkTable: where it may grow no more nothing is known of further names", () => {
  const bytes = 4096;
  const [table] = views({ passedNames: new SharedArrayBuffer(bytes, { maxByteLength: bytes }) });
  let ino = 1;
  while (table.note(statWith({ ino }), TARGET) === NOTED.consistent) ino++;
  assert(ino > 10 && ino < bytes / 40, `${ino} names`);
  assert(table.has(statWith({ ino: ino - 1 })) && !table.has(statWith({ ino })));
  assertEquals(table.note(statWith({ ino }), TARGET), NOTED.unknown);
});
