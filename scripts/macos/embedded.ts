// What deno compile has embedded in an executable for macOS, found as the executable finds it: in a section for
// Apple's processor, behind the last mark for Intel's. The crate libsui does both, there and here.

import { Buffer } from "node:buffer";
import type { MachO } from "./mach_o.ts";

/** Where the compiler puts it for Apple's processor; the program looks it up by these names. */
export const EMBEDDED = { segment: "__SUI", section: "d3n0l4nd" } as const;
const MARK = Buffer.from([...new TextEncoder().encode("<~sui-data~>"), 0xef, 0xbe, 0xad, 0xde]);
/** Of the length behind the mark. */
const LENGTH_BYTES = 8;

/** Its bytes; null where there are none or several, so that an executable could take the wrong ones. */
export function embeddedBySection(file: Uint8Array, { segments }: MachO): Uint8Array | null {
  const [segment, ...others] = segments.filter(({ name }) => name === EMBEDDED.segment);
  if (segment === undefined || others.length > 0) return null;
  const [section, ...more] = segment.sections.filter(({ name }) => name === EMBEDDED.section);
  if (section === undefined || more.length > 0) return null;
  return file.subarray(section.offset, section.offset + section.bytes);
}

/** Its bytes; null where no mark is followed by as many bytes as it says. */
export function embeddedByMark(file: Uint8Array): Uint8Array | null {
  const at = Buffer.from(file.buffer, file.byteOffset, file.byteLength).lastIndexOf(MARK);
  if (at < 0) return null;
  const from = at + MARK.length + LENGTH_BYTES;
  if (from > file.length) return null;
  const view = new DataView(file.buffer, file.byteOffset + at + MARK.length, LENGTH_BYTES);
  const bytes = Number(view.getBigUint64(0, true));
  return from + bytes <= file.length ? file.subarray(from, from + bytes) : null;
}
