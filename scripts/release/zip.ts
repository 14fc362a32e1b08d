// A zip archive (PKWARE's APPNOTE 6.3) that is the same whenever and wherever it is made, for systems where nobody has tar.

import { crc32, deflateRawSync } from "node:zlib";
import type { ArchivedFile } from "./tar.ts";

const LOCAL_HEADER = 0x04034b50, CENTRAL_HEADER = 0x02014b50, END = 0x06054b50;
const LOCAL_BYTES = 30, CENTRAL_BYTES = 46, END_BYTES = 22;
/** Names are UTF-8. */
const FLAGS = 0x800;
const DEFLATE = 8;
/** 2.0 to read; made by 2.0 on Unix, so that modes count. */
const NEEDED = 20, MADE_BY = 3 << 8 | 20;
const REGULAR_FILE = 0o100000;
const LEVEL = 9;
const encoder = new TextEncoder();

/** @param time when its files were changed, in seconds since 1970; zip knows none before 1980 */
export function zip(files: readonly ArchivedFile[], time: number): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  const [date, clock] = dosTime(time);
  let offset = 0;
  for (const file of files) {
    const name = encoder.encode(file.name);
    const packed = deflateRawSync(file.bytes, { level: LEVEL });
    const shared = [
      [FLAGS, 2],
      [DEFLATE, 2],
      [clock, 2],
      [date, 2],
      [crc32(file.bytes), 4],
      [packed.length, 4],
      [file.bytes.length, 4],
      [name.length, 2],
      [0, 2], // no further fields
    ] as const;
    const local = fields(LOCAL_BYTES, [[LOCAL_HEADER, 4], [NEEDED, 2], ...shared]);
    const mode = REGULAR_FILE | (file.isExecutable ? 0o755 : 0o644);
    const central = fields(CENTRAL_BYTES, [
      [CENTRAL_HEADER, 4],
      [MADE_BY, 2],
      [NEEDED, 2],
      ...shared,
      [0, 2], // no comment
      [0, 2], // on the first disk
      [0, 2],
      [mode * 0x10000, 4],
      [offset, 4],
    ]);
    parts.push(local, name, packed);
    directory.push(central, name);
    offset += local.length + name.length + packed.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = fields(END_BYTES, [
    [END, 4],
    [0, 2],
    [0, 2],
    [files.length, 2],
    [files.length, 2],
    [size, 4],
    [offset, 4],
    [0, 2],
  ]);
  return joined([...parts, ...directory, end]);
}

/** Numbers one after the other, the low byte first. */
function fields(size: number, values: readonly (readonly [value: number, bytes: number])[]) {
  const view = new DataView(new ArrayBuffer(size));
  let at = 0;
  for (const [value, bytes] of values) {
    if (bytes === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += bytes;
  }
  if (at !== size) throw new Error(`a header of ${size} bytes has ${at}`);
  return new Uint8Array(view.buffer);
}

/** Of the day and of the second; in UTC, because an archive does not depend on where it is made. */
function dosTime(time: number): [date: number, clock: number] {
  const at = new Date(time * 1000);
  const year = Math.max(at.getUTCFullYear(), 1980) - 1980;
  return [
    year << 9 | at.getUTCMonth() + 1 << 5 | at.getUTCDate(),
    at.getUTCHours() << 11 | at.getUTCMinutes() << 5 | at.getUTCSeconds() >> 1,
  ];
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
