// Opens a file that a run writes beside its target. Only a regular file is written to, and none that has other names: one of
// them may be among what is copied.

import { FerryError } from "../../errors.ts";
import { systemError, usageError } from "../errors.ts";

/** A file that was opened, and what is known of it. */
export interface OpenedFile {
  readonly path: string;
  readonly file: Deno.FsFile;
  /** False if it was there before. */
  readonly isNew: boolean;
}

/**
 * Opens the FILE of an option, or makes it; what it holds is left as it is.
 *
 * @param what is written to it, for messages
 * @throws {FerryError} `usage`
 */
export function openFile(option: string, path: string, what: string): OpenedFile {
  try {
    const info = look(path);
    if (info !== null && !info.isFile) {
      throw usageError("BAD_VALUE", `${option}: '${path}' is no regular file`);
    }
    if (info !== null && (info.nlink ?? 1) > 1) {
      throw usageError(
        "BAD_VALUE",
        `${option}: '${path}' has other names (hard links), one of which may be copied or replaced`,
      );
    }
    const how = { append: true, create: true };
    return { path, file: Deno.openSync(path, how), isNew: info === null };
  } catch (error) {
    const { code, text } = systemError(error);
    if (!(error instanceof Error) || error instanceof FerryError) throw error;
    throw usageError("BAD_VALUE", `cannot write ${what} to '${path}': ${text} (${code})`);
  }
}

/** What a path names, with links followed; null if nothing. */
function look(path: string): Deno.FileInfo | null {
  try {
    return Deno.statSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
