// How one open file comes into another, on files in memory: which method is asked first, which gives way to which,
// and what is told of it. That real file systems answer so is shown by tests/engine/methods_test.ts.

import { assert, assertEquals } from "@std/assert";
import { EAGAIN, EINVAL, EIO, ENXIO, EOPNOTSUPP, EXDEV } from "../../../ffi/errno.ts";
import {
  MOVES_PARTS,
  STOPPED,
  UNSUPPORTED,
  USE_COPY_BY_NAME,
} from "../../../lib/copy/bytes/answers.ts";
import { STOP, stop } from "../../../lib/shared/control.ts";
import { COUNTER } from "../../../lib/shared/counters.ts";
import { CALL_BYTES } from "../../../lib/thresholds.ts";
import { LIKE_LINUX, makeBench } from "../../support/bytes_mover.ts";
import { pattern } from "../../support/entries.ts";
import { DEV, isSame, LARGE, move } from "./one_file.ts";

Deno.test("DataMover: a small file is read and written in one go", () => {
  const bench = makeBench();
  const { result, method, moved } = move(bench, pattern(100));
  assertEquals([result, method], [0, "read_write"]);
  assertEquals(moved, pattern(100));
  assertEquals(bench.files.calls, ["read 0 100", "write 0 100"]);
  assertEquals(bench.count[COUNTER.bytesCopied], 100);
});

Deno.test("DataMover: an empty file is read once, for it may have contents all the same, as procfs' have", () => {
  const bench = makeBench();
  assertEquals(move(bench, new Uint8Array()), {
    result: 0,
    method: null,
    moved: new Uint8Array(),
    target: 1,
  });
  assertEquals(bench.files.calls.length, 1);
});

Deno.test("DataMover: a clone makes a large file, and its bytes count as shared", () => {
  const bench = makeBench();
  const { result, method, moved } = move(bench, LARGE);
  assertEquals([result, method, bench.files.calls], [0, "reflink", ["cloneFile"]]);
  assertEquals(moved, LARGE);
  assertEquals(bench.transfer.shared, LARGE.length);
  const { count } = bench;
  assertEquals([count[COUNTER.bytesShared], count[COUNTER.bytesCopied]], [LARGE.length, 0]);
});

Deno.test("DataMover: each method that cannot gives way to the next, and is not asked again for the pair", () => {
  const bench = makeBench();
  bench.files.answerAlways("cloneFile", -EOPNOTSUPP);
  bench.files.answerAlways("copyRange", -EXDEV);
  bench.files.answerAlways("sendFile", -EINVAL);
  for (let file = 0; file < 2; file++) {
    const { result, method, moved } = move(bench, LARGE);
    assertEquals([result, method, moved], [0, "read_write", LARGE]);
  }
  for (const call of ["cloneFile", "copyRange", "sendFile"] as const) {
    assertEquals(bench.files.callsOf(call).length, 1, call);
  }
  move(bench, LARGE, DEV + 1); // another pair of file systems
  assertEquals(bench.files.callsOf("cloneFile").length, 2);
});

Deno.test("DataMover: --reflink=always fails where a clone does, and tries nothing else", () => {
  const bench = makeBench(LIKE_LINUX, { reflink: "always" });
  bench.files.answerAlways("cloneFile", -EOPNOTSUPP);
  assertEquals(move(bench, LARGE).result, -EOPNOTSUPP);
  assertEquals(bench.files.calls, ["cloneFile"]);
  const { mover, files } = bench;
  assertEquals(mover.mayFallBack(-EOPNOTSUPP, files.statOf(files.open(LARGE))), false);
});

Deno.test("DataMover: a clone that is refused for a moment is tried a few times", () => {
  const bench = makeBench();
  bench.files.answer("cloneFile", -EAGAIN, -EAGAIN);
  assertEquals([move(bench, LARGE).method, bench.files.calls.length], ["reflink", 3]);
  bench.files.answerAlways("cloneFile", -EAGAIN);
  assertEquals(move(bench, LARGE).result, -EAGAIN);
  assertEquals(bench.files.calls.length, 3 + 8);
});

Deno.test("DataMover: a method that gives up in the middle is followed where it stopped", () => {
  const bench = makeBench({ copyFileRange: true });
  const bytes = pattern(2 * CALL_BYTES + 5);
  const source = bench.files.open(bytes), target = bench.files.open(bytes.slice(0, CALL_BYTES));
  bench.files.answer("copyRange", CALL_BYTES, -EINVAL);
  const stat = bench.files.statOf(source);
  assertEquals(bench.mover.move(source, target, stat, DEV), 0);
  assertEquals(bench.files.callsOf("read")[0], `read ${CALL_BYTES} ${256 * 1024}`);
  assert(isSame(bench.files.bytesOf(target), bytes));
  assertEquals(bench.count[COUNTER.bytesCopied], bytes.length);
});

