// Names below open folders, by the calls that Linux and Darwin share.

import { EACCES, EINVAL, EMLINK, ENOSYS, EOPNOTSUPP, EPERM, EXDEV } from "../errno.ts";
import { cString } from "../c_string.ts";
import { type LazySymbols, wide } from "../lazy_symbols.ts";
import type { NameCalls } from "../calls/names.ts";
import type { Failure } from "./failure.ts";
import type { NAME_SYMBOLS } from "./symbols/names.ts";
import { frequent } from "../frequent.ts";

const SAME_FOLDER = cString(".");
/** W_OK and X_OK (unistd.h). */
const WRITE_AND_SEARCH = 3;

/** A C library with at least these functions. */
interface Library {
  readonly c: LazySymbols<typeof NAME_SYMBOLS>;
  readonly failure: Failure;
}

type PosixNameCalls = Omit<NameCalls, "renameNew" | "exchange" | "makeSpecial">;

export function posixNameCalls({ c, failure }: Library): PosixNameCalls {
  return {
    link: frequent((fromFolder, from, toFolder, to) => {
      return c.linkat(fromFolder, from, toFolder, to, 0) === 0
        ? 0
        : failure(c.linkat, fromFolder, from, toFolder, to, 0);
    }),
    unlink: frequent((folder, name) => {
      return c.unlinkat(folder, name, 0) === 0 ? 0 : failure(c.unlinkat, folder, name, 0);
    }),
    isShortName: () => false,
    mayChangeNames(folder) {
      return c.faccessat(folder, SAME_FOLDER, WRITE_AND_SEARCH, 0) === 0
        ? 0
        : failure(c.faccessat, folder, SAME_FOLDER, WRITE_AND_SEARCH, 0);
    },
    rename: frequent((fromFolder, from, toFolder, to) => {
      return c.renameat(fromFolder, from, toFolder, to) === 0
        ? 0
        : failure(c.renameat, fromFolder, from, toFolder, to);
    }),
    makeSymlink: frequent((target, folder, name) => {
      return c.symlinkat(target, folder, name) === 0
        ? 0
        : failure(c.symlinkat, target, folder, name);
    }),
    readSymlink: frequent((folder, name, buffer) => {
      const length = c.readlinkat(folder, name, buffer, wide(buffer.length));
      return length >= 0
        ? length
        : failure(c.readlinkat, folder, name, buffer, wide(buffer.length));
    }),
  };
}

/**
 * Codes of linkat(2) for files that can have no second name: the file system has no links or not enough of them,
 * or a filter or a security module forbids them.
 */
const NO_LINKS = new Set([-EPERM, -ENOSYS, -EOPNOTSUPP, -EINVAL, -EMLINK, -EXDEV, -EACCES]);

/**
 * Renames without replacing anything by a link and an unlink, for where no call does.
 *
 * @param refusal the error of the call that should have renamed; returned if no link can be made either
 */
export function renamingByLink(
  { link, unlink }: PosixNameCalls,
  refusal: number,
): NameCalls["renameNew"] {
  return (fromFolder, from, toFolder, to) => {
    const linked = link(fromFolder, from, toFolder, to);
    if (linked < 0) return NO_LINKS.has(linked) ? refusal : linked;
    const unlinked = unlink(fromFolder, from);
    // A failure must not leave the new name behind.
    if (unlinked !== 0) unlink(toFolder, to);
    return unlinked;
  };
}
