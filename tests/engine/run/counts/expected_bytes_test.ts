// What all bytes are expected to be, by those counted and those done.

import { assertEquals } from "@std/assert";
import { expectedBytes } from "../../../../lib/engine/run/counts/expected_bytes.ts";

const NOTHING = { files: 0, bytes: 0, looked: 0, typicalBytes: 0 };

Deno.test("expectedBytes: nothing by a few files", () => {
  const few = { files: 20, bytes: 2000, looked: 20, typicalBytes: 100 };
  assertEquals(expectedBytes(few, { files: 10, bytes: 1000 }, 1000), null);
});

Deno.test("expectedBytes: before enough were counted, by the files that are done, too", () => {
  assertEquals(expectedBytes(NOTHING, { files: 100, bytes: 5000 }, 1000), 50_000);
  const few = { files: 20, bytes: 3000, looked: 20, typicalBytes: 150 };
  assertEquals(expectedBytes(few, { files: 80, bytes: 7000 }, 1000), 3000 + 980 * 100);
});

Deno.test("expectedBytes: by what was counted, and what is done beyond that", () => {
  const counted = { files: 400, bytes: 40_000, looked: 100, typicalBytes: 100 };
  assertEquals(expectedBytes(counted, { files: 10, bytes: 500_000 }, 1000), 500_000 + 99_000);
  assertEquals(expectedBytes(counted, { files: 10, bytes: 50 }, 1000), 100_000);
});
