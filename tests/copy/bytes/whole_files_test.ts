// Methods that take a whole file: over what a target holds already, watched, interrupted, refused.

import { assert, assertEquals } from "@std/assert";
import { ECANCELED, EINTR, EINVAL, EOPNOTSUPP } from "../../../ffi/errno.ts";
import { WORD } from "../../../ffi/mod.ts";
import { UNSUPPORTED } from "../../../lib/copy/bytes/answers.ts";
import { METHODS } from "../../../lib/copy/bytes/methods.ts";
import { canGoByName, cloneContents, copyContents } from "../../../lib/copy/bytes/whole_files.ts";
import { STOP, stop } from "../../../lib/shared/control.ts";
import { COUNTER } from "../../../lib/shared/counters.ts";
import { CALL_BYTES } from "../../../lib/thresholds.ts";
import { makeBench } from "../../support/bytes_mover.ts";
import { statWith } from "../../support/stats.ts";

const BYTES = Uint8Array.of(1, 2, 3);

function begin(oldBytes = 0) {
  const bench = makeBench();
  const source = bench.files.open(BYTES), target = bench.files.open(new Uint8Array(oldBytes));
  bench.transfer.memory.select(1, 1);
  bench.transfer.oldBytes = oldBytes;
  return { ...bench, source, target };
}

Deno.test("cloneContents: a longer target is shortened where only that stands in the way", () => {
  const { transfer, files, source, target } = begin(9);
  files.answer("cloneFile", -EINVAL);
  assertEquals(cloneContents(transfer, "reflink", source, target, 3), 0);
  assertEquals(files.calls, ["cloneFile", "truncate 3", "cloneFile"]);
  assertEquals([transfer.method, transfer.shared], ["reflink", 3]);
});

Deno.test("cloneContents: a target is not shortened for any other reason", () => {
  for (const [oldBytes, error] of [[9, -EOPNOTSUPP], [3, -EINVAL], [2, -EINVAL]]) {
    const { transfer, files, source, target } = begin(oldBytes);
    files.answer("cloneFile", error);
    assertEquals(cloneContents(transfer, "reflink", source, target, 3), error);
    assertEquals(files.calls, ["cloneFile"]);
    assert(transfer.memory.hasFailed(METHODS.reflink.bit));
  }
});

Deno.test("cloneContents: block_clone, which would shorten a longer target first, is not tried there", () => {
  const { transfer, files, source, target } = begin(9);
  assertEquals(cloneContents(transfer, "block_clone", source, target, 3), UNSUPPORTED);
  assertEquals(files.calls, []);
  transfer.oldBytes = 3;
  assertEquals(cloneContents(transfer, "block_clone", source, target, 3), 0);
});

/** Lets fcopyfile tell how far it is, then answer; as often as there are lists. */
function tellProgress(bench: ReturnType<typeof begin>, runs: [told: number[], answer: number][]) {
  const answers: boolean[] = [];
  bench.transfer.fs.copyContents = (_source, _target, goesOn) => {
    const [told, answer] = runs.shift()!;
    for (const bytes of told) answers.push(goesOn!(bytes));
    return answer;
  };
  return answers;
}

Deno.test("copyContents: bytes are counted as they come, once, and it goes on until the run is to stop", () => {
  const size = CALL_BYTES + 1;
  const bench = begin();
  const answers = tellProgress(bench, [[[10, 500], 0]]);
  assertEquals(copyContents(bench.transfer, 0, 1, size), 0);
  assertEquals([bench.count[COUNTER.bytesCopied], answers], [size, [true, true]]);
  stop(bench.control, STOP.cancelled);
  const stopped = tellProgress(bench, [[[10], -ECANCELED]]);
  assertEquals([copyContents(bench.transfer, 0, 1, size), stopped], [-ECANCELED, [false]]);
});

Deno.test("copyContents: interrupted before its first byte it is made again, unwatched; later it is an error", () => {
  const bench = begin();
  tellProgress(bench, [[[], -EINTR], [[], 0]]);
  assertEquals(copyContents(bench.transfer, 0, 1, CALL_BYTES + 1), 0);
  tellProgress(bench, [[[5], -EINTR]]);
  assertEquals(copyContents(bench.transfer, 0, 1, CALL_BYTES + 1), -EINTR);
});

Deno.test("canGoByName: what is stored in no way of its own, and where it has not failed", () => {
  const { transfer: { memory } } = begin();
  const compressed = statWith();
  compressed.words[WORD.attributes + 1] = 1;
  assert(canGoByName(memory, statWith()) && !canGoByName(memory, compressed));
  memory.remember(METHODS.CopyFileExW.bit);
  assert(!canGoByName(memory, statWith()));
});
