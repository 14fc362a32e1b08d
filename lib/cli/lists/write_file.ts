// Writes a file so that it has the old contents or the new ones, whole: by a new file with the owner and mode of
// the old one, or else in place, where a failure restores the old contents.

import { binaryText, cString, openNative } from "../../../ffi/mod.ts";
import { abandonedIn } from "../../copy/target/abandoned.ts";
import { createRunToken, MADE_BY, TemporaryNames } from "../../copy/target/temporary_names.ts";

/** Milliseconds after which a stream is tried again that takes nothing just now. */
const RETRY_MS = 5;

/** What is to be written, and what ends that. */
export interface Writing {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Fails when it is to end. */
  readonly aborted: Promise<never>;
}

/** A file, a pipe, a device. */
export interface WritableFile extends Disposable {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<number>;
}

/** @param old what is there, if anything is: a regular file */
export async function writeFile(
  path: string,
  old: Deno.FileInfo | null,
  write: Writing,
): Promise<void> {
  if (!await replace(path, old, write)) await overwrite(path, write);
}

/** Writes all of it to a file, a pipe or a device. */
export async function writeAll(
  file: Pick<WritableFile, "write">,
  { bytes, aborted }: Writing,
): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    try {
      at += await Promise.race([file.write(bytes.subarray(at)), aborted]);
    } catch (error) {
      // Another process that shares the pipe may have made it non-blocking.
      if (!(error instanceof Deno.errors.WouldBlock)) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** The folder of a path, with its slash. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1) || "./";
}

/** Puts a new file under the name; false, with nothing changed, where it would not look like the old one. */
async function replace(path: string, old: Deno.FileInfo | null, write: Writing): Promise<boolean> {
  if (old !== null && (old.nlink ?? 1) > 1) return false;
  await sweepLists(folderOf(path), old?.uid ?? null);
  const name = binaryText(new TemporaryNames(createRunToken(), MADE_BY.list).next());
  const temporary = `${folderOf(path)}${name}`;
  const how = { write: true, createNew: true, mode: old === null ? undefined : 0o600 };
  const file = await Deno.open(temporary, how).catch((error) => {
    if (old === null) throw error;
    return null; // the folder may be out of reach where the file is not
  });
  if (file === null) return false;
  try {
    using _ = file;
    await file.lock(true).catch(() => {}); // tells whoever sweeps that it is in use
    await writeAll(file, write);
    if (old === null || await makeAlike(temporary, path, old)) {
      await Deno.rename(temporary, path);
      return true;
    }
  } catch (error) {
    await Deno.remove(temporary);
    throw error;
  }
  await Deno.remove(temporary);
  return false;
}

/** Removes what killed runs have left of lists in a folder; a list that is replaced gives its owner to the new one. */
async function sweepLists(path: string, owner: number | null): Promise<void> {
  const fs = await openNative();
  const folder = fs.openFolder(cString(path));
  if (folder < 0) return;
  for (const left of abandonedIn(fs, folder, MADE_BY.list, owner)) fs.unlink(folder, left);
  fs.close(folder);
}

/** Gives a file another one's owner and mode; false where it cannot, or where attributes would be lost. */
async function makeAlike(path: string, other: string, info: Deno.FileInfo): Promise<boolean> {
  if (await hasXattrs(other) || await hasXattrs(path)) return false;
  const own = await Deno.stat(path);
  try {
    if (own.uid !== info.uid || own.gid !== info.gid) await Deno.chown(path, info.uid, info.gid);
    if (info.mode !== null) await Deno.chmod(path, info.mode & 0o7777);
    return true;
  } catch {
    return false;
  }
}

/** Whether a file has extended attributes, ACLs among them. */
async function hasXattrs(path: string): Promise<boolean> {
  const fs = await openNative();
  const folder = fs.openFolder(cString(folderOf(path)));
  if (folder < 0) return false;
  const size = fs.xattrListSizeAt(folder, cString(path.slice(path.lastIndexOf("/") + 1)));
  fs.close(folder);
  return size > 0;
}

/** Writes over what a file holds; all else of it stays. */
async function overwrite(path: string, write: Writing): Promise<void> {
  const old = await Deno.readFile(path).catch(() => null);
  using file = await Deno.open(path, { write: true });
  try {
    await writeAll(file, write);
    await file.truncate(write.bytes.length);
  } catch (error) {
    if (old !== null) {
      await file.seek(0, Deno.SeekMode.Start);
      await writeAll(file, { bytes: old, aborted: new Promise(() => {}) });
      await file.truncate(old.length);
    }
    throw error;
  }
}
