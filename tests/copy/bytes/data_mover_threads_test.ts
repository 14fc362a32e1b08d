// When other threads are given ranges of a large file, and when one thread is enough.

import { assertEquals } from "@std/assert";
import { EIO } from "../../../ffi/errno.ts";
import { CALL_BYTES, SMALLEST_SPLIT } from "../../../lib/thresholds.ts";
import { type Bench, makeBench } from "../../support/bytes_mover.ts";
import { pattern } from "../../support/entries.ts";
import { DEV, move } from "./one_file.ts";

Deno.test("DataMover: other threads get what follows the first call, where that pays", () => {
  const bytes = new Uint8Array(SMALLEST_SPLIT);
  const bench = makeBench({ copyFileRange: true });
  const ranges: number[][] = [];
  bench.mover.split = (_source, _target, offset, end) => {
    ranges.push([offset, end]);
    return 0;
  };
  move(bench, bytes);
  assertEquals(ranges, [[CALL_BYTES, SMALLEST_SPLIT]]);
  assertEquals(bench.files.calls, [`copyRange 0 ${CALL_BYTES}`]);
  move(bench, bytes.subarray(1)); // a byte too small
  bench.files.traits = { ...bench.files.traits, writersTakeTurns: true };
  move(bench, bytes, DEV + 1);
  assertEquals(ranges.length, 1);
});

Deno.test("DataMover: nobody else helps where only sendfile works and nothing may be read", () => {
  const bench = makeBench({ sendfile: true }, { zeroCopy: "always" });
  bench.mover.split = () => -EIO;
  const bytes = pattern(SMALLEST_SPLIT);
  const { result, method, moved } = move(bench, bytes);
  assertEquals([result, method, moved.length], [0, "sendfile", bytes.length]);
});

Deno.test("DataMover: one thread is enough where writers take turns", () => {
  const { mover, files } = makeBench();
  const target = files.open();
  assertEquals(mover.suitsOneThread(target, DEV), false);
  files.traits = { ...files.traits, writersTakeTurns: true };
  assertEquals(mover.suitsOneThread(target, DEV + 1), true);
});

Deno.test("DataMover: moveRest of a large file is shared by threads where that pays, and of nothing is no method's", () => {
  const bench = makeBench({ copyFileRange: true });
  const { mover, files, transfer } = bench;
  const ranges: number[][] = [];
  mover.split = (_source, _target, offset, end) => ranges.push([offset, end]) && 0;
  const source = files.open(new Uint8Array(SMALLEST_SPLIT + 9)), target = files.open();
  const stat = files.statOf(source);
  mover.clone(source, target, stat, DEV);
  assertEquals(mover.moveRest(source, target, stat, 9), 0);
  assertEquals(ranges, [[9 + CALL_BYTES, stat.size]]);
  mover.clone(source, target, stat, DEV);
  assertEquals([mover.moveRest(source, target, stat, stat.size), transfer.method], [
    0,
    "read_write",
  ]);
});

/** Moves a file that is large enough to be shared; the ranges that others were given. */
function rangesOf(bench: Bench, bytes = new Uint8Array(SMALLEST_SPLIT)): number[][] {
  const ranges: number[][] = [];
  bench.mover.split = (_source, _target, offset, end) => ranges.push([offset, end]) && 0;
  move(bench, bytes);
  return ranges;
}

Deno.test("DataMover: others help with copy_file_range where nothing may be read", () => {
  const bench = makeBench({ copyFileRange: true, sendfile: true }, { zeroCopy: "always" });
  assertEquals(rangesOf(bench).length, 1);
});

Deno.test("DataMover: nobody is asked to help with a file whose first part failed or was its last", () => {
  for (const answer of [-EIO, 0]) {
    const bench = makeBench({});
    bench.files.answer("read", answer);
    assertEquals(rangesOf(bench), []);
  }
});

Deno.test("DataMover: nobody is asked to help with a small rest of a large file", () => {
  const bench = makeBench({ copyFileRange: true });
  const { mover, files } = bench;
  mover.split = () => -EIO;
  const source = files.open(new Uint8Array(SMALLEST_SPLIT + 5)), target = files.open();
  const stat = files.statOf(source);
  mover.clone(source, target, stat, DEV);
  assertEquals(mover.moveRest(source, target, stat, 6), 0);
});
