// Reading and setting mode, owner and times through Deno's API, and through Node's where only that has a call
// that does not follow a link. No such call sets a mode: an entry is checked for a link first, and a link
// that takes its place between these two steps is followed.

import type { CString } from "../c_string.ts";
import { EOPNOTSUPP } from "../errno.ts";
import type { MetadataCalls } from "../calls/metadata.ts";
import { attempt } from "./errors.ts";
import { datesOf, fillFileStat } from "./file_info.ts";
import type { HandleTable } from "./handles.ts";
import { node } from "./node.ts";

export function metadataCalls(handles: HandleTable): MetadataCalls {
  /** Makes a call on an entry that is not a link. */
  function unlessLink(folder: number, name: CString, call: (path: string) => void): number {
    return attempt(() => {
      const path = handles.pathOf(folder, name);
      if (Deno.lstatSync(path).isSymlink) return -EOPNOTSUPP;
      call(path);
    });
  }

  return {
    stat(folder, name, stat) {
      return attempt(() => fillFileStat(Deno.lstatSync(handles.pathOf(folder, name)), stat));
    },
    statFollowing(folder, name, stat) {
      return attempt(() => fillFileStat(Deno.statSync(handles.pathOf(folder, name)), stat));
    },
    statHandle(handle, stat) {
      return attempt(() => {
        const { path, file } = handles.opened(handle);
        fillFileStat(file?.statSync() ?? Deno.statSync(path), stat);
      });
    },
    setMode(handle, mode) {
      return attempt(() => Deno.chmodSync(handles.opened(handle).path, mode));
    },
    setOwner(handle, uid, gid) {
      return attempt(() => chown(handles.opened(handle).path, uid, gid));
    },
    setTimes(handle, from) {
      return attempt(() => {
        const { path, file } = handles.opened(handle);
        if (file === null) Deno.utimeSync(path, ...datesOf(from));
        else file.utimeSync(...datesOf(from));
      });
    },
    setModeAt: (folder, name, mode) =>
      unlessLink(folder, name, (path) => Deno.chmodSync(path, mode)),
    setOwnerAt: (folder, name, uid, gid) =>
      attempt(() => node().lchownSync(handles.pathOf(folder, name), uid, gid)),
    setTimesAt(folder, name, from) {
      return attempt(() => {
        const path = handles.pathOf(folder, name);
        // Node's call, which takes no times before 1970, is for links alone.
        const { isSymlink } = Deno.lstatSync(path);
        if (isSymlink) node().lutimesSync(path, ...datesOf(from));
        else Deno.utimeSync(path, ...datesOf(from));
      });
    },
  };
}

function chown(path: string, uid: number, gid: number): void {
  Deno.chownSync(path, uid < 0 ? null : uid, gid < 0 ? null : gid);
}
