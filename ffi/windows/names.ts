// Making, changing and removing names on Windows, by a handle of the entry and one of the folder: no path is resolved
// again, and no link followed. Newer systems rename as POSIX does, in one step, also over entries that are open or
// read-only; on others the older classes of the same calls serve.

import type { CString } from "../c_string.ts";
import { EBUSY, EISDIR, EOPNOTSUPP } from "../errno.ts";
import type { NameCalls } from "../calls/names.ts";
import { type Calls, isUnknownClass, MOST_UNITS } from "./calls.ts";
import * as k from "./constants.ts";
import type { CreatedFile } from "./created_file.ts";
import type { FolderTable } from "./folder_table.ts";
import { makeLink, readLink } from "./links.ts";
import { opening } from "./opening.ts";
import { clearReadOnly, removeOpened, setAttributes } from "./removal.ts";
import { shortNameTest } from "./short_names.ts";
import { FILE_BASIC_INFORMATION as BASIC, FILE_RENAME_INFORMATION as RENAME } from "./structs.ts";
import { unitsFromBytes } from "./wide_text.ts";

const REPLACE = k.FILE_RENAME_REPLACE_IF_EXISTS | k.FILE_RENAME_POSIX_SEMANTICS |
  k.FILE_RENAME_IGNORE_READONLY_ATTRIBUTE;
const NEW = k.FILE_RENAME_POSIX_SEMANTICS;
const CHANGE_ACCESS = k.FILE_READ_ATTRIBUTES | k.FILE_WRITE_ATTRIBUTES;
const CHANGE = opening(CHANGE_ACCESS);
const RENAME_ENTRY = opening(k.DELETE | CHANGE_ACCESS);
const UNLINK = opening(k.DELETE | CHANGE_ACCESS, { options: k.FILE_NON_DIRECTORY_FILE });
const LINK = opening(k.FILE_WRITE_ATTRIBUTES);
/** Opening an entry for this waits for other processes that have it open. */
const PROBE = opening(k.DELETE);

