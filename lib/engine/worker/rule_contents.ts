// Reads the files in folders of the source that hold rules, and says what failed.

import { EISDIR, ELOOP, ENOENT, ENXIO } from "../../../ffi/errno.ts";
import { binaryTextOf, concatBytes } from "../../../ffi/c_string.ts";
import { cString, FileStat, type NativeFileSystem } from "../../../ffi/mod.ts";
import type { RulesFailure } from "../../plan/rules/folder_rule_reader.ts";

const SLASH = 47;
/** Bytes of a file of rules at most: a larger one is something else. */
const MOST_BYTES = 4 * 1024 * 1024;

/** A folder, by its path below the root. */
interface Folder {
  readonly path: Uint8Array;
}

/** Names of a file, from a folder on. */
export type Names = readonly Uint8Array[];

export class RuleContents {
  readonly #stat = new FileStat();
  #buffer: Uint8Array | null = null;

  constructor(private readonly fs: NativeFileSystem) {}

  /**
   * The contents of the file that the last of `names` is in `folder`, as a binary string; null where it is not there.
   *
   * @param names from the place on
   * @param most bytes that are read; a longer file is an error if left out
   */
  read(
    place: Folder,
    folder: number,
    names: Names,
    most?: number,
  ): string | null | RulesFailure {
    const { fs } = this;
    const file = fs.openForReading(folder, cString(names.at(-1)!), false);
    if (file === -ENOENT) return null;
    if (file === -ELOOP || file === -EISDIR || file === -ENXIO) {
      return notPlain(pathIn(place, names));
    }
    if (file < 0) return this.failed(pathIn(place, names), "openat", file);
    const error = fs.statHandle(file, this.#stat);
    const { isFile, size } = this.#stat;
    let contents: string | number = error;
    if (error === 0 && isFile && (most !== undefined || size <= MOST_BYTES)) {
      contents = this.#readBytes(file, most ?? MOST_BYTES);
    }
    fs.close(file);
    if (typeof contents === "string") return contents;
    if (contents < 0) return this.failed(pathIn(place, names), "pread", contents);
    return isFile ? tooLarge(pathIn(place, names)) : notPlain(pathIn(place, names));
  }

  /** At most `most` bytes of an open file; a negated errno if that failed. */
  #readBytes(file: number, most: number): string | number {
    const pieces: Uint8Array[] = [];
    const buffer = this.#buffer ??= new Uint8Array(64 * 1024);
    for (let at = 0; at < most;) {
      const count = this.fs.read(file, buffer, Math.min(buffer.length, most - at), at);
      if (count < 0) return count;
      if (count === 0) break;
      pieces.push(buffer.slice(0, count));
      at += count;
    }
    return binaryTextOf(concatBytes(pieces));
  }

  /** A call that failed with a negated errno. */
  failed(path: Uint8Array, syscall: string, error: number): RulesFailure {
    const { fs } = this;
    return { path, error, syscall, code: fs.errorName(error), message: fs.errorText(error) };
  }
}

/** The path of a file in a folder, below the root. */
export function pathIn({ path }: Folder, names: Names): Uint8Array {
  return joined(path.length === 0 ? names : [path, ...names]);
}

export function joined(names: Names): Uint8Array {
  const slash = Uint8Array.of(SLASH);
  return concatBytes(names.flatMap((name, i) => i === 0 ? [name] : [slash, name]));
}

function notPlain(path: Uint8Array): RulesFailure {
  const message = "Rules are read from regular files only, and never through a link";
  return { path, error: 0, syscall: null, code: "NO_RULES", message };
}

function tooLarge(path: Uint8Array): RulesFailure {
  const message = `It is larger than ${MOST_BYTES / 1024 / 1024} MiB, which no file of rules is`;
  return { path, error: 0, syscall: null, code: "NO_RULES", message };
}
