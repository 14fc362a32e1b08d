// Files that hold the attributes of others. On volumes without extended attributes (FAT, exFAT, some shares) the
// kernel keeps those of `x` in a file `._x` beside it, in the AppleDouble format, and presents them as attributes of
// `x`; it renames and removes that file together with `x`. Such a file is not to be copied or deleted.

import { type CString, cString } from "../c_string.ts";
import { attrList } from "./attr_list.ts";
import * as k from "./constants.ts";
import type { OpenLibSystem } from "./libsystem.ts";
import { STRUCT_STATFS } from "./file_system_kind.ts";
import { STRUCT_STAT, STRUCT_STAT_BYTES } from "./struct_stat.ts";
import { wide } from "../lazy_symbols.ts";

const DOT = 46, UNDERSCORE = 95;
const CAPABILITIES = attrList({ volume: k.ATTR_VOL_INFO | k.ATTR_VOL_CAPABILITIES });
/** vol_capabilities_attr_t (sys/attr.h) behind the answer's length: u32 capabilities[4], then u32 valid[4]. */
const ANSWER = { interfaces: 8, validInterfaces: 24, size: 36 } as const;

/** Recognises them for one thread; each volume is asked once. */
export class AppleDouble {
  readonly #nativeByDevice = new Map<number, boolean>();
  readonly #stat = new Uint8Array(STRUCT_STAT_BYTES);
  readonly #statfs = new Uint8Array(STRUCT_STATFS.size);
  readonly #answer = new Uint8Array(ANSWER.size);

  constructor(private readonly c: OpenLibSystem["c"]) {}

  /** True if the entry `name` of an open folder holds the attributes of another entry of that folder. */
  isAttributes(folder: number, name: Uint8Array): boolean {
    if (name[0] !== DOT || name[1] !== UNDERSCORE || name.length < 3) return false;
    return !this.#keepsXattrs(folder) &&
      this.c.fstatat(folder, cString(name.subarray(2)), this.#stat, k.AT_SYMLINK_NOFOLLOW) === 0;
  }

  /** True if the volume of an open folder has extended attributes; true also if it does not tell. */
  #keepsXattrs(folder: number): boolean {
    if (this.c.fstat(folder, this.#stat) !== 0) return true;
    const device = new DataView(this.#stat.buffer).getInt32(STRUCT_STAT.dev, true);
    const known = this.#nativeByDevice.get(device);
    if (known !== undefined) return known;
    const native = this.#askVolume(folder);
    this.#nativeByDevice.set(device, native);
    return native;
  }

  /** Asks for the root of the volume, which alone tells attributes of the volume (vfs_attrlist.c, getvolattrlist). */
  #askVolume(folder: number): boolean {
    if (this.c.fstatfs(folder, this.#statfs) !== 0) return true;
    const root = this.#statfs.subarray(STRUCT_STATFS.mountedOn) as CString;
    const size = wide(ANSWER.size);
    if (this.c.getattrlist(root, CAPABILITIES, this.#answer, size, 0) !== 0) return true;
    const view = new DataView(this.#answer.buffer);
    const told = view.getUint32(ANSWER.validInterfaces, true) & k.VOL_CAP_INT_EXTENDED_ATTR;
    const has = view.getUint32(ANSWER.interfaces, true) & k.VOL_CAP_INT_EXTENDED_ATTR;
    return told === 0 || has !== 0;
  }
}
