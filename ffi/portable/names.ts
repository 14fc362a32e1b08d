// Making, changing and removing names through Deno's API. Names and the texts of links are UTF-16 there; a
// link whose text is not UTF-8 is an error (EILSEQ) and never copied as something else.

import { EEXIST, EISDIR, ENOENT, EOPNOTSUPP } from "../errno.ts";
import type { NameCalls } from "../calls/names.ts";
import { attempt, NEEDS_UNSCOPED } from "./errors.ts";
import { exactText, type HandleTable } from "./handles.ts";
import { isGranted } from "../permission.ts";

const encoder = new TextEncoder();

export function nameCalls(handles: HandleTable): NameCalls {
  return {
    link(fromFolder, from, toFolder, to) {
      return attempt(() =>
        Deno.linkSync(handles.pathOf(fromFolder, from), handles.pathOf(toFolder, to))
      );
    },
    rename(fromFolder, from, toFolder, to) {
      return attempt(() =>
        Deno.renameSync(handles.pathOf(fromFolder, from), handles.pathOf(toFolder, to))
      );
    },
    renameNew(fromFolder, from, toFolder, to) {
      return attempt(() =>
        renameNew(handles.pathOf(fromFolder, from), handles.pathOf(toFolder, to))
      );
    },
    unlink(folder, name) {
      return attempt(() => {
        const path = handles.pathOf(folder, name);
        // Deno.removeSync would remove an empty folder as well.
        if (Deno.lstatSync(path).isDirectory) return -EISDIR;
        Deno.removeSync(path);
      });
    },
    mayChangeNames: () => 0,
    makeSymlink(target, folder, name) {
      return attempt(() => {
        const path = handles.pathOf(folder, name);
        const mayMake = isGranted({ name: "read" }) && isGranted({ name: "write" });
        return mayMake ? Deno.symlinkSync(exactText(target), path) : -NEEDS_UNSCOPED;
      });
    },
    readSymlink(folder, name, buffer) {
      return attempt(() => {
        const text = encoder.encode(Deno.readLinkSync(handles.pathOf(folder, name)));
        const length = Math.min(text.length, buffer.length);
        buffer.set(text.subarray(0, length));
        return length;
      });
    },
    isShortName: () => false,
    exchange: () => -EOPNOTSUPP,
    makeSpecial: () => -EOPNOTSUPP,
  };
}

/** By a link and an unlink, which never replace anything; if no link can be made, by a rename after a look for the name. */
function renameNew(from: string, to: string): number {
  const linked = attempt(() => Deno.linkSync(from, to));
  if (linked === 0) {
    const removed = attempt(() => Deno.removeSync(from));
    if (removed !== 0) Deno.removeSync(to);
    return removed;
  }
  if (linked === -EEXIST || linked === -ENOENT) return linked;
  const found = attempt(() => void Deno.lstatSync(to));
  if (found === 0) return -EEXIST;
  return found === -ENOENT ? attempt(() => Deno.renameSync(from, to)) : found;
}
