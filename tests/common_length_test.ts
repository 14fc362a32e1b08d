// How far two paths are the same, however they lie in memory.

import { assertEquals } from "@std/assert";
import { commonLength } from "../lib/common_length.ts";

Deno.test("commonLength: to the first byte that differs, or the end of the shorter one", () => {
  const bytes = Uint8Array.from({ length: 40 }, (_, i) => i + 1);
  for (const offset of [0, 1, 4]) {
    for (let at = 0; at <= bytes.length; at++) {
      const other = new Uint8Array(bytes.length + offset);
      other.set(bytes, offset);
      const view = other.subarray(offset);
      if (at < bytes.length) view[at] ^= 0x80;
      assertEquals(commonLength(bytes, view), at, `offset ${offset}, byte ${at}`);
      assertEquals(commonLength(view, bytes), at);
      assertEquals(commonLength(bytes.subarray(0, at), bytes), at);
    }
  }
  assertEquals(commonLength(new Uint8Array(), bytes), 0);
});
