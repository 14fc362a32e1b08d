// Files with holes, on files in memory: what is a hole stays one, and what a target held there before goes.

import { assertEquals } from "@std/assert";
import { EINVAL, EIO, ENOSPC, ENXIO, EOPNOTSUPP } from "../../../ffi/errno.ts";
import { STOPPED } from "../../../lib/copy/bytes/answers.ts";
import { HoleMover } from "../../../lib/copy/bytes/holes.ts";
import { PartMover } from "../../../lib/copy/bytes/parts.ts";
import { ReadWrite } from "../../../lib/copy/bytes/read_write.ts";
import { STOP, stop } from "../../../lib/shared/control.ts";
import { COUNTER } from "../../../lib/shared/counters.ts";
import { makeBench } from "../../support/bytes_mover.ts";
import { pattern } from "../../support/entries.ts";

const BLOCK = 4096;
const SIZE = 5 * BLOCK;
/** Data in the second and the fourth of five blocks. */
const SPANS = [[BLOCK, 2 * BLOCK], [3 * BLOCK, 4 * BLOCK]] as const;

function sparseBytes(): Uint8Array {
  const bytes = new Uint8Array(SIZE);
  for (const [from, to] of SPANS) bytes.set(pattern(to - from), from);
  return bytes;
}

function makeHoles() {
  const bench = makeBench({ holes: true });
  const { transfer, ladders, files } = bench;
  const readWrite = new ReadWrite(transfer, null);
  const holes = new HoleMover(
    transfer,
    new PartMover(transfer, readWrite, ladders.forRange),
    readWrite,
  );
  const source = files.open(sparseBytes(), SPANS);
  return { ...bench, holes, source, stat: files.statOf(source), ladder: ladders.for(SIZE) };
}

Deno.test("HoleMover.moveData: data alone is written, the size is set, and holes count as done", () => {
  const { holes, files, source, stat, ladder, count, transfer } = makeHoles();
  const target = files.open();
  assertEquals(holes.moveData(source, target, 0, stat, ladder), 0);
  assertEquals(files.callsOf("write"), [`write ${BLOCK} ${BLOCK}`, `write ${3 * BLOCK} ${BLOCK}`]);
  assertEquals(files.callsOf("truncate"), [`truncate ${SIZE}`]);
  assertEquals(files.bytesOf(target), sparseBytes());
  assertEquals([count[COUNTER.bytesNotCopied], count[COUNTER.bytesCopied]], [3 * BLOCK, 2 * BLOCK]);
  assertEquals([files.callsOf("punchHole"), transfer.method], [[], "read_write"]);
});

Deno.test("HoleMover.moveData: a target's old bytes are punched out where the source has holes", () => {
  const { holes, files, source, stat, ladder, transfer } = makeHoles();
  const old = pattern(4 * BLOCK + 100, 9);
  const target = files.open(old);
  transfer.oldBytes = old.length;
  assertEquals(holes.moveData(source, target, 0, stat, ladder), 0);
  assertEquals(files.callsOf("punchHole"), [
    `punchHole 0 ${BLOCK}`,
    `punchHole ${2 * BLOCK} ${BLOCK}`,
    `punchHole ${4 * BLOCK} 100`,
  ]);
  assertEquals(files.bytesOf(target), sparseBytes());
});

Deno.test("HoleMover.moveData: where holes cannot be punched zeros are written; a full disk ends it", () => {
  for (const error of [-EOPNOTSUPP, -EINVAL]) {
    const { holes, files, source, stat, ladder, transfer } = makeHoles();
    const target = files.open(pattern(SIZE, 9));
    transfer.oldBytes = SIZE;
    files.answerAlways("punchHole", error);
    assertEquals(holes.moveData(source, target, 0, stat, ladder), 0);
    assertEquals(files.bytesOf(target), sparseBytes());
  }
  const { holes, files, source, stat, ladder, transfer } = makeHoles();
  transfer.oldBytes = SIZE;
  files.answer("punchHole", -ENOSPC);
  const result = holes.moveData(source, files.open(pattern(SIZE)), 0, stat, ladder);
  assertEquals([result, transfer.failedCall], [-ENOSPC, "fallocate"]);
});

