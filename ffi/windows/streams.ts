// Alternate data streams: further contents of a file, each under a name of its own. CopyFileExW copies them by itself;
// where ferry moves the bytes they are copied here, each opened as a name below the open file (`:name:$DATA`).

import { EIO } from "../errno.ts";
import { wide } from "../lazy_symbols.ts";
import { type Calls, isUnknownClass } from "./calls.ts";
import * as k from "./constants.ts";
import { opening } from "./opening.ts";
import { FILE_STREAM_INFORMATION as STREAM } from "./structs.ts";
import { textOfUnits } from "./wide_text.ts";

/** The stream of the file's contents. */
const CONTENTS = "::$DATA";
const BUFFER_BYTES = 256 * 1024;
const READ = opening(k.FILE_READ_DATA);
const WRITE = opening(k.FILE_WRITE_DATA, { disposition: k.FILE_OVERWRITE_IF });

/** One alternate stream. */
export interface Stream {
  /** `:name:$DATA` */
  readonly name: string;
  readonly size: number;
}

let buffer: Uint8Array<ArrayBuffer> | null = null;
const offset = new BigInt64Array(1);
const offsetBytes = new Uint8Array(offset.buffer);

/** Copies all of them from one open file or folder to another. 0 or a negated error number. */
export function copyStreams(calls: Calls, source: number, target: number): number {
  const streams = streamsOf(calls, source);
  if (typeof streams === "number") return streams;
  for (const { name } of streams) {
    const error = copyStream(calls, source, target, name);
    if (error < 0) return error;
  }
  return 0;
}

/** The alternate streams of an open entry, or a negated error number. */
export function streamsOf(calls: Calls, handle: number): readonly Stream[] | number {
  const status = calls.nt.NtQueryInformationFile(
    wide(handle),
    calls.status,
    calls.information,
    calls.information.length,
    k.FileStreamInformation,
  );
  if (isUnknownClass(status)) return []; // a file system without streams
  if (status < 0) return calls.result(status);
  return parseStreams(calls.information, calls.moved);
}

/** Reads FILE_STREAM_INFORMATION records; a folder without streams has 0 bytes of them. */
export function parseStreams(bytes: Uint8Array<ArrayBuffer>, length: number): readonly Stream[] {
  const streams: Stream[] = [];
  const view = new DataView(bytes.buffer);
  const units = new Uint16Array(bytes.buffer);
  for (let at = 0; at + STREAM.StreamName <= length;) {
    const count = view.getUint32(at + STREAM.StreamNameLength, true) / 2;
    const name = textOfUnits(units, (at + STREAM.StreamName) / 2, count);
    const size = Number(view.getBigInt64(at + STREAM.StreamSize, true));
    if (name !== CONTENTS) streams.push({ name, size });
    const next = view.getUint32(at + STREAM.NextEntryOffset, true);
    if (next === 0) break;
    at += next;
  }
  return streams;
}

function copyStream(calls: Calls, source: number, target: number, name: string): number {
  calls.setText(name);
  const from = calls.open(source, READ);
  if (from < 0) return from;
  calls.setText(name);
  const to = calls.open(target, WRITE);
  const error = to < 0 ? to : copyBytes(calls, from, to);
  if (to >= 0) calls.close(to);
  calls.close(from);
  return error;
}

function copyBytes(calls: Calls, from: number, to: number): number {
  buffer ??= new Uint8Array(new ArrayBuffer(BUFFER_BYTES));
  for (let at = 0;;) {
    offset[0] = BigInt(at);
    const read = transfer(calls, "NtReadFile", from, BUFFER_BYTES);
    if (read <= 0) return read;
    const written = transfer(calls, "NtWriteFile", to, read);
    if (written < 0) return written;
    if (written !== read) return -EIO;
    at += read;
  }
}

/** One read or write at the offset, by way of the buffer; bytes moved or a negated error number. */
function transfer(
  calls: Calls,
  call: "NtReadFile" | "NtWriteFile",
  handle: number,
  length: number,
): number {
  const { nt, status, errors } = calls;
  const result = nt[call](wide(handle), 0n, 0n, 0n, status, buffer!, length, offsetBytes, 0n);
  if (result === k.STATUS_END_OF_FILE) return 0;
  return result < 0 ? errors.ofStatus(result) : calls.moved;
}
