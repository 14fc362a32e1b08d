// The table of linked files in shared memory: entries are told apart by all that tells files apart, and it grows
// without losing one.

import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import type { FileStat } from "../../../ffi/mod.ts";
import { WORD } from "../../../ffi/mod.ts";
import { HardLinks } from "../../../lib/copy/links/hard_links.ts";
import { IDENTIFYING, LINK, type LinkKey, SIDE } from "../../../lib/copy/links/link_records.ts";
import { LinkTable } from "../../../lib/copy/links/link_table.ts";
import { StoppedError } from "../../../lib/errors.ts";
import { CONTROL } from "../../../lib/shared/control.ts";
import { counterRow } from "../../../lib/shared/counters.ts";
import { createSharedMemory } from "../../../lib/shared/mod.ts";
import { statWith } from "../../support/stats.ts";

function tables(reusesInodes = true) {
  const memory = createSharedMemory(1);
  const control = new Int32Array(memory.control);
  const open = () => new LinkTable(memory, control, reusesInodes);
  return { table: open(), other: open(), control };
}

// The lock stayed taken, for which the other threads waited for ever.
for (const full of ["linkEntries", "linkPaths"] as const) {
  Deno.test(`HardLinks: what does not fit into ${full} ends the run, and leaves the lock`, () => {
    const bytes = 4096;
    const small = new SharedArrayBuffer(bytes, { maxByteLength: bytes });
    const memory = { ...createSharedMemory(1), [full]: small };
    const control = new Int32Array(memory.control);
    const links = new HardLinks(memory, control, counterRow(memory.counters, 0), true);
    const path = new TextEncoder().encode("a long path of a first name");
    const fill = () => {
      for (let ino = 1; ino < bytes; ino++) {
        const stat = statWith({ ino, nlink: 2 });
        links.claim(stat, 1);
        links.publish(stat, stat, { root: 0, path, mount: 1 });
      }
    };
    assertThrows(fill, StoppedError, "more files with several names");
    assertEquals(control[CONTROL.linksLock], 0);
  });
}

function sourceKey(stat: FileStat): LinkKey {
  return { stat, side: SIDE.source, mount: 0 };
}

Deno.test("LinkTable: what one thread adds all others find, and nothing is found that was not added", () => {
  const { table, other, control } = tables();
  const key = sourceKey(statWith({ ino: 7 }));
  assertEquals(table.state(table.find(key)), LINK.free);
  const at = table.findOrAdd(key);
  table.setState(at, LINK.inProgress);
  assertEquals(other.find(key), at);
  assertEquals(other.state(at), LINK.inProgress);
  assertEquals(other.findOrAdd(key), at);
  assertEquals(control[CONTROL.linkEntries], 1);
  assertEquals(other.state(other.find(sourceKey(statWith({ ino: 8 })))), LINK.free);
});

Deno.test("LinkTable: source, target and owner of one inode are entries of their own, and so is each mount", () => {
  const { table } = tables();
  const stat = statWith({ ino: 7 });
  const keys: LinkKey[] = [
    ...Object.values(SIDE).map((side) => ({ stat, side, mount: 0 })),
    { stat, side: SIDE.source, mount: 5 },
    sourceKey(statWith({ ino: 7, dev: 2 })),
  ];
  const found = keys.map((key) => {
    const at = table.findOrAdd(key);
    table.setState(at, LINK.done);
    return at;
  });
  assertEquals(new Set(found).size, keys.length);
  assertEquals(keys.map((key) => table.find(key)), found);
});

Deno.test("LinkTable: a source with a reused inode number is another file, where numbers are reused", () => {
  for (const word of IDENTIFYING) {
    for (const reusesInodes of [true, false]) {
      const { table } = tables(reusesInodes);
      const at = table.findOrAdd(sourceKey(statWith({ ino: 7 })));
      table.setState(at, LINK.done);
      const later = statWith({ ino: 7 });
      later.words[word]++;
      assertEquals(table.find(sourceKey(later)) === at, !reusesInodes, `word ${word}`);
    }
  }
});

Deno.test("LinkTable: a target is known by its number alone: its times change as it is written", () => {
  const { table } = tables();
  const key = { stat: statWith({ ino: 7 }), side: SIDE.target, mount: 0 };
  const at = table.findOrAdd(key);
  table.setState(at, LINK.done);
  assertEquals(table.find({ ...key, stat: statWith({ ino: 7, mtimeSec: 5, size: 9 }) }), at);
});