Deno.test("HoleMover.moveData: begins where it is told to", () => {
  const { holes, files, source, stat, ladder } = makeHoles();
  const target = files.open(sparseBytes().slice(0, 2 * BLOCK));
  assertEquals(holes.moveData(source, target, 2 * BLOCK, stat, ladder), 0);
  assertEquals(files.callsOf("write"), [`write ${3 * BLOCK} ${BLOCK}`]);
  assertEquals(files.bytesOf(target), sparseBytes());
});

Deno.test("HoleMover.moveData: a file that says it has no data but has blocks is read", () => {
  const { holes, files, source, stat, ladder } = makeHoles();
  files.answerAlways("seekData", -ENXIO);
  const target = files.open();
  assertEquals(holes.moveData(source, target, 0, stat, ladder), 0);
  assertEquals(files.bytesOf(target), sparseBytes());
  const dense = pattern(SIZE);
  const full = files.open(dense), copy = files.open();
  assertEquals(holes.moveData(full, copy, 0, files.statOf(full), ladder), 0);
  assertEquals(files.bytesOf(copy), dense);
  const reads = files.callsOf("read").length;
  const empty = files.open(new Uint8Array(SIZE), []);
  assertEquals(holes.moveData(empty, files.open(), 0, files.statOf(empty), ladder), 0);
  assertEquals(files.callsOf("read").length, reads);
});

Deno.test("HoleMover.moveData: where holes cannot be found all is read, and what is zero is a hole", () => {
  for (const call of ["seekData", "seekHole"] as const) {
    const { holes, files, source, stat, ladder } = makeHoles();
    files.answerAlways(call, -EINVAL);
    const target = files.open();
    assertEquals(holes.moveData(source, target, 0, stat, ladder), 0);
    assertEquals(files.bytesOf(target), sparseBytes());
    assertEquals(files.callsOf("write").length, 2, call);
  }
});

// A pause after the first part, or a kill, left a file of its length.
Deno.test("HoleMover.moveNext: where holes cannot be found a part cuts off no old bytes behind it", () => {
  const { holes, files, source, stat, ladder, transfer } = makeHoles();
  files.answerAlways("seekData", -EINVAL);
  const old = pattern(SIZE, 9);
  const target = files.open(old.slice());
  transfer.oldBytes = SIZE;
  holes.begin();
  const most = 2 * BLOCK;
  assertEquals(holes.moveNext(source, target, { offset: 0, most }, stat, ladder), most);
  assertEquals(files.bytesOf(target).subarray(most), old.subarray(most));
  for (let offset = most; offset < SIZE;) {
    offset = holes.moveNext(source, target, { offset, most }, stat, ladder);
  }
  assertEquals([holes.end(target, SIZE), files.bytesOf(target)], [0, sparseBytes()]);
});

Deno.test("HoleMover.moveData: where holes cannot be found and nothing may be read the kernel copies all", () => {
  const { holes, files, source, stat } = makeHoles();
  const { ladders } = makeBench({ copyFileRange: true, holes: true }, { zeroCopy: "always" });
  files.answerAlways("seekData", -EINVAL);
  const target = files.open();
  assertEquals(holes.moveData(source, target, 0, stat, ladders.for(SIZE)), 0);
  assertEquals([files.callsOf("copyRange"), files.callsOf("read")], [[`copyRange 0 ${SIZE}`], []]);
});

Deno.test("HoleMover.moveData: a file that ends early gets no size beyond its end", () => {
  const { holes, files, source, stat, ladder, transfer } = makeHoles();
  files.answerAlways("read", 0);
  assertEquals(holes.moveData(source, files.open(), 0, stat, ladder), 0);
  assertEquals([transfer.endedEarly, files.callsOf("truncate")], [true, []]);
});

Deno.test("HoleMover.moveData: an error of a part or of the size is told with its call", () => {
  const failing = makeHoles();
  failing.files.answer("write", -EIO);
  const { source, stat, ladder } = failing;
  assertEquals(failing.holes.moveData(source, failing.files.open(), 0, stat, ladder), -EIO);
  const { holes, files, transfer } = makeHoles();
  files.answer("truncate", -EIO);
  assertEquals(holes.moveData(source, files.open(), 0, stat, ladder), -EIO);
  assertEquals(transfer.failedCall, "ftruncate");
});

