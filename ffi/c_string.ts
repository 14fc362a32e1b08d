// Names cross the FFI border as C strings: raw bytes that end in a NUL. They stay bytes inside ferry
// too, because a Linux name is any bytes but `/` and NUL, and text would lose some of them.

import { pathBytes } from "./path_text.ts";

/** A byte order mark in a name is part of the name. */
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Bytes that end in one NUL. */
export type CString = Uint8Array;

/** Makes a C string of text, as `pathBytes` reads it, or of bytes that have no NUL yet. */
export function cString(value: string | Uint8Array): CString {
  const bytes = typeof value === "string" ? pathBytes(value) : value;
  const out = new Uint8Array(bytes.length + 1);
  out.set(bytes);
  return out;
}

/** The bytes of a C string without its NUL; a view, not a copy. */
export function withoutNul(name: CString): Uint8Array {
  return name.subarray(0, cStringLength(name, 0));
}

/** How many bytes stand before the next NUL from `start` on. */
export function cStringLength(bytes: Uint8Array, start: number): number {
  let end = start;
  while (end < bytes.length && bytes[end] !== 0) end++;
  return end - start;
}

/** Text of a C string, for messages and for platforms whose calls take text; lossy where it is not UTF-8. */
export function textOf(name: Uint8Array): string {
  return decoder.decode(withoutNul(name));
}

/** Bytes of a binary text that are turned at once: as arguments of one call. */
const PIECE_BYTES = 4096;

/** The bytes before the NUL as text in which each character code is one byte: lossless, cheap, and comparable. */
export function binaryText(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length && bytes[i] !== 0; i++) text += String.fromCharCode(bytes[i]);
  return text;
}

/** The same of all bytes, NUL included. */
export function binaryTextOf(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    // Spread, the bytes would go through their iterator: nine times as long for a few thousand.
    text += Reflect.apply(String.fromCharCode, null, bytes.subarray(at, at + PIECE_BYTES));
  }
  return text;
}

/** The bytes of such a text. */
export function bytesOfBinaryText(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** One array of bytes from several. */
export function concatBytes(arrays: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(arrays.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of arrays) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
