// Holes in files: whether one takes no room, and whether it is found.

import { FileStat } from "../../../ffi/mod.ts";
import { byAnswer, notTried, works, worksNot } from "../trial.ts";
import type { Trial } from "../types.ts";
import type { Workplace } from "../workplace.ts";

/** A hole, and then a block. */
const HOLE_BYTES = 1024 * 1024;
const BLOCK = new Uint8Array(4096).fill(1);

export function holes(place: Workplace): Trial {
  const { fs } = place;
  if (!fs.can.holes) return notTried("not to be had this way");
  return place.withFile((file) => {
    const stat = new FileStat();
    fs.prepare(file, stat, true); // Windows wants to be told
    const written = fs.write(file, BLOCK, BLOCK.length, HOLE_BYTES);
    if (written < 0) return byAnswer(fs, written);
    const asked = fs.statHandle(file, stat);
    if (asked < 0) return byAnswer(fs, asked);
    if (stat.allocatedBytes >= HOLE_BYTES) return worksNot("a hole takes as much room as bytes do");
    return fs.seekData(file, 0) > 0 ? works() : works("holes are made, but not found again");
  });
}
