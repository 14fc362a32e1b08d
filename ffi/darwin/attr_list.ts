// Attribute lists (sys/attr.h, getattrlist(2)): what is asked for as a struct attrlist, and what comes back.
// Attributes follow each other in the order of their bits, each on a multiple of four.

import * as k from "./constants.ts";

/** struct attrlist: u16 bitmapcount, u16 reserved, then common, volume, folder, file and fork bits, u32 each. */
export const STRUCT_ATTRLIST = { common: 4, volume: 8, file: 16, fork: 20, size: 24 } as const;

/** attribute_set_t, which comes first of all where ATTR_CMN_RETURNED_ATTRS was asked for: five u32. */
export const ATTRIBUTE_SET = { common: 0, file: 12, fork: 16, size: 20 } as const;

/** attrreference_t: where a value lies, from the reference's own place, and how long it is. */
export const ATTRREFERENCE = { offset: 0, length: 4, size: 8 } as const;

/** What comes before the attributes of one entry: its length (u32) and the set of those returned. */
export const HEADER_BYTES = 4 + ATTRIBUTE_SET.size;

/** Attributes to ask for; `fork` holds extended common ones (FSOPT_ATTR_CMN_EXTENDED). */
export interface Wanted {
  readonly common?: number;
  /** Those of a volume go alone. */
  readonly volume?: number;
  readonly file?: number;
  readonly fork?: number;
}

/** A struct attrlist that asks for them. */
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

/** Whether an entry has an ACL or extended attributes, as far as one call tells. */
export interface Presence {
  readonly mayHaveXattrs: boolean;
  readonly hasAcl: boolean;
}

export const PRESENCE = attrList({
  common: k.ATTR_CMN_RETURNED_ATTRS | k.ATTR_CMN_EXTENDED_SECURITY,
  fork: k.ATTR_CMNEXT_EXT_FLAGS,
});
/** Room for the header, a reference and the flags; the ACL itself is not wanted and cut off. */
export const PRESENCE_BYTES = HEADER_BYTES + ATTRREFERENCE.size + 8;

/** Reads an answer to PRESENCE. An ACL is returned only where there is one. */
export function presenceIn(view: DataView): Presence {
  const hasAcl =
    (view.getUint32(4 + ATTRIBUTE_SET.common, true) & k.ATTR_CMN_EXTENDED_SECURITY) !== 0;
  const hasFlags = (view.getUint32(4 + ATTRIBUTE_SET.fork, true) & k.ATTR_CMNEXT_EXT_FLAGS) !== 0;
  const at = HEADER_BYTES + (hasAcl ? ATTRREFERENCE.size : 0);
  // The flag is set where the file system knows that there are none, and may be absent all the same.
  const mayHaveXattrs = !hasFlags || (view.getUint32(at, true) & k.EF_NO_XATTRS) === 0;
  return { mayHaveXattrs, hasAcl };
}
