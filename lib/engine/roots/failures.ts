// Errors that end a run before it begins, worded so that the user can correct them.

import { ENOENT, ENOTDIR } from "../../../ffi/errno.ts";
import type { NativeFileSystem } from "../../../ffi/mod.ts";
import { isGranted } from "../../../ffi/permission.ts";
import { adviceOn } from "../../advice.ts";
import { errorOf, type FerryError, StoppedError, UsageError } from "../../errors.ts";
import { quote, splitPath } from "./paths.ts";

/** @param path that it is about, where that is not DEST */
export function usage(
  code: string,
  message: string,
  advice: string | null = null,
  path: string | null = null,
): FerryError {
  return new UsageError(code, message, { advice, path });
}

/** @param path that it is about, where that is not DEST */
export function stopped(
  code: string,
  message: string,
  advice: string | null = null,
  path: string | null = null,
): FerryError {
  return new StoppedError(code, message, { advice, path });
}

/** The call that does what an error says was being done. */
const CALLS: readonly (readonly [start: string, syscall: string])[] = [
  ["open", "openat"],
  ["look at ", "statx"],
  ["read source", "statx"],
  ["list folder", "getdents64"],
  ["create target", "mkdirat"],
  ["write to disk", "fsync"],
];

/** What else is said of a call that failed. */
interface FailureDetail {
  /** Given where the path is not there. */
  readonly advice?: string | null;
  readonly kind?: "usage" | "stopped";
}

/**
 * A call that failed on a path as typed.
 *
 * @param what was being done, as in `cannot WHAT PATH`
 * @param error its negated errno
 */
export function callFailed(
  fs: NativeFileSystem,
  what: string,
  path: string,
  error: number,
  { advice = null, kind = "usage" }: FailureDetail = {},
): FerryError {
  const code = fs.errorName(error);
  const isAbsent = error === -ENOENT || error === -ENOTDIR;
  const hint = isAbsent
    ? advice
    : adviceOn(code, null, kind === "stopped") ?? permissionAdvice(fs, code, path);
  const text = fs.errorText(error);
  const message = `cannot ${what} ${quote(path)}: ${text} (${code})`;
  const [, syscall] = CALLS.find(([start]) => what.startsWith(start)) ?? [];
  return errorOf(kind, code, message, {
    advice: hint,
    path,
    syscall: syscall === undefined ? null : fs.callName(syscall),
    failed: { op: what, text },
  });
}

/** Where Deno lacks a permission, its calls fail as the system's do where a user lacks a right. */
function permissionAdvice(fs: NativeFileSystem, code: string, path: string): string | null {
  if (code !== "EACCES" || isGranted({ name: "ffi" })) return null;
  if (!isReadable(path)) return "Deno was not started with --allow-read for it";
  const { parent } = splitPath(path, fs.paths);
  if (isReadable(parent)) return null;
  return `Deno was not started with --allow-read for ${quote(parent)}, in which it stands`;
}

function isReadable(path: string): boolean {
  // The names that Deno knows lack bytes that are not UTF-8: what holds for all paths holds for them.
  return isGranted(path.isWellFormed() ? { name: "read", path } : { name: "read" });
}
