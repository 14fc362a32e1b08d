// Symlinks and junctions. The text of a link, as the interface passes it around, is one letter for its kind and then
// the path that it leads to: `f` and `d` for symlinks to files and to folders, which Windows distinguishes, and `j`
// for junctions. So links with the same text are the same.

import { type CString, withoutNul } from "../c_string.ts";
import { EINVAL } from "../errno.ts";
import type { Calls } from "./calls.ts";
import * as k from "./constants.ts";
import type { FolderTable } from "./folder_table.ts";
import { FILE_BASIC_INFORMATION as BASIC, REPARSE_DATA_BUFFER as REPARSE } from "./structs.ts";
import { opening } from "./opening.ts";
import { removeOpened } from "./removal.ts";
import { bytesFromUnits, textOfUnits, unitsFromBytes, wideString } from "./wide_text.ts";

const KIND = { file: 102, folder: 100, junction: 106 } as const; // f, d, j
/** The prefix of an absolute path in the system's own form. */
const OBJECT_PREFIX = "\\??\\";
const READ = opening(k.FILE_READ_ATTRIBUTES);
const CREATE_JUNCTION = opening(k.FILE_WRITE_ATTRIBUTES | k.DELETE, {
  share: k.FILE_SHARE_READ,
  options: k.FILE_DIRECTORY_FILE,
  disposition: k.FILE_CREATE,
});

/** Writes the text of a link; its length in bytes, or a negated error number. */
export function readLink(calls: Calls, folder: number, name: CString, buffer: Uint8Array): number {
  const handle = calls.openName(folder, name, READ);
  if (handle < 0) return handle;
  const asked = calls.query(handle, k.FileBasicInformation, BASIC.size);
  const isFolder = asked === 0 &&
    (calls.words[BASIC.FileAttributes / 4] & k.FILE_ATTRIBUTE_DIRECTORY) !== 0;
  const status = calls.control(handle, k.FSCTL_GET_REPARSE_POINT, null, calls.information);
  calls.close(handle);
  return status < 0 ? calls.result(status) : textOfReparsePoint(calls, isFolder, buffer);
}

/** The text of the link whose REPARSE_DATA_BUFFER was read last. */
function textOfReparsePoint(calls: Calls, isFolder: boolean, buffer: Uint8Array): number {
  const units = new Uint16Array(calls.information.buffer);
  const tag = calls.words[0];
  const isJunction = tag === k.IO_REPARSE_TAG_MOUNT_POINT;
  if (!isJunction && tag !== k.IO_REPARSE_TAG_SYMLINK) {
    return calls.errors.ofCode(k.ERROR_NOT_SUPPORTED);
  }
  const head = isJunction ? REPARSE.MountPointPathBuffer : REPARSE.SymbolicLinkPathBuffer;
  const at = (head + units[REPARSE.SubstituteNameOffset / 2]) / 2;
  const count = units[REPARSE.SubstituteNameLength / 2] / 2;
  if (1 + count * 3 > buffer.length) return calls.tooLong();
  const kind = isJunction ? "junction" : isFolder ? "folder" : "file";
  const target = textOfUnits(units, at, count);
  const text = linkText(kind, isJunction ? withoutPrefix(target) : symlinkTarget(target));
  buffer.set(text);
  return withoutNul(text).length;
}

function withoutPrefix(target: string): string {
  return target.startsWith(OBJECT_PREFIX) ? target.slice(OBJECT_PREFIX.length) : target;
}

/**
 * The path of a symlink as a user would write it: `C:\x`, `\\server\share\x`, `\\?\Volume{…}\x`, or a relative path.
 * For shares and volumes the system's own form without its prefix would be a relative path.
 */
export function symlinkTarget(target: string): string {
  const path = withoutPrefix(target);
  if (path === target || /^[A-Za-z]:/.test(path)) return path;
  return /^UNC\\/i.test(path) ? `\\${path.slice(3)}` : `\\\\?\\${path}`;
}

/** Makes a link of the text that `readLink` wrote. */
export function makeLink(
  calls: Calls,
  folders: FolderTable,
  text: CString,
  folder: number,
  name: CString,
): number {
  const units = new Uint16Array(text.length);
  const count = unitsFromBytes(text.subarray(1), units);
  if (count <= 0) return -EINVAL;
  const target = textOfUnits(units, 0, count);
  if (text[0] === KIND.junction) return makeJunction(calls, target, folder, name);
  if (!calls.setName(name)) return calls.tooLong();
  // This call takes a path; it is the one by which ordinary users may make symlinks.
  const path = folders.pathOf(folder, calls.nameText);
  if (path === null) return calls.errors.ofLastError();
  const flags = k.SYMBOLIC_LINK_FLAG_ALLOW_UNPRIVILEGED_CREATE |
    (text[0] === KIND.folder ? k.SYMBOLIC_LINK_FLAG_DIRECTORY : 0);
  const made = calls.kernel32.CreateSymbolicLinkW(wideString(path), wideString(target), flags);
  return made !== 0 ? 0 : calls.errors.ofLastError();
}

/** A junction is an empty folder with a reparse point. */
function makeJunction(calls: Calls, target: string, folder: number, name: CString): number {
  const handle = calls.openName(folder, name, CREATE_JUNCTION);
  if (handle < 0) return handle;
  const status = calls.control(handle, k.FSCTL_SET_REPARSE_POINT, junctionData(target));
  if (status >= 0) return calls.close(handle);
  const error = calls.result(status);
  removeOpened(calls, handle); // without a reparse point it is an empty folder
  return error;
}

/** REPARSE_DATA_BUFFER of a junction: the path for the system, then the one for people, each with a NUL. */
export function junctionData(target: string): Uint8Array<ArrayBuffer> {
  const substitute = wideString(OBJECT_PREFIX + target), print = wideString(target);
  const names = substitute.length + print.length;
  const data = new Uint8Array(REPARSE.MountPointPathBuffer + names);
  const view = new DataView(data.buffer);
  view.setUint32(REPARSE.ReparseTag, k.IO_REPARSE_TAG_MOUNT_POINT, true);
  view.setUint16(REPARSE.ReparseDataLength, data.length - REPARSE.SubstituteNameOffset, true);
  view.setUint16(REPARSE.SubstituteNameLength, substitute.length - 2, true);
  view.setUint16(REPARSE.PrintNameOffset, substitute.length, true);
  view.setUint16(REPARSE.PrintNameLength, print.length - 2, true);
  data.set(substitute, REPARSE.MountPointPathBuffer);
  data.set(print, REPARSE.MountPointPathBuffer + substitute.length);
  return data;
}

/** The text of a link of some kind and target. */
export function linkText(kind: keyof typeof KIND, target: string): CString {
  const units = new Uint16Array(target.length);
  for (let i = 0; i < target.length; i++) units[i] = target.charCodeAt(i);
  const text = new Uint8Array(2 + target.length * 3);
  text[0] = KIND[kind];
  return text.subarray(0, 2 + bytesFromUnits(units, 0, units.length, text, 1));
}
