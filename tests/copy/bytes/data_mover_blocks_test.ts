// Which blocks a file gets: its holes, zeros, and what is reserved for it.

import { assert, assertEquals } from "@std/assert";
import { ENOSPC, EOPNOTSUPP } from "../../../ffi/errno.ts";
import { COUNTER } from "../../../lib/shared/counters.ts";
import { SMALLEST_RESERVATION } from "../../../lib/thresholds.ts";
import { makeBench } from "../../support/bytes_mover.ts";
import { pattern } from "../../support/entries.ts";
import { DEV, isSame, move } from "./one_file.ts";

Deno.test("DataMover: room is reserved for a large file where that pays, and a full disk says so at once", () => {
  const bytes = pattern(SMALLEST_RESERVATION);
  const bench = makeBench({ copyFileRange: true });
  bench.files.traits = { ...bench.files.traits, reservingPays: true };
  assert(isSame(move(bench, bytes).moved, bytes));
  assertEquals(bench.files.calls[0], `reserve ${bytes.length}`);
  bench.files.answer("reserve", -ENOSPC);
  assertEquals([move(bench, bytes).result, bench.transfer.failedCall], [-ENOSPC, "fallocate"]);
  bench.files.answer("reserve", -EOPNOTSUPP);
  assertEquals(move(bench, bytes).result, 0);
  assertEquals(move(makeBench({ copyFileRange: true }), bytes).result, 0);
});

Deno.test("DataMover: what was reserved beyond the end of a file that shrank is given back", () => {
  const bench = makeBench({});
  bench.files.traits = { ...bench.files.traits, reservingPays: true };
  bench.files.answer("read", 0);
  assertEquals(move(bench, pattern(SMALLEST_RESERVATION)).result, 0);
  assertEquals(bench.files.callsOf("truncate"), ["truncate 0"]);
  assertEquals(move(bench, pattern(SMALLEST_RESERVATION)).result, 0);
  assertEquals(bench.files.callsOf("truncate").length, 1);
});

Deno.test("DataMover: a file with holes is moved by its data, also where it is small", () => {
  const bench = makeBench();
  bench.files.answerAlways("cloneFile", -EOPNOTSUPP);
  const bytes = new Uint8Array(40_000);
  bytes.set(pattern(4096), 8192);
  const source = bench.files.open(bytes, [[8192, 12_288]]), target = bench.files.open();
  assertEquals(bench.mover.move(source, target, bench.files.statOf(source), DEV), 0);
  assertEquals(bench.files.bytesOf(target), bytes);
  assertEquals(bench.files.callsOf("write"), ["write 8192 4096"]);
});

Deno.test("DataMover: a file whose blocks are all there is not searched for holes", () => {
  const bench = makeBench({ holes: true });
  move(bench, pattern(4096));
  assertEquals(bench.files.callsOf("seekData"), []);
  const source = bench.files.open(pattern(8192), [[0, 4096]]), target = bench.files.open();
  bench.mover.move(source, target, bench.files.statOf(source), DEV);
  assertEquals(bench.files.callsOf("write").at(-1), "write 0 4096");
  const unaware = makeBench({});
  unaware.mover.move(unaware.files.open(), 0, bench.files.statOf(source), DEV);
  assertEquals(unaware.files.callsOf("seekData"), []);
});

Deno.test("DataMover: --sparse=always reads no hole that the source tells of", () => {
  const bytes = new Uint8Array(64 * 4096);
  bytes.set(pattern(4096), 8 * 4096);
  const { files, transfer, mover, count } = makeBench({ holes: true }, { sparse: "always" });
  const source = files.open(bytes, [[8 * 4096, 10 * 4096]]), target = files.open();
  assertEquals(mover.move(source, target, files.statOf(source), 1), 0);
  assertEquals(files.callsOf("read"), ["read 32768 8192"]);
  assertEquals(files.callsOf("write"), ["write 32768 4096"]);
  assertEquals([files.bytesOf(target), transfer.method], [bytes, "read_write"]);
  assertEquals(count[COUNTER.bytesCopied], 8192);
});

Deno.test("DataMover: --sparse=always writes no block of zeros, --sparse=never every one", () => {
  const bytes = new Uint8Array(12_288);
  bytes.set(pattern(10), 4096);
  const always = makeBench({ holes: true }, { sparse: "always" });
  assertEquals(move(always, bytes).moved, bytes);
  assertEquals(always.files.callsOf("write"), ["write 4096 4096"]);
  assertEquals(always.files.callsOf("seekData"), []);
  const never = makeBench({ holes: true }, { sparse: "never" });
  const source = never.files.open(bytes, [[4096, 8192]]), target = never.files.open();
  never.mover.move(source, target, never.files.statOf(source), DEV);
  assertEquals(never.files.callsOf("write"), ["write 0 12288"]);
});
