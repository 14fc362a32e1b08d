// A program for Windows whose last section grew: Windows maps so much of it as its headers say.

import { assertEquals } from "@std/assert";
import { mapWholeImage } from "../../../scripts/release/windows_image.ts";

const HEADER = 0x80, OPTIONAL_SIZE = 240, ROWS = HEADER + 24 + OPTIONAL_SIZE;

/** Headers of two sections, the last at 0x2000; what they say after `mapWholeImage`. */
function sizesAfter(virtualSize: number, rawSize: number, imageSize: number): number[] {
  const view = new DataView(new ArrayBuffer(8192));
  view.setUint32(0x3c, HEADER, true);
  view.setUint16(HEADER + 6, 2, true);
  view.setUint16(HEADER + 20, OPTIONAL_SIZE, true);
  view.setUint32(HEADER + 24 + 56, imageSize, true);
  const last = ROWS + 40;
  for (const [at, value] of [[8, virtualSize], [12, 0x2000], [16, rawSize]]) {
    view.setUint32(last + at, value, true);
  }
  const path = Deno.makeTempFileSync();
  try {
    Deno.writeFileSync(path, new Uint8Array(view.buffer));
    mapWholeImage(path);
    const after = new DataView(Deno.readFileSync(path).buffer);
    return [after.getUint32(last + 8, true), after.getUint32(HEADER + 24 + 56, true)];
  } finally {
    Deno.removeSync(path);
  }
}

Deno.test("mapWholeImage: what exceeds the mapped size is mapped, too, in whole pages", () => {
  assertEquals(sizesAfter(0x1000, 0x1801, 0x3000), [0x1801, 0x4000]);
});

Deno.test("mapWholeImage: leaves alone what is mapped as a whole", () => {
  assertEquals(sizesAfter(0x1900, 0x1801, 0x4000), [0x1900, 0x4000]);
});
