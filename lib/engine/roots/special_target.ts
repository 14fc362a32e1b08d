// A DEST that the user named and that is no file and no folder. Who types one wants to write into it, as
// with `>`; a file in its place would take /dev/null from the whole system. Below a folder such entries
// are part of the tree, and give way.

import { S_IFBLK, S_IFCHR, S_IFIFO, S_IFSOCK } from "../../../ffi/file_stat.ts";
import type { FileStat } from "../../../ffi/mod.ts";
import { usage } from "./failures.ts";
import { quote } from "./paths.ts";

/** Links that lead from one to the next, as the kernel follows them at most (path_resolution(7)). */
const MOST_LINKS = 40;

const KINDS: ReadonlyMap<number, string> = new Map([
  [S_IFIFO, "a FIFO"],
  [S_IFSOCK, "a socket"],
  [S_IFCHR, "a character device"],
  [S_IFBLK, "a block device"],
]);

/** @param stat of what DEST names, through links; @throws {FerryError} */
export function refuseSpecial(dest: string, stat: FileStat): void {
  const kind = KINDS.get(stat.type) ?? (stat.isFile && isDescriptor(dest) ? "an open file" : null);
  if (kind === null) return;
  throw usage(
    "TARGET_IS_SPECIAL",
    `target ${quote(dest)} is ${kind}, which is neither written to nor replaced`,
    "only an entry inside a folder that is copied may take its place",
  );
}

/** Whether a path is the name of a descriptor (`/dev/stdout`, `/dev/fd/3`), or a link to one. */
function isDescriptor(path: string): boolean {
  for (let at = path, links = 0; links < MOST_LINKS; links++) {
    const slash = at.lastIndexOf("/");
    try {
      const folder = Deno.realPathSync(at.slice(0, slash + 1) || ".");
      if (folder.startsWith("/proc/") || folder === "/dev/fd") return true;
      const text = Deno.readLinkSync(at);
      at = text.startsWith("/") ? text : `${folder}/${text}`;
    } catch {
      return false; // no link
    }
  }
  return false;
}
