// Extended attributes and ACLs, kept together because Linux keeps ACLs as attributes. An entry without
// any costs one call that returns 0; only where there are some are their values read and compared.

import { type CString, cString } from "../../../ffi/c_string.ts";
import { ENODATA, EOPNOTSUPP, ERANGE } from "../../../ffi/errno.ts";
import { sameBytes, WITHOUT_OWNER } from "../../../ffi/mod.ts";
import { pathText } from "../../../ffi/path_text.ts";
import type { XattrHolder } from "./xattr_holder.ts";
import { ACCESS_ACL, isAcl, kindOfXattr, XATTR_KIND } from "./xattr_names.ts";
import { FATE, type XattrPolicy } from "./xattr_policy.ts";

/** The largest value and the largest list of names that Linux allows (linux/limits.h). */
const XATTR_SIZE_MAX = 64 * 1024;

/** Values by attribute name. */
export type Xattrs = Map<string, Uint8Array>;

/** A value that could not be read, set or removed, or not all of it. */
export interface XattrFailure {
  readonly name: string;
  readonly syscall: string;
  /** A negated errno, or WITHOUT_OWNER. */
  readonly error: number;
}

/** The result of writing attributes. */
export interface Written {
  readonly failures: readonly XattrFailure[];
  /** How many were set or removed. */
  readonly changed: number;
}

/** Buffer for most lists and values: Linux clears as much memory as a call has room for. */
const small = new Uint8Array(1024);
const large = new Uint8Array(XATTR_SIZE_MAX);
const NOTHING = new Uint8Array();
const ACL = cString(ACCESS_ACL);
/** Only ntfs-3g has it. */
const NTFS_ATTRIBUTES = cString("system.ntfs_attrib");
/** An ACL of three entries after its head (linux/posix_acl_xattr.h): owner, group and others. */
const BYTES_OF_MODE = 4 + 3 * 8;
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
/** What a decoder puts in place of bytes that are not UTF-8. */
const REPLACEMENT = "\ufffd";

/** Called with the name and FATE of a listed attribute that is not kept; FATE.kept: wanted, but reading gave EOPNOTSUPP. */
export type OnLost = (name: string, fate: number) => void;

/**
 * Reads the kept attributes.
 *
 * @param onLost if null, an attribute that cannot be read is an error
 * @returns the attributes, or a negated errno
 */
export function readXattrs(
  holder: XattrHolder,
  policy: XattrPolicy,
  onLost: OnLost | null = null,
): Xattrs | number {
  const names = listNames(holder);
  if (typeof names === "number") return names;
  const xattrs: Xattrs = new Map();
  for (const { name, text } of names) {
    const fate = policy.fate(text);
    if (fate !== FATE.kept) {
      if (fate !== FATE.ignored) onLost?.(text, fate);
      continue;
    }
    const value = readValue(holder, name);
    if (value === -ENODATA) continue; // gone since it was listed
    if (value === -EOPNOTSUPP && onLost !== null) { // internals of a file system that it lists
      onLost(text, fate);
      continue;
    }
    if (typeof value === "number") return value;
    xattrs.set(text, value);
  }
  return xattrs;
}

/** An attribute's name as calls take it, and as everything else does. */
interface XattrName {
  readonly name: CString;
  readonly text: string;
}

/** The list that was read last, and its names: in most trees all entries have the same attributes. */
let lastList = NOTHING;
let lastNames: readonly XattrName[] = [];
const NO_NAMES: readonly XattrName[] = [];

/** The names of an entry's attributes, or a negated errno. */
function listNames(holder: XattrHolder): readonly XattrName[] | number {
  let list = small;
  let length = holder.list(list);
  if (length === -ERANGE) length = holder.list(list = large);
  if (length === -EOPNOTSUPP) return NO_NAMES; // a file system without attributes
  if (length < 0) return length;
  if (length === 0) return NO_NAMES; // a new target between two sources
  if (!sameBytes(list.subarray(0, length), lastList)) {
    lastList = list.slice(0, length);
    lastNames = textOfNames(lastList).split("\0").filter((text) => text !== "")
      .map((text) => ({ name: cString(text), text }));
  }
  return lastNames;
}

