// Bytes through a buffer, on files in memory.

import { assertEquals } from "@std/assert";
import { EIO, ENOSPC } from "../../../ffi/errno.ts";
import { STOPPED } from "../../../lib/copy/bytes/answers.ts";
import { ReadWrite } from "../../../lib/copy/bytes/read_write.ts";
import { STOP, stop } from "../../../lib/shared/control.ts";
import { COUNTER } from "../../../lib/shared/counters.ts";
import type { Bandwidth } from "../../../lib/shared/bandwidth.ts";
import { BUFFER_BYTES } from "../../../lib/thresholds.ts";
import { makeBench } from "../../support/bytes_mover.ts";
import { pattern } from "../../support/entries.ts";

function open(take: ((wanted: number) => number) | null = null) {
  const bench = makeBench({});
  const bandwidth = take === null ? null : { take } as unknown as Bandwidth;
  return { ...bench, readWrite: new ReadWrite(bench.transfer, bandwidth) };
}

Deno.test("ReadWrite.move: at most a buffer; a short write goes on where it ended", () => {
  const { readWrite, files } = open();
  const bytes = pattern(BUFFER_BYTES + 10);
  const source = files.open(bytes), target = files.open();
  files.answer("write", 100, 1);
  assertEquals(readWrite.move(source, target, 0, bytes.length), BUFFER_BYTES);
  assertEquals(files.callsOf("write"), [
    `write 0 ${BUFFER_BYTES}`,
    `write 100 ${BUFFER_BYTES - 100}`,
    `write 101 ${BUFFER_BYTES - 101}`,
  ]);
  assertEquals(readWrite.move(source, target, BUFFER_BYTES, 10), 10);
  assertEquals(files.bytesOf(target), bytes);
});

Deno.test("ReadWrite.move: errors come with their calls; a write that takes nothing is one", () => {
  const { readWrite, files, transfer } = open();
  const source = files.open(pattern(9)), target = files.open();
  files.answer("read", -EIO);
  assertEquals([readWrite.move(source, target, 0, 9), transfer.failedCall], [-EIO, "read"]);
  files.answer("write", -ENOSPC);
  assertEquals([readWrite.move(source, target, 0, 9), transfer.failedCall], [-ENOSPC, "write"]);
  files.answer("write", 0);
  assertEquals(readWrite.move(source, target, 0, 9), -EIO);
  assertEquals(readWrite.move(source, target, 9, 9), 0, "the end of the file");
});

Deno.test("ReadWrite.read: no more than the bandwidth allows, and nothing once the run is to stop", () => {
  const wanted: number[] = [];
  const { readWrite, files } = open((bytes) => (wanted.push(bytes), bytes > 5 ? 4 : 0));
  const source = files.open(pattern(9));
  assertEquals(readWrite.read(source, 0, 9), 4);
  assertEquals([readWrite.read(source, 4, 5), wanted], [STOPPED, [9, 5]]);
  assertEquals(files.callsOf("read"), ["read 0 4"]);
});

Deno.test("ReadWrite.writeZeros: as many as are asked for, in buffers", () => {
  const { readWrite, files, control } = open();
  const length = BUFFER_BYTES + 7;
  const target = files.open(pattern(length + 2));
  readWrite.buffer.fill(7);
  assertEquals(readWrite.writeZeros(target, 1, length), 0);
  const bytes = files.bytesOf(target);
  assertEquals([bytes[0], bytes[length + 1]], [pattern(1)[0], pattern(length + 2)[length + 1]]);
  assertEquals(bytes.subarray(1, length + 1).some((byte) => byte !== 0), false);
  files.answer("write", -EIO);
  assertEquals(readWrite.writeZeros(target, 0, 5), -EIO);
  stop(control, STOP.cancelled);
  assertEquals(readWrite.writeZeros(target, 0, 5), STOPPED);
});

Deno.test("ReadWrite.moveToEnd: reads until there is no more, and counts what it moved", () => {
  const { readWrite, files, transfer, count, control } = open();
  const bytes = pattern(BUFFER_BYTES + 1);
  const source = files.open(bytes), target = files.open();
  files.hideSize(source);
  assertEquals(readWrite.moveToEnd(source, target), 0);
  assertEquals(files.bytesOf(target), bytes);
  assertEquals([transfer.method, transfer.endsAt], ["read_write", bytes.length]);
  assertEquals(count[COUNTER.bytesCopied], bytes.length);
  stop(control, STOP.cancelled);
  assertEquals(readWrite.moveToEnd(source, target), STOPPED);
});

Deno.test("ReadWrite.moveToEnd: a file that has got a size meanwhile may grow for ever, and is left there", () => {
  const { readWrite, files, transfer } = open();
  const source = files.open(pattern(2 * BUFFER_BYTES)), target = files.open();
  assertEquals(readWrite.moveToEnd(source, target), 0);
  assertEquals([files.bytesOf(target).length, transfer.endsAt], [BUFFER_BYTES, BUFFER_BYTES]);
});