Deno.test("DataMover: one call moves so much at most, so that a signal is heard", () => {
  const bench = makeBench({ copyFileRange: true });
  const bytes = pattern(2 * CALL_BYTES + 5);
  assert(isSame(move(bench, bytes).moved, bytes));
  assertEquals(bench.files.calls, [
    `copyRange 0 ${CALL_BYTES}`,
    `copyRange ${CALL_BYTES} ${CALL_BYTES}`,
    `copyRange ${2 * CALL_BYTES} 5`,
  ]);
});

Deno.test("DataMover: nothing moves once the run is to stop", () => {
  const bench = makeBench({ copyFileRange: true });
  stop(bench.control, STOP.cancelled);
  assertEquals([move(bench, LARGE).result, bench.files.calls], [STOPPED, []]);
});

Deno.test("DataMover: a method that finds nothing gives way, and only read() says where a file ends", () => {
  const bench = makeBench({ copyFileRange: true, sendfile: true });
  bench.files.answerAlways("copyRange", 0);
  bench.files.answerAlways("sendFile", 0);
  bench.files.answer("read", 0);
  const { result } = move(bench, LARGE);
  assertEquals([result, bench.transfer.endedEarly, bench.transfer.endsAt], [0, true, 0]);
  assertEquals(move(bench, LARGE).moved, LARGE);
  assertEquals(bench.files.callsOf("copyRange").length, 2, "an answer of 0 is no refusal");
});

Deno.test("DataMover: a file that its file system copies best by a call is copied so, on one device alone", () => {
  const bench = makeBench();
  bench.files.traits = { ...bench.files.traits, smallFiles: "copy_file_range" };
  assertEquals(move(bench, pattern(100)).method, "copy_file_range");
  assertEquals(move(bench, pattern(100), DEV + 1).method, "read_write");
});

Deno.test("DataMover: CopyFileExW takes names, after a clone that failed, and never what is stored in its own way", () => {
  const bench = makeBench({ blockClone: true, copyByName: true });
  bench.files.answerAlways("cloneFile", -EOPNOTSUPP);
  const { mover, files } = bench;
  const source = files.open(LARGE), target = files.open();
  const stat = files.statOf(source);
  assertEquals(mover.begin(source, target, stat, DEV), USE_COPY_BY_NAME);
  stat.words[3] = 1; // compressed
  assertEquals(mover.begin(source, target, stat, DEV), MOVES_PARTS);
});

Deno.test("DataMover: fcopyfile moves all at once, watched where that takes long, and gives way to read and write", () => {
  const bench = makeBench({ copyContents: true });
  assertEquals(move(bench, LARGE).method, "fcopyfile");
  assertEquals(bench.files.calls, ["copyContents"]);
  assertEquals(bench.count[COUNTER.bytesCopied], LARGE.length);
  move(bench, pattern(CALL_BYTES + 1));
  assertEquals(bench.files.calls[1], "copyContents watched");
  bench.files.answer("copyContents", -EOPNOTSUPP);
  for (const file of [1, 2]) assertEquals(move(bench, LARGE).method, "read_write", `${file}`);
  assertEquals(bench.files.callsOf("copyContents").length, 3);
});

/** Moves a file piece by piece; the offsets between. */
function moveInParts(
  { mover, files, transfer }: ReturnType<typeof makeBench>,
  source: number,
  target: number,
): number[] {
  const stat = files.statOf(source);
  assertEquals(mover.begin(source, target, stat, DEV), MOVES_PARTS);
  const offsets = [0];
  while (offsets[0] < stat.size && !transfer.endedEarly) {
    offsets.unshift(mover.movePart(source, target, offsets[0], stat));
  }
  assertEquals(mover.end(target, stat, offsets[0]), 0);
  return offsets.reverse();
}

Deno.test("DataMover: begin and movePart move a file piece by piece", () => {
  const bench = makeBench({ copyFileRange: true });
  const bytes = pattern(2 * CALL_BYTES + 1000);
  const source = bench.files.open(bytes), target = bench.files.open();
  const offsets = moveInParts(bench, source, target);
  assertEquals(offsets, [0, CALL_BYTES, 2 * CALL_BYTES, bytes.length]);
  assertEquals(bench.files.bytesOf(target), bytes);
});

Deno.test("DataMover: begin and movePart leave holes, and move data between them piece by piece", () => {
  const bench = makeBench({ copyFileRange: true, holes: true });
  const { files, count } = bench;
  const from = 64 * 1024, end = from + CALL_BYTES + 4096, size = end + 300_000;
  const bytes = new Uint8Array(size);
  bytes.set(pattern(end - from), from);
  const source = files.open(bytes, [[from, end]]), target = files.open();
  assertEquals(moveInParts(bench, source, target), [0, from + CALL_BYTES, end, size]);
  assertEquals(files.callsOf("copyRange"), [
    `copyRange ${from} ${CALL_BYTES}`,
    `copyRange ${from + CALL_BYTES} 4096`,
  ]);
  assertEquals(files.callsOf("truncate"), [`truncate ${size}`]);
  assertEquals(files.bytesOf(target), bytes);
  assertEquals(count[COUNTER.bytesNotCopied], size - (end - from));
});

