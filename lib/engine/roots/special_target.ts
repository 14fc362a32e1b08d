// Refuses a DEST that is a device, a FIFO or a socket. A user who types one wants to write into it, as with `>`;
// replacing it with a file would take /dev/null from the whole system. Inside a folder that is copied such
// entries are part of the tree, and are replaced.

import { S_IFBLK, S_IFCHR, S_IFIFO, S_IFSOCK } from "../../../ffi/file_stat.ts";
import type { FileStat } from "../../../ffi/mod.ts";
import { endOfPath } from "../../named_path.ts";
import { usage } from "./failures.ts";
import { quote } from "./paths.ts";

const KINDS: ReadonlyMap<number, string> = new Map([
  [S_IFIFO, "a FIFO"],
  [S_IFSOCK, "a socket"],
  [S_IFCHR, "a character device"],
  [S_IFBLK, "a block device"],
]);

/** The kind of a special entry in words; null for a file, a folder or a link. */
export function kindOfSpecial(stat: FileStat): string | null {
  return KINDS.get(stat.type) ?? null;
}

/** @param stat of what DEST names, through links; @throws {FerryError} */
export function refuseSpecial(dest: string, stat: FileStat): void {
  const isDescriptor = stat.isFile && endOfPath(dest).isDescriptor;
  const kind = kindOfSpecial(stat) ?? (isDescriptor ? "an open file" : null);
  if (kind === null) return;
  throw usage(
    "TARGET_IS_SPECIAL",
    `target ${quote(dest)} is ${kind}, which is neither written to nor replaced`,
    "only an entry inside a folder that is copied may take its place",
  );
}
