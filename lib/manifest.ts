// Lists of SHA-256 digests in the format of sha256sum(1): a digest, two spaces, a name, a line a file. A
// name with a backslash or a line end in it has those escaped, and its line begins with a backslash.
// Names are binary text, one character a byte, because they are any bytes.

import { binaryTextOf, bytesOfBinaryText } from "../ffi/c_string.ts";
import { UsageError } from "./errors.ts";

/** Digests in hexadecimal digits, by path below the tree's root in binary text. */
export type Manifest = Map<string, string>;

const LINE = /^(\\?)([0-9a-fA-F]{64}) [ *]([^]+)$/;
const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r" };
const ESCAPED: Readonly<Record<string, string>> = { "\\\\": "\\", "\\n": "\n", "\\r": "\r" };

/**
 * Writes a list, sorted by path.
 *
 * @param manifest the digests
 * @returns the list as `sha256sum -c` reads it
 *
 * @example
 * ```ts
 * import { formatManifest } from "@ferry/ferry";
 * const list = new Map([["a.jpg", "0".repeat(64)]]);
 * await Deno.writeFile("photos.sha256", formatManifest(list));
 * ```
 */
export function formatManifest(manifest: Manifest): Uint8Array<ArrayBuffer> {
  const lines = [...manifest].sort(([a], [b]) => a < b ? -1 : 1).map(([path, digest]) => {
    const escaped = path.replace(/[\\\n\r]/g, (character) => ESCAPES[character]);
    return `${escaped === path ? "" : "\\"}${digest}  ${escaped}\n`;
  });
  return bytesOfBinaryText(lines.join(""));
}

/**
 * Reads a list; a `./` before a name means nothing.
 *
 * @param bytes the list, as sha256sum writes it
 * @param name of the file, for messages
 * @returns the digests
 * @throws {UsageError} `BAD_MANIFEST`: a line is none of such a list
 *
 * @example
 * ```ts
 * import { parseManifest } from "@ferry/ferry";
 * const list = parseManifest(new TextEncoder().encode(`${"0".repeat(64)}  a.jpg\n`), "photos.sha256");
 * console.log(list.get("a.jpg"));
 * ```
 */
export function parseManifest(bytes: Uint8Array, name: string): Manifest {
  const manifest: Manifest = new Map();
  for (const [at, line] of binaryTextOf(bytes).split("\n").entries()) {
    addManifestLine(manifest, line, at + 1, name);
  }
  return manifest;
}

/**
 * Adds what a line says; an empty one says nothing.
 *
 * @param line in binary text
 * @param number of the line, for messages
 * @param name of the file, for messages; `-` is standard input
 * @throws {UsageError} `BAD_MANIFEST`: the line is none of such a list
 */
export function addManifestLine(
  manifest: Manifest,
  line: string,
  number: number,
  name: string,
): void {
  if (line === "") return;
  const match = LINE.exec(line);
  const path = match === null ? null : unescape(match[3], match[1] !== "");
  if (path === null) {
    const where = name === "-" ? "standard input" : `'${name}'`;
    throw new UsageError(
      "BAD_MANIFEST",
      `line ${number} of ${where} is no line of a list of SHA-256 digests`,
      { advice: "such lists are what sha256sum writes", path: name },
    );
  }
  manifest.set(path.replace(/^(?:\.\/+)+/, ""), match![2].toLowerCase());
}

function unescape(name: string, isEscaped: boolean): string | null {
  if (!isEscaped) return name;
  if (/\\(?![\\nr])/.test(name.replace(/\\\\/g, ""))) return null;
  return name.replace(/\\[\\nr]/g, (pair) => ESCAPED[pair]);
}
