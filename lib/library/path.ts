// Paths as a script gives them: text, URLs, or bytes, where a name is not UTF-8.

import { pathBytes, pathText } from "../../ffi/path_text.ts";
import { UsageError } from "../errors.ts";
import { shown } from "../library_options.ts";

/**
 * A path: text, a URL of the scheme `file:`, or bytes for names that are not UTF-8 (on Windows: UTF-8 in which a lone
 * surrogate has three bytes, as in WTF-8). A relative one starts at the working folder.
 */
export type Path = string | URL | Uint8Array;

const IS_WINDOWS = Deno.build.os === "windows";

/**
 * The path as ferry takes it apart (`ffi/path_text.ts`).
 *
 * @param what it is, for messages: `DEST`
 * @throws {UsageError} for what is no path
 */
export function pathOf(path: Path, what: string): string {
  const text = textOf(path, what);
  if (text === "") throw new UsageError("EMPTY_OPERAND", `${what} is empty`, { path: "" });
  if (text.includes("\0")) throw noPath(what, "has a NUL in it, which no name has");
  return text;
}

/** A path, or several. */
export function pathsOf(paths: Path | readonly Path[], what: string): string[] {
  const list = Array.isArray(paths) ? paths as readonly Path[] : [paths as Path];
  return Array.from(list, (path) => pathOf(path, what)); // also where it has holes
}

/** How a path is shown where text is wanted: U+FFFD stands for bytes that are not UTF-8. */
export function shownPath(path: string): string {
  return path.toWellFormed();
}

function textOf(path: Path, what: string): string {
  if (path instanceof URL) return textOfUrl(path, what);
  if (path instanceof Uint8Array) return textOfBytes(path, what);
  if (typeof path !== "string") {
    throw noPath(what, `is a path: a string, a URL or a Uint8Array, not ${shown(path)}`);
  }
  if (/^file:\/\//i.test(path)) {
    throw noPath(what, "is a URL as text: new URL(...) makes it one; a path is typed './file:...'");
  }
  if (path.isWellFormed()) return path;
  if (!IS_WINDOWS) throw noPath(what, "has a lone surrogate in it, which no byte of a name is");
  return pathText(bytesOfWide(path));
}

function textOfBytes(bytes: Uint8Array, what: string): string {
  const text = pathText(bytes);
  if (IS_WINDOWS && !isWide(text)) throw noPath(what, "is neither UTF-8 nor WTF-8");
  return text;
}

function textOfUrl({ protocol, host, pathname }: URL, what: string): string {
  if (protocol !== "file:") throw noPath(what, `is a URL of '${protocol}', not of 'file:'`);
  if (/%2f/i.test(pathname) || (IS_WINDOWS && /%5c/i.test(pathname))) {
    throw noPath(what, "is a URL with a slash in a name");
  }
  if (!IS_WINDOWS && host !== "") throw noPath(what, `is a URL of another host, '${host}'`);
  const bytes: number[] = [];
  for (const [part, digits] of pathname.matchAll(/%([0-9a-f]{2})|[^%]+|%/gi)) {
    if (digits === undefined) bytes.push(...pathBytes(part));
    else bytes.push(parseInt(digits, 16));
  }
  const text = textOfBytes(Uint8Array.from(bytes), what);
  if (!IS_WINDOWS) return text;
  return host === "" ? text.replace(/^\/(?=[a-z]:)/i, "") : `//${host}${text}`;
}

/** Whether what is not UTF-8 in a path are lone surrogates of three bytes each. */
function isWide(text: string): boolean {
  return text.replace(/\udced[\udca0-\udcbf][\udc80-\udcbf]/g, "").isWellFormed();
}

/** Text with lone surrogates as WTF-8. */
function bytesOfWide(text: string): Uint8Array {
  return Uint8Array.from([...text].flatMap((character) => {
    if (character.isWellFormed()) return [...pathBytes(character)];
    const unit = character.charCodeAt(0);
    return [0xe0 | unit >> 12, 0x80 | unit >> 6 & 0x3f, 0x80 | unit & 0x3f];
  }));
}

function noPath(what: string, why: string): UsageError {
  return new UsageError("EINVAL", `${what} ${why}`);
}
