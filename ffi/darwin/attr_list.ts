// Attribute lists (sys/attr.h, getattrlist(2)): what is asked for as a struct attrlist, and the buffer
// that comes back. Attributes follow each other in the order of their bits, each on a multiple of four.

import { ENTRY_TYPE, type Listing } from "../listing.ts";
import * as k from "./constants.ts";

/** struct attrlist: u16 bitmapcount, u16 reserved, then common, volume, folder, file and fork bits, u32 each. */
export const STRUCT_ATTRLIST = { common: 4, fork: 20, size: 24 } as const;

/** attribute_set_t, which comes first of all where ATTR_CMN_RETURNED_ATTRS was asked for: five u32. */
export const ATTRIBUTE_SET = { common: 0, fork: 16, size: 20 } as const;

/** attrreference_t: where a value lies, from the reference's own place, and how long it is. */
export const ATTRREFERENCE = { offset: 0, length: 4, size: 8 } as const;

/** What comes before the attributes of one entry: its length (u32) and the set of those returned. */
const HEADER_BYTES = 4 + ATTRIBUTE_SET.size;

/** A struct attrlist that asks for `common` attributes, and `fork` ones where they are the extended common ones. */
export function attrList(common: number, fork = 0): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(STRUCT_ATTRLIST.size);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, k.ATTR_BIT_MAP_COUNT, true);
  view.setUint32(STRUCT_ATTRLIST.common, common, true);
  view.setUint32(STRUCT_ATTRLIST.fork, fork, true);
  return bytes;
}

/** What a listing asks for. */
export const LISTED = attrList(
  k.ATTR_CMN_RETURNED_ATTRS | k.ATTR_CMN_NAME | k.ATTR_CMN_ERROR | k.ATTR_CMN_OBJTYPE,
);

/** Types of an entry by fsobj_type_t (sys/vnode.h, enum vtype). */
const TYPES: Readonly<Record<number, number>> = {
  [k.VREG]: ENTRY_TYPE.file,
  [k.VDIR]: ENTRY_TYPE.folder,
  [k.VBLK]: ENTRY_TYPE.blockDevice,
  [k.VCHR]: ENTRY_TYPE.charDevice,
  [k.VLNK]: ENTRY_TYPE.symlink,
  [k.VSOCK]: ENTRY_TYPE.socket,
  [k.VFIFO]: ENTRY_TYPE.fifo,
};

/**
 * Records `count` entries that getattrlistbulk(2) wrote into `from`. Each takes more room there than in a
 * listing, so that a buffer no larger than the listing's room always fits.
 */
export function recordAttributes(
  from: Uint8Array<ArrayBuffer>,
  count: number,
  listing: Listing,
): void {
  const view = new DataView(from.buffer, from.byteOffset);
  for (let entry = 0, at = 0; entry < count; entry++) {
    const returned = view.getUint32(at + 4 + ATTRIBUTE_SET.common, true);
    let field = at + HEADER_BYTES;
    // An entry whose attributes could not be had still has its name; a stat of it tells why.
    if ((returned & k.ATTR_CMN_ERROR) !== 0) field += 4;
    const name = field + view.getInt32(field + ATTRREFERENCE.offset, true);
    const length = view.getUint32(field + ATTRREFERENCE.length, true) - 1; // without its NUL
    field += ATTRREFERENCE.size;
    const hasType = (returned & k.ATTR_CMN_OBJTYPE) !== 0;
    const type = hasType ? TYPES[view.getUint32(field, true)] : undefined;
    listing.append(from.subarray(name, name + length), length, type ?? ENTRY_TYPE.unknown);
    at += view.getUint32(at, true);
  }
}

/** Whether an entry has an ACL or extended attributes, as far as one call tells. */
export const PRESENCE = attrList(
  k.ATTR_CMN_RETURNED_ATTRS | k.ATTR_CMN_EXTENDED_SECURITY,
  k.ATTR_CMNEXT_EXT_FLAGS,
);
/** Room for the header, a reference and the flags; the ACL itself is not wanted and cut off. */
export const PRESENCE_BYTES = HEADER_BYTES + ATTRREFERENCE.size + 8;

/** Reads an answer to PRESENCE. An ACL is returned only where there is one. */
export function presenceIn(view: DataView): { mayHaveXattrs: boolean; hasAcl: boolean } {
  const hasAcl =
    (view.getUint32(4 + ATTRIBUTE_SET.common, true) & k.ATTR_CMN_EXTENDED_SECURITY) !== 0;
  const hasFlags = (view.getUint32(4 + ATTRIBUTE_SET.fork, true) & k.ATTR_CMNEXT_EXT_FLAGS) !== 0;
  const at = HEADER_BYTES + (hasAcl ? ATTRREFERENCE.size : 0);
  // The flag is set where the file system knows that there are none, and may be absent all the same.
  const mayHaveXattrs = !hasFlags || (view.getUint32(at, true) & k.EF_NO_XATTRS) === 0;
  return { mayHaveXattrs, hasAcl };
}
