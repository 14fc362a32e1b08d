// What ends a run before it begins, said so that the user can mend it.

import { ENOENT, ENOTDIR } from "../../../ffi/errno.ts";
import type { NativeFileSystem } from "../../../ffi/mod.ts";
import { adviceOn } from "../../advice.ts";
import { FerryError } from "../../errors.ts";
import { quote } from "./paths.ts";

/** @param path that it is about, where that is not DEST */
export function usage(
  code: string,
  message: string,
  advice: string | null = null,
  path: string | null = null,
): FerryError {
  return new FerryError("usage", code, message, advice, path);
}

/** @param path that it is about, where that is not DEST */
export function stopped(
  code: string,
  message: string,
  advice: string | null = null,
  path: string | null = null,
): FerryError {
  return new FerryError("stopped", code, message, advice, path);
}

/**
 * A call that failed on a path as typed.
 *
 * @param error its negated errno
 * @param advice given where the path is not there
 */
export function callFailed(
  fs: NativeFileSystem,
  what: string,
  path: string,
  error: number,
  advice: string | null = null,
  kind: "usage" | "stopped" = "usage",
): FerryError {
  const code = fs.errorName(error);
  const hint = error === -ENOENT || error === -ENOTDIR ? advice : adviceOn(code);
  const message = `cannot ${what} ${quote(path)}: ${fs.errorText(error)} (${code})`;
  return new FerryError(kind, code, message, hint, path);
}
