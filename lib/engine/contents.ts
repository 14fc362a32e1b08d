// `--checksum`: both files are on this machine, so their bytes are compared directly, which reads no
// more than a checksum would and ends at the first difference.

import { EINTR } from "../../ffi/errno.ts";
import type { CString } from "../../ffi/mod.ts";
import type { CopyContext } from "../copy/context.ts";
import type { Place } from "../copy/place.ts";
import { isStopping } from "../shared/control.ts";

const BLOCK_BYTES = 256 * 1024;
const sourceBlock = new Uint8Array(BLOCK_BYTES);
const targetBlock = new Uint8Array(BLOCK_BYTES);
/** The same bytes eight at a time. */
const sourceWords = new BigUint64Array(sourceBlock.buffer);
const targetWords = new BigUint64Array(targetBlock.buffer);

/** Whether the contents of two files of equal size differ; what cannot be read counts as different. */
export function contentsDiffer(
  ctx: CopyContext,
  place: Place,
  name: CString,
  targetName: CString,
): boolean {
  const { fs, options } = ctx;
  const source = fs.openForReading(place.source, name, options.dereference);
  if (source < 0) return true; // the copy that follows reports why
  const target = fs.openForReading(place.target, targetName, false);
  const differ = target < 0 || blocksDiffer(ctx, source, target);
  if (target >= 0) fs.close(target);
  fs.close(source);
  return differ;
}

function blocksDiffer(ctx: CopyContext, source: number, target: number): boolean {
  for (let at = 0;;) {
    if (isStopping(ctx.control)) return false;
    const count = readBlock(ctx, source, sourceBlock, at);
    if (count < 0 || readBlock(ctx, target, targetBlock, at) !== count) return true;
    if (count === 0) return false;
    if (!sameBytes(count)) return true;
    at += count;
  }
}

/** Fills a block as far as the file goes; bytes read or a negated errno. */
function readBlock({ fs }: CopyContext, file: number, block: Uint8Array, at: number): number {
  for (let done = 0;;) {
    const count = fs.read(
      file,
      done === 0 ? block : block.subarray(done),
      BLOCK_BYTES - done,
      at + done,
    );
    if (count === -EINTR) continue;
    if (count < 0) return count;
    done += count;
    if (count === 0 || done === BLOCK_BYTES) return done;
  }
}

function sameBytes(count: number): boolean {
  const words = count >> 3;
  for (let i = 0; i < words; i++) if (sourceWords[i] !== targetWords[i]) return false;
  for (let i = words << 3; i < count; i++) if (sourceBlock[i] !== targetBlock[i]) return false;
  return true;
}
