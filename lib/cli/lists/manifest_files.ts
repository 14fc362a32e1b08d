// Reads the list of `--check`, and writes that of `--manifest` to FILE: a regular file is
// replaced, anything else (a pipe, a device) is written to.

import { binaryTextOf } from "../../../ffi/c_string.ts";
import { openNative } from "../../../ffi/mod.ts";
import { openWaiting } from "../../../ffi/waiting_file.ts";
import { adviceOn } from "../../advice.ts";
import { type FerryError, StoppedError } from "../../errors.ts";
import { addManifestLine, formatManifest, type Manifest } from "../../manifest.ts";
import { endOfPath, type PathEnd } from "../../named_path.ts";
import { isAbort, readList, whenAborted } from "./list_reader.ts";
import { systemError } from "../errors.ts";
import { folderOf, type WritableFile, writeAll, writeFile, type Writing } from "./write_file.ts";

/**
 * Reads a list, from standard input for `-`.
 *
 * @param signal ends it: what is then thrown is its reason
 * @throws {FerryError} `usage` if it cannot be read or is not a list of digests
 */
export async function readManifest(path: string, signal: AbortSignal): Promise<Manifest> {
  const manifest: Manifest = new Map();
  await readList({ path, what: "digests", ends: "LF" }, signal, (line, number) => {
    addManifestLine(manifest, binaryTextOf(line), number, path);
  });
  return manifest;
}

/** Where a list goes. */
export interface ManifestFile {
  /** `-` is standard output. */
  readonly typed: string;
  readonly end: PathEnd;
}

/** Looks at FILE before the work is done. @throws {FerryError} `stopped` if there can be no list */
export async function lookAtManifest(typed: string): Promise<ManifestFile> {
  const { paths } = await openNative();
  const end = endOfPath(paths.withSlashes(typed));
  try {
    if (typed !== "-" && await existing(end.path) === null) await Deno.stat(folderOf(end.path));
  } catch (error) {
    throw failure(typed, error);
  }
  return { typed, end };
}

/**
 * Writes a list.
 *
 * @param signal ends it: what is then thrown is its reason, and a regular file is as it was
 * @throws {FerryError} `stopped` if that fails
 */
export async function writeManifest(
  { typed, end }: ManifestFile,
  manifest: Manifest,
  signal: AbortSignal,
): Promise<void> {
  using stop = whenAborted(signal);
  const write: Writing = { bytes: formatManifest(manifest), aborted: stop.aborted };
  try {
    if (typed === "-") return await writeAll(Deno.stdout, write);
    if (end.isDescriptor) return await writeInto(Deno.open(end.path, { append: true }), write);
    const file = await existing(end.path);
    if (file === null || file.isFile) return await writeFile(end.path, file, write);
    // Opening a FIFO waits for its reader.
    const opening = file.isFifo
      ? openWaiting(end.path, "write")
      : Deno.open(end.path, { write: true });
    await writeInto(opening, write);
  } catch (error) {
    throw isAbort(error) ? error : failure(typed, error);
  }
}

/** What a path names, or null. Throws for a folder. */
async function existing(path: string): Promise<Deno.FileInfo | null> {
  try {
    const info = await Deno.stat(path);
    if (!info.isDirectory) return info;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
  throw Object.assign(new Error("Is a directory"), { code: "EISDIR" });
}

/** Into a pipe, a device, an open descriptor. */
async function writeInto(opening: Promise<WritableFile>, write: Writing): Promise<void> {
  using file = await Promise.race([opening, write.aborted]);
  await writeAll(file, write);
}

function failure(typed: string, error: unknown): FerryError {
  const { code, text } = systemError(error);
  const where = typed === "-" ? "standard output" : `'${typed}'`;
  const op = "write the digests to";
  const message = `cannot ${op} ${where}: ${text} (${code})`;
  const failed = { op, text };
  return new StoppedError(code, message, { advice: adviceOn(code), path: typed, failed });
}
