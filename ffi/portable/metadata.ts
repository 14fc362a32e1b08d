// Reading and setting mode, owner and times through Deno's API. Deno's calls by path follow links,
// so a link is looked for first and refused; that is two steps, and a link put there in between is
// followed.

import type { CString } from "../c_string.ts";
import { EOPNOTSUPP } from "../errno.ts";
import type { MetadataCalls } from "../calls/metadata.ts";
import { attempt } from "./errors.ts";
import { datesOf, fillFileStat } from "./file_info.ts";
import type { HandleTable } from "./handles.ts";

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
      unlessLink(folder, name, (path) => chown(path, uid, gid)),
    setTimesAt: (folder, name, from) =>
      unlessLink(folder, name, (path) => Deno.utimeSync(path, ...datesOf(from))),
  };
}

function chown(path: string, uid: number, gid: number): void {
  Deno.chownSync(path, uid < 0 ? null : uid, gid < 0 ? null : gid);
}