Deno.test("HoleMover.moveNonZero: blocks of zeros are left out, and punched where the target had bytes", () => {
  const { holes, files, source, count, transfer } = makeHoles();
  const old = pattern(2 * BLOCK + 5, 9);
  const target = files.open(old);
  transfer.oldBytes = old.length;
  assertEquals(holes.moveNonZero(source, target, 0, SIZE), 0);
  assertEquals(files.callsOf("punchHole"), [`punchHole 0 ${BLOCK}`, `punchHole ${2 * BLOCK} 5`]);
  assertEquals(files.callsOf("write").length, 2);
  assertEquals(files.bytesOf(target), sparseBytes());
  assertEquals([count[COUNTER.bytesCopied], transfer.method], [SIZE, "read_write"]);
});

Deno.test("HoleMover.moveData: of a file that is one hole no byte moves, and reading and writing made it", () => {
  const { holes, files, ladder, transfer, count } = makeHoles();
  const source = files.open(new Uint8Array(SIZE), []), target = files.open();
  assertEquals(holes.moveData(source, target, 0, files.statOf(source), ladder), 0);
  assertEquals([files.bytesOf(target).length, transfer.method], [SIZE, "read_write"]);
  assertEquals([count[COUNTER.bytesNotCopied], files.callsOf("read")], [SIZE, []]);
});

Deno.test("HoleMover.moveData: a hole that is told to begin before its data, or beyond the end, is not believed", () => {
  for (const hole of [BLOCK, BLOCK - 1, 2 * SIZE]) {
    const { holes, files, source, stat, ladder } = makeHoles();
    files.answer("seekHole", hole);
    const target = files.open();
    assertEquals(holes.moveData(source, target, 0, stat, ladder), 0);
    assertEquals(files.bytesOf(target), sparseBytes());
    assertEquals(files.callsOf("write"), [`write ${BLOCK} ${SIZE - BLOCK}`]);
  }
});

Deno.test("HoleMover.moveNonZero: what cannot be written or punched ends it", () => {
  for (const call of ["write", "punchHole"] as const) {
    const { holes, files, source, transfer } = makeHoles();
    transfer.oldBytes = SIZE;
    files.answer(call, -ENOSPC);
    assertEquals(holes.moveNonZero(source, files.open(pattern(SIZE)), 0, SIZE), -ENOSPC, call);
  }
});

Deno.test("HoleMover.moveNonZero: zeros are written where no hole can be punched; a byte at a block's end counts", () => {
  const { holes, files, transfer } = makeHoles();
  const bytes = new Uint8Array(2 * BLOCK + 1);
  bytes[BLOCK - 1] = 1;
  const source = files.open(bytes), target = files.open(pattern(bytes.length));
  transfer.oldBytes = bytes.length;
  files.answerAlways("punchHole", -EOPNOTSUPP);
  assertEquals(holes.moveNonZero(source, target, 0, bytes.length), 0);
  assertEquals(files.bytesOf(target), bytes);
});

Deno.test("HoleMover.moveNonZero: a file larger than the buffer, from an offset on", () => {
  const { holes, files } = makeHoles();
  const bytes = pattern(600_000);
  bytes.fill(0, 300_000, 400_000);
  const source = files.open(bytes), target = files.open(bytes.slice(0, 8192));
  assertEquals(holes.moveNonZero(source, target, 8192, bytes.length), 0);
  assertEquals(files.bytesOf(target), bytes);
});

Deno.test("HoleMover.moveNonZero: ends with the file, at an error, and where the run is to stop", () => {
  const { holes, files, source, transfer, control } = makeHoles();
  files.answer("read", -EIO);
  assertEquals(holes.moveNonZero(source, files.open(), 0, SIZE), -EIO);
  files.answer("read", 0);
  assertEquals(holes.moveNonZero(source, files.open(), BLOCK, SIZE), 0);
  assertEquals([transfer.endedEarly, transfer.endsAt], [true, BLOCK]);
  assertEquals(files.callsOf("truncate"), [`truncate ${BLOCK}`]);
  stop(control, STOP.cancelled);
  assertEquals(holes.moveNonZero(source, files.open(), 0, SIZE), STOPPED);
});