Deno.test("LinkTable: tells where the first name stands, which file it is, and how many names that had", () => {
  const { table, other } = tables();
  const at = table.findOrAdd(sourceKey(statWith({ ino: 7 })));
  const path = new TextEncoder().encode("folder/name");
  const target = statWith({ ino: 0xffff_fff0, nlink: 3, btimeSec: 0xf000_0000 });
  target.words[WORD.btimeNsec] = 999_999_999;
  table.setName(at, 2, path);
  table.setTarget(at, target);
  const { id, inode, ...rest } = other.firstName(at);
  assertEquals(rest, { root: 2, path, names: 3, btime: 0xf000_0000, btimeNsec: 999_999_999 });
  assertEquals(inode[0], 0xffff_fff0);
  table.setName(at, 2, path);
  assertNotEquals(table.firstName(at).id, id, "each name has an id of its own");
});

Deno.test("LinkTable: an entry of a target leads to one source file, which it tells from later ones of its number", () => {
  const { table } = tables();
  const at = table.findOrAdd({ stat: statWith({ ino: 7 }), side: SIDE.owner, mount: 0 });
  const source = statWith({ ino: 9, size: 5 });
  table.setOwner(at, source);
  assert(table.pointsTo(at, source));
  assert(!table.pointsTo(at, statWith({ ino: 10, size: 5 })));
  assert(!table.pointsTo(at, statWith({ ino: 9, size: 6 })));
});

Deno.test("LinkTable: the first copy of a file is told from further ones", () => {
  const { table } = tables();
  const at = table.findOrAdd(sourceKey(statWith()));
  assertEquals([table.markCopied(at), table.markCopied(at)], [true, false]);
});

Deno.test("LinkTable: an entry's mount is kept", () => {
  const { table, other } = tables();
  const at = table.findOrAdd(sourceKey(statWith()));
  assertEquals(table.mount(at), 0);
  table.setMount(at, 12);
  assertEquals(other.mount(at), 12);
});

Deno.test("LinkTable: grows with its entries and paths, and every thread finds each of them", () => {
  const { table, other } = tables();
  const files = 4000;
  const pathOf = (ino: number) => new TextEncoder().encode(`${"x".repeat(ino % 50)}${ino}`);
  for (let ino = 1; ino <= files; ino++) {
    const at = table.findOrAdd(sourceKey(statWith({ ino, dev: ino % 3 })));
    table.setState(at, LINK.done);
    table.setName(at, ino % 5, pathOf(ino));
  }
  for (let ino = 1; ino <= files; ino++) {
    const at = other.find(sourceKey(statWith({ ino, dev: ino % 3 })));
    assertEquals(other.state(at), LINK.done);
    const { path, root } = other.firstName(at);
    assertEquals([path, root], [pathOf(ino), ino % 5]);
  }
});

Deno.test("LinkTable: threads that let it grow by turns lose nothing of each other's", () => {
  const { table, other } = tables();
  const files = 4000;
  const pathOf = (ino: number) => new TextEncoder().encode("y".repeat(1 + ino % 200) + ino);
  // Many in a row: a thread then meets several growths of the other's at once.
  const threadOf = (ino: number) => ino % 1500 < 750 ? table : other;
  for (let ino = 1; ino <= files; ino++) {
    const thread = threadOf(ino);
    const at = thread.findOrAdd(sourceKey(statWith({ ino })));
    thread.setState(at, LINK.done);
    thread.setName(at, 0, pathOf(ino));
  }
  for (let ino = 1; ino <= files; ino++) {
    for (const thread of [table, other]) {
      const at = thread.find(sourceKey(statWith({ ino })));
      assertEquals([thread.state(at), thread.firstName(at).path], [LINK.done, pathOf(ino)]);
    }
  }
});

Deno.test("LinkTable: a path longer than all room so far finds some", () => {
  const { table } = tables();
  const at = table.findOrAdd(sourceKey(statWith()));
  const path = new Uint8Array(300_000).fill(120);
  table.setName(at, 0, path);
  assertEquals(table.firstName(at).path.length, path.length);
});
