// ntdll's calls with the structs that they take, made once a thread: they open a name below an open folder, query a
// handle and set its properties. Everything else in this folder is built on them. Each returns what the interface
// returns: 0 or more, or a negated error number.

import type { CString } from "../c_string.ts";
import { wide } from "../lazy_symbols.ts";
import * as k from "./constants.ts";
import { Errors } from "./errors.ts";
import { type Kernel32, type Ntdll, openKernel32, openNtdll } from "./libraries.ts";
import type { Opening } from "./opening.ts";
import { IO_STATUS_BLOCK, OBJECT_ATTRIBUTES, UNICODE_STRING } from "./structs.ts";
import { textOfUnits, unitsFromBytes } from "./wide_text.ts";

/** Units of the longest path: a UNICODE_STRING counts its bytes in 16 bits. */
export const MOST_UNITS = 32767;
/** Bytes of the buffer for what is queried. */
const INFORMATION_BYTES = 64 * 1024;

/** Waits for a file that another process has open, often for a moment only (virus scanners, indexers); 155 ms in all. */
const SHARING_WAITS_MS = [5, 10, 20, 40, 80] as const;

const NO_FOLDER = 0;
/** For a buffer of no length, which must be somewhere all the same. */
const NOTHING = new Uint8Array(1);
const NO_LINKS = k.OBJ_CASE_INSENSITIVE | k.OBJ_DONT_REPARSE;

/** One thread's calls. */
export class Calls {
  readonly nt: Ntdll = openNtdll();
  readonly kernel32: Kernel32 = openKernel32();
  readonly errors = new Errors(this.nt, this.kernel32);
  /** The name that `open` opens, as 16-bit units. */
  readonly units = new Uint16Array(new ArrayBuffer((MOST_UNITS + 1) * 2));
  unitCount = 0;
  /** What was queried last; each struct begins at its start. */
  readonly information = new Uint8Array(new ArrayBuffer(INFORMATION_BYTES));
  readonly words = new Uint32Array(this.information.buffer);
  readonly status = new Uint8Array(new ArrayBuffer(IO_STATUS_BLOCK.size));
  readonly #statusWords = new Uint32Array(this.status.buffer);
  /** True if opening a file may fetch contents from a cloud service or from tape. */
  fetches = true;

  readonly #handle = new Uint32Array(new ArrayBuffer(8));
  readonly #handleBytes = new Uint8Array(this.#handle.buffer);
  readonly #name = new DataView(new ArrayBuffer(UNICODE_STRING.size));
  readonly #attributes = new DataView(new ArrayBuffer(OBJECT_ATTRIBUTES.size));
  readonly #attributesBytes = new Uint8Array(this.#attributes.buffer);

