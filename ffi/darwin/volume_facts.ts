// What statfs(2) tells of the volume of an open file: its room, its file system and how that is mounted.

import { binaryTextOf } from "../c_string.ts";
import type { MountCalls } from "../calls/mounts.ts";
import type { StorageCalls } from "../calls/storage.ts";
import * as k from "./constants.ts";
import { STRUCT_STATFS } from "./file_system_kind.ts";
import type { OpenLibSystem } from "./libsystem.ts";

/** As mount(8) calls them. */
const FLAGS: readonly (readonly [flag: number, name: string])[] = [
  [k.MNT_SYNCHRONOUS, "sync"],
  [k.MNT_NOEXEC, "noexec"],
  [k.MNT_NOSUID, "nosuid"],
  [k.MNT_NODEV, "nodev"],
  [k.MNT_NOATIME, "noatime"],
];

export function volumeCalls(
  { c }: OpenLibSystem,
): Pick<StorageCalls, "room"> & Pick<MountCalls, "fileSystemOf"> {
  const bytes = new Uint8Array(STRUCT_STATFS.size);
  const view = new DataView(bytes.buffer);
  const count = (at: number) => Number(view.getBigUint64(at, true));
  const text = (at: number) => binaryTextOf(bytes.subarray(at, bytes.indexOf(0, at)));

  return {
    room(file) {
      if (c.fstatfs(file, bytes) !== 0) return null;
      const blockBytes = view.getUint32(STRUCT_STATFS.bsize, true);
      const free = count(STRUCT_STATFS.bavail);
      return {
        totalBytes: count(STRUCT_STATFS.blocks) * blockBytes,
        freeBytes: free * blockBytes,
        reservedBytes: Math.max(0, count(STRUCT_STATFS.bfree) - free) * blockBytes,
        blockBytes,
        totalInodes: count(STRUCT_STATFS.files),
        freeInodes: count(STRUCT_STATFS.ffree),
      };
    },
    fileSystemOf(folder) {
      if (c.fstatfs(folder, bytes) !== 0) return null;
      const flags = view.getUint32(STRUCT_STATFS.flags, true);
      return {
        type: text(STRUCT_STATFS.typeName),
        source: text(STRUCT_STATFS.mountedFrom),
        point: text(STRUCT_STATFS.mountedOn),
        flags: [
          (flags & k.MNT_RDONLY) !== 0 ? "ro" : "rw",
          ...FLAGS.flatMap(([flag, name]) => (flags & flag) !== 0 ? [name] : []),
        ],
        options: [],
      };
    },
  };
}
