// Whether two open files hold the same bytes, on files in memory.

import { assertEquals } from "@std/assert";
import { EIO } from "../../../ffi/errno.ts";
import {
  COMPARED,
  COMPARED_BLOCK_BYTES,
  ContentComparison,
} from "../../../lib/copy/bytes/comparison.ts";
import { STOP, stop } from "../../../lib/shared/control.ts";
import { COUNTER, counterRow, createCounters } from "../../../lib/shared/counters.ts";
import { newControl } from "../../support/control.ts";
import { pattern } from "../../support/entries.ts";
import { FakeFiles } from "../../support/fake_files.ts";

const newCounts = () => counterRow(createCounters(1), 0);

function compared(a: Uint8Array, b: Uint8Array) {
  const files = new FakeFiles();
  const comparison = new ContentComparison(files.fs, newControl(), newCounts());
  return { outcome: comparison.compare(files.open(a), files.open(b)), offset: comparison.offset };
}

const LARGE = pattern(2 * COMPARED_BLOCK_BYTES + 3);

Deno.test("ContentComparison.compare: the same bytes, whatever their number", () => {
  for (const length of [0, 1, COMPARED_BLOCK_BYTES, LARGE.length]) {
    const bytes = LARGE.slice(0, length);
    assertEquals(compared(bytes, bytes.slice()).outcome, COMPARED.same, `${length}`);
  }
});

Deno.test("ContentComparison.compare: the first byte that differs, or that only one file has", () => {
  for (const at of [0, 5, COMPARED_BLOCK_BYTES - 1, COMPARED_BLOCK_BYTES, LARGE.length - 1]) {
    const other = LARGE.slice();
    other[at] ^= 1;
    assertEquals(compared(LARGE, other), { outcome: COMPARED.different, offset: at });
    const shorter = { outcome: COMPARED.different, offset: at };
    assertEquals(compared(LARGE, LARGE.slice(0, at)), shorter);
    assertEquals(compared(LARGE.slice(0, at), LARGE), shorter);
  }
});

Deno.test("ContentComparison.compare: reads that bring little are put together", () => {
  const files = new FakeFiles();
  const fs = files.fs;
  const little = {
    ...fs,
    read: (file: number, buffer: Uint8Array, length: number, offset: number) =>
      fs.read(file, buffer, Math.min(length, 1000), offset),
  };
  const bytes = pattern(3500);
  const comparison = new ContentComparison(little, newControl(), newCounts());
  const told: number[] = [];
  comparison.onBlock = (block) => told.push(...block);
  assertEquals(comparison.compare(files.open(bytes), files.open(bytes)), COMPARED.same);
  assertEquals(told, [...bytes]);
  assertEquals(
    comparison.compare(files.open(bytes), files.open(pattern(3500, 1))),
    COMPARED.different,
  );
});

Deno.test("ContentComparison: says which side failed, and stops with the run", () => {
  const files = new FakeFiles();
  const control = newControl();
  const comparison = new ContentComparison(files.fs, control, newCounts());
  const [a, b] = [files.open(LARGE), files.open(LARGE)];
  files.answer("read", -EIO);
  assertEquals([comparison.compare(a, b), comparison.error], [COMPARED.sourceFailed, -EIO]);
  comparison.error = 0;
  files.answer("read", 0, -EIO);
  assertEquals([comparison.compare(a, b), comparison.error], [COMPARED.targetFailed, -EIO]);
  files.answer("read", -EIO);
  assertEquals(comparison.read(a), COMPARED.sourceFailed);
  stop(control, STOP.cancelled);
  assertEquals([comparison.compare(a, b), comparison.read(a)], [
    COMPARED.stopped,
    COMPARED.stopped,
  ]);
});

Deno.test("ContentComparison.onBlock: told all bytes of the source, by a comparison and by reading alone", () => {
  const files = new FakeFiles();
  const comparison = new ContentComparison(files.fs, newControl(), newCounts());
  const told: number[] = [];
  comparison.onBlock = (block) => told.push(block.length);
  const [a, b] = [files.open(LARGE), files.open(LARGE)];
  assertEquals(comparison.compare(a, b), COMPARED.same);
  assertEquals(comparison.read(a), COMPARED.same);
  assertEquals(told, [
    COMPARED_BLOCK_BYTES,
    COMPARED_BLOCK_BYTES,
    3,
    COMPARED_BLOCK_BYTES,
    COMPARED_BLOCK_BYTES,
    3,
  ]);
});

Deno.test("ContentComparison.compareBlock: a part at an offset", () => {
  const files = new FakeFiles();
  const comparison = new ContentComparison(files.fs, newControl(), newCounts());
  const other = LARGE.slice();
  other[700] ^= 1;
  const [a, b] = [files.open(LARGE), files.open(other)];
  assertEquals(comparison.compareBlock(a, b, 0, 700), COMPARED.same);
  assertEquals([comparison.compareBlock(a, b, 600, 200), comparison.offset], [
    COMPARED.different,
    700,
  ]);
  assertEquals([comparison.compareBlock(a, b, 701, 50), comparison.compared], [COMPARED.same, 50]);
});

Deno.test("ContentComparison: what of a file under way was read is counted, and no more once it has ended", () => {
  const files = new FakeFiles(), counts = newCounts();
  const comparison = new ContentComparison(files.fs, newControl(), counts);
  const seen: number[] = [];
  comparison.onBlock = () => void seen.push(counts[COUNTER.bytesUnderWay]);
  for (const one of ["compare", "read"] as const) {
    seen.length = 0;
    comparison[one](files.open(LARGE), files.open(LARGE.slice()));
    assertEquals(seen, [0, COMPARED_BLOCK_BYTES, 2 * COMPARED_BLOCK_BYTES]);
    assertEquals(counts[COUNTER.bytesUnderWay], 0);
  }
  comparison.onBlock = null;
  comparison.compare(files.open(LARGE), files.open(LARGE.slice(0, LARGE.length - 1)));
  assertEquals(counts[COUNTER.bytesUnderWay], 0);
});
