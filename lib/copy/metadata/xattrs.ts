// Extended attributes and ACLs, kept together because Linux keeps ACLs as attributes. An entry without
// any costs one call that returns 0; only where there are some are their values read and compared.

import { type CString, cString } from "../../../ffi/c_string.ts";
import { ENODATA, EOPNOTSUPP, ERANGE } from "../../../ffi/errno.ts";
import { type NativeFileSystem, sameBytes, WITHOUT_OWNER } from "../../../ffi/mod.ts";
import type { Keep } from "../../options.ts";

/** The largest value and the largest list of names that Linux allows (linux/limits.h). */
const XATTR_SIZE_MAX = 64 * 1024;

/** Attributes of one entry: by an open handle, or by name where the entry cannot be opened. */
export interface XattrHolder {
  /** Bytes of the list of names; 0 for none. */
  listSize(): number;
  list(buffer: Uint8Array): number;
  get(name: CString, buffer: Uint8Array): number;
  set(name: CString, value: Uint8Array): number;
  remove(name: CString): number;
}

export function xattrsOfHandle(fs: NativeFileSystem, handle: number): XattrHolder {
  return {
    listSize: () => fs.xattrListSize(handle),
    list: (buffer) => fs.listXattrs(handle, buffer),
    get: (name, buffer) => fs.getXattr(handle, name, buffer),
    set: (name, value) => fs.setXattr(handle, name, value, value.length),
    remove: (name) => fs.removeXattr(handle, name),
  };
}

export function xattrsOfName(fs: NativeFileSystem, folder: number, entry: CString): XattrHolder {
  return {
    listSize: () => fs.xattrListSizeAt(folder, entry),
    list: (buffer) => fs.listXattrsAt(folder, entry, buffer),
    get: (name, buffer) => fs.getXattrAt(folder, entry, name, buffer),
    set: (name, value) => fs.setXattrAt(folder, entry, name, value, value.length),
    remove: (name) => fs.removeXattrAt(folder, entry, name),
  };
}

/** Values by attribute name. */
export type Xattrs = Map<string, Uint8Array>;

/** A value that could not be read, set or removed, or not all of it. */
export interface XattrFailure {
  readonly name: string;
  readonly syscall: string;
  /** A negated errno, or WITHOUT_OWNER. */
  readonly error: number;
}

const buffer = new Uint8Array(XATTR_SIZE_MAX);
const NOTHING = new Uint8Array();
const decoder = new TextDecoder();

/** Which attributes are kept: as the settings say, and only those that this user may set. */
export class XattrPolicy {
  readonly #keep: Keep;
  readonly #fs: NativeFileSystem;
  readonly #privileged: boolean;

  constructor(keep: Keep, fs: NativeFileSystem) {
    this.#keep = keep;
    this.#fs = fs;
    this.#privileged = fs.identity.canChown;
  }

  /** Whether anything is kept at all. */
  get any(): boolean {
    return this.#keep.xattrs || this.#keep.acls;
  }
  keeps(name: string): boolean {
    return name.startsWith("system.") ? this.#keep.acls : this.#keep.xattrs;
  }
  canSet(name: string): boolean {
    return this.#privileged || !(name.startsWith("security.") || name.startsWith("trusted."));
  }
  /** Whether a value needs no setting to be like `wanted`. */
  isRight(value: Uint8Array, wanted: Uint8Array): boolean {
    return sameBytes(value, wanted) || this.#fs.isAsGood(value, wanted);
  }
}

/**
 * Reads the kept attributes.
 *
 * @param onLost called for each that is listed but out of this user's reach; without it, one that
 *   cannot be read is an error
 * @returns the attributes, or a negated errno
 */
export function readXattrs(
  holder: XattrHolder,
  policy: XattrPolicy,
  onLost: (() => void) | null = null,
): Xattrs | number {
  const length = holder.list(buffer);
  if (length < 0) return length;
  const names = decoder.decode(buffer.slice(0, length)).split("\0");
  const xattrs: Xattrs = new Map();
  for (const name of names) {
    if (name === "" || !policy.keeps(name)) continue;
    if (!policy.canSet(name)) {
      onLost?.();
      continue;
    }
    const size = holder.get(cString(name), buffer);
    if (size === -ERANGE) {
      const value = readLarge(holder, name);
      if (typeof value === "number") return value;
      xattrs.set(name, value);
      continue;
    }
    if (size === -ENODATA) continue; // gone since it was listed
    if (size === -EOPNOTSUPP && onLost !== null) { // nfs4 and overlay internals
      onLost();
      continue;
    }
    if (size < 0) return size;
    xattrs.set(name, buffer.slice(0, size));
  }
  return xattrs;
}

/** A value larger than Linux allows, such as a resource fork; or a negated errno. */
function readLarge(holder: XattrHolder, name: string): Uint8Array | number {
  const size = holder.get(cString(name), NOTHING);
  if (size < 0) return size;
  const value = new Uint8Array(size);
  const length = holder.get(cString(name), value);
  return length < 0 ? length : value.subarray(0, length);
}

/** Whether `current` needs no setting to be like `wanted`. */
export function areRight(current: Xattrs, wanted: Xattrs, policy: XattrPolicy): boolean {
  if (current.size !== wanted.size) return false;
  for (const [name, value] of wanted) {
    const has = current.get(name);
    if (has === undefined || !policy.isRight(has, value)) return false;
  }
  return true;
}

/** Makes `holder` have `wanted`, given that it has `current`. Failures are returned, the rest is done. */
export function writeXattrs(holder: XattrHolder, wanted: Xattrs, current: Xattrs): XattrFailure[] {
  const failures: XattrFailure[] = [];
  for (const [name, value] of wanted) {
    const has = current.get(name);
    if (has !== undefined && sameBytes(value, has)) continue;
    const error = holder.set(cString(name), value);
    if (error < 0 || error === WITHOUT_OWNER) failures.push({ name, syscall: "setxattr", error });
  }
  for (const name of current.keys()) {
    if (wanted.has(name)) continue;
    const error = holder.remove(cString(name));
    if (error < 0 && error !== -ENODATA) failures.push({ name, syscall: "removexattr", error });
  }
  return failures;
}
