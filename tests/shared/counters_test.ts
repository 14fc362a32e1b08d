// A row of counters a thread, and their sums.

import { assert, assertEquals } from "@std/assert";
import {
  counted,
  COUNTER,
  type CounterName,
  counterRow,
  createCounters,
  totals,
} from "../../lib/shared/counters.ts";

Deno.test("COUNTER: each counter has a column of its own, within a row", () => {
  const columns = Object.values(COUNTER);
  assertEquals(new Set(columns).size, columns.length);
  const row = counterRow(createCounters(1), 0);
  assert(columns.every((column) => column < row.length));
});

Deno.test("counterRow: rows do not overlap, and begin on cache lines of their own", () => {
  const memory = createCounters(3);
  const rows = [0, 1, 2].map((index) => counterRow(memory, index));
  rows.forEach((row, index) => row.fill(index + 1));
  rows.forEach((row, index) => assert(row.every((cell) => cell === index + 1)));
  assert(
    rows.every(({ byteOffset, byteLength }) => byteOffset % 64 === 0 && byteLength % 64 === 0),
  );
  assertEquals(rows.reduce((sum, { byteLength }) => sum + byteLength, 0), memory.byteLength);
});

Deno.test("counted: the sum of one column over all rows", () => {
  const memory = createCounters(3);
  for (let index = 0; index < 3; index++) {
    const row = counterRow(memory, index);
    row[COUNTER.entriesSeen] = 10 ** index;
    row[COUNTER.filesCopied] = 5;
  }
  assertEquals(counted(memory, "entriesSeen"), 111);
  assertEquals(counted(memory, "filesCopied"), 15);
  assertEquals(counted(memory, "timesOutOfRange"), 0);
});

Deno.test("totals: each total is its own counter, and methods are those that copied a file", () => {
  const memory = createCounters(2);
  const row = counterRow(memory, 1);
  Object.values(COUNTER).forEach((column) => row[column] = 1000 + column);
  row[COUNTER.sendfile] = 0;
  const { methods, ...rest } = totals(memory);
  for (const [name, value] of Object.entries(rest)) {
    assertEquals(value, 1000 + COUNTER[name as CounterName], name);
  }
  assertEquals(Object.keys(methods), [
    "reflink",
    "block_clone",
    "clonefile",
    "copy_file_range",
    "CopyFileExW",
    "fcopyfile",
    "read_write",
  ]);
  assertEquals(methods.reflink, 1000 + COUNTER.reflink);
});