export function nameCalls(calls: Calls, folders: FolderTable, created: CreatedFile): NameCalls {
  /** FILE_RENAME_INFORMATION, with room for the longest name. */
  const request = new Uint8Array(new ArrayBuffer(RENAME.FileName + (MOST_UNITS + 1) * 2));
  const requestWords = new Uint32Array(request.buffer, 0, RENAME.FileName / 4);
  const requestName = new Uint16Array(request.buffer, RENAME.FileName);

  /** Fills the request; its length in bytes, which must not be less than that of the empty struct. */
  function ask(flags: number, folder: number, name: CString): number {
    const units = unitsFromBytes(name, requestName);
    requestWords[RENAME.Flags / 4] = flags;
    requestWords[RENAME.RootDirectory / 4] = folder;
    requestWords[RENAME.FileNameLength / 4] = units * 2;
    return Math.max(RENAME.size, RENAME.FileName + units * 2);
  }

  /** Gives an open entry another name. */
  function renameOpened(handle: number, folder: number, name: CString, replaces: boolean): number {
    const length = ask(replaces ? REPLACE : NEW, folder, name);
    const status = calls.set(handle, k.FileRenameInformationEx, request, length);
    // exFAT has the class, and may refuse to rename as POSIX does.
    if (isUnknownClass(status) || status === k.STATUS_FILE_SYSTEM_LIMITATION) {
      return renamePlainly(handle, folder, name, replaces);
    }
    const isRefused = replaces && status === k.STATUS_ACCESS_DENIED;
    const renamed = isRefused
      ? renameOnceFree(handle, k.FileRenameInformationEx, length, folder, name)
      : status;
    return calls.result(renamed);
  }

  /** By the older class, which refuses to replace read-only entries. A target that stays keeps that attribute. */
  function renamePlainly(handle: number, folder: number, name: CString, replaces: boolean): number {
    const length = ask(replaces ? 1 : 0, folder, name);
    let status = calls.set(handle, k.FileRenameInformation, request, length);
    if (!replaces || status !== k.STATUS_ACCESS_DENIED) return calls.result(status);
    const attributes = changeNamed(folder, name, (target) => clearReadOnly(calls, target));
    if (attributes > 0) status = calls.set(handle, k.FileRenameInformation, request, length);
    if (status === k.STATUS_ACCESS_DENIED) {
      status = renameOnceFree(handle, k.FileRenameInformation, length, folder, name);
    }
    if (status < 0 && attributes > 0) {
      changeNamed(folder, name, (target) => setAttributes(calls, target, attributes));
    }
    return calls.result(status);
  }

  /** Renames once more: that access was denied may mean that another process has the target open; opening it waits, and tells. */
  function renameOnceFree(
    handle: number,
    requestClass: number,
    length: number,
    folder: number,
    name: CString,
  ): number {
    const held = calls.openName(folder, name, PROBE);
    if (held === -EBUSY) return k.STATUS_SHARING_VIOLATION;
    if (held < 0) return k.STATUS_ACCESS_DENIED;
    calls.close(held);
    return calls.set(handle, requestClass, request, length);
  }

  /** Calls `change` with an entry that it may give other attributes; what it returns, or a negated error number. */
  function changeNamed(folder: number, name: CString, change: (handle: number) => number): number {
    const handle = calls.openName(folder, name, CHANGE);
    if (handle < 0) return handle;
    const changed = change(handle);
    calls.close(handle);
    return changed;
  }

  function rename(
    fromFolder: number,
    from: CString,
    toFolder: number,
    to: CString,
    replaces: boolean,
  ): number {
    folders.forget(fromFolder, from);
    folders.forget(toFolder, to);
    // A file that is being made stays open until it has its name, and cannot be opened meanwhile.
    const open = created.handleOf(fromFolder, from);
    const handle = open >= 0 ? open : calls.openName(fromFolder, from, RENAME_ENTRY);
    if (handle < 0) return handle;
    const renamed = renameOpened(handle, toFolder, to, replaces);
    if (open < 0) calls.close(handle);
    return renamed;
  }

  /** Opens an entry to be unlinked: a file or a link, but no folder. */
  function openToUnlink(folder: number, name: CString): number {
    const handle = calls.openName(folder, name, UNLINK);
    if (handle !== -EISDIR) return handle;
    const link = calls.open(folder, RENAME_ENTRY);
    if (link < 0) return link;
    const isLink = calls.query(link, k.FileBasicInformation, BASIC.size) === 0 &&
      (calls.words[BASIC.FileAttributes / 4] & k.FILE_ATTRIBUTE_REPARSE_POINT) !== 0;
    if (isLink) return link;
    calls.close(link);
    return -EISDIR;
  }

  return {
    link(fromFolder, from, toFolder, to) {
      folders.forget(toFolder, to);
      const handle = calls.openName(fromFolder, from, LINK);
      if (handle < 0) return handle;
      const length = ask(0, toFolder, to);
      const linked = calls.set(handle, k.FileLinkInformation, request, length);
      calls.close(handle);
      return calls.result(linked);
    },
    rename: (fromFolder, from, toFolder, to) => rename(fromFolder, from, toFolder, to, true),
    renameNew: (fromFolder, from, toFolder, to) => rename(fromFolder, from, toFolder, to, false),
    unlink(folder, name) {
      folders.forget(folder, name);
      const handle = openToUnlink(folder, name);
      return handle < 0 ? handle : removeOpened(calls, handle);
    },
    mayChangeNames: () => 0,
    isShortName: shortNameTest(calls),
    makeSymlink(target, folder, name) {
      folders.forget(folder, name);
      return makeLink(calls, folders, target, folder, name);
    },
    readSymlink: (folder, name, buffer) => readLink(calls, folder, name, buffer),
    exchange: () => -EOPNOTSUPP,
    makeSpecial: () => -EOPNOTSUPP,
  };
}
