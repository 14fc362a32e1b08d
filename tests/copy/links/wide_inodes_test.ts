// The tables of files that a run keeps, where inode numbers have 128 bits and agree in their lower halves.

import { assertEquals } from "@std/assert";
import { FileStat, inodeOf, isInode, SPARE_WORD, WORD } from "../../../ffi/mod.ts";
import { HardLinks } from "../../../lib/copy/links/hard_links.ts";
import { NOTED, UnchangedLinkTable } from "../../../lib/copy/links/unchanged_link_table.ts";
import { counterRow } from "../../../lib/shared/counters.ts";
import { createSharedMemory } from "../../../lib/shared/mod.ts";

/** Enough for both tables to grow twice. */
const FILES = 6000;

function statOf(upper: number, word: 0 | 1 = 0): FileStat {
  const stat = new FileStat();
  stat.words[WORD.ino] = 7;
  stat.words[SPARE_WORD.inoUpper + word] = upper;
  return stat;
}

Deno.test("inodes are told apart by each word of the upper half", () => {
  for (const word of [0, 1] as const) {
    const [one, other] = [statOf(1, word), statOf(2, word)];
    assertEquals(one.hasSameInode(other), false);
    assertEquals(one.hasSameInode(statOf(1, word)), true);
    assertEquals(isInode(other, inodeOf(one)), false);
    assertEquals(isInode(statOf(1, word), inodeOf(one)), true);
  }
});

Deno.test("UnchangedLinkTable: keeps files apart by the upper halves of both numbers, however many there are", () => {
  const memory = createSharedMemory(1);
  const passed = new UnchangedLinkTable(memory, new Int32Array(memory.control));
  for (let i = 1; i <= FILES; i++) {
    assertEquals(passed.note(statOf(i), statOf(i)), NOTED.consistent);
  }
  for (let i = 1; i <= FILES; i++) {
    assertEquals(passed.has(statOf(i)), true);
    assertEquals(passed.has(statOf(i, 1)), false);
    assertEquals(passed.note(statOf(i), statOf(i)), NOTED.consistent);
    assertEquals(passed.note(statOf(i), statOf(i, 1)), NOTED.different);
  }
});

Deno.test("HardLinks: keeps files apart by the upper halves of both numbers, however many there are", () => {
  const memory = createSharedMemory(1);
  const control = new Int32Array(memory.control);
  const links = new HardLinks(memory, control, counterRow(memory.counters, 0), false);
  for (let i = 1; i <= FILES; i++) {
    assertEquals(links.claim(statOf(i), 1), null);
    links.publish(statOf(i), statOf(i, 1), { root: 0, path: Uint8Array.of(97), mount: 1 });
    assertEquals(links.claimTarget(statOf(i, 1), statOf(i)), true);
  }
  for (let i = 1; i <= FILES; i++) {
    assertEquals(links.claim(statOf(i), 1)?.inode, [7, 0, 0, i]);
    assertEquals(links.claimTarget(statOf(i, 1), statOf(i)), true);
    assertEquals(links.claimTarget(statOf(i, 1), statOf(i, 1)), false);
    assertEquals(links.firstName(statOf(i, 1), 1), null);
  }
});
