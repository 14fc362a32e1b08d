// Reads the signature at the end of a Mach-O file and compares each page with its hash in there, as macOS does
// before it runs the page. The structs are those of <kern/cs_blobs.h> in Apple's xnu; all numbers are big-endian.

import { createHash } from "node:crypto";
import type { Span } from "./mach_o.ts";

/** The part of a signature that tells what the file has to be. */
export interface CodeDirectory {
  readonly identifier: string;
  /** Bytes of the file that it is about: all that come before the signature. */
  readonly coveredBytes: number;
  readonly pageBytes: number;
  /** Of each page, in order. */
  readonly hashes: readonly Uint8Array[];
  /** The segment of code, and what it is: bit 0 for a main program. */
  readonly code: Span & { readonly flags: number };
}

/** The segment belongs to a main program. */
export const CS_EXECSEG_MAIN_BINARY = 1;
const EMBEDDED_SIGNATURE = 0xfade0cc0;
const CODE_DIRECTORY = 0xfade0c02;
const SLOT_CODE_DIRECTORY = 0;
/** Version from which the struct tells of the segment of code. */
const WITH_CODE_SEGMENT = 0x20400;
const SHA256 = { type: 2, bytes: 32 } as const;

/** @throws {Error} where there is none, or it is of a form that older or newer systems than macOS 11 would want */
export function readCodeDirectory(file: Uint8Array, { offset, bytes }: Span): CodeDirectory {
  if (offset + bytes > file.length) throw new Error("the signature goes beyond the file");
  const signature = new DataView(file.buffer, file.byteOffset + offset, bytes);
  const at = directoryIn(signature);
  const number = (field: number) => signature.getUint32(at + field);
  const wide = (field: number) => Number(signature.getBigUint64(at + field));
  if (number(8) < WITH_CODE_SEGMENT) throw new Error("the signature tells no segment of code");
  const [hashBytes, hashType] = [signature.getUint8(at + 36), signature.getUint8(at + 37)];
  if (hashType !== SHA256.type || hashBytes !== SHA256.bytes) {
    throw new Error(`the hashes are of type ${hashType} with ${hashBytes} bytes, not SHA-256`);
  }
  const hashesAt = offset + at + number(16), count = number(28);
  if (hashesAt + count * hashBytes > offset + bytes) throw new Error("the hashes are cut off");
  return {
    identifier: textAt(file, offset + at + number(20)),
    coveredBytes: wide(56) || number(32),
    pageBytes: 2 ** signature.getUint8(at + 39),
    hashes: Array.from({ length: count }, (_, i) => {
      const from = hashesAt + i * hashBytes;
      return file.subarray(from, from + hashBytes);
    }),
    code: { offset: wide(64), bytes: wide(72), flags: wide(80) },
  };
}

/** Numbers of the pages that are not as the signature has them, as are those for which it has too many hashes or too few. */
export function wrongPages(file: Uint8Array, directory: CodeDirectory): number[] {
  const { coveredBytes, pageBytes, hashes } = directory;
  const count = Math.max(Math.ceil(coveredBytes / pageBytes), hashes.length);
  return Array.from({ length: count }, (_, page) => page).filter((page) => {
    const end = Math.min((page + 1) * pageBytes, coveredBytes);
    const digest = createHash("sha256").update(file.subarray(page * pageBytes, end)).digest();
    return page >= hashes.length || page * pageBytes >= coveredBytes ||
      digest.compare(hashes[page]) !== 0;
  });
}

/** Where the code directory begins. */
function directoryIn(signature: DataView): number {
  if (signature.byteLength < 12 || signature.getUint32(0) !== EMBEDDED_SIGNATURE) {
    throw new Error("no signature is where one is announced");
  }
  for (let i = 0; i < signature.getUint32(8); i++) {
    if (signature.getUint32(12 + i * 8) !== SLOT_CODE_DIRECTORY) continue;
    const at = signature.getUint32(16 + i * 8);
    if (signature.getUint32(at) !== CODE_DIRECTORY) break;
    return at;
  }
  throw new Error("the signature has no code directory");
}

function textAt(file: Uint8Array, at: number): string {
  return new TextDecoder().decode(file.subarray(at, file.indexOf(0, at)));
}
