// Entries packed by one thread and read by another.

import { assertEquals } from "@std/assert";
import { ENTRY_TYPE, Listing } from "../../../ffi/mod.ts";
import {
  eachPacked,
  type PackedEntries,
  PackedInOrder,
  packEntries,
  packNames,
  unpackEntries,
} from "../../../lib/engine/worker/packed_entries.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
/** A name that is no UTF-8. */
const LATIN = Uint8Array.of(0x66, 0xfc, 0x72);

function listingOf(entries: readonly (readonly [name: Uint8Array, type: number])[]): Listing {
  const listing = new Listing(4096);
  for (const [name, type] of entries) listing.append(name, name.length, type);
  return listing;
}

function unpacked(entries: PackedEntries): [name: number[], type: number][] {
  const found: [number[], number][] = [];
  eachPacked(entries, (name, type) => found.push([[...name], type]));
  return found;
}

Deno.test("packEntries, unpackEntries: entries from one index to another, with their types and bytes", () => {
  const all = [
    [bytes("first"), ENTRY_TYPE.file],
    [LATIN, ENTRY_TYPE.folder],
    [bytes("z"), ENTRY_TYPE.symlink],
    [bytes("last"), ENTRY_TYPE.file],
  ] as const;
  const packed = packEntries(listingOf(all), 1, 3);
  assertEquals([packed.count, packed.bytes.length], [2, LATIN.length + 2 + 1 + 2]);
  assertEquals(unpacked(packed), all.slice(1, 3).map(([name, type]) => [[...name], type]));
  const listing = new Listing(4096);
  unpackEntries(packed, listing);
  assertEquals(unpacked(packEntries(listing, 0, listing.count)), unpacked(packed));
});

Deno.test("packNames: of unknown type each, none is an empty slice", () => {
  assertEquals(unpacked(packNames([LATIN, bytes("b")])), [
    [[...LATIN], ENTRY_TYPE.unknown],
    [[...bytes("b")], ENTRY_TYPE.unknown],
  ]);
  assertEquals(packNames([]), { bytes: new Uint8Array(), count: 0 });
});

Deno.test("PackedInOrder: names and types by index, some passed over", () => {
  const all = [
    [bytes("first"), ENTRY_TYPE.file],
    [LATIN, ENTRY_TYPE.folder],
    [bytes("last"), ENTRY_TYPE.symlink],
  ] as const;
  const packed = new PackedInOrder(packEntries(listingOf(all), 0, 3));
  const nameAt = (index: number) => {
    const name = packed.name(index);
    return [...name.subarray(0, name.indexOf(0))];
  };
  assertEquals([packed.count, packed.typeOf(0), nameAt(0)], [3, ENTRY_TYPE.file, [
    ...bytes("first"),
  ]]);
  assertEquals([packed.typeOf(2), nameAt(2)], [ENTRY_TYPE.symlink, [...bytes("last")]]);
});
