// Makes single entries of every kind for tests. Paths are binary text, one character a byte, because
// a Linux name is any bytes and text in JavaScript is not; `utf8` turns ordinary text into that form.
// It calls the system through ferry's own bindings, which tests/ffi compares with others.

import {
  type CString,
  cString,
  FileStat,
  openNative,
  S_IFBLK,
  S_IFCHR,
  S_IFIFO,
  WORD,
} from "../../ffi/mod.ts";

/** Opened once a test file: the library stays loaded, which inside a test would count as a leak. */
export const native = await openNative("system");

/** Seconds and nanoseconds since 1970. */
export type Time = readonly [seconds: number, nanoseconds: number];

/** Binary text of ordinary text. */
export function utf8(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

/** The C string of binary text. */
export function rawName(binary: string): CString {
  return cString(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
}

/** Throws what a call answered if that is an error. */
export function succeeded(result: number, what: string): number {
  if (result < 0) throw new Error(`${what}: ${native.errorName(result)}`);
  return result;
}

/** Lends the open parent folder of `path` and the last name in it. */
function inParent<T>(path: string, use: (folder: number, name: CString) => T): T {
  const slash = path.lastIndexOf("/");
  const folder = succeeded(
    native.openFolder(rawName(path.slice(0, slash) || "/")),
    `open above ${path}`,
  );
  try {
    return use(folder, rawName(path.slice(slash + 1)));
  } finally {
    native.close(folder);
  }
}

/** A file with exactly these contents and this mode, whatever the umask. */
export function makeFile(path: string, contents: string | Uint8Array = "", mode = 0o644): void {
  const bytes = typeof contents === "string" ? new TextEncoder().encode(contents) : contents;
  inParent(path, (folder, name) => {
    const file = succeeded(native.createNamed(folder, name, 0o600), `create ${path}`);
    writeAll(file, bytes, 0, path);
    native.setMode(file, mode);
    native.close(file);
  });
}

/** Writes into a file that exists. */
export function writeInto(path: string, offset: number, contents: string | Uint8Array): void {
  const bytes = typeof contents === "string" ? new TextEncoder().encode(contents) : contents;
  withFile(path, (file) => writeAll(file, bytes, offset, path));
}

/** A file of `size` bytes that has data in the given spans alone. */
export function makeSparse(
  path: string,
  size: number,
  spans: readonly (readonly [number, number])[],
): void {
  makeFile(path);
  withFile(path, (file) => {
    for (const [from, to] of spans) writeAll(file, pattern(to - from, from), from, path);
    succeeded(native.truncate(file, size), `truncate ${path}`);
  });
}

/** Bytes that differ from place to place and are never zero. */
export function pattern(length: number, seed = 0): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) bytes[i] = 1 + (i * 31 + (i >> 8) * 17 + seed) % 255;
  return bytes;
}

export function makeFolder(path: string, mode = 0o755): void {
  inParent(path, (folder, name) => {
    succeeded(native.makeFolder(folder, name, 0o700), `mkdir ${path}`);
    succeeded(native.setModeAt(folder, name, mode), `chmod ${path}`);
  });
}

export function makeSymlink(path: string, text: string): void {
  inParent(
    path,
    (folder, name) => succeeded(native.makeSymlink(rawName(text), folder, name), `symlink ${path}`),
  );
}

export function makeHardLink(first: string, path: string): void {
  inParent(
    first,
    (from, base) =>
      inParent(
        path,
        (folder, name) => succeeded(native.link(from, base, folder, name), `link ${path}`),
      ),
  );
}

export function makeFifo(path: string, mode = 0o644): void {
  makeNode(path, S_IFIFO, mode, 0, 0);
}

export function makeDevice(
  path: string,
  kind: "char" | "block",
  major: number,
  minor: number,
): void {
  makeNode(path, kind === "char" ? S_IFCHR : S_IFBLK, 0o640, major, minor);
}

function makeNode(path: string, type: number, mode: number, major: number, minor: number): void {
  inParent(
    path,
    (folder, name) =>
      succeeded(native.makeSpecial(folder, name, type | 0o600, major, minor), `mknod ${path}`),
  );
  setMode(path, mode);
}

export function setMode(path: string, mode: number): void {
  inParent(
    path,
    (folder, name) => succeeded(native.setModeAt(folder, name, mode), `chmod ${path}`),
  );
}

/** Changes the owner; setuid and setgid go with that, as always. */
export function setOwner(path: string, uid: number, gid: number): void {
  inParent(
    path,
    (folder, name) => succeeded(native.setOwnerAt(folder, name, uid, gid), `chown ${path}`),
  );
}

/** Sets modification and access time of the entry itself. */
export function setTimes(path: string, mtime: Time, atime: Time = mtime): void {
  const stat = new FileStat();
  putTime(stat, WORD.mtime, WORD.mtimeNsec, mtime);
  putTime(stat, WORD.atime, WORD.atimeNsec, atime);
  inParent(
    path,
    (folder, name) => succeeded(native.setTimesAt(folder, name, stat), `touch ${path}`),
  );
}

function putTime(
  { words }: FileStat,
  at: number,
  nsecAt: number,
  [seconds, nanoseconds]: Time,
): void {
  words[at] = seconds % 2 ** 32;
  words[at + 1] = Math.floor(seconds / 2 ** 32);
  words[nsecAt] = nanoseconds;
}

/** Sets an attribute; false where the file system has no room or no place for it. */
export function trySetXattr(path: string, attribute: string, value: string | Uint8Array): boolean {
  return setXattrResult(path, attribute, value) >= 0;
}

export function setXattr(path: string, attribute: string, value: string | Uint8Array): void {
  succeeded(setXattrResult(path, attribute, value), `set ${attribute} of ${path}`);
}

function setXattrResult(path: string, attribute: string, value: string | Uint8Array): number {
  const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
  return inParent(
    path,
    (folder, name) => native.setXattrAt(folder, name, cString(attribute), bytes, bytes.length),
  );
}

export function removeXattr(path: string, attribute: string): void {
  inParent(
    path,
    (folder, name) =>
      succeeded(
        native.removeXattrAt(folder, name, cString(attribute)),
        `remove ${attribute} of ${path}`,
      ),
  );
}

export function unlink(path: string): void {
  inParent(path, (folder, name) => succeeded(native.unlink(folder, name), `unlink ${path}`));
}

export function removeFolder(path: string): void {
  inParent(path, (folder, name) => succeeded(native.removeFolder(folder, name), `rmdir ${path}`));
}

export function rename(from: string, to: string): void {
  inParent(
    from,
    (a, old) =>
      inParent(to, (b, name) => succeeded(native.rename(a, old, b, name), `rename ${from}`)),
  );
}

/** Metadata of the entry itself. */
export function statOf(path: string): FileStat {
  const stat = new FileStat();
  inParent(path, (folder, name) => succeeded(native.stat(folder, name, stat), `stat ${path}`));
  return stat;
}

function withFile(path: string, use: (file: number) => void): void {
  inParent(path, (folder, name) => {
    const file = succeeded(native.openForWriting(folder, name), `open ${path}`);
    use(file);
    native.close(file);
  });
}

function writeAll(file: number, bytes: Uint8Array, offset: number, path: string): void {
  for (let done = 0; done < bytes.length;) {
    const rest = done === 0 ? bytes : bytes.subarray(done);
    done += succeeded(native.write(file, rest, rest.length, offset + done), `write ${path}`);
  }
}