/** The text of names that may be any bytes on Linux; `cString` gives the same bytes again. */
function textOfNames(list: Uint8Array): string {
  const text = decoder.decode(list);
  return text.includes(REPLACEMENT) ? pathText(list) : text;
}

/** As `cString`; reuses the names of the list read last. */
function nameOf(text: string): CString {
  return lastNames.find((known) => known.text === text)?.name ?? cString(text);
}

/** A value, or a negated errno. */
function readValue(holder: XattrHolder, name: CString): Uint8Array | number {
  let length = holder.get(name, small);
  if (length !== -ERANGE) return length < 0 ? length : small.slice(0, length);
  length = holder.get(name, large);
  if (length !== -ERANGE) return length < 0 ? length : large.slice(0, length);
  // Larger than Linux allows, such as a resource fork.
  const size = holder.get(name, NOTHING);
  if (size < 0) return size;
  const value = new Uint8Array(size);
  length = holder.get(name, value);
  return length < 0 ? length : value.subarray(0, length);
}

/** True if `current` is as good as `wanted`. */
export function areRight(current: Xattrs, wanted: Xattrs, policy: XattrPolicy): boolean {
  if (current.size !== wanted.size) return false;
  for (const [name, value] of wanted) {
    const has = current.get(name);
    if (has === undefined || !policy.isRight(has, value)) return false;
  }
  return true;
}

/**
 * The value of an attribute that was not listed, or a negated errno. ntfs-3g keeps ACLs and attributes of `security.` and
 * `trusted.`, but does not list them.
 */
export function readUnlisted(holder: XattrHolder, name: string): Uint8Array | number {
  return readValue(holder, nameOf(name));
}

/**
 * True if the file system of `holder` has attributes of that kind, given that this one is not there. Unlike setting one,
 * this changes nothing.
 *
 * @param error with which it could not be read
 */
export function canHold(holder: XattrHolder, name: string, error: number): boolean {
  if (error === -EOPNOTSUPP) return false;
  if (!isAcl(name)) return true;
  // On a FUSE file system without attributes Linux answers that the ACL is missing, not that there are none.
  if (holder.list(small) === -EOPNOTSUPP) return false;
  // ntfs-3g either shows an ACL of every entry, or accepts ACLs and keeps none.
  return holder.get(NTFS_ATTRIBUTES, NOTHING) < 0 || holder.get(ACL, NOTHING) >= 0;
}

/** True if an attribute that was just set is missing: some file systems accept what they do not keep. */
export function isForgotten(holder: XattrHolder, name: string, value: Uint8Array): boolean {
  // A minimal ACL becomes the mode.
  const isMode = name === ACCESS_ACL && value.length <= BYTES_OF_MODE;
  return !isMode && holder.get(nameOf(name), NOTHING) === -ENODATA;
}

/** The attributes with ACLs last: an ACL sets the mode, and with it whether the owner may set other attributes. */
function aclsLast(xattrs: Xattrs): Iterable<[string, Uint8Array]> {
  const all = [...xattrs];
  return all.some(([name]) => isAcl(name))
    ? [...all.filter(([name]) => !isAcl(name)), ...all.filter(([name]) => isAcl(name))]
    : all;
}

/**
 * Makes the attributes of `holder` equal to `wanted`, given that it has `current`; its extra labels stay. Goes on after
 * failures, which are returned.
 */
export function writeXattrs(holder: XattrHolder, wanted: Xattrs, current: Xattrs): Written {
  const failures: XattrFailure[] = [];
  let tried = 0;
  for (const [name, value] of aclsLast(wanted)) {
    const has = current.get(name);
    if (has !== undefined && sameBytes(value, has)) continue;
    tried++;
    const error = holder.set(nameOf(name), value);
    if (error < 0 || error === WITHOUT_OWNER) failures.push({ name, syscall: "setxattr", error });
  }
  for (const name of current.keys()) {
    if (wanted.has(name) || kindOfXattr(name) === XATTR_KIND.label) continue;
    tried++;
    const error = holder.remove(nameOf(name));
    if (error < 0 && error !== -ENODATA) failures.push({ name, syscall: "removexattr", error });
  }
  return { failures, changed: tried - failures.length };
}
