// Attribute lists (sys/attr.h, getattrlist(2)): the struct attrlist that asks for attributes, and the answer,
// which has them in the order of their bits, each at a multiple of four bytes.

import * as k from "./constants.ts";

/** struct attrlist: u16 bitmapcount, u16 reserved, then common, volume, folder, file and fork bits, u32 each. */
export const STRUCT_ATTRLIST = { common: 4, volume: 8, file: 16, fork: 20, size: 24 } as const;

/** attribute_set_t, the first attribute if ATTR_CMN_RETURNED_ATTRS is asked for: five u32. */
export const ATTRIBUTE_SET = { common: 0, file: 12, fork: 16, size: 20 } as const;

/** attrreference_t: the offset of a value from the reference itself, and its length. */
export const ATTRREFERENCE = { offset: 0, length: 4, size: 8 } as const;

/** Bytes before the attributes of an entry: the length (u32) and the set of those returned. */
export const HEADER_BYTES = 4 + ATTRIBUTE_SET.size;

/** Attributes to ask for; `fork` holds extended common ones (FSOPT_ATTR_CMN_EXTENDED). */
export interface Wanted {
  readonly common?: number;
  /** Attributes of a volume cannot be asked for together with others. */
  readonly volume?: number;
  readonly file?: number;
  readonly fork?: number;
}

/** The struct attrlist that asks for some attributes. */
export function attrList(
  { common = 0, volume = 0, file = 0, fork = 0 }: Wanted,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(STRUCT_ATTRLIST.size);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, k.ATTR_BIT_MAP_COUNT, true);
  view.setUint32(STRUCT_ATTRLIST.common, common, true);
  view.setUint32(STRUCT_ATTRLIST.volume, volume, true);
  view.setUint32(STRUCT_ATTRLIST.file, file, true);
  view.setUint32(STRUCT_ATTRLIST.fork, fork, true);
  return bytes;
}

/** Whether an entry has an ACL or extended attributes, by one call. */
export interface Presence {
  readonly mayHaveXattrs: boolean;
  readonly hasAcl: boolean;
}

export const PRESENCE = attrList({
  common: k.ATTR_CMN_RETURNED_ATTRS | k.ATTR_CMN_EXTENDED_SECURITY,
  fork: k.ATTR_CMNEXT_EXT_FLAGS,
});
/** Room for the header, a reference and the flags; the ACL itself is not needed and cut off. */
export const PRESENCE_BYTES = HEADER_BYTES + ATTRREFERENCE.size + 8;

/** Reads an answer to PRESENCE, which has an ACL only if the entry has one. */
export function presenceIn(view: DataView): Presence {
  const hasAcl =
    (view.getUint32(4 + ATTRIBUTE_SET.common, true) & k.ATTR_CMN_EXTENDED_SECURITY) !== 0;
  const hasFlags = (view.getUint32(4 + ATTRIBUTE_SET.fork, true) & k.ATTR_CMNEXT_EXT_FLAGS) !== 0;
  const at = HEADER_BYTES + (hasAcl ? ATTRREFERENCE.size : 0);
  // The flag means that there are none; an entry without the flag may have none, too.
  const mayHaveXattrs = !hasFlags || (view.getUint32(at, true) & k.EF_NO_XATTRS) === 0;
  return { mayHaveXattrs, hasAcl };
}
