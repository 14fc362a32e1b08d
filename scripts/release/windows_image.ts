// The size of a program for Windows as Windows maps it. Where a runtime has embedded something before, as those do
// that were taken out of other programs, deno compile leaves the size of that: what exceeds it is not mapped, and
// the program ends at once.

/** Offsets in the headers of a PE file, and in the row of a section. */
const HEADER_AT = 0x3c, SECTIONS = 6, OPTIONAL_SIZE = 20, OPTIONAL = 24, IMAGE_SIZE = OPTIONAL + 56;
const ROW = 40, VIRTUAL_SIZE = 8, ADDRESS = 12, RAW_SIZE = 16;
const PAGE = 4096;

/** Has the last section, which holds what is embedded, mapped as a whole. */
export function mapWholeImage(path: string): void {
  using file = Deno.openSync(path, { read: true, write: true });
  const bytes = new Uint8Array(PAGE);
  file.readSync(bytes);
  const view = new DataView(bytes.buffer);
  const header = view.getUint32(HEADER_AT, true);
  const rows = header + OPTIONAL + view.getUint16(header + OPTIONAL_SIZE, true);
  const last = rows + ROW * (view.getUint16(header + SECTIONS, true) - 1);
  const size = view.getUint32(last + RAW_SIZE, true);
  if (view.getUint32(last + VIRTUAL_SIZE, true) >= size) return;
  view.setUint32(last + VIRTUAL_SIZE, size, true);
  const end = view.getUint32(last + ADDRESS, true) + size;
  view.setUint32(header + IMAGE_SIZE, Math.ceil(end / PAGE) * PAGE, true);
  file.seekSync(0, Deno.SeekMode.Start);
  file.writeSync(bytes);
}