Deno.test("DataMover: begin and movePart read all of a file that is said to have no data and has blocks", () => {
  for (const error of [-ENXIO, -EINVAL]) {
    const bench = makeBench({ copyFileRange: true, holes: true });
    const { files } = bench;
    const bytes = new Uint8Array(2 * CALL_BYTES);
    bytes.set(pattern(4096), 8192);
    bytes.set(pattern(4096, 3), 2 * CALL_BYTES - 4096);
    const source = files.open(bytes, [[8192, 12_288]]), target = files.open();
    files.answerAlways("seekData", error);
    assertEquals(moveInParts(bench, source, target), [0, CALL_BYTES, 2 * CALL_BYTES]);
    assertEquals(files.bytesOf(target), bytes);
  }
});

Deno.test("DataMover: moveWhole repeats what worked before, and knows no other method", () => {
  const bench = makeBench();
  const { mover, files, transfer } = bench;
  const bytes = pattern(500);
  for (const method of ["read_write", "copy_file_range", "reflink"] as const) {
    const source = files.open(bytes), target = files.open();
    transfer.oldBytes = 7;
    assertEquals(mover.moveWhole(method, source, target, files.statOf(source), DEV), bytes.length);
    assertEquals([transfer.method, transfer.oldBytes], [method, 0]);
    assertEquals(files.bytesOf(target), bytes);
  }
  assertEquals(bench.count[COUNTER.bytesCopied], 2 * bytes.length);
  const source = files.open(bytes), target = files.open();
  assertEquals(mover.moveWhole("sendfile", source, target, files.statOf(source), DEV), UNSUPPORTED);
  files.answer("copyRange", -EIO);
  const failed = mover.moveWhole("copy_file_range", source, target, files.statOf(source), DEV);
  assertEquals([failed, transfer.method], [-EIO, null]);
});

Deno.test("DataMover: clone and moveRest go on with a file of which a part is there", () => {
  const bench = makeBench();
  const { mover, files, transfer } = bench;
  bench.files.answerAlways("cloneFile", -EOPNOTSUPP);
  const source = files.open(LARGE), target = files.open(LARGE.slice(0, 1000));
  const stat = files.statOf(source);
  assertEquals(mover.clone(source, target, stat, DEV), -EOPNOTSUPP);
  assertEquals(mover.mayFallBack(-EOPNOTSUPP, stat), true);
  assertEquals(mover.mayFallBack(-EIO, stat), false);
  assertEquals(mover.moveRest(source, target, stat, 1000), 0);
  assertEquals([transfer.method, files.bytesOf(target)], ["copy_file_range", LARGE]);
  assertEquals(makeBench({}).mover.clone(0, 0, stat, DEV), UNSUPPORTED);
});

Deno.test("DataMover: moveWhole tells a clone that failed to the pair that it was tried for", () => {
  const bench = makeBench();
  const { mover, files } = bench;
  move(bench, LARGE, DEV + 1);
  const source = files.open(pattern(10)), target = files.open();
  files.answer("cloneFile", -EOPNOTSUPP);
  mover.moveWhole("reflink", source, target, files.statOf(source), DEV);
  assertEquals(move(bench, LARGE).method, "copy_file_range");
  assertEquals(move(bench, LARGE, DEV + 1).method, "reflink");
});

Deno.test("DataMover: moveWhole counts one byte, and names no method where none moved", () => {
  const { mover, files, transfer } = makeBench();
  const source = files.open(pattern(1)), target = files.open();
  const stat = files.statOf(source);
  assertEquals(mover.moveWhole("copy_file_range", source, target, stat, DEV), 1);
  assertEquals(transfer.method, "copy_file_range");
  files.answer("copyRange", 0);
  assertEquals(mover.moveWhole("copy_file_range", source, target, stat, DEV), 0);
  assertEquals(transfer.method, null);
});

Deno.test("DataMover: clone begins anew, and is not tried where it failed for the pair", () => {
  const bench = makeBench();
  const { mover, files, transfer } = bench;
  files.answer("cloneFile", -EOPNOTSUPP);
  const stat = files.statOf(files.open(LARGE));
  assertEquals(move(bench, LARGE, DEV + 1).method, "copy_file_range");
  assertEquals(mover.clone(0, 1, stat, DEV + 1), UNSUPPORTED);
  assertEquals([transfer.method, transfer.refusals], [null, []]);
  assertEquals([mover.clone(0, 1, stat, DEV), transfer.method], [0, "reflink"]);
});
