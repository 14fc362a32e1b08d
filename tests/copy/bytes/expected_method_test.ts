// Which method a dry run expects. What real file systems then do is held against it in tests/costs/room_test.ts.

import { assertEquals } from "@std/assert";
import type { Abilities, StorageTraits } from "../../../ffi/mod.ts";
import { expectedMethod } from "../../../lib/copy/bytes/expected_method.ts";
import { Ladders } from "../../../lib/copy/bytes/ladders.ts";
import { DEFAULT_OPTIONS, type Options } from "../../../lib/options.ts";
import { SMALLEST_KERNEL_COPY } from "../../../lib/thresholds.ts";
import { LIKE_LINUX } from "../../support/bytes_mover.ts";
import { FakeFiles, NO_ABILITIES } from "../../support/fake_files.ts";

const SMALL = SMALLEST_KERNEL_COPY - 1, LARGE = SMALLEST_KERNEL_COPY;
const [HERE, THERE] = [1, 2];

function expected(
  size: number,
  to: number,
  traits: Partial<StorageTraits>,
  options: Partial<Options> = {},
  can: Partial<Abilities> = LIKE_LINUX,
) {
  const ladders = new Ladders({ ...DEFAULT_OPTIONS, ...options }, { ...NO_ABILITIES, ...can });
  const whole = { ...new FakeFiles().traits, ...traits };
  const way = {
    size,
    allocated: size,
    sourceDev: HERE,
    targetDev: to,
    traits: whole,
    targetShares: whole.sharesBlocks,
  };
  const { method, otherwise } = expectedMethod(ladders, way);
  return otherwise === null ? method : `${method} or ${otherwise}`;
}

Deno.test("expectedMethod: within a file system that shares blocks a clone, elsewhere what the kernel copies by", () => {
  const [btrfs, ext4] = [{ sharesBlocks: true, smallFiles: "clone" }, {
    sharesBlocks: false,
    smallFiles: "copy_file_range",
  }] as const;
  assertEquals(expected(LARGE, HERE, btrfs), "reflink");
  assertEquals(expected(SMALL, HERE, btrfs), "reflink");
  assertEquals(expected(LARGE, HERE, ext4), "copy_file_range");
  assertEquals(expected(SMALL, HERE, ext4), "copy_file_range");
  assertEquals(expected(LARGE, THERE, ext4), "sendfile");
  assertEquals(expected(SMALL, THERE, ext4), "read_write");
  assertEquals(expected(0, HERE, btrfs), null);
});

Deno.test("expectedMethod: where only trying tells, what is tried next is told, too", () => {
  assertEquals(expected(LARGE, HERE, { sharesBlocks: null }), "reflink or copy_file_range");
  // Subvolumes of btrfs have numbers of their own.
  assertEquals(expected(LARGE, THERE, { sharesBlocks: true }), "reflink or sendfile");
  assertEquals(expected(LARGE, THERE, { sharesBlocks: null }), "sendfile");
});

Deno.test("expectedMethod: what options and the platform leave", () => {
  const btrfs = { sharesBlocks: true, smallFiles: "clone" } as const;
  assertEquals(expected(LARGE, HERE, btrfs, { reflink: "never" }), "sendfile");
  assertEquals(expected(LARGE, HERE, btrfs, { zeroCopy: "never" }), "read_write");
  assertEquals(expected(LARGE, THERE, {}, { reflink: "always" }), "reflink");
  assertEquals(expected(LARGE, HERE, btrfs, {}, {}), "read_write");
});