  constructor() {
    this.#name.setBigUint64(UNICODE_STRING.Buffer, addressOf(this.units), true);
    this.#attributes.setUint32(OBJECT_ATTRIBUTES.Length, OBJECT_ATTRIBUTES.size, true);
    const name = addressOf(new Uint8Array(this.#name.buffer));
    this.#attributes.setBigUint64(OBJECT_ATTRIBUTES.ObjectName, name, true);
  }

  /** Bytes that the last call has moved or written. */
  get moved(): number {
    return this.#statusWords[IO_STATUS_BLOCK.Information / 4];
  }

  /** Sets the name, or the path below a folder, that `open` opens; false if it is too long. */
  setName(name: CString): boolean {
    this.unitCount = unitsFromBytes(name, this.units);
    return this.unitCount >= 0 && this.unitCount <= MOST_UNITS;
  }

  /** The name that was set last. */
  get nameText(): string {
    return textOfUnits(this.units, 0, this.unitCount);
  }

  /** Sets the name as text; false if it is too long. */
  setText(text: string): boolean {
    this.unitCount = text.length <= MOST_UNITS ? text.length : -1;
    for (let i = 0; i < this.unitCount; i++) this.units[i] = text.charCodeAt(i);
    return this.unitCount >= 0;
  }

  /** Opens `name` below the open folder `parent`. */
  openName(parent: number, name: CString, how: Opening): number {
    return this.setName(name) ? this.open(parent, how) : this.tooLong();
  }

  /** Opens the name that was set last. */
  open(parent: number, { access, share, options, links, disposition }: Opening): number {
    this.#name.setUint16(UNICODE_STRING.Length, this.unitCount * 2, true);
    this.#name.setUint16(UNICODE_STRING.MaximumLength, this.unitCount * 2, true);
    this.#attributes.setUint32(OBJECT_ATTRIBUTES.RootDirectory, parent, true);
    const flags = links === "refuse" ? NO_LINKS : k.OBJ_CASE_INSENSITIVE;
    this.#attributes.setUint32(OBJECT_ATTRIBUTES.Attributes, flags, true);
    const all = options | k.FILE_SYNCHRONOUS_IO_NONALERT | k.FILE_OPEN_FOR_BACKUP_INTENT |
      (links === "open" ? k.FILE_OPEN_REPARSE_POINT : 0) |
      (this.fetches ? 0 : k.FILE_OPEN_NO_RECALL);
    for (let tries = 0;; tries++) {
      const status = this.nt.NtCreateFile(
        this.#handleBytes,
        access | k.SYNCHRONIZE,
        this.#attributesBytes,
        this.status,
        0n,
        0,
        share,
        disposition,
        all,
        0n,
        0,
      );
      if (status >= 0) return this.#handle[0];
      if (!this.waitsFor(status, tries)) return this.errors.ofStatus(status);
    }
  }

  /** The same as `open` for an absolute path in the system's own form (`\??\C:\…`). */
  openPath(path: string, how: Opening): number {
    return this.setText(path) ? this.open(NO_FOLDER, how) : this.tooLong();
  }

  /** Opens an open entry once more. */
  openAgain(handle: number, how: Opening): number {
    this.unitCount = 0;
    return this.open(handle, how);
  }

  close(handle: number): number {
    return this.result(this.nt.NtClose(wide(handle)));
  }

  /** Queries a handle into `information`; the last field of the struct may be cut off. */
  query(handle: number, what: number, length = INFORMATION_BYTES): number {
    const status = this.nt.NtQueryInformationFile(
      wide(handle),
      this.status,
      this.information,
      length,
      what,
    );
    return status === k.STATUS_BUFFER_OVERFLOW ? 0 : this.result(status);
  }

  /** Queries the file system of a handle into `information`; false if it does not answer. */
  queryVolume(handle: number, what: number, length = INFORMATION_BYTES): boolean {
    const { nt, status, information } = this;
    const told = nt.NtQueryVolumeInformationFile(wide(handle), status, information, length, what);
    return told >= 0 || told === k.STATUS_BUFFER_OVERFLOW;
  }

  /** Sets a property of a handle; the status, on which callers decide. */
  set(handle: number, what: number, bytes: Uint8Array, length = bytes.length): number {
    for (let tries = 0;; tries++) {
      const status = this.nt.NtSetInformationFile(wide(handle), this.status, bytes, length, what);
      if (status >= 0 || !this.waitsFor(status, tries)) return status;
    }
  }

  /** Sends a control code to the file system of a handle; the status. */
  control(
    handle: number,
    code: number,
    input: Uint8Array | null,
    output: Uint8Array | null = null,
  ): number {
    return this.nt.NtFsControlFile(
      wide(handle),
      0n,
      0n,
      0n,
      this.status,
      code,
      input ?? NOTHING,
      input?.length ?? 0,
      output ?? NOTHING,
      output?.length ?? 0,
    );
  }

  /** The result for a name or path that is too long for any call. */
  tooLong(): number {
    return this.errors.ofCode(k.ERROR_FILENAME_EXCED_RANGE);
  }

  /** 0 for a status that is no failure, or a negated error number. */
  result(status: number): number {
    return status >= 0 ? 0 : this.errors.ofStatus(status);
  }

  /** Waits if the call is worth another try after this status; true if it is. */
  waitsFor(status: number, tries: number): boolean {
    if (status !== k.STATUS_SHARING_VIOLATION || tries >= SHARING_WAITS_MS.length) return false;
    this.kernel32.Sleep(SHARING_WAITS_MS[tries]);
    return true;
  }
}

/** True if this version of Windows, or this file system, does not know a class of information. */
export function isUnknownClass(status: number): boolean {
  return status === k.STATUS_NOT_IMPLEMENTED || status === k.STATUS_INVALID_INFO_CLASS ||
    status === k.STATUS_INVALID_PARAMETER || status === k.STATUS_NOT_SUPPORTED ||
    status === k.STATUS_INVALID_DEVICE_REQUEST;
}

/** The address of a buffer, which must stay referenced as long as the address is used. */
export function addressOf(buffer: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>): bigint {
  return BigInt(Deno.UnsafePointer.value(Deno.UnsafePointer.of(buffer)));
}

/** A UNICODE_STRING of all units of a buffer, which must stay referenced as long as it is used. */
export function unicodeString(units: Uint16Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(UNICODE_STRING.size));
  view.setUint16(UNICODE_STRING.Length, units.byteLength, true);
  view.setUint16(UNICODE_STRING.MaximumLength, units.byteLength, true);
  view.setBigUint64(UNICODE_STRING.Buffer, addressOf(units), true);
  return new Uint8Array(view.buffer);
}
